#!/usr/bin/env node
/**
 * The command `soapwright`: finds the subcommand, maps what it throws to exit codes.
 */
import { readFileSync } from "node:fs";
import { type CommandDef, defineCommand, renderUsage, runCommand } from "citty";
import { refuseUnknownFlags } from "./arguments.js";
import { ExitCode, UsageError } from "./exit-code.js";

const manifest: { readonly version: string } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));

/** Each command's code is loaded only when it runs. */
const subCommands = {
  generate: async () => (await import("./generate-command.js")).generateCommand,
  check: async () => (await import("./check-command.js")).checkCommand,
  validate: async () => (await import("./validate-command.js")).validateCommand,
  serve: async () => (await import("./serve-command.js")).serveCommand,
};

const main = defineCommand({
  meta: { name: "soapwright", version: manifest.version, description: "contract-first XML for TypeScript: WSDL 1.1 and XML Schema" },
  subCommands,
});

async function resolveValue<T>(value: T | (() => T) | (() => Promise<T>) | Promise<T>): Promise<T> {
  return value instanceof Function ? value() : value;
}

async function run(rawArgs: readonly string[]): Promise<void> {
  const [first, ...rest] = rawArgs;
  if (first === "--version" || first === "-v") {
    process.stdout.write(`${manifest.version}\n`);
    return;
  }
  if (first === undefined || first === "--help" || first === "-h") {
    process.stdout.write(`${await renderUsage(main)}\n`);
    if (first === undefined) process.exitCode = ExitCode.usage;
    return;
  }
  const load = Object.entries(subCommands).find(([name]) => name === first)?.[1];
  if (load === undefined) throw new UsageError(`there is no command "${first}"; "soapwright --help" lists them`);
  // Commands differ in the types of their arguments only, which stay inside them.
  const command = (await load()) as unknown as CommandDef;
  if (rest.includes("--help") || rest.includes("-h")) process.stdout.write(`${await renderUsage(command, main)}\n`);
  else {
    refuseUnknownFlags(rest, (await resolveValue(command.args)) ?? {});
    await runCommand(command, { rawArgs: [...rest] });
  }
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): ExitCode {
  if (error instanceof UsageError || (error instanceof Error && error.name === "CLIError")) {
    process.stderr.write(`soapwright: ${error.message}\n`);
    return ExitCode.usage;
  }
  process.stderr.write(
    `soapwright: internal error; please report it with what follows\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return ExitCode.bug;
}

#!/usr/bin/env node
/**
 * The command `soapwright`: finds the subcommand, maps what it throws to exit codes.
 */
import { stripVTControlCharacters } from "node:util";
import { type CommandDef, defineCommand, renderUsage, runCommand } from "citty";
import { ToolError } from "../../codegen/tools/tool-error.js";
import { version } from "../../codegen/version.js";
import { ConfigurationError } from "../server/configuration.js";
import { refuseUnknownFlags } from "./arguments.js";
import { ExitCode, UsageError } from "./exit-code.js";
import { printLine, visibleLines } from "./report/print.js";

interface Loaded {
  readonly command: CommandDef;
  readonly examples: string;
}

/** Each command's code is loaded only when it runs. Commands differ in the types of their arguments only, which stay inside them. */
const commands: Readonly<Record<string, () => Promise<Loaded>>> = {
  init: async () => named(await import("./commands/init.js"), "initCommand"),
  generate: async () => named(await import("./commands/generate.js"), "generateCommand"),
  check: async () => named(await import("./commands/check.js"), "checkCommand"),
  watch: async () => named(await import("./commands/watch.js"), "watchCommand"),
  fetch: async () => named(await import("./commands/fetch.js"), "fetchCommand"),
  validate: async () => named(await import("./commands/validate.js"), "validateCommand"),
  diff: async () => named(await import("./commands/diff.js"), "diffCommand"),
  docs: async () => named(await import("./commands/docs.js"), "docsCommand"),
  inspect: async () => named(await import("./commands/inspect.js"), "inspectCommand"),
  sample: async () => named(await import("./commands/sample.js"), "sampleCommand"),
  lint: async () => named(await import("./commands/lint.js"), "lintCommand"),
  scaffold: async () => named(await import("./commands/scaffold.js"), "scaffoldCommand"),
  serve: async () => named(await import("./commands/serve.js"), "serveCommand"),
  ipam: async () => named(await import("./commands/ipam.js"), "ipamCommand"),
};

function named<Key extends string>(module: { readonly examples: string } & Readonly<Record<Key, unknown>>, key: Key): Loaded {
  return { command: module[key] as CommandDef, examples: module.examples };
}

const main = defineCommand({
  meta: { name: "soapwright", version, description: "contract-first XML for TypeScript: WSDL 1.1 and XML Schema" },
  subCommands: Object.fromEntries(Object.entries(commands).map(([name, load]) => [name, async () => (await load()).command])),
});

async function resolveValue<T>(value: T | (() => T) | (() => Promise<T>) | Promise<T>): Promise<T> {
  return value instanceof Function ? value() : value;
}

async function run(rawArgs: readonly string[]): Promise<void> {
  const [first, ...rest] = rawArgs;
  if (first === "--version" || first === "-v") {
    printLine(process.stdout, version);
    return;
  }
  if (first === undefined || first === "--help" || first === "-h") {
    printHelp(await renderUsage(main));
    if (first === undefined) process.exitCode = ExitCode.usage;
    return;
  }
  const load = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (load === undefined) throw new UsageError(`there is no command "${first}"; "soapwright --help" lists them`);
  const { command, examples } = await load();
  if (rest.includes("--help") || rest.includes("-h")) printHelp(`${await renderUsage(command, main)}\nExamples:\n${examples}`);
  else {
    refuseUnknownFlags(rest, (await resolveValue(command.args)) ?? {});
    await runCommand(command, { rawArgs: [...rest] });
  }
}

/** The usage text has colours, which only a terminal wants. */
function printHelp(usage: string): void {
  const plain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;
  process.stdout.write(`${plain ? stripVTControlCharacters(usage) : usage}\n`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): ExitCode {
  const isExpected = error instanceof UsageError || error instanceof ConfigurationError || error instanceof ToolError;
  if (isExpected || (error instanceof Error && error.name === "CLIError")) {
    process.stderr.write(`soapwright: ${visibleLines(error.message)}\n`);
    return ExitCode.usage;
  }
  const stack = visibleLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.stderr.write(`soapwright: internal error; please report it with what follows\n${stack}\n`);
  return ExitCode.bug;
}

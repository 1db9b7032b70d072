#!/usr/bin/env node
/**
 * The command `soapwright`: runs a subcommand and turns its outcome into an exit code.
 */
import { ToolError } from "../../codegen/tools/tool-error.js";
import { environmentText, errorCode, errorText, reasonText } from "../error-text.js";
import { didYouMean } from "../nearest-name.js";
import { ConfigurationError } from "../server/configuration.js";
import { version } from "../version.js";
import { heading, writeTable } from "./command.js";
import { commands } from "./commands.js";
import { ExitCode, UsageError } from "./exit-code.js";
import { printFormatted, printLine, printLines } from "./report/print.js";

async function run([name, ...args]: readonly string[]): Promise<ExitCode> {
  switch (name) {
    case "--version":
    case "-v":
      printLine(process.stdout, version);
      return ExitCode.clean;
    case "--help":
    case "-h":
      printFormatted(process.stdout, writeHelp());
      return ExitCode.clean;
    case undefined:
      printFormatted(process.stderr, writeHelp());
      return ExitCode.usage;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) throw unknownCommand(name);
  const { command } = await entry.load();
  return command.invoke({ name, summary: entry.summary, args });
}

function unknownCommand(name: string): UsageError {
  const near = didYouMean(name, Object.keys(commands));
  return new UsageError(`there is no command "${name}"${near || '; "soapwright --help" lists the commands'}`);
}

function writeHelp(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  return `soapwright ${version}: contract-first XML for TypeScript, from WSDL 1.1 and XML Schema

${heading("Usage:")} soapwright <command> [flags] [arguments]

${heading("Commands:")}
${writeTable(rows)}
"soapwright <command> --help" describes a command and gives examples.
`;
}

/** Errors that the user can do something about are reported in one line; any other one is a bug of ours. */
function report(error: unknown): ExitCode {
  if (error instanceof UsageError || error instanceof ConfigurationError || error instanceof ToolError) {
    printLines(process.stderr, `soapwright: ${error.message}`);
    return ExitCode.usage;
  }
  const environment = environmentText(error);
  if (environment !== undefined) {
    printLines(process.stderr, `soapwright: ${environment}`);
    return ExitCode.usage;
  }
  const details = error instanceof Error ? error.stack : errorText(error);
  printLines(process.stderr, `soapwright: internal error; please report it with what follows\n${details}`);
  return ExitCode.bug;
}

/** A reader of the output may stop early, as `head` does; the rest is dropped. Other errors are reported, where that is possible. */
function onOutputError(error: Error): void {
  if (errorCode(error) === "EPIPE") return;
  process.exitCode = ExitCode.usage;
  printLines(process.stderr, `soapwright: the output cannot be written: ${reasonText(error)}`);
  process.exit();
}

process.stdout.on("error", onOutputError);
process.stderr.on("error", () => undefined);

// The exit code is set and not forced: output that is still being written gets through.
process.exitCode = await run(process.argv.slice(2)).catch(report);

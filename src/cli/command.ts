/**
 * A command of `soapwright`: its flags, what it takes beside them, examples, and what it does.
 */
import { styleText } from "node:util";
import { ExitCode, UsageError } from "./exit-code.js";
import { asksForHelp, type Flags, type FlagValues, flagName, type Option, readFlags, type Toggle } from "./flags.js";
import { printFormatted } from "./report/print.js";

/** What a command takes beside its flags. */
export interface Operands {
  /** As the usage line shows them: "OLD NEW", "[document...]". Empty: the command takes flags only. */
  readonly usage: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The error message if there are too few. */
  readonly missing?: string;
}

export interface CommandDefinition<F extends Flags> {
  readonly flags: F;
  readonly operands: Operands;
  /** Whole lines, shown at the end of the help text. */
  readonly examples: string;
  /** Does the work. Errors become exit codes in main.ts. */
  readonly run: (flags: FlagValues<F>, operands: readonly string[]) => Promise<ExitCode>;
}

/** A command, without the types of its flags. */
export interface Command {
  /** Prints help, or runs. */
  readonly invoke: (call: CommandCall) => Promise<ExitCode>;
}

export interface CommandCall {
  readonly name: string;
  readonly summary: string;
  readonly args: readonly string[];
}

/** Makes a command. The types of its flags are known to its `run` only. */
export function defineCommand<F extends Flags>(definition: CommandDefinition<F>): Command {
  return {
    async invoke(call) {
      if (asksForHelp(call.args)) {
        printFormatted(process.stdout, writeHelp(call, definition));
        return ExitCode.clean;
      }
      const { values, operands } = readFlags(definition.flags, call.args);
      checkOperands(call.name, definition.operands, operands);
      return definition.run(values, operands);
    },
  };
}

function checkOperands(
  name: string,
  { usage, atLeast = 0, atMost = usage === "" ? 0 : Number.POSITIVE_INFINITY, missing }: Operands,
  given: readonly string[],
): void {
  const stray = given[atMost];
  if (stray !== undefined)
    throw new UsageError(`"${stray}" is not expected: soapwright ${name} takes ${usage === "" ? "flags only" : usage}`);
  if (given.length < atLeast) throw new UsageError(`${missing ?? "an argument is missing"}: soapwright ${name} ${usage}`);
}

function writeHelp(
  { name, summary }: CommandCall,
  { flags, operands, examples }: Pick<CommandDefinition<Flags>, "flags" | "operands" | "examples">,
): string {
  const usage = ["soapwright", name, "[flags]", operands.usage].filter((part) => part !== "").join(" ");
  const rows = Object.entries(flags).map(([flag, definition]) => [flagUsage(flag, definition), describe(definition)] as const);
  return `${summary}\n\n${heading("Usage:")} ${usage}\n\n${heading("Flags:")}\n${writeTable(rows)}\n${heading("Examples:")}\n${examples}\n`;
}

function flagUsage(name: string, flag: Toggle | Option<unknown>): string {
  const written = flagName(name);
  if (flag.kind === "option") return `${written} <${flag.placeholder}>`;
  return flag.initial ? `--no-${written.slice(2)}` : written;
}

function describe({ kind, description, initial }: Toggle | Option<unknown>): string {
  return kind === "toggle" || initial === undefined ? description : `${description} (default: ${initial})`;
}

/** Two columns of text. */
export function writeTable(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("");
}

/** A heading of a help text, bold on a terminal. */
export function heading(title: string): string {
  return styleText("bold", title, { stream: process.stdout });
}

/**
 * What the commands about a contract share: flags, reading the contract, telling why it cannot be read.
 */
import type { OpenedContract } from "../../codegen/open-contract.js";
import { listArgument } from "./arguments.js";
import { printDiagnostics } from "./compile-contract.js";
import { ExitCode, UsageError } from "./exit-code.js";
import { expectShortRun } from "./short-run.js";

export { ProgressLine } from "./report/progress-line.js";

export const contractReadingFlags = {
  catalog: { type: "string", description: "catalogue that maps namespaces and locations to files", valueHint: "file" },
  lenient: { type: "boolean", description: "harmless breaches of the specifications are warnings", default: false },
} as const;

export interface ContractReading {
  readonly entries: readonly string[];
  readonly catalog: string | undefined;
  readonly lenient: boolean;
}

/** Undefined, after printing why and setting the exit code, for a contract that cannot be used. */
export async function readContractFor({ entries, catalog, lenient }: ContractReading): Promise<OpenedContract["contract"]> {
  expectShortRun();
  const { openContract } = await import("../../codegen/open-contract.js");
  const { contract, diagnostics } = openContract({ entries, lenient, ...(catalog !== undefined && { catalog }) });
  printDiagnostics(diagnostics);
  if (contract === undefined) process.exitCode = ExitCode.unreadable;
  return contract;
}

/** The positional arguments: what is neither a flag nor the value of one of the given flags. */
export function positionalsBeside(rawArgs: readonly string[], parsed: readonly string[], flags: readonly string[]): readonly string[] {
  const values = flags.flatMap((name) => listArgument(rawArgs, name));
  const open = [...values];
  return parsed.filter((argument) => {
    const index = open.indexOf(argument);
    const isValue = index >= 0 && rawArgs.filter((raw) => raw === argument).length <= open.filter((value) => value === argument).length;
    if (isValue) open.splice(index, 1);
    return !isValue;
  });
}

/** A whole number that a flag gives. */
export function readCount(flag: string, text: string, least: number): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < least) throw new UsageError(`--${flag} is a whole number from ${least} on, not "${text}"`);
  return count;
}

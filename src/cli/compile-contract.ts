/**
 * One contract of a command: compiled with the names of the run before, diagnostics printed.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContractConfig, Diagnostic, Renaming } from "../../codegen/index.js";
import type { Host } from "../../codegen/load/host.js";
import { UsageError } from "./exit-code.js";
import { printLine } from "./report/print.js";
import { DiagnosticPrinter } from "./report/print-diagnostics.js";
import { ProgressLine } from "./report/progress-line.js";
import { expectShortRun } from "./short-run.js";

/** Names that were given, by key: committed beside the generated files, so that a later run renames nothing. */
export const namesFile = "names.json";

export interface CompiledContract {
  readonly contract: ContractConfig;
  /** Undefined: the contract has errors. */
  readonly files: ReadonlyMap<string, string> | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Names that could not be those that the rules give. */
  readonly renamed: readonly Renaming[];
  /** No document of the contract could be read at all. */
  readonly unreadable: boolean;
}

/** Documents come from the file system where no host is given. */
export async function compileContract(contract: ContractConfig, host?: Host): Promise<CompiledContract> {
  expectShortRun();
  const { generate } = await import("../../codegen/generate.js");
  const { out, ...options } = contract;
  const progress = new ProgressLine();
  const result = await generate({
    ...options,
    names: await readNames(out),
    root: process.cwd(),
    onProgress: (step) => progress.update(`${out}: ${step}`),
    ...(host && { host }),
  });
  progress.end();
  const { diagnostics, renamed } = result;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    return {
      contract,
      files: undefined,
      diagnostics,
      renamed,
      unreadable: errors.some(({ id }) => id.startsWith("load-") || id.startsWith("xml-")),
    };
  }
  const names = `${JSON.stringify(result.names, undefined, 1)}\n`;
  return { contract, files: new Map([...result.files, [namesFile, names]]), diagnostics, renamed, unreadable: false };
}

/** Prints to stderr with code frames. */
export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  const printer = new DiagnosticPrinter(process.stderr);
  for (const diagnostic of diagnostics) printer.print(diagnostic);
  printer.summarize(diagnostics);
}

/** Longer lists are for programs: `--format json` has all. */
const shownRenamings = 20;

/** Prints to stderr which names are not those that the rules give. */
export function printRenamings(renamed: readonly Renaming[]): void {
  for (const { key, wanted, given } of renamed.slice(0, shownRenamings)) {
    printLine(process.stderr, `note: ${key} is called "${given}", as "${wanted}" means something else`);
  }
  const more = renamed.length - shownRenamings;
  if (more > 0) printLine(process.stderr, `note: ${more} more names are numbered; --format json lists them`);
}

async function readNames(folder: string): Promise<Readonly<Record<string, string>>> {
  const path = join(folder, namesFile);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    // The first run has no names yet.
    return {};
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`"${path}" is not JSON; restore it, or delete it to give all names anew`);
  }
}

/**
 * One contract of a command that generates: compiled with the names of the run before, its diagnostics printed.
 */
import type { ContractConfig, Diagnostic, Renaming } from "../../../codegen/index.js";
import type { Host } from "../../../codegen/load/host.js";
import { ExitCode } from "../exit-code.js";
import { printDiagnostics } from "../report/print-diagnostics.js";
import { ProgressLine } from "../report/progress-line.js";
import { namesFile, namesOfRunBefore } from "./output-files.js";
import { expectShortRun } from "./short-run.js";

export interface CompiledContract {
  /** Undefined: the contract has errors. */
  readonly files: ReadonlyMap<string, string> | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** Names that differ from what the rules give. */
  readonly renamed: readonly Renaming[];
  /** What the diagnostics mean for the command. */
  readonly exitCode: ExitCode;
}

/** Documents come from the file system if no host is given. */
export async function compileContract(contract: ContractConfig, host?: Host): Promise<CompiledContract> {
  expectShortRun();
  const { generate } = await import("../../../codegen/generate.js");
  const { out, ...options } = contract;
  const progress = new ProgressLine();
  const { files, names, diagnostics, renamed } = await generate({
    ...options,
    names: await namesOfRunBefore(out),
    onProgress: (step) => progress.update(`${out}: ${step}`),
    ...(host && { host }),
  });
  progress.end();
  printDiagnostics(diagnostics);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { files: undefined, diagnostics, renamed, exitCode: exitCodeFor(errors) };
  const namesText = `${JSON.stringify(names, undefined, 1)}\n`;
  return { files: new Map([...files, [namesFile, namesText]]), diagnostics, renamed, exitCode: ExitCode.clean };
}

function exitCodeFor(errors: readonly Diagnostic[]): ExitCode {
  if (errors.every(({ id }) => id.startsWith("naming-") || id === "mapping-unknown")) return ExitCode.usage;
  return errors.some(({ id }) => id.startsWith("load-") || id.startsWith("xml-")) ? ExitCode.unreadable : ExitCode.findings;
}

/**
 * One contract of a command that does not generate: read, with its diagnostics printed.
 */
import type { OpenedContract } from "../../../codegen/open-contract.js";
import { printDiagnostics } from "../report/print-diagnostics.js";
import { expectShortRun } from "./short-run.js";

export interface ContractReading {
  readonly catalog: string | undefined;
  readonly lenient: boolean;
}

/** Reads a contract; undefined, after printing why, for one that cannot be used. */
export async function readContract(entries: readonly string[], { catalog, lenient }: ContractReading): Promise<OpenedContract["contract"]> {
  expectShortRun();
  const { openContract } = await import("../../../codegen/open-contract.js");
  const { contract, diagnostics } = openContract({ entries, lenient, ...(catalog !== undefined && { catalog }) });
  printDiagnostics(diagnostics);
  return contract;
}

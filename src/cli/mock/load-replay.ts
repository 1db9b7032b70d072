/**
 * A folder of recordings -> answers by them; what cannot be used is printed.
 */
import type { MockContract } from "../../../codegen/mock/mock-contract.js";
import { Replay } from "../../../codegen/mock/replay.js";
import { printLine } from "../report/print.js";
import { printDiagnostics } from "../report/print-diagnostics.js";
import { readRecordings } from "./recordings-folder.js";

/** Undefined, after printing why, if a recording is broken. Throws a UsageError for a folder that cannot be read or has none. */
export async function loadReplay(folder: string, contract: MockContract): Promise<Replay | undefined> {
  const { recordings, problems } = readRecordings(folder);
  printDiagnostics(problems);
  if (problems.length > 0) return undefined;
  const replay = new Replay();
  for (const name of await replay.load(recordings, contract)) {
    printLine(process.stderr, `soapwright: ${name} is not replayed: its request does not conform to the contract`);
  }
  return replay;
}

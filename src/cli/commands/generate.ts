/**
 * `soapwright generate`: contracts -> TypeScript files.
 */

import type { Renaming } from "../../../codegen/index.js";
import { defineCommand } from "../command.js";
import { compileContract } from "../contracts/compile-contract.js";
import { contractFlags, findContracts, writingFlags } from "../contracts/find-contracts.js";
import { writeFiles } from "../contracts/output-files.js";
import { type ExitCode, worstOf } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";

export const command = defineCommand({
  flags: { ...contractFlags, ...writingFlags },
  operands: { usage: "[document...]" },
  examples: `  soapwright generate service.wsdl --out src/generated/service
  soapwright generate order.xsd party.xsd --out src/generated/order
  soapwright generate service.wsdl --operation GetStatus --out src/generated/status
  soapwright generate                      all contracts of soapwright.config.ts`,
  async run(flags, entries) {
    const exitCodes: ExitCode[] = [];
    for (const contract of await findContracts(entries, flags)) {
      const { files, diagnostics, renamed, exitCode } = await compileContract(contract);
      exitCodes.push(exitCode);
      const { out } = contract;
      const changed = files === undefined ? [] : await writeFiles(out, files, flags.force);
      if (flags.format === "json") {
        printJson({ out, ok: files !== undefined, files: files?.size ?? 0, changed, diagnostics, renamed });
        continue;
      }
      printRenamings(renamed);
      if (files !== undefined) printLine(process.stdout, `${out}: ${files.size} files, ${changed.length} changed${sizeOfCode(files)}`);
    }
    return worstOf(exitCodes);
  },
});

/** How much of the output is straight-line code. */
function sizeOfCode(files: ReadonlyMap<string, string>): string {
  const code = [...files].filter(([path]) => path.endsWith(".fast.ts"));
  const kilobytes = code.reduce((sum, [, text]) => sum + text.length, 0) / 1000;
  return code.length === 0 ? "" : `; ${kilobytes.toFixed(0)} kB of straight-line code`;
}

/** Longer lists are for programs: `--format json` has all. */
const shownRenamings = 20;

/** Prints to stderr which names differ from what the rules give. */
function printRenamings(renamed: readonly Renaming[]): void {
  for (const { key, wanted, given } of renamed.slice(0, shownRenamings)) {
    printLine(process.stderr, `note: ${key} is called "${given}", as "${wanted}" means something else`);
  }
  const more = renamed.length - shownRenamings;
  if (more > 0) printLine(process.stderr, `note: ${more} more names are numbered; --format json lists them`);
}

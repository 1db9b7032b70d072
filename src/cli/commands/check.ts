/**
 * `soapwright check`: what `generate` would change, without changing it.
 */

import { defineCommand } from "../command.js";
import { compileContract } from "../contracts/compile-contract.js";
import { contractFlags, findContracts } from "../contracts/find-contracts.js";
import { compareFiles } from "../contracts/output-files.js";
import { ExitCode, worstOf } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";

export const command = defineCommand({
  flags: contractFlags,
  operands: { usage: "[document...]" },
  examples: `  soapwright check                         all contracts of soapwright.config.ts
  soapwright check service.wsdl --out src/generated/service`,
  async run(flags, entries) {
    const exitCodes: ExitCode[] = [];
    for (const contract of await findContracts(entries, flags)) {
      const { files, diagnostics, exitCode } = await compileContract(contract);
      const { out } = contract;
      const differences = files === undefined ? [] : await compareFiles(out, files);
      exitCodes.push(exitCode, differences.length > 0 ? ExitCode.findings : ExitCode.clean);
      if (flags.format === "json") printJson({ out, ok: files !== undefined && differences.length === 0, differences, diagnostics });
      else for (const { kind, file } of differences) printLine(process.stdout, `${out}/${file}: ${kind}`);
    }
    return worstOf(exitCodes);
  },
});

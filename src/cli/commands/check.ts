/**
 * `soapwright check`: what `generate` would change, without changing it.
 */
import { defineCommand } from "citty";
import { readFormat } from "../arguments.js";
import { compileContract, printDiagnostics } from "../compile-contract.js";
import { contractFlags, findContracts, readContractArguments } from "../contracts.js";
import { ExitCode } from "../exit-code.js";
import { compareFiles } from "../output-files.js";
import { printJson, printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright check                         all contracts of soapwright.config.ts
  soapwright check service.wsdl --out src/generated/service`;

export const checkCommand = defineCommand({
  meta: {
    name: "check",
    description: "list generated files that are missing, stale or no longer generated; exit 1 when there are any",
  },
  args: contractFlags,
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, ["text", "json"]);
    const contracts = await findContracts(readContractArguments(args, rawArgs));
    for (const contract of contracts) {
      const { files, diagnostics, unreadable } = await compileContract(contract);
      printDiagnostics(diagnostics);
      const differences = files === undefined ? [] : await compareFiles(contract.out, files);
      if (files === undefined) process.exitCode = unreadable ? ExitCode.unreadable : ExitCode.findings;
      else if (differences.length > 0) process.exitCode = ExitCode.findings;
      if (format === "json")
        printJson({ out: contract.out, ok: files !== undefined && differences.length === 0, differences, diagnostics });
      else for (const { kind, file } of differences) printLine(process.stdout, `${contract.out}/${file}: ${kind}`);
    }
  },
});

/**
 * `soapwright generate`: contracts -> TypeScript files.
 */
import { defineCommand } from "citty";
import { readFormat } from "../arguments.js";
import { compileContract, printDiagnostics, printRenamings } from "../compile-contract.js";
import { contractFlags, findContracts, readContractArguments } from "../contracts.js";
import { ExitCode } from "../exit-code.js";
import { writeFiles } from "../output-files.js";
import { printJson, printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright generate service.wsdl --out src/generated/service
  soapwright generate order.xsd party.xsd --out src/generated/order
  soapwright generate service.wsdl --operation GetStatus --out src/generated/status
  soapwright generate                      all contracts of soapwright.config.ts`;

export const generateCommand = defineCommand({
  meta: {
    name: "generate",
    description: "generate types, codecs and services from WSDL and XML Schema",
  },
  args: contractFlags,
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, ["text", "json"]);
    const contracts = await findContracts(readContractArguments(args, rawArgs));
    for (const contract of contracts) {
      const { files, diagnostics, renamed, unreadable } = await compileContract(contract);
      printDiagnostics(diagnostics);
      if (format === "text") printRenamings(renamed);
      const changed = files === undefined ? [] : await writeFiles(contract.out, files);
      if (files === undefined) process.exitCode = unreadable ? ExitCode.unreadable : ExitCode.findings;
      if (format === "json")
        printJson({ out: contract.out, ok: files !== undefined, files: files?.size ?? 0, changed, diagnostics, renamed });
      else if (files !== undefined) printLine(process.stdout, `${contract.out}: ${files.size} files, ${changed.length} changed`);
    }
  },
});

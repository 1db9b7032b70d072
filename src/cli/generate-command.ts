/**
 * `soapwright generate`: contracts -> TypeScript files.
 */
import { defineCommand } from "citty";
import { readFormat } from "./arguments.js";
import { compileContract, printDiagnostics } from "./compile-contract.js";
import { contractFlags, findContracts, positionals } from "./contracts.js";
import { ExitCode } from "./exit-code.js";
import { writeFiles } from "./output-files.js";

/** Shown behind the usage. */
export const examples = `  soapwright generate service.wsdl --out src/generated/service
  soapwright generate order.xsd party.xsd --out src/generated/order
  soapwright generate                      all contracts of soapwright.config.ts`;

export const generateCommand = defineCommand({
  meta: {
    name: "generate",
    description: "generate types, codecs and services from WSDL and XML Schema",
  },
  args: contractFlags,
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, ["text", "json"]);
    const { out, catalog, lenient, config } = args;
    const contracts = await findContracts({ entries: positionals(rawArgs, args._), out, catalog, lenient, config });
    for (const contract of contracts) {
      const { files, diagnostics, unreadable } = await compileContract(contract);
      printDiagnostics(diagnostics);
      const changed = files === undefined ? [] : await writeFiles(contract.out, files);
      if (files === undefined) process.exitCode = unreadable ? ExitCode.unreadable : ExitCode.findings;
      if (format === "json")
        process.stdout.write(
          `${JSON.stringify({ out: contract.out, ok: files !== undefined, files: files?.size ?? 0, changed, diagnostics })}\n`,
        );
      else if (files !== undefined) process.stdout.write(`${contract.out}: ${files.size} files, ${changed.length} changed\n`);
    }
  },
});

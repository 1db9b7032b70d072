/**
 * `soapwright inspect`: the component model of a contract as JSON. Its form: docs/inspect.md.
 */
import { defineCommand } from "citty";
import { contractReadingFlags, positionalsBeside, readContractFor } from "../contract-commands.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright inspect order.xsd
  soapwright inspect service.wsdl --component "{urn:shop}Order"
  soapwright inspect service.wsdl --component Order      components of that name, whatever their namespace`;

export const inspectCommand = defineCommand({
  meta: { name: "inspect", description: "print the elements, types and operations of a contract as JSON" },
  args: {
    component: { type: "string", description: "only what has this name, {namespace}Name or Name", valueHint: "name" },
    ...contractReadingFlags,
  },
  async run({ args, rawArgs }) {
    const entries = positionalsBeside(rawArgs, args._, ["component", "catalog"]);
    if (entries.length === 0) throw new UsageError("name a schema or WSDL: soapwright inspect order.xsd [--component NAME]");
    const contract = await readContractFor({ entries, catalog: args.catalog, lenient: args.lenient });
    if (contract === undefined) return;
    const { inspect } = await import("../../../codegen/tools/inspect/inspect.js");
    const inspected = inspect(contract, args.component);
    const { format: _, namespaces: __, ...components } = inspected;
    printJson(inspected, 2);
    if (args.component !== undefined && Object.values(components).every((found) => Object.keys(found).length === 0)) {
      printLine(process.stderr, `soapwright: the contract has no component "${args.component}"`);
      process.exitCode = ExitCode.findings;
    }
  },
});

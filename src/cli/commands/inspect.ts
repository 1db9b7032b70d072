/**
 * `soapwright inspect`: the component model of a contract as JSON. Its form: docs/inspect.md.
 */

import { namesOf } from "../../../codegen/tools/select/selection.js";
import { didYouMean } from "../../nearest-name.js";
import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { readContract } from "../contracts/read-contract.js";
import { ExitCode } from "../exit-code.js";
import { text } from "../flags.js";
import { printJson, printLine } from "../report/print.js";

export const command = defineCommand({
  flags: {
    component: text("name", "only what has this name, {namespace}Name or Name"),
    ...readingFlags,
  },
  operands: { usage: "document...", atLeast: 1, missing: "name a schema or WSDL" },
  examples: `  soapwright inspect order.xsd
  soapwright inspect service.wsdl --component "{urn:shop}Order"
  soapwright inspect service.wsdl --component Order      components of that name, whatever their namespace`,
  async run({ component, ...reading }, entries) {
    const contract = await readContract(entries, reading);
    if (contract === undefined) return ExitCode.unreadable;
    const { inspect } = await import("../../../codegen/tools/inspect/inspect.js");
    const inspected = inspect(contract, component);
    printJson(inspected, 2);
    const { format: _, namespaces: __, ...components } = inspected;
    const isFound = component === undefined || Object.values(components).some((found) => Object.keys(found).length > 0);
    if (isFound) return ExitCode.clean;
    const { schema, operations } = contract;
    const names = [schema.types, schema.elements, schema.attributes].flatMap((components) => namesOf(components.values(), component));
    const near = didYouMean(component, [...names, ...operations.map(({ operation }) => operation.name)]);
    printLine(process.stderr, `soapwright: the contract has no component "${component}"${near}`);
    return ExitCode.findings;
  },
});

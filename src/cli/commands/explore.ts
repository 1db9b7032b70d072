/**
 * `soapwright explore`: the console on a contract without generating, until a signal ends it.
 */
import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { list, number, text } from "../flags.js";
import { printDiagnostics } from "../report/print-diagnostics.js";

export const command = defineCommand({
  flags: {
    port: number("port", "TCP port; 0 for any that is free", { min: 0, max: 65_535, initial: 8088 }),
    title: text("text", "heading of the page; the name of the service if left out"),
    allow: list("URL", "requests may go to this address and below it, wherever it is, beside the addresses of the contract's ports"),
    ...readingFlags,
  },
  operands: { usage: "document...", atLeast: 1, missing: "name a WSDL" },
  examples: `  soapwright explore shop.wsdl
  soapwright explore shop.wsdl --port 9000
  soapwright explore shop.wsdl --allow http://shop.intranet:8080/      requests may go to a test server, too`,
  async run({ port, title, allow, catalog, lenient }, entries) {
    const { isHttp } = await import("../../console/relay.js");
    const stray = allow.find((address) => !isHttp(address));
    if (stray !== undefined) throw new UsageError(`--allow is an address of http or https, not "${stray}"`);
    const { readDescription } = await import("../../../codegen/describe-contract.js");
    const { described, diagnostics } = readDescription({ entries, lenient, ...(catalog !== undefined && { catalog }) });
    printDiagnostics(diagnostics);
    if (described === undefined) return ExitCode.unreadable;
    if (described.description.operations.length === 0) throw new UsageError("the contract has no operation: name a WSDL that has one");
    const { runExplorer } = await import("../explore/run-explorer.js");
    return runExplorer({ described, title, allow, port });
  },
});

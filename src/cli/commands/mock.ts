/**
 * `soapwright mock`: a server for any contract, until a signal ends it.
 */
import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { number, percentage, text } from "../flags.js";
import { printDiagnostics } from "../report/print-diagnostics.js";

export const command = defineCommand({
  flags: {
    port: number("port", "TCP port; 0 for any that is free", { min: 0, max: 65_535, initial: 8080 }),
    host: text("address", "address to listen at; 0.0.0.0 for all of IPv4", "127.0.0.1"),
    seed: number("number", "another number, other answers", { min: 0, max: Number.MAX_SAFE_INTEGER, initial: 1 }),
    examples: text("folder", "answers of your own: <Operation>.xml or <Operation>.<anything>.xml, the element in the body; taken in turns"),
    rules: text("file", "answers, faults and scenarios by rules on the request; the schema of such files is schemas/mock/rules.xsd"),
    latency: number("ms", "milliseconds before each answer", { min: 0, max: 600_000, initial: 0 }),
    faults: percentage("requests that are answered with a fault, one that the operation declares if it declares any"),
    cut: percentage("requests whose connection is cut instead of an answer"),
    ...readingFlags,
  },
  operands: { usage: "document...", atLeast: 1, missing: "name a WSDL" },
  examples: `  soapwright mock shop.wsdl
  soapwright mock shop.wsdl --port 9000 --seed 42
  soapwright mock shop.wsdl --examples answers          answers/PlaceOrder.xml is what PlaceOrder answers
  soapwright mock shop.wsdl --rules rules.xml           what is answered depends on the request and on what came before
  soapwright mock shop.wsdl --faults 20% --cut 5% --latency 300`,
  async run({ port, host, seed, examples: folder, rules: rulesFile, latency, faults, cut, catalog, lenient }, entries) {
    const { readMockContract } = await import("../../../codegen/mock/mock-contract.js");
    const { contract, diagnostics } = readMockContract({ entries, lenient, ...(catalog !== undefined && { catalog }) });
    printDiagnostics(diagnostics);
    if (contract === undefined) return ExitCode.unreadable;
    const { portsOf } = await import("../../../codegen/mock/ports.js");
    if (portsOf(contract).served.length === 0)
      throw new UsageError("the contract has no SOAP or HTTP binding that is reached by HTTP: name a WSDL that has one");
    const { readExamples } = await import("../mock/read-examples.js");
    const examples = folder === undefined ? [] : readExamples(folder, contract);
    if (examples === undefined) return ExitCode.findings;
    const { Answers } = await import("../../../codegen/mock/answers.js");
    const answers = new Answers(contract, examples);
    const { readMockRules } = await import("../mock/read-mock-rules.js");
    const rules = readMockRules(rulesFile, contract, answers);
    if (rules === undefined) return ExitCode.findings;
    const { runMock } = await import("../mock/run-mock.js");
    return runMock({ contract, answers, rules, seed, latency, faults: faults / 100, cuts: cut / 100 }, { port, host });
  },
});

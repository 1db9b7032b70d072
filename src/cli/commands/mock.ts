/**
 * `soapwright mock`: a server for any contract, until a signal ends it; or a recording proxy in front of a real one.
 */

import type { MockOptions } from "../../../codegen/mock/mock.js";
import type { MockContract } from "../../../codegen/mock/mock-contract.js";
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
    record: text("url", "passes requests on to the real service there, and records what is said"),
    to: text("folder", "where recordings go"),
    replay: text("folder", "answers from recordings"),
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
  soapwright mock shop.wsdl --record https://shop.example/shop --to recordings
  soapwright mock shop.wsdl --replay recordings         answers as the real service did
  soapwright mock shop.wsdl --faults 20% --cut 5% --latency 300`,
  async run(flags, entries) {
    const { catalog, lenient, record, replay } = flags;
    if (record !== undefined) refuseBesideRecord(flags);
    if (replay !== undefined && flags.examples !== undefined) throw new UsageError("--replay and --examples exclude each other");
    const { readMockContract } = await import("../../../codegen/mock/mock-contract.js");
    const { contract, diagnostics } = readMockContract({ entries, lenient, ...(catalog !== undefined && { catalog }) });
    printDiagnostics(diagnostics);
    if (contract === undefined) return ExitCode.unreadable;
    const { portsOf } = await import("../../../codegen/mock/ports.js");
    const { served } = portsOf(contract);
    if (served.length === 0)
      throw new UsageError("the contract has no SOAP or HTTP binding that is reached by HTTP: name a WSDL that has one");
    const { runMock } = await import("../mock/run-mock.js");
    if (record !== undefined) {
      const { recordingOptions } = await import("../mock/recording-options.js");
      const options = recordingOptions(record, flags.to, contract);
      const { createRecorder } = await import("../../../codegen/mock/recorder.js");
      return runMock(contract, flags, (onRequest) => createRecorder({ ...options, onRequest }));
    }
    if (flags.to !== undefined) throw new UsageError("--to goes with --record");
    const options = await mockOptions(flags, contract);
    if (options === undefined) return ExitCode.findings;
    const { createMockHandler } = await import("../../../codegen/mock/mock.js");
    return runMock(contract, flags, (onRequest) => createMockHandler({ ...options, onRequest }));
  },
});

interface MockFlags {
  readonly seed: number;
  readonly examples: string | undefined;
  readonly rules: string | undefined;
  readonly replay: string | undefined;
  readonly latency: number;
  readonly faults: number;
  readonly cut: number;
}

/** What a proxy passes on is the service's, and nothing else. */
function refuseBesideRecord({ examples, rules, replay, latency, faults, cut }: MockFlags): void {
  const given = Object.entries({ examples, rules, replay, latency, faults, cut }).find(([, value]) => value !== undefined && value !== 0);
  if (given !== undefined) throw new UsageError(`--record and --${given[0]} exclude each other`);
}

/** Undefined, after printing why, if an example, a rule or a recording has a mistake. */
async function mockOptions(flags: MockFlags, contract: MockContract): Promise<Omit<MockOptions, "onRequest"> | undefined> {
  const { examples: folder, rules: file, replay: recordings, seed, latency, faults, cut } = flags;
  const { readExamples } = await import("../mock/read-examples.js");
  const examples = folder === undefined ? [] : readExamples(folder, contract);
  if (examples === undefined) return undefined;
  const { Answers } = await import("../../../codegen/mock/answers.js");
  const answers = new Answers(contract, examples);
  const { readMockRules } = await import("../mock/read-mock-rules.js");
  const rules = readMockRules(file, contract, answers);
  if (rules === undefined) return undefined;
  const { loadReplay } = await import("../mock/load-replay.js");
  const replay = recordings === undefined ? undefined : await loadReplay(recordings, contract);
  if (recordings !== undefined && replay === undefined) return undefined;
  return { contract, answers, rules, replay, seed, latency, faults: faults / 100, cuts: cut / 100 };
}

/**
 * A mock within a test: a handler with rules that the test adds, and a log that it reads.
 */
import { didYouMean } from "../../src/nearest-name.js";
import type { AnyElementCodec } from "../../src/runtime/codec.js";
import { decode, tryDecode } from "../../src/runtime/decode.js";
import { encode } from "../../src/runtime/encode.js";
import { describeIssue, ValidationError } from "../../src/runtime/issues.js";
import { bodyOfMessage } from "../../src/service/attached-parts.js";
import { SoapFault } from "../../src/service/fault.js";
import { type ServiceHandler, toFetchHandler } from "../../src/service/fetch-adapter.js";
import type { DeclaredFault, Input, OperationTable, Output, PortType } from "../../src/service/port-type.js";
import type { Diagnostic } from "../diagnostics.js";
import { Answers, type Found } from "./answers.js";
import { messageOf, type NamedParts, partsOf } from "./attachments.js";
import { createMockHandler } from "./mock.js";
import { type MockContract, readMockContract } from "./mock-contract.js";
import { readRules } from "./read-rules.js";
import { type ConformingRequest, type Outcome, type Rule, Rules } from "./rules.js";
import type { SeenRequest } from "./seen-request.js";

export interface CreateMockOptions {
  /** Paths of the WSDL and XML Schema documents of the contract. */
  readonly entries: readonly string[];
  /** A catalogue for namespaces and locations. */
  readonly catalog?: string;
  /** Harmless breaches of the specifications are taken. */
  readonly lenient?: boolean;
  /** The path of a file of rules. */
  readonly rules?: string;
  /** Another number, other answers; 1 when left out. */
  readonly seed?: number;
  /** Milliseconds before each answer; 0 when left out. */
  readonly latency?: number;
  /** The share of requests that are answered with a fault, from 0 to 1; 0 when left out. */
  readonly faults?: number;
  /** The share of requests whose connection is cut, from 0 to 1; 0 when left out. */
  readonly cuts?: number;
}

/** A contract, or a file of rules, that cannot be used. */
export class MockError extends Error {
  override readonly name = "MockError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(
      diagnostics
        .filter(({ severity }) => severity === "error")
        .map(describe)
        .join("\n"),
    );
    this.diagnostics = diagnostics;
  }
}

/** Computes an output. */
export type ComputedAnswer<Types> = (input: Input<Types>) => Output<Types> | Promise<Output<Types>>;

/** What a rule of a test says about an operation. Without answer, fault or cut the request is answered as if there were no rule. */
export interface MockRule<Types> {
  /** Tests if the rule fits a request; it fits every one when left out. */
  readonly when?: (input: Input<Types>) => boolean;
  /** The output, or what computes it. */
  readonly answer?: Output<Types> | ComputedAnswer<Types>;
  /** A fault that the operation declares, or any other. */
  readonly fault?: DeclaredFault<Types> | SoapFault;
  /** The connection is cut; a `fetch` that is the mock itself rejects. */
  readonly cut?: true;
  /** Milliseconds before the answer. */
  readonly latency?: number;
  /** The name of a scenario, which begins in the state "Started". */
  readonly scenario?: string;
  /** The rule fits in this state of the scenario only. */
  readonly state?: string;
  /** The state of the scenario afterwards. */
  readonly next?: string;
}

/** A binding of generated code, or of `loadContract`. */
export interface MockedBinding<Operations> {
  readonly portType: PortType<Operations>;
}

/** A mock: the `fetch` of a client, or what `listen` of `soapwright/node` serves. */
export interface Mock extends ServiceHandler {
  /** Adds a rule before all others. Throws a ValidationError for an answer or a detail that does not conform. */
  use<Operations, Property extends keyof Operations & string>(
    binding: MockedBinding<Operations>,
    operation: Property,
    rule: MockRule<Operations[Property]>,
  ): void;
  /** All requests so far. */
  readonly requests: readonly SeenRequest[];
  /** What broke the contract, and what the mock could not answer, a line each; empty if all is well. */
  problems(): readonly string[];
  /** What an operation was called with, in order, as the types of the binding have it. */
  inputs<Operations, Property extends keyof Operations & string>(
    binding: MockedBinding<Operations>,
    operation: Property,
  ): readonly Input<Operations[Property]>[];
  /** Forgets the requests and the rules that were added, and lets scenarios begin anew. */
  reset(): void;
}

/** Makes a mock of a contract. Throws a MockError for a contract or a file of rules that has errors. */
export function createMock(options: CreateMockOptions): Mock {
  const { entries, catalog, lenient, rules: file, seed = 1, latency = 0, faults = 0, cuts = 0 } = options;
  const { contract, diagnostics } = readMockContract({
    entries,
    ...(catalog !== undefined && { catalog }),
    ...(lenient !== undefined && { lenient }),
  });
  if (contract === undefined) throw new MockError(diagnostics);
  const answers = new Answers(contract, []);
  const written = file === undefined ? undefined : readRules(file, contract, answers);
  if (written !== undefined && written.diagnostics.length > 0) throw new MockError(written.diagnostics);
  const rules = new Rules(written?.rules ?? []);
  const requests: SeenRequest[] = [];
  const calls: ConformingRequest[] = [];
  const onRequest = (seen: SeenRequest, received: ConformingRequest | undefined): void => {
    requests.push(seen);
    if (received !== undefined) calls.push(received);
  };
  const handler = toFetchHandler(createMockHandler({ contract, answers, rules, seed, latency, faults, cuts, onRequest }));
  return Object.assign(handler, {
    use<Operations, Property extends keyof Operations & string>(
      { portType }: MockedBinding<Operations>,
      operation: Property,
      rule: MockRule<Operations[Property]>,
    ): void {
      rules.add(ruleOf(new Typed<Operations[Property]>(portType.operations[operation], contract), rule));
    },
    requests,
    problems: () => requests.flatMap(problemsOf),
    inputs<Operations, Property extends keyof Operations & string>({ portType }: MockedBinding<Operations>, operation: Property) {
      const typed = new Typed<Operations[Property]>(portType.operations[operation], contract);
      return calls.filter((call) => call.operation.name === typed.name).map((call) => typed.input(call));
    },
    reset(): void {
      requests.length = 0;
      calls.length = 0;
      rules.restore();
      rules.reset();
    },
  });
}

/** An output of a test as the mock takes it. */
interface WrittenOutput {
  readonly xml: Uint8Array | undefined;
  readonly parts: NamedParts;
}

/** One operation in the types of a test, which may map values otherwise than the mock does: they meet as XML. */
class Typed<Types> {
  readonly name: string;
  readonly #table: OperationTable;
  readonly #contract: MockContract;

  constructor(table: OperationTable, contract: MockContract) {
    const names = Object.values(contract.bindings).flatMap(({ portType }) => Object.values(portType.operations).map(({ name }) => name));
    if (!names.includes(table.name)) throw new Error(`the contract has no operation "${table.name}"${didYouMean(table.name, names)}`);
    this.name = table.name;
    this.#table = table;
    this.#contract = contract;
  }

  input({ operation, canonical, input }: ConformingRequest): Input<Types> {
    const codec = this.#table.input?.();
    const { inputAttachments } = this.#table;
    const own =
      codec === undefined || operation.input === undefined || canonical === undefined
        ? input
        : messageOf(inputAttachments, decode(codec, canonical), partsOf(operation.inputAttachments, input));
    // The codec of an operation gives its input type: the table and the type are printed from one plan. Parameters have no codec.
    return own as Input<Types>;
  }

  /** An output in XML. Throws a ValidationError. */
  output(value: Output<Types>): WrittenOutput {
    const { output, outputAttachments } = this.#table;
    const body = outputAttachments === undefined ? value : bodyOfMessage(outputAttachments, value);
    return { xml: written(output, body), parts: partsOf(outputAttachments, value) };
  }

  /** A fault in the mock's own values. Throws a ValidationError for a detail that does not conform. */
  fault(fault: DeclaredFault<Types> | SoapFault): SoapFault {
    // What is no SoapFault is one that the contract declares, of whatever operation.
    const { name, detail } =
      fault instanceof SoapFault ? (fault.declared ?? {}) : (fault as { readonly name: string; readonly detail: unknown });
    if (name === undefined) return fault as SoapFault;
    const own = Object.values(this.#contract.bindings).flatMap(({ portType }) =>
      Object.values(portType.operations).flatMap((table) => (table.name === this.name ? (table.faults?.[name] ?? []) : [])),
    )[0];
    const xml = written(this.#table.faults?.[name], detail);
    if (own === undefined || xml === undefined) throw new Error(`"${this.name}" declares no fault "${name}"`);
    const reason = fault instanceof SoapFault ? fault.message : name;
    return new SoapFault("Sender", reason, { declared: { name, detail: decode(own(), xml, { schema: this.#contract.schema }) } });
  }

  /** The mock's own value of an output. */
  found({ xml, parts }: WrittenOutput, { operation }: ConformingRequest): Found {
    const codec = operation.output?.();
    const withParts = (body: unknown): Found => ({ ok: true, value: messageOf(operation.outputAttachments, body, parts) });
    if (codec === undefined || xml === undefined) return withParts(undefined);
    const read = tryDecode(codec, xml, { schema: this.#contract.schema });
    const [issue] = read.ok ? [] : read.issues;
    return read.ok ? withParts(read.value) : { ok: false, reason: issue === undefined ? "the answer is not valid" : describeIssue(issue) };
  }
}

function written(codec: (() => AnyElementCodec) | undefined, value: unknown): Uint8Array | undefined {
  // Codecs check what they write.
  return codec && encode(codec(), value as never);
}

function ruleOf<Types>(typed: Typed<Types>, rule: MockRule<Types>): Rule {
  const { when, latency, scenario, state, next } = rule;
  return {
    label: "rule",
    operation: typed.name,
    fits: (request) => when === undefined || when(typed.input(request)),
    scenario: scenario === undefined ? undefined : { name: scenario, state, next },
    latency,
    outcome: outcomeOf(typed, rule),
  };
}

function outcomeOf<Types>(typed: Typed<Types>, { answer, fault, cut }: MockRule<Types>): Outcome {
  if (cut === true) return { kind: "cut" };
  if (fault !== undefined) {
    const made = typed.fault(fault);
    return { kind: "fault", fault: () => made };
  }
  if (answer === undefined) return undefined;
  if (isComputed(answer)) return { kind: "answer", value: (request) => computed(typed, answer, request) };
  const output = typed.output(answer);
  return { kind: "answer", value: (request) => typed.found(output, request) };
}

async function computed<Types>(typed: Typed<Types>, answer: ComputedAnswer<Types>, request: ConformingRequest): Promise<Found> {
  try {
    return typed.found(typed.output(await answer(typed.input(request))), request);
  } catch (error) {
    if (error instanceof ValidationError) return { ok: false, reason: error.message };
    throw error;
  }
}

/** Values of contracts are never functions. */
function isComputed<Types>(answer: MockRule<Types>["answer"]): answer is ComputedAnswer<Types> {
  return typeof answer === "function";
}

function problemsOf({ number, operation, verdict, issues }: SeenRequest): readonly string[] {
  if (verdict === "ok") return [];
  return issues.map((issue) => `#${number}${operation === undefined ? "" : ` ${operation}`} ${describeIssue(issue)}`);
}

function describe({ id, message, at }: Diagnostic): string {
  return `${at === undefined ? "" : `${at.uri}:${at.line}:${at.column} `}${id}: ${message}`;
}

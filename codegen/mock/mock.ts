/**
 * A contract -> a handler of HTTP requests that answers each operation with something valid, and judges what it is sent.
 *
 * What happens to a request follows from the seed and the request's number alone.
 */
import { createHandler } from "../../src/protocols/handler.js";
import type { HttpRefusal } from "../../src/protocols/http/refusal.js";
import { serveContract } from "../../src/protocols/serve-contract.js";
import { securityHeader } from "../../src/protocols/soap/unverified-security.js";
import type { HttpAnswer, HttpHandler, HttpRequest } from "../../src/service/exchange.js";
import { SoapFault } from "../../src/service/fault.js";
import type { ServiceHandler } from "../../src/service/fetch-adapter.js";
import type { Call, OperationTable, Server, UnknownOperations } from "../../src/service/port-type.js";
import { serve } from "../../src/service/serve.js";
import { Random } from "../tools/sample/random.js";
import { Answers } from "./answers.js";
import type { Example } from "./examples.js";
import type { MockContract } from "./mock-contract.js";
import { describePorts, type MockBinding, type MockPort, portsOf } from "./ports.js";
import { issuesOf, placelessIssue, type SeenRequest } from "./seen-request.js";

export interface MockOptions {
  readonly contract: MockContract;
  readonly examples: readonly Example[];
  readonly seed: number;
  /** Milliseconds before each answer. */
  readonly latency: number;
  /** The share of requests that are answered with a fault, from 0 to 1. */
  readonly faults: number;
  /** The share of requests whose connection is cut instead of an answer, from 0 to 1. */
  readonly cuts: number;
  /** Cuts the connection of a request. */
  readonly cut: (request: HttpRequest) => void;
  /** Gets each request when it was dealt with. Requests for the contract's documents are none. */
  readonly onRequest: (seen: SeenRequest) => void;
}

/** Makes the handler. It never rejects. */
export function createMock(options: MockOptions): HttpHandler {
  const mock = new Mock(options);
  return (request) => mock.answer(request);
}

/** The ports at one path. */
interface Endpoint {
  readonly ports: readonly MockPort[];
  readonly handler: ServiceHandler;
}

/** One request while it is dealt with. */
interface Turn {
  readonly seed: number;
  readonly isFaulty: boolean;
  readonly isCut: boolean;
  operation: string | undefined;
  verdict: SeenRequest["verdict"];
  issues: SeenRequest["issues"];
  readonly measures: string[];
}

class Mock {
  readonly #options: MockOptions;
  readonly #answers: Answers;
  readonly #byPath: ReadonlyMap<string, Endpoint>;
  /** What a path that no port has is taken for: people leave the path away. */
  readonly #all: Endpoint;
  readonly #turns = new WeakMap<HttpRequest, Turn>();
  #requests = 0;

  constructor(options: MockOptions) {
    this.#options = options;
    this.#answers = new Answers(options.contract, options.examples);
    const { served } = portsOf(options.contract);
    const paths = new Set(served.map(({ path }) => path));
    this.#byPath = new Map([...paths].map((path) => [path, this.#endpoint(served.filter((port) => port.path === path))]));
    this.#all = this.#endpoint(served);
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const endpoint = this.#endpointAt(request.path);
    const shown = this.#show(request, endpoint);
    if (shown !== undefined) return shown;
    this.#requests++;
    const number = this.#requests;
    const turn = this.#turn(number);
    this.#turns.set(request, turn);
    const answer = await endpoint.handler.exchange(request);
    judge(turn, answer);
    turn.operation ??= operationMeant(turn, endpoint);
    if (this.#options.latency > 0) await pause(this.#options.latency, request.signal);
    if (turn.isCut) turn.measures.push("cut");
    const { operation, verdict, issues, measures } = turn;
    this.#options.onRequest({ number, method: request.method, path: request.path, operation, verdict, issues, measures });
    if (turn.isCut) this.#options.cut(request);
    return answer;
  }

  /** All numbers are drawn for each request, so that one option does not change what another one decides. */
  #turn(number: number): Turn {
    const { seed, faults, cuts } = this.#options;
    const random = new Random(Math.imul(seed | 0, 0x9e3779b1) + number);
    const isCut = random.chance(cuts);
    const isFaulty = random.chance(faults);
    return { seed: random.below(2 ** 31), isFaulty, isCut, operation: undefined, verdict: "ok", issues: [], measures: [] };
  }

  #endpoint(ports: readonly MockPort[]): Endpoint {
    const handler = createHandler({
      services: ports.map(({ binding }) => serve(binding, this.#implementation(binding))),
      schema: this.#options.contract.schema,
      // Who sent a message is not for a mock to judge.
      understands: [securityHeader],
      onFault: (fault, request) => this.#onFault(fault, request),
      http: { refuse: (refusal) => this.#onRefusal(refusal) },
    });
    return { ports, handler };
  }

  #implementation({ portType }: MockBinding): Server<UnknownOperations> {
    const methods = Object.entries(portType.operations).map(([property, table]) => [
      property,
      async (_: unknown, call: Call) => this.#call(table, call),
    ]);
    return Object.fromEntries(methods);
  }

  #call(table: OperationTable, { request }: Call): unknown {
    const turn = request && this.#turns.get(request);
    if (turn === undefined) throw new Error("internal: a call without a request");
    turn.operation = table.name;
    if (turn.isFaulty && table.pattern !== "one-way") {
      const fault = this.#answers.fault(table, turn.seed);
      turn.measures.push(`fault ${fault.declared?.name ?? fault.code}`);
      throw fault;
    }
    const found = this.#answers.output(table, turn.seed);
    if (found.ok) return found.value;
    turn.verdict = "unanswered";
    turn.issues = [placelessIssue("mock-no-sample", found.reason)];
    throw new SoapFault("Receiver", "the mock found no valid answer; an example would be one");
  }

  #onFault(fault: SoapFault, request: HttpRequest): void {
    const turn = this.#turns.get(request);
    // A fault that was asked for, or that was explained when it was thrown.
    if (turn === undefined || turn.verdict !== "ok" || turn.measures.length > 0) return;
    turn.verdict = fault.code === "Receiver" ? "unanswered" : "broken";
    turn.issues = issuesOf(fault);
  }

  #onRefusal({ problem, request }: HttpRefusal): undefined {
    const turn = this.#turns.get(request);
    if (turn === undefined || problem.kind === "failed") return;
    turn.verdict = "broken";
    if ("operation" in problem) turn.operation = problem.operation.name;
    turn.issues = "issues" in problem ? problem.issues : [placelessIssue(`http-${problem.kind}`, problem.message)];
  }

  /** A port with an HTTP binding has operations below its path. */
  #endpointAt(path: string): Endpoint {
    const exact = this.#byPath.get(path);
    if (exact !== undefined) return exact;
    const above = [...this.#byPath].filter(
      ([own, { ports }]) => ports.some(({ binding }) => binding.kind === "http") && path.startsWith(own.endsWith("/") ? own : `${own}/`),
    );
    return above.sort(([left], [right]) => right.length - left.length)[0]?.[1] ?? this.#all;
  }

  /** What is no message: a look at the contract, or at what is here. */
  #show(request: HttpRequest, { ports }: Endpoint): HttpAnswer | undefined {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return undefined;
    const { documents } = this.#options.contract;
    const document = documents && serveContract(documents, request);
    if (document !== undefined) return document;
    const isRoot = request.path === "/" && !this.#byPath.has("/");
    if (!isRoot && ports.some(({ binding }) => binding.kind === "http" && binding.verb === method)) return undefined;
    const lines = describePorts(this.#all.ports, request.origin);
    return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${lines.join("\n")}\n` };
  }
}

/** A refusal that nothing explained: of the media type, the method, the length. */
function judge(turn: Turn, { status, headers = {} }: HttpAnswer): void {
  if (status < 400 || turn.verdict !== "ok" || turn.measures.length > 0) return;
  turn.verdict = status < 500 ? "broken" : "unanswered";
  const taken = headers["accept-post"] ?? headers.allow;
  const message = `the request was answered with HTTP status ${status}${taken === undefined ? "" : `; taken are ${taken}`}`;
  turn.issues = [placelessIssue(`http-${status}`, message)];
}

/** The operation whose input's element a path of an issue begins with, if there is but one. */
function operationMeant({ issues }: Turn, { ports }: Endpoint): string | undefined {
  const root = /^\/([^/[@]+)/.exec(issues[0]?.path ?? "")?.[1];
  if (root === undefined) return undefined;
  const meant = ports.flatMap(({ operations }) => operations).filter(({ input }) => input?.().name.replace(/^\{[^}]*\}/, "") === root);
  const names = new Set(meant.map(({ name }) => name));
  return names.size === 1 ? meant[0]?.name : undefined;
}

/** Ends early when the sender has gone. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

/**
 * A contract -> what is served at which path: reads requests by the contract, judges them, and has somebody answer those that conform.
 */
import { createHandler } from "../../src/protocols/handler.js";
import type { HttpRefusal } from "../../src/protocols/http/refusal.js";
import { serveContract } from "../../src/protocols/serve-contract.js";
import { securityHeader } from "../../src/protocols/soap/unverified-security.js";
import { encode } from "../../src/runtime/encode.js";
import { bodyOfMessage } from "../../src/service/attached-parts.js";
import type { HttpAnswer, HttpRequest } from "../../src/service/exchange.js";
import type { SoapFault } from "../../src/service/fault.js";
import type { ServiceHandler } from "../../src/service/fetch-adapter.js";
import type { Call, OperationTable, Server, UnknownOperations } from "../../src/service/port-type.js";
import { serve } from "../../src/service/serve.js";
import { forbiddenCharacter } from "../../src/xml/characters.js";
import { readDocument } from "../load/read-document.js";
import type { SourceElement } from "../load/source-element.js";
import type { MockContract } from "./mock-contract.js";
import { describePorts, type MockBinding, type MockPort, portsOf } from "./ports.js";
import type { ConformingRequest } from "./rules.js";
import { issuesOf, placelessIssue, type SeenRequest } from "./seen-request.js";

/** One request while it is dealt with. */
export interface Turn {
  readonly seed: number;
  operation: string | undefined;
  verdict: SeenRequest["verdict"];
  issues: SeenRequest["issues"];
  /** What is done to the answer on purpose. */
  readonly measures: string[];
  /** A fault, or another refusal, that says nothing about the request. */
  isOnPurpose: boolean;
}

/** The turn of a request that nobody has looked at yet. */
export function newTurn(seed: number): Turn {
  return { seed, operation: undefined, verdict: "ok", issues: [], measures: [], isOnPurpose: false };
}

/** A request that conforms to the contract, as the code that answers it gets it. */
export interface Received<OwnTurn extends Turn> extends ConformingRequest {
  readonly binding: MockBinding;
  /** The operation's property in the binding. */
  readonly property: string;
  readonly turn: OwnTurn;
}

/** Gives the output of an operation, or throws a fault. */
export type Respond<OwnTurn extends Turn> = (received: Received<OwnTurn>) => Promise<unknown>;

/** The ports at one path. */
interface Endpoint {
  readonly ports: readonly MockPort[];
  readonly handler: ServiceHandler;
}

/** All ports of a contract. */
export class Endpoints<OwnTurn extends Turn> {
  readonly #contract: MockContract;
  readonly #respond: Respond<OwnTurn>;
  readonly #byPath: ReadonlyMap<string, Endpoint>;
  /** What a path that no port has is taken for: people leave the path away. */
  readonly #all: Endpoint;
  readonly #turns = new WeakMap<HttpRequest, OwnTurn>();

  constructor(contract: MockContract, respond: Respond<OwnTurn>) {
    this.#contract = contract;
    this.#respond = respond;
    const { served } = portsOf(contract);
    const paths = new Set(served.map(({ path }) => path));
    this.#byPath = new Map([...paths].map((path) => [path, this.#endpoint(served.filter((port) => port.path === path))]));
    this.#all = this.#endpoint(served);
  }

  /** Answers a request. The turn gets the verdict. */
  async exchange(request: HttpRequest, turn: OwnTurn): Promise<HttpAnswer> {
    const endpoint = this.#endpointAt(request.path);
    this.#turns.set(request, turn);
    const answer = await endpoint.handler.exchange(request);
    judge(turn, answer);
    turn.operation ??= operationMeant(turn, endpoint);
    return answer;
  }

  /** The answer to a request that is not a message: a look at the contract, or at what is here. */
  show(request: HttpRequest): HttpAnswer | undefined {
    const { method } = request;
    if (method !== "GET" && method !== "HEAD") return undefined;
    const { documents } = this.#contract;
    const document = documents && serveContract(documents, request);
    if (document !== undefined) return document;
    const { ports } = this.#endpointAt(request.path);
    const isRoot = request.path === "/" && !this.#byPath.has("/");
    if (!isRoot && ports.some(({ binding }) => binding.kind === "http" && binding.verb === method)) return undefined;
    const lines = describePorts(this.#all.ports, request.origin);
    return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${lines.join("\n")}\n` };
  }

  #endpoint(ports: readonly MockPort[]): Endpoint {
    const handler = createHandler({
      services: ports.map(({ binding }) => serve(binding, this.#implementation(binding))),
      schema: this.#contract.schema,
      // Who sent a message is not for a mock to judge.
      understands: [securityHeader],
      onFault: (fault, request) => this.#onFault(fault, request),
      http: { refuse: (refusal) => this.#onRefusal(refusal) },
    });
    return { ports, handler };
  }

  #implementation(binding: MockBinding): Server<UnknownOperations> {
    const methods = Object.entries(binding.portType.operations).map(([property, table]) => [
      property,
      async (input: unknown, call: Call) => this.#respond(this.#received(binding, property, table, input, call)),
    ]);
    return Object.fromEntries(methods);
  }

  #received(binding: MockBinding, property: string, operation: OperationTable, input: unknown, call: Call): Received<OwnTurn> {
    const { request } = call;
    const turn = request && this.#turns.get(request);
    if (turn === undefined) throw new Error("internal: a call without a request");
    turn.operation = operation.name;
    const { schema } = this.#contract;
    const canonical = once(() => canonicalBody(operation, input, schema) ?? canonicalParameters(binding, property, call));
    const body = once(() => readBody(canonical()));
    return {
      binding,
      property,
      operation,
      input,
      turn,
      seed: turn.seed,
      get canonical() {
        return canonical();
      },
      get body() {
        return body();
      },
      header: (name) => request?.headers.get(name) ?? null,
    };
  }

  #onFault(fault: SoapFault, request: HttpRequest): void {
    const turn = this.#turns.get(request);
    // A fault that was asked for, or that was explained when it was thrown.
    if (turn === undefined || turn.verdict !== "ok" || turn.isOnPurpose) return;
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
}

/** The element in the body of a request, written in one way however it was sent. Undefined if the operation takes none. */
function canonicalBody(
  { input, inputAttachments }: OperationTable,
  value: unknown,
  schema: MockContract["schema"],
): Uint8Array | undefined {
  const codec = input?.();
  const body = inputAttachments === undefined ? value : bodyOfMessage(inputAttachments, value);
  // A codec of a contract that was read at run time takes values of any type, and checks them.
  return codec === undefined ? undefined : encode(codec, body as never, { schema });
}

/** The parameters of a URL or form as children of an element, in the order of their names. */
function canonicalParameters(binding: MockBinding, property: string, { parameters }: Call): Uint8Array | undefined {
  if (binding.kind !== "http" || parameters === undefined) return undefined;
  const tables = binding.operations[property]?.parameters ?? {};
  const written = parameters.map(({ property: own, key, value }) => {
    const name = tables[own]?.name ?? own;
    return `<${name}${key === undefined ? "" : ` key="${escaped(key)}"`}>${escaped(String(value))}</${name}>`;
  });
  return new TextEncoder().encode(`<parameters>${written.sort().join("")}</parameters>`);
}

const notXml = new RegExp(forbiddenCharacter, "gu");

function escaped(text: string): string {
  return text.replace(notXml, "\ufffd").replace(/[<&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Computes a value when it is first asked for. */
function once<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

function readBody(bytes: Uint8Array | undefined): SourceElement | undefined {
  return (
    bytes &&
    readDocument(bytes, "", ({ message }) => {
      throw new Error(`internal: a written body cannot be read: ${message}`);
    })?.root
  );
}

/** A refusal that nothing explained: of the media type, the method, the length. */
function judge(turn: Turn, { status, headers = {} }: HttpAnswer): void {
  if (status < 400 || turn.verdict !== "ok" || turn.isOnPurpose) return;
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

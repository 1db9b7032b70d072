/**
 * The URL binding (GET and POST) and the XML-POST binding at one endpoint.
 *
 * Errors of the application travel in a body with HTTP status 200, since clients read a body only then. HTTP has its own say only where there is
 * no request to answer: 405 for other methods, 408, 413, 415, 503; 500 if no body can be built.
 */
import { schema } from "../../../generated/veloconnect/index.js";
import { TransactionV10, VeloconnectUrl } from "../../../generated/veloconnect/service.js";
import { createHandler } from "../../protocols/handler.js";
import type { HttpOperation } from "../../protocols/http/dispatch.js";
import type { HttpRefusal, HttpReply } from "../../protocols/http/refusal.js";
import type { AnyElementCodec } from "../../runtime/codec.js";
import type { ServiceHandler } from "../../service/fetch-adapter.js";
import { createHttpServices, urlOperationsOf } from "./bindings.js";
import { documentStyle } from "./document-style.js";
import type { RequestHead } from "./messages.js";
import { listModules, type Modules, type Release } from "./modules.js";
import type { Gate, Operation } from "./operation.js";
import { type Refusal, ResponseCode } from "./response-code.js";
import { contractNames } from "./tolerant-namespaces.js";
import { judgeRequestElement, judgeRequestNames } from "./unserved-requests.js";
import { readHead } from "./url-requests.js";

export interface VeloconnectHandlerOptions {
  readonly gate: Gate;
  readonly modules: Modules;
  readonly release: Release;
  /** Takes documents whose namespaces are missing, misspelled, or of an older revision; they are answered in those of `release`. */
  readonly tolerant?: boolean;
  /** Bytes of a request's body. */
  readonly maxBodyBytes: number;
  /** Milliseconds for reading a request and answering it. */
  readonly timeout: number;
  /** Called with what went wrong on our side. */
  readonly onError: (error: unknown) => void;
}

/** Makes the handler. It never rejects. */
export function createVeloconnectHandler(options: VeloconnectHandlerOptions): ServiceHandler {
  const { gate, modules, release, tolerant, maxBodyBytes, timeout, onError } = options;
  const refusals = new Refusals(modules, release);
  return createHandler({
    services: createHttpServices(gate, modules, release),
    schema,
    maxBodyBytes,
    timeout,
    onFault: (fault) => onError(fault.cause ?? fault),
    http: {
      refuse: (refusal) => refusals.answer(refusal),
      ...(tolerant && { rename: contractNames(refusals.requestElements) }),
      encode: documentStyle,
      // Parameters change things by GET, and answers are a buyer's own.
      headers: { "cache-control": "no-store" },
    },
  });
}

type Refuse = Operation<RequestHead, unknown>["refuse"];

/** Answers what no operation answers. */
class Refusals {
  /** Names of the request elements. Of several with one local name, the last one is that of the release. */
  readonly requestElements: readonly string[];
  readonly #requestNames: ReadonlySet<string>;
  /** By port type and property. */
  readonly #refusals: ReadonlyMap<string, Refuse>;
  readonly #refuseUnrecognised: Refuse;

  constructor(modules: Modules, release: Release) {
    const ofUrls = urlOperationsOf(modules, release);
    const elementsOf = (operations: readonly { readonly input?: () => AnyElementCodec }[]): readonly string[] =>
      operations.flatMap(({ input }) => (input === undefined ? [] : [input().name]));
    const tables = listModules(modules).flatMap(({ document }) => Object.values(document.portType.operations));
    this.requestElements = [...elementsOf(tables), ...elementsOf(Object.values(ofUrls).map(({ table }) => table))];
    this.#requestNames = new Set(this.requestElements.map((name) => name.slice(name.indexOf("}") + 1)));
    this.#refusals = new Map([
      ...listModules(modules).flatMap(({ document, operations }) =>
        Object.entries(operations).map(([property, { refuse }]) => [`${document.portType.name} ${property}`, refuse] as const),
      ),
      ...Object.entries(ofUrls).map(([property, { operation }]) => [`${VeloconnectUrl.name} ${property}`, operation.refuse] as const),
    ]);
    this.#refuseUnrecognised = modules.transaction10.operations.getStatus.refuse;
  }

  answer({ problem, parameters }: HttpRefusal): HttpReply | undefined {
    switch (problem.kind) {
      case "root":
        return this.#unrecognised({}, judgeRequestElement(problem.root, this.#requestNames));
      case "selector":
        return this.#unrecognised(readHead(parameters), judgeRequestNames(problem));
      case "malformed":
        return this.#unrecognised({}, notValid(problem.message));
      case "invalid":
        return this.#refuse(problem.operation, readHead(parameters), notValid(problem.problems[0]));
      case "failed":
        return this.#refuse(problem.operation, {}, { code: ResponseCode.internalError, message: "internal error", state: undefined });
      case "location":
        return undefined;
    }
  }

  /** Rule 3: what cannot be recognised is answered by a GetStatusResponse of transaction-1.0. */
  #unrecognised(request: Partial<RequestHead>, refusal: Refusal): HttpReply | undefined {
    return reply(TransactionV10.operations.getStatus.output?.(), this.#refuseUnrecognised(request, refusal));
  }

  #refuse({ portType, property, table }: HttpOperation, request: Partial<RequestHead>, refusal: Refusal): HttpReply | undefined {
    return reply(table.output?.(), this.#refusals.get(`${portType} ${property}`)?.(request, refusal));
  }
}

function reply(codec: AnyElementCodec | undefined, value: unknown): HttpReply | undefined {
  return codec && { codec, value };
}

function notValid(message = "not valid"): Refusal {
  return { code: ResponseCode.notValid, message, state: undefined };
}

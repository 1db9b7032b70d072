/**
 * The URL binding (GET and POST) and the XML-POST binding at one endpoint.
 *
 * Errors of the application travel in a body with HTTP status 200, since clients read a body only then. HTTP has its own say only where there is
 * no request to answer: 405 for other methods, 408, 413, 415, 503; 500 if no body can be built.
 */

import { schema } from "../../../generated/veloconnect/index.js";
import { createHandler } from "../../protocols/handler.js";
import type { HttpOperation } from "../../protocols/http/dispatch.js";
import type { HttpProblem, HttpRefusal, HttpReply } from "../../protocols/http/refusal.js";
import { describeInGerman } from "../../runtime/german-issues.js";
import { describeIssue } from "../../runtime/issues.js";
import type { HttpRequest } from "../../service/exchange.js";
import type { ServiceHandler } from "../../service/fetch-adapter.js";
import { createHttpServices, listOperations, listUrlOperations, type ServedOperation } from "./bindings.js";
import { documentStyle } from "./document-style.js";
import type { RequestHead } from "./messages.js";
import type { Modules, Release } from "./modules.js";
import { type Gate, languageOf, reportInvalid } from "./operation.js";
import { type Refusal, Refused, ResponseCode } from "./response-code.js";
import { texts } from "./texts.js";
import { contractNames } from "./tolerant-namespaces.js";
import { judgeRequestElement, judgeRequestNames } from "./unserved-requests.js";
import { readHead } from "./url-requests.js";
import { watched } from "./watch.js";

export interface VeloconnectHandlerOptions {
  readonly gate: Gate;
  readonly modules: Modules;
  readonly release: Release;
  /**
   * Takes documents whose namespaces are missing, misspelled, or of an older revision, which are answered in those of `release`; and parameters in
   * ISO-8859-1.
   */
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
  const served = [...listOperations(modules), ...listUrlOperations(modules, release)];
  const requestElements = served.flatMap(({ table }) => table.input?.().name ?? []);
  const refusals = new Refusals(served, requestElements, modules.transaction10, gate);
  return createHandler({
    services: createHttpServices(gate, modules, release),
    schema,
    maxBodyBytes,
    timeout,
    onFault: (fault) => onError(fault.cause ?? fault),
    http: {
      refuse: (refusal) => {
        const reply = refusals.answer(refusal);
        const { problem, request } = refusal;
        const operation = "operation" in problem ? problem.operation.table.name : "?";
        if (reply !== undefined) void watched(gate, { operation, request }, () => reply.value);
        return reply;
      },
      // Of several requests with one local name, the last one is that of the release.
      ...(tolerant && { rename: contractNames(requestElements), isLenient: true }),
      encode: documentStyle,
      // Parameters change things by GET, and answers are a buyer's own.
      headers: { "cache-control": "no-store" },
    },
  });
}

/** Answers what no operation answers. */
class Refusals {
  readonly #served: readonly ServedOperation[];
  readonly #requestNames: ReadonlySet<string>;
  readonly #transaction10: Modules["transaction10"];
  readonly #gate: Gate;

  constructor(served: readonly ServedOperation[], requestElements: readonly string[], transaction10: Modules["transaction10"], gate: Gate) {
    this.#gate = gate;
    this.#served = served;
    this.#requestNames = new Set(requestElements.map((name) => name.slice(name.indexOf("}") + 1)));
    this.#transaction10 = transaction10;
  }

  answer({ problem, parameters, request }: HttpRefusal): HttpReply | undefined {
    const language = languageOf(this.#gate, { request });
    switch (problem.kind) {
      case "root":
        return this.#unrecognised({}, judgeRequestElement(problem.root, this.#requestNames).in(language));
      case "selector":
        return this.#unrecognised(readHead(parameters), judgeRequestNames(problem).in(language));
      case "malformed":
        return this.#unrecognised({}, this.#notValid(problem, request).in(language));
      case "invalid":
        return this.#refuse(problem.operation, readHead(parameters), this.#notValid(problem, request).in(language));
      case "failed":
        return this.#refuse(problem.operation, {}, new Refused(ResponseCode.internalError, texts.internalError).in(language));
      case "location":
        return undefined;
    }
  }

  #notValid(problem: InvalidProblem, request: HttpRequest): Refused {
    const refused = notValid(problem);
    reportInvalid(this.#gate, refused, request);
    return refused;
  }

  /** Rule 3: what cannot be recognised is answered by a GetStatusResponse of transaction-1.0. */
  #unrecognised(request: Partial<RequestHead>, refusal: Refusal): HttpReply | undefined {
    const { portType, operations } = this.#transaction10;
    const codec = portType.operations.getStatus.output?.();
    return codec && { codec, value: operations.getStatus.refuse(request, refusal) };
  }

  #refuse({ portType, property, table }: HttpOperation, request: Partial<RequestHead>, refusal: Refusal): HttpReply | undefined {
    const served = this.#served.find((each) => each.portType === portType && each.property === property);
    const codec = table.output?.();
    return codec && served && { codec, value: served.operation.refuse(request, refusal) };
  }
}

type InvalidProblem = Extract<HttpProblem, { readonly kind: "malformed" | "invalid" }>;

/** Tells the first of what is wrong. Messages about parameters have their place in them. */
function notValid(problem: InvalidProblem): Refused {
  const [issue] = problem.issues;
  if (issue === undefined) throw new Error("internal: nothing is wrong with a request that is not valid");
  const invalid = issue.line === undefined ? issue.message : describeIssue(issue);
  const english = problem.kind === "malformed" ? problem.message : invalid;
  return Refused.notValid(texts.notValid(english, describeInGerman(issue)), problem.issues);
}

/**
 * The platform's `Request` and `Response` around a handler of ours: for workers, browsers, Deno, hono and everything else that speaks fetch.
 */
import { streamBody } from "./body-stream.js";
import { streamOf } from "./byte-stream.js";
import type { DirectHandler, HttpAnswer, HttpHandler, HttpRequest } from "./exchange.js";
import { type LendingHandler, withOwnBody } from "./lending-answer.js";
import { bodyIsIncomplete, readBody } from "./limits.js";
import { andThen } from "./soon.js";

/** A handler in the platform's terms. */
export interface FetchHandler {
  (request: Request): Promise<Response>;
  readonly exchange?: HttpHandler;
  /** `exchange` without a promise for answers that are there at once. May throw what `exchange` rejects with. */
  readonly direct?: DirectHandler;
  /** Prepares for the first request, without calling what implements operations. `listen` waits for it; it takes some tens of milliseconds. */
  readonly warmUp?: () => Promise<void>;
}

/**
 * A handler that can be called in both ways: a server that fills an HttpRequest directly calls `exchange` or `direct`, and saves the `Request`, the
 * `Response` and their streams.
 */
export interface ServiceHandler extends FetchHandler {
  readonly exchange: HttpHandler;
  readonly direct: DirectHandler;
}

/** Makes a handler that can be called in both ways. `warmUp` prepares it for the first request. */
export function toFetchHandler(direct: DirectHandler, warmUp?: () => Promise<void>): ServiceHandler {
  const handle = async (request: Request): Promise<Response> => toResponse(await direct(fromRequest(request)), request.method);
  const exchange: HttpHandler = async (request) => direct(request);
  return Object.assign(handle, { exchange, direct, ...(warmUp && { warmUp }) });
}

/** By the handlers that programs see: a program that puts another in its place wants to see the answers. */
const lending = new WeakMap<DirectHandler, LendingHandler>();

/** Makes a handler whose answers may lend their bodies to a server that calls it by `lendingOf`. */
export function toLendingHandler(lend: LendingHandler, warmUp?: () => Promise<void>): ServiceHandler {
  const direct: DirectHandler = (request) => andThen(lend(request), withOwnBody);
  lending.set(direct, lend);
  return toFetchHandler(direct, warmUp);
}

/** A handler as it is called by who sends the answer and keeps nothing of it. */
export function lendingOf(direct: DirectHandler): LendingHandler {
  return lending.get(direct) ?? direct;
}

/** The platform's request in our terms. */
export function fromRequest(request: Request): HttpRequest {
  return new FetchedRequest(request);
}

class FetchedRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly origin: string;
  readonly headers: Headers;
  readonly #request: Request;
  #reading: AbortController | undefined;

  constructor(request: Request) {
    const { origin, pathname, search } = new URL(request.url);
    this.method = request.method;
    this.path = pathname;
    this.query = search.slice(1);
    this.origin = origin;
    this.headers = request.headers;
    this.#request = request;
  }

  get signal(): AbortSignal {
    return this.#request.signal;
  }

  async readBody(limit: number): Promise<Uint8Array> {
    const { signal, end } = this.#startReading();
    try {
      return await readBody(this.#request, limit, signal);
    } finally {
      end();
    }
  }

  streamBody(limit: number): AsyncIterable<Uint8Array> {
    const { signal, end } = this.#startReading();
    return streamBody(this.#request, limit, signal, end);
  }

  /** Reading ends when the sender gives up, or when it is stopped. */
  #startReading(): { readonly signal: AbortSignal; readonly end: () => void } {
    const reading = new AbortController();
    const sender = this.#request.signal;
    const onSenderGone = (): void => reading.abort(bodyIsIncomplete());
    if (sender.aborted) onSenderGone();
    else sender.addEventListener("abort", onSenderGone, { once: true });
    this.#reading = reading;
    const end = (): void => {
      this.#reading = undefined;
      sender.removeEventListener("abort", onSenderGone);
    };
    return { signal: reading.signal, end };
  }

  stopReading(): boolean {
    this.#reading?.abort(bodyIsIncomplete());
    return this.#reading !== undefined;
  }
}

function toResponse({ status, headers, cookies = [], body }: HttpAnswer, method: string): Response {
  const init = headers === undefined ? { status } : { status, headers };
  const response = new Response(method === "HEAD" || body === undefined ? null : toBody(body), init);
  for (const cookie of cookies) response.headers.append("set-cookie", cookie);
  return response;
}

function toBody(body: NonNullable<HttpAnswer["body"]>): BodyInit {
  if (typeof body === "string" || body instanceof Uint8Array) {
    // A Uint8Array over any buffer is a body; the platform's type asks for an ArrayBuffer.
    return body as string | Uint8Array<ArrayBuffer>;
  }
  return streamOf(body);
}

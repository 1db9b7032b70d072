/**
 * Limits of a request: the bytes of its body, and the time until its answer. A sender can hold neither memory nor a connection without bound.
 *
 * A time limit is armed here and disarmed here: signals that outlive a request must not keep what listens to them.
 */
import type { HttpAnswer, HttpRequest } from "./exchange.js";
import { andThen, type Soon } from "./soon.js";

/** Why a body was not read; `status` is the HTTP answer. RFC 9110 §15.5 */
export class RequestBodyError extends Error {
  override readonly name = "RequestBodyError";
  readonly status: 400 | 408 | 413 | 415;

  constructor(status: 400 | 408 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** Collects the chunks of a body. */
export class BodyChunks {
  readonly #limit: number;
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** `announced` is the Content-Length. Throws a RequestBodyError when that is over the limit. */
  constructor(limit: number, announced: string | null | undefined) {
    this.#limit = limit;
    refuseLength(announced, limit);
  }

  /** Throws a RequestBodyError when the chunk takes the body over the limit. */
  add(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > this.#limit) throw bodyIsTooLong(this.#limit);
    this.#chunks.push(chunk);
  }

  /** The whole body. */
  join(): Uint8Array {
    const [only] = this.#chunks;
    if (this.#chunks.length === 1 && only !== undefined) return only;
    const whole = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }
}

/** Throws a RequestBodyError if a Content-Length is over the limit. */
export function refuseLength(announced: string | null | undefined, limit: number): void {
  if (Number(announced ?? 0) > limit) throw new RequestBodyError(413, `the body has ${announced} bytes, at most ${limit} are allowed`);
}

/** The error for a body that goes on beyond the limit. */
export function bodyIsTooLong(limit: number): RequestBodyError {
  return new RequestBodyError(413, `the body has more than ${limit} bytes`);
}

/** The error for a body that did not arrive completely: time ran out, or the sender disconnected. */
export function bodyIsIncomplete(): RequestBodyError {
  return new RequestBodyError(408, "the body did not arrive in time");
}

/** Content codings that are undone, with the platform's names of them. RFC 9110 §8.4.1 */
const codings: Readonly<Record<string, CompressionFormat>> = { gzip: "gzip", "x-gzip": "gzip", deflate: "deflate" };

/**
 * Reads a request's body, and undoes its content coding. Throws, or rejects with, a RequestBodyError as `readBody` does: 413 for one that has more than
 * `limit` bytes before or after that, 400 for one that is not what its coding says, 415 if the coding is not known.
 */
export function readRequestBody(request: HttpRequest, limit: number): Soon<Uint8Array> {
  const format = contentCodingOf(request);
  const body = request.readBody(limit);
  return format === undefined ? body : andThen(body, (bytes) => decompress(bytes, format, limit));
}

/** The content coding of a request's body; undefined for none. Throws a RequestBodyError with 415 if it is not known. */
export function contentCodingOf(request: HttpRequest): CompressionFormat | undefined {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity" || encoding === "") return undefined;
  const format = Object.hasOwn(codings, encoding) ? codings[encoding] : undefined;
  if (format === undefined) throw new RequestBodyError(415, `the content encoding "${encoding}" is not supported`);
  return format;
}

async function decompress(bytes: Uint8Array, format: CompressionFormat, limit: number): Promise<Uint8Array> {
  // A Uint8Array over any buffer is a part of a blob, and a stream of bytes is one for the platform; its types ask for an ArrayBuffer.
  const compressed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = compressed.pipeThrough(new DecompressionStream(format)).getReader();
  const chunks = new BodyChunks(limit, undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return chunks.join();
      chunks.add(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error instanceof RequestBodyError ? error : isNotCompressed(format);
  }
}

/** The error for a body that is not what its content coding says. */
export function isNotCompressed(format: CompressionFormat): RequestBodyError {
  return new RequestBodyError(400, `the body is not what "${format}" makes`);
}

/** The answer to a request whose body was not read. */
export function refuseBody({ status }: RequestBodyError): HttpAnswer {
  // RFC 9110 §12.5.3: a server that does not support a content coding says which ones it does.
  return status === 415 ? { status, headers: { "accept-encoding": "gzip, deflate, identity" } } : { status };
}

/**
 * Reads the body of a platform's request or response. Rejects with a RequestBodyError: 413 for more than `limit` bytes, 408 when `signal` aborts
 * first. What `fetch` gives has been decompressed already, whatever its headers say.
 */
export async function readBody(message: Request | Response, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks = new BodyChunks(limit, message.headers.get("content-length"));
  const reader = message.body?.getReader();
  if (reader === undefined) return chunks.join();
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) throw bodyIsIncomplete();
      if (done) return chunks.join();
      chunks.add(value);
    }
  } catch (error) {
    stop();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Reads the first bytes of a body, and lets go of the rest. A body that breaks off has been read to its end. */
export async function readBeginning(message: Response, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks = new BodyChunks(Number.POSITIVE_INFINITY, undefined);
  const reader = message.body?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (let size = 0; reader !== undefined && size < limit; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.add(value);
      size += value.length;
    }
  } catch {
    // What came before the break is what can be shown.
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
  return chunks.join().subarray(0, limit);
}

/** The time limit of a request, as its handler sees it. */
export class TimeLimit implements EventListenerObject {
  readonly #request: HttpRequest;
  #controller: AbortController | undefined;
  /** The signal of the sender that the own signal follows. */
  #sender: AbortSignal | undefined;
  #isUp = false;

  constructor(request: HttpRequest) {
    this.#request = request;
  }

  /** Aborted when time runs out or the sender disconnects. Made on first use. */
  get signal(): AbortSignal {
    if (this.#controller !== undefined) return this.#controller.signal;
    this.#controller = new AbortController();
    if (this.#isUp) this.#abort();
    else this.#follow(this.#request.signal);
    return this.#controller.signal;
  }

  #follow(sender: AbortSignal): void {
    this.#sender = sender;
    if (sender.aborted) this.handleEvent();
    else sender.addEventListener("abort", this, { once: true });
  }

  /** The sender has disconnected. */
  handleEvent(): void {
    this.#controller?.abort(this.#sender?.reason);
  }

  #abort(): void {
    this.#controller?.abort(new Error("the time of the request is up"));
  }

  /** The time is up. False if a read of the body was in progress, which fails now. */
  expire(): boolean {
    this.#isUp = true;
    this.#abort();
    this.release();
    return !this.#request.stopReading();
  }

  /** Stops listening to the sender. */
  release(): void {
    this.#sender?.removeEventListener("abort", this);
  }
}

/**
 * Answers a request within `milliseconds`: with 408 if its body has not arrived by then, with 503 if its answer is not ready. Work that continues
 * after that can see it from its signal. A RequestBodyError becomes an answer, too; everything else that `answer` throws is passed on.
 */
export function answerInTime(request: HttpRequest, milliseconds: number, answer: (limit: TimeLimit) => Soon<HttpAnswer>): Soon<HttpAnswer> {
  const limit = new TimeLimit(request);
  try {
    const work = answer(limit);
    if (work instanceof Promise) return inTime(work, limit, milliseconds);
    limit.release();
    return work;
  } catch (error) {
    limit.release();
    if (error instanceof RequestBodyError) return refuseBody(error);
    throw error;
  }
}

function inTime(work: Promise<HttpAnswer>, limit: TimeLimit, milliseconds: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(answerTooLate, milliseconds, limit, resolve);
    work.then(
      (answered) => {
        disarm(limit, timer);
        resolve(answered);
      },
      (error: unknown) => {
        disarm(limit, timer);
        if (error instanceof RequestBodyError) resolve(refuseBody(error));
        else reject(error);
      },
    );
  });
}

function answerTooLate(limit: TimeLimit, resolve: (answer: HttpAnswer) => void): void {
  resolve(limit.expire() ? { status: 503, headers: { "retry-after": "1" } } : refuseBody(bodyIsIncomplete()));
}

function disarm(limit: TimeLimit, timer: ReturnType<typeof setTimeout>): void {
  clearTimeout(timer);
  limit.release();
}

/** Works under a signal that is aborted with a TimeoutError after `milliseconds`, or with the outer signal. */
export async function withTimeout<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const time = startTime(milliseconds, outer);
  try {
    return await work(time.signal);
  } finally {
    time.end();
  }
}

/** The time of a call. */
export interface CallTime {
  /** Aborted with a TimeoutError when the time is up, or with the outer signal. */
  readonly signal: AbortSignal;
  /** Stops the clock; has to be called. */
  end(): void;
}

/** Starts the time of a call. */
export function startTime(milliseconds: number, outer: AbortSignal | undefined): CallTime {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new DOMException("the time of the call is up", "TimeoutError")), milliseconds);
  if (outer?.aborted) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  const end = (): void => {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  };
  return { signal: controller.signal, end };
}

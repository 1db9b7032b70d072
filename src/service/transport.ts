/**
 * One request of a client and its answer, over a `fetch`.
 */
import { streamBody } from "./body-stream.js";
import { streamOf } from "./byte-stream.js";
import type { ClientAnswer } from "./client-answer.js";
import type { CallOptions, ClientOptions } from "./client-options.js";
import { parseContentType } from "./content-type.js";
import { readBeginning, readBody, startTime } from "./limits.js";
import { multipartType } from "./multipart.js";

/** Bytes of an answer that a TransportError keeps. */
const maxKeptBytes = 65_536;

/** The answer is not a message of the contract: an HTTP error, or another media type. `status` is 0 if nothing was sent. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly status: number;
  /** The answer's headers; undefined if nothing was sent. */
  readonly headers: Headers | undefined;
  /** The answer's body, at most its first 65,536 bytes. */
  readonly body: Uint8Array;

  constructor(
    status: number,
    message: string,
    { headers, bytes }: { readonly headers?: Headers; readonly bytes?: Uint8Array } = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers;
    this.body = bytes?.slice(0, maxKeptBytes) ?? new Uint8Array(0);
  }
}

/** What is sent. */
export interface ClientRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream is read once, while it is sent. */
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** Decides by the head of an answer whether its body is read. */
export type WantsBody = (head: Omit<ClientAnswer, "bytes">) => boolean;

/** Sends a request and reads the answer, within the time of a call, which a body that is streamed ends. Rejects with what `fetch` rejects with. */
export async function send(
  { url, method, headers, body }: ClientRequest,
  options: ClientOptions,
  { signal: outer }: CallOptions<unknown>,
  wantsBody: WantsBody,
): Promise<ClientAnswer> {
  const time = startTime(options.timeout ?? 60_000, outer);
  const { signal } = time;
  let isStreamed = false;
  try {
    const init = { method, headers, signal, ...bodyOf(body) };
    const response = await (options.fetch === undefined ? fetch(url, init) : fetchBy(options.fetch, url, init));
    const contentType = parseContentType(response.headers.get("content-type"));
    const head = { status: response.status, isOk: response.ok, headers: response.headers, contentType };
    if (!wantsBody(head)) return { ...head, bytes: await readBeginning(response, maxKeptBytes, signal) };
    const { maxStreamedBytes } = options;
    isStreamed = maxStreamedBytes !== undefined && contentType?.type === multipartType;
    if (!isStreamed) return { ...head, bytes: await readBody(response, maxBodyBytesOf(options), signal) };
    return { ...head, bytes: new Uint8Array(0), chunks: streamBody(response, maxStreamedBytes ?? 0, signal, time.end) };
  } finally {
    if (!isStreamed) time.end();
  }
}

/** Bytes of an answer that may be kept in memory. */
export function maxBodyBytesOf({ maxBodyBytes = 100 * 1024 * 1024 }: ClientOptions): number {
  return maxBodyBytes;
}

/** Calls a fetch of the caller's, which may use the request or what it was made of. The request has taken a stream, which can be read once. */
function fetchBy(own: NonNullable<ClientOptions["fetch"]>, url: string, init: RequestInit): Promise<Response> {
  const request = new Request(url, init);
  const response = own(request, init.body instanceof ReadableStream ? { ...init, body: request.body } : init);
  return untilAborted(response, request.signal);
}

/** A fetch of the caller's need not listen to the signal; the call is over all the same. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}

/** A body as `fetch` takes it, with what a stream needs: the answer is not read before all is sent. */
export function bodyOf(body: ClientRequest["body"]): RequestInit & { readonly duplex?: "half" } {
  if (body === undefined) return {};
  return typeof body === "string" || body instanceof Uint8Array ? { body: repeatable(body) } : { body: streamOf(body), duplex: "half" };
}

/** A body that can be sent once more, after a redirect with 307 or 308: Node 20 and 22 cannot send an array's bytes twice. */
function repeatable(body: Uint8Array | string): string | Blob {
  // A Uint8Array over any buffer is a part of a blob; the platform's type asks for an ArrayBuffer.
  return typeof body === "string" ? body : new Blob([body as Uint8Array<ArrayBuffer>]);
}

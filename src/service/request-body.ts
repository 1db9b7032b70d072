/**
 * Reads the body of a request under a limit, so that a sender can hold neither memory nor a connection without bound.
 */

/** Why a body was not read; `status` is the HTTP answer. RFC 9110 §15.5 */
export class RequestBodyError extends Error {
  override readonly name = "RequestBodyError";
  readonly status: 408 | 413 | 415;

  constructor(status: 408 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/** The answer that tells a sender what was wrong. */
export function refuseBody({ status }: RequestBodyError): Response {
  // RFC 9110 §12.5.3: a server that does not take a content coding says which it takes.
  return new Response(null, { status, headers: status === 415 ? { "accept-encoding": "identity" } : {} });
}

/** Reads a request's body as `readBody` does; throws a RequestBodyError with 415 when it is compressed. */
export async function readRequestBody(request: Request, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity")
    throw new RequestBodyError(415, `content encoding "${encoding}" is not taken`);
  return readBody(request, limit, signal);
}

/**
 * Reads at most `limit` bytes; throws a RequestBodyError with 413 when there are more, with 408 when `signal` aborts first. What `fetch` gives is
 * decompressed already, whatever its headers say.
 */
export async function readBody(message: Request | Response, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const announced = Number(message.headers.get("content-length") ?? "0");
  if (announced > limit) throw new RequestBodyError(413, `the body has ${announced} bytes, at most ${limit} are taken`);
  if (message.body === null) return new Uint8Array(0);
  return joinChunks(await readChunks(message.body.getReader(), limit, signal));
}

async function readChunks(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number, signal: AbortSignal): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) throw new RequestBodyError(408, "the body did not arrive in time");
      if (done) return chunks;
      size += value.length;
      if (size > limit) {
        stop();
        throw new RequestBodyError(413, `the body has more than ${limit} bytes`);
      }
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

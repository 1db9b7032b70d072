/**
 * Bodies that are read chunk by chunk, each when it is asked for, within a limit of bytes.
 */
import { streamOf } from "./byte-stream.js";
import type { HttpRequest } from "./exchange.js";
import { bodyIsTooLong, contentCodingOf, isNotCompressed, RequestBodyError, refuseLength } from "./limits.js";

/**
 * The body of a request, without its content coding. Reading fails as `readRequestBody` does; a platform that cannot stream gives the whole body as one
 * chunk.
 */
export function streamRequestBody(request: HttpRequest, limit: number): AsyncIterable<Uint8Array> {
  const format = contentCodingOf(request);
  const chunks = request.streamBody?.(limit) ?? inOneChunk(request, limit);
  return format === undefined ? chunks : decompress(chunks, format, limit);
}

async function* inOneChunk(request: HttpRequest, limit: number): AsyncGenerator<Uint8Array> {
  yield await request.readBody(limit);
}

async function* decompress(compressed: AsyncIterable<Uint8Array>, format: CompressionFormat, limit: number): AsyncGenerator<Uint8Array> {
  let refusal: unknown;
  const source = noting(compressed, (error) => {
    refusal = error;
  });
  // A stream of bytes over any buffer is one for the platform; its types ask for an ArrayBuffer.
  const stream = streamOf(source) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const reader = stream.pipeThrough(new DecompressionStream(format)).getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.length;
      if (size > limit) throw bodyIsTooLong(limit);
      yield value;
    }
  } catch (error) {
    throw refusal ?? (error instanceof RequestBodyError ? error : isNotCompressed(format));
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** The same chunks. `onError` gets what goes wrong with them, since the platform's streams may pass on another error. */
async function* noting(chunks: AsyncIterable<Uint8Array>, onError: (error: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    onError(error);
    throw error;
  }
}

/**
 * The body of a platform's request or response. Reading fails with a RequestBodyError for more than `limit` bytes, and with the reason of `signal` when
 * that aborts. When it is over, for whatever reason, `onEnd` is called.
 */
export async function* streamBody(
  message: Request | Response,
  limit: number,
  signal: AbortSignal,
  onEnd: () => void,
): AsyncGenerator<Uint8Array> {
  const reader = message.body?.getReader();
  const stop = (): void => void reader?.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    refuseLength(message.headers.get("content-length"), limit);
    signal.throwIfAborted();
    for (let size = 0; reader !== undefined; ) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      size += value.length;
      if (size > limit) throw bodyIsTooLong(limit);
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
    onEnd();
  }
}

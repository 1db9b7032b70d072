/**
 * Bytes that come in chunks -> a stream of the platform, which asks for a chunk when there is room for it.
 */

/** A stream of the chunks. Where it is cancelled, no more of them are asked for. */
export function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

/**
 * Streams and other sources of chunks -> one kind of iterator.
 */

/** A stream of the web, as far as it is needed here. Not all platforms let one iterate over it. */
interface WebStream {
  getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>; cancel(): Promise<void> };
}

/** The bytes of a document in chunks: a stream of Node or of the web, or anything to iterate over. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | WebStream;

/** The chunks of a source. */
export class Chunks {
  readonly #next: () => unknown;
  readonly #stop: () => unknown;
  #hasEnded = false;

  constructor(source: ByteSource) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) {
      const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
      this.#next = () => iterator.next();
      this.#stop = () => iterator.return?.();
    } else {
      const reader = source.getReader();
      this.#next = () => reader.read();
      this.#stop = () => reader.cancel();
    }
  }

  /** The next chunk; undefined after the last one. */
  async next(): Promise<Uint8Array | undefined> {
    // All three kinds answer in this form.
    const { done, value } = (await this.#next()) as { done?: boolean; value?: unknown };
    this.#hasEnded = done === true;
    if (this.#hasEnded) return undefined;
    if (!(value instanceof Uint8Array)) throw new TypeError("a chunk is not a Uint8Array; a stream of text has to be encoded first");
    return value;
  }

  /** Tells the source that no more chunks are wanted. */
  async stop(): Promise<void> {
    if (!this.#hasEnded) await this.#stop();
  }
}

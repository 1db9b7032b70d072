/**
 * Input that arrives over time: the caller pushes chunks, and the reader takes them when it is asked to load.
 *
 * The window finds its scanner and its counter of lines here and imports none of them, so that programs that read whole documents are bundled without them.
 */
import type { ByteCounts } from "../byte-counts.js";
import { vectorCounts } from "../vector-counts.js";
import { TagScanner } from "./tag-scanner.js";

/** The bytes that tell the encoding. */
export const signatureLength = 4;

/** The chunks of one document that have arrived and were not taken yet. */
export class Feed implements Iterator<Uint8Array, undefined> {
  /** Follows the tags in what has arrived. */
  readonly tags = new TagScanner();
  /** Counts lines. */
  readonly counts: ByteCounts = vectorCounts;
  readonly #chunks: Uint8Array[] = [];
  #isEnded = false;
  /** The number of bytes that wait. */
  size = 0;

  /** Adds a chunk, whose bytes may change when all that waits has been taken. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    // Bytes that do not tell the encoding wait for the next chunk.
    this.#chunks.push(chunk.length < signatureLength ? chunk.slice() : chunk);
    this.size += chunk.length;
  }

  /** Nothing follows what was pushed. */
  end(): void {
    this.#isEnded = true;
  }

  /** Nothing is here, but more may come. */
  get isDry(): boolean {
    return this.size === 0 && !this.#isEnded;
  }

  next(): IteratorResult<Uint8Array, undefined> {
    const value = this.#chunks.shift();
    if (value === undefined) return { done: true, value };
    this.size -= value.length;
    return { done: false, value };
  }
}

/**
 * Reads a document, or the beginning of it, and closes its source.
 */
import { Reader } from "../../src/xml/read/reader.js";
import type { ReaderOptions } from "../../src/xml/read/reader-options.js";

/** Calls `use` with a reader of the chunks. The source is always closed, even if it was not read to its end. */
export function withReader<Result>(document: Iterable<Uint8Array>, options: ReaderOptions, use: (reader: Reader) => Result): Result {
  const chunks = document[Symbol.iterator]();
  try {
    return use(new Reader({ [Symbol.iterator]: () => chunks }, options));
  } finally {
    chunks.return?.();
  }
}

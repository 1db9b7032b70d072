/**
 * Chunks -> typed values one by one, in memory that does not grow with the document: the entry points for streams.
 */
import { allFamilies } from "../datatypes/built-in-families.js";
import { type ByteSource, Chunks } from "./byte-source.js";
import type { Codec, SchemaSet } from "./codec.js";
import { ChunkedDocument } from "./decode/chunked-document.js";
import { ItemBuilder } from "./decode/item-builder.js";
import { readerOptions } from "./decode.js";
import { type Issue, ValidationError } from "./issues.js";
import { oneByOne } from "./one-by-one.js";
import type { DecodeOptions } from "./options.js";

/**
 * Decodes the elements of `item` in a document of `codec` one after the other, while it arrives, and validates all of the document.
 *
 * `item` is the codec of an element, or of a type: then every element of the type is an item. Elements inside of an item are part of it. An item
 * comes when it has ended and nothing was wrong up to there; what only the end of the document shows comes after the last one. As soon as
 * something is wrong, there are no more items; the rest is validated, up to `maxIssues`, and then a ValidationError has all issues. Who stops
 * iterating stops the source.
 *
 * `limits.bytes`, `limits.markup` and `limits.children` are for one item with what stands before it, not for the document.
 */
export function decodeEach<T, O, I, IO>(
  codec: Codec<T, O>,
  source: ByteSource,
  item: Codec<I, IO>,
  options: DecodeOptions = {},
): AsyncGenerator<IO, void, undefined> {
  return oneByOne(decodeBatches(codec, source, item, options));
}

/** The items of each chunk. */
async function* decodeBatches<T, O, I, IO>(
  codec: Codec<T, O>,
  source: ByteSource,
  item: Codec<I, IO>,
  options: DecodeOptions,
): AsyncGenerator<readonly IO[], void, undefined> {
  const items = new ItemBuilder(item["~table"]);
  const document = new ChunkedDocument(codec["~table"], options, readerOptions(options), items);
  const chunks = new Chunks(source);
  try {
    for (let progress = document.advance(); progress !== "end"; progress = document.advance()) {
      // Items are of the type that the codec's table describes.
      if (progress === "items") yield items.take() as readonly IO[];
      else document.push(await chunks.next());
    }
  } finally {
    await chunks.stop();
  }
  if (document.issues.length > 0) throw new ValidationError(document.issues);
}

/** Validates a document against a schema set while it arrives, in memory that does not grow with it. Empty: it is valid. */
export async function validateStream(schema: SchemaSet, source: ByteSource, options: DecodeOptions = {}): Promise<readonly Issue[]> {
  const document = new ChunkedDocument(
    { kind: "document", families: allFamilies },
    { ...options, schema },
    readerOptions(options),
    undefined,
  );
  const chunks = new Chunks(source);
  try {
    while (document.advance() !== "end") document.push(await chunks.next());
  } finally {
    await chunks.stop();
  }
  return document.issues;
}

/**
 * Values one by one -> a document in chunks, in memory that does not grow with it.
 */
import { Reader, Token } from "../xml/read/reader.js";
import type { Codec } from "./codec.js";
import { ChunkedDocument } from "./decode/chunked-document.js";
import { ItemBuilder } from "./decode/item-builder.js";
import { decoderOfItems, openRoot } from "./decode/root.js";
import { encode, writeUnread } from "./encode.js";
import { type Issue, ValidationError } from "./issues.js";
import type { EncodeOptions } from "./options.js";

/** Options of encoding item by item. There is no indentation, and a limit of depth is that of each item with what is around it. */
export type EncodeEachOptions = Omit<EncodeOptions, "indent" | "onDeviation">;

/** Items that are written at once. */
const batchLength = 100;

/** How many or few items there are is known at the end alone. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.2.4) */
const countRules: ReadonlySet<string> = new Set(["cvc-complex-type.2.4.b", "cvc-complex-type.2.4.d"]);

/**
 * Encodes a document whose items come one by one, and gives it in chunks. `document` makes the value of a document that has the given items, and is
 * called for some of them at a time: what it puts around them must not depend on them.
 *
 * What is written is validated as one document, with IDs, keys and the number of items. A value that is not valid throws a ValidationError, and ends
 * the source of the items; what was given out until then is not a complete document.
 */
export async function* encodeEach<T, O, I, IO>(
  codec: Codec<T, O>,
  document: (items: readonly I[]) => T,
  item: Codec<I, IO>,
  items: AsyncIterable<I> | Iterable<I>,
  options: EncodeEachOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const parts = new Parts(codec, options);
  const write = (some: readonly I[]): Uint8Array => parts.write(document(some));
  const check = new WrittenDocument(codec, item, options);
  let frame: Frame | undefined;
  for await (const batch of inBatches(items)) {
    if (frame === undefined) {
      frame = frameOf(codec, item, write(batch.slice(0, 1)));
      yield check.pass(frame.before);
    }
    yield check.pass(contentIn(frame, write(batch)));
  }
  yield check.passLast(frame?.after ?? write([]));
}

async function* inBatches<I>(items: AsyncIterable<I> | Iterable<I>): AsyncGenerator<readonly I[], void, undefined> {
  let batch: I[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < batchLength) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Element nodes are validated with the rest of what was written. */
const isReadLater = (): boolean => true;

/** Encodes documents with some of the items. Rules about all of them are left to who has read all that was written. */
class Parts<T, O> {
  readonly #codec: Codec<T, O>;
  readonly #options: EncodeOptions;
  /** Parts have kept the rules about the number of items so far, so that generated code can write them. */
  #areWhole = true;

  constructor(codec: Codec<T, O>, options: EncodeOptions) {
    this.#codec = codec;
    this.#options = options;
  }

  /** Throws a ValidationError for an invalid value. */
  write(value: T): Uint8Array {
    const bytes = this.#areWhole ? writeUnread(this.#codec["~table"], value, this.#options, isReadLater).bytes : undefined;
    if (bytes !== undefined) return bytes;
    const written = this.#writeAnyNumber(value);
    this.#areWhole = false;
    return written;
  }

  #writeAnyNumber(value: T): Uint8Array {
    const issues: Issue[] = [];
    const onDeviation = (issue: Issue): void => {
      if (!countRules.has(issue.id)) issues.push(issue);
    };
    const bytes = encode(this.#codec, value, { ...this.#options, onDeviation });
    if (issues.length > 0) throw new ValidationError(issues);
    return bytes;
  }
}

/** What stands around the items. */
interface Frame {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Finds the item in a document that has one. */
function frameOf(codec: Codec, item: Codec, bytes: Uint8Array): Frame {
  const { start, count } = findItem(codec, item, bytes);
  if (count !== 1) throw new TypeError(`the document of one item has ${count} elements of the items' codec, ${item.name}`);
  const reader = new Reader(bytes);
  while (reader.next() !== Token.startElement || reader.offset !== start);
  reader.skipElement();
  reader.next();
  return { before: bytes.slice(0, start), after: bytes.slice(reader.offset) };
}

function findItem(codec: Codec, item: Codec, bytes: Uint8Array): { readonly start: number; readonly count: number } {
  const items = new ItemBuilder(item["~table"]);
  const reader = new Reader(bytes);
  reader.next();
  // Rules about the number of items are for all of them.
  const decoder = decoderOfItems(codec["~table"], reader, { onDeviation: () => {} }, items);
  openRoot(decoder, codec["~table"], undefined);
  while (decoder.isOpen) decoder.step();
  return { start: items.start, count: items.count };
}

/** The items of a document that has the frame around them. */
function contentIn({ before, after }: Frame, bytes: Uint8Array): Uint8Array {
  const end = bytes.length - after.length;
  const isSame = (part: Uint8Array, from: number): boolean => part.every((byte, index) => bytes[from + index] === byte);
  if (end < before.length || !isSame(before, 0) || !isSame(after, end)) {
    throw new TypeError("what stands around the items depends on them, so the document cannot be written item by item");
  }
  return bytes.subarray(before.length, end);
}

/** Validates a document as it is written. Its items are read as such, because generated code reads them faster than the tables validate. */
class WrittenDocument {
  readonly #document: ChunkedDocument;
  readonly #items: ItemBuilder;

  constructor(codec: Codec, item: Codec, { schema, maxIssues }: EncodeEachOptions) {
    const unlimited = Number.MAX_SAFE_INTEGER;
    const limits = { bytes: unlimited, markup: unlimited, depth: unlimited, attributes: unlimited, namespaceDeclarations: unlimited };
    const options = { ...(schema !== undefined && { schema }), ...(maxIssues !== undefined && { maxIssues }) };
    this.#items = new ItemBuilder(item["~table"]);
    this.#document = new ChunkedDocument(codec["~table"], options, { limits }, this.#items);
  }

  /** Gives the chunk if nothing is wrong so far. */
  pass(chunk: Uint8Array): Uint8Array {
    this.#document.push(chunk);
    this.#read();
    this.#refuse(this.#document.issuesSoFar);
    return chunk;
  }

  passLast(chunk: Uint8Array): Uint8Array {
    this.#document.push(chunk);
    this.#document.push(undefined);
    this.#read();
    this.#refuse(this.#document.issues);
    return chunk;
  }

  #read(): void {
    while (this.#document.advance() === "items") this.#items.take();
  }

  /** Lines and columns are of use to nobody who has a value. */
  #refuse(issues: readonly Issue[]): void {
    if (issues.length > 0) throw new ValidationError(issues.map((issue) => ({ ...issue, line: undefined, column: undefined })));
  }
}

/**
 * Bytes -> typed value: the entry points of decoding and validation.
 */
import { allFamilies } from "../datatypes/built-in-families.js";
import { XmlError } from "../xml/errors.js";
import { Reader, Token } from "../xml/read/reader.js";
import type { ReaderOptions } from "../xml/read/reader-options.js";
import type { TokenReader } from "../xml/read/token-reader.js";
import type { Codec, SchemaSet } from "./codec.js";
import type { CompiledType } from "./compile/compiled-type.js";
import type { KnownHeads } from "./decode/known-heads.js";
import { engineOf } from "./decode/reader-engine.js";
import { type ReadRoot, readRoot, readRootInTurns, typeReadWhole } from "./decode/root.js";
import { type Issue, ValidationError, xmlIssue } from "./issues.js";
import type { DecodeOptions } from "./options.js";
import type { Table } from "./table.js";
import type { Turns } from "./turns.js";

/** The value of a document, or what is wrong with it. */
export type DecodeResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] };

/** Decodes a document. The codec of an element requires its root; that of a type accepts any root. Throws ValidationError with all issues. */
export function decode<T, O>(codec: Codec<T, O>, xml: Uint8Array | string, options: DecodeOptions = {}): O {
  const result = tryDecode(codec, xml, options);
  if (!result.ok) throw new ValidationError(result.issues);
  return result.value;
}

/** Decodes a document without throwing. */
export function tryDecode<T, O>(codec: Codec<T, O>, xml: Uint8Array | string, options: DecodeOptions = {}): DecodeResult<O> {
  const table = codec["~table"];
  const found = knownHeads.get(table)?.find(xml, options);
  const value = found?.head.read(found.meaning);
  // The type is the one that the codec's table describes.
  if (value !== undefined) return { ok: true, value: value as O };
  return readDocument(xml, options, (reader) => {
    const type = typeReadWhole(table);
    const heads = type && headsOf(table, type);
    const head = heads?.headAt(reader);
    const result = decodeAt(codec, reader, options);
    if (type !== undefined && head !== undefined && result.ok) heads?.learn(head, type);
    return result;
  });
}

/** How documents began that were decoded by the codec of a table, or validated against a schema set, and whose roots have generated readers. */
const knownHeads = new WeakMap<Table | SchemaSet, KnownHeads<CompiledType>>();

function headsOf(key: Table | SchemaSet, type: CompiledType): KnownHeads<CompiledType> | undefined {
  const known = knownHeads.get(key);
  if (known !== undefined) return known;
  const made = engineOf(type)?.heads();
  if (made !== undefined) knownHeads.set(key, made);
  return made;
}

/** Decodes the element at whose start tag the reader is, up to its end tag. Errors of the reader become issues. */
export function decodeAt<T, O>(codec: Codec<T, O>, reader: TokenReader, options: DecodeOptions = {}): DecodeResult<O> {
  return resultOf(readRoot(codec["~table"], reader, options, true));
}

function resultOf<O>({ value, issues }: ReadRoot): DecodeResult<O> {
  // The decoder builds a value of the type that the codec's table describes.
  return issues.length === 0 ? { ok: true, value: value as O } : { ok: false, issues };
}

/** Does what `decodeAt` does, in turns with other work. */
export async function decodeAtInTurns<T, O>(
  codec: Codec<T, O>,
  reader: TokenReader,
  options: DecodeOptions,
  turns: Turns,
): Promise<DecodeResult<O>> {
  return resultOf(await readRootInTurns(codec["~table"], reader, options, turns));
}

/** Does what `decodeRoot` does, in turns with other work. */
export async function decodeRootInTurns<T, O>(
  codec: Codec<T, O>,
  reader: TokenReader,
  options: DecodeOptions,
  turns: Turns,
): Promise<DecodeResult<O>> {
  const result = await decodeAtInTurns(codec, reader, options, turns);
  return withXmlIssues(() => toEnd(reader, result));
}

/** Validates a document against a schema set, without returning values. XSD 1.0 Part 1 §5.2 */
export function validateDocument(
  schema: SchemaSet,
  input: Uint8Array | string | Iterable<Uint8Array>,
  options: DecodeOptions = {},
): readonly Issue[] {
  const found = knownHeads.get(schema)?.find(input, options);
  if (found?.head.read(found.meaning) !== undefined) return [];
  const result = readDocument(input, options, (reader) => {
    const table = schema.elements[reader.name.clark]?.["~table"];
    const type = table && typeReadWhole(table);
    const heads = type && headsOf(schema, type);
    const head = heads?.headAt(reader);
    const { issues } = readRoot({ kind: "document", families: allFamilies }, reader, { ...options, schema }, false);
    if (issues.length > 0) return { ok: false, issues };
    if (type !== undefined && head !== undefined) heads?.learn(head, type);
    return { ok: true, value: undefined };
  });
  return result.ok ? [] : result.issues;
}

/** Reads the root on whose start tag the reader stands, and checks what follows it. What the reader refuses is an issue too. */
export function decodeRoot<T, O>(codec: Codec<T, O>, reader: TokenReader, options: DecodeOptions = {}): DecodeResult<O> {
  return withXmlIssues(() => toEnd(reader, decodeAt(codec, reader, options)));
}

/** Advances to the root, calls `read`, and checks what follows the root. */
function readDocument<T>(
  input: Uint8Array | string | Iterable<Uint8Array>,
  options: DecodeOptions,
  read: (reader: Reader) => DecodeResult<T>,
): DecodeResult<T> {
  return withXmlIssues(() => {
    const reader = new Reader(input, readerOptions(options));
    try {
      reader.next();
      return toEnd(reader, read(reader));
    } finally {
      reader.release();
    }
  });
}

function toEnd<T>(reader: TokenReader, result: DecodeResult<T>): DecodeResult<T> {
  if (result.ok) while (reader.next() !== Token.endOfDocument);
  return result;
}

function withXmlIssues<T>(read: () => DecodeResult<T>): DecodeResult<T> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { ok: false, issues: [xmlIssue(error)] };
  }
}

/** What the options say to the reader. */
export function readerOptions(options: DecodeOptions): ReaderOptions {
  const { limits, charset, doctype } = options;
  return {
    ...(limits === undefined ? {} : { limits }),
    ...(charset === undefined ? {} : { charset }),
    ...(doctype === undefined ? {} : { doctype }),
  };
}

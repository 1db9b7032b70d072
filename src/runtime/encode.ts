/**
 * Typed value -> bytes: the entry points of encoding.
 */
import { defaultLimits } from "../xml/limits.js";
import { internName, type Name, parseClark } from "../xml/names.js";
import { Reader } from "../xml/read/reader.js";
import { finishDocument, giveBack, takeWriter } from "../xml/write/kept-writers.js";
import type { TokenWriter } from "../xml/write/token-writer.js";
import { Writer } from "../xml/write/writer.js";
import type { Prefixes } from "../xml/write/written-bindings.js";
import type { Codec } from "./codec.js";
import { refer } from "./compile/compile-type.js";
import { isValidPart } from "./decode/part.js";
import { readRoot, typeDeclaration } from "./decode/root.js";
import { Encoder } from "./encode/encoder.js";
import { nodeWriting } from "./encode/node-writing.js";
import { EncodeSession, type ValueLocation } from "./encode/session.js";
import { type WriteElement, withTypeWriters } from "./fast/write-elements.js";
import { refuseValue } from "./fast/write-values.js";
import { isRecord } from "./is-record.js";
import { type Issue, ValidationError } from "./issues.js";
import type { ContentBeside, EncodeOptions } from "./options.js";
import type { IsValidPart } from "./part-of-document.js";
import { provideValidation } from "./standard.js";
import type { StandardSchema } from "./standard-schema.js";
import type { Table } from "./table.js";

/** Encodes a document. Throws ValidationError if the value is invalid. */
export function encode<T, O>(codec: Codec<T, O>, value: T, options: EncodeOptions = {}): Uint8Array {
  const { bytes, issues } = writeDocument(codec["~table"], value, options);
  if (issues.length > 0 || bytes === undefined) throw new ValidationError(issues);
  return bytes;
}

/** Encodes a document as text. Throws ValidationError if the value is invalid. */
export function encodeToString<T, O>(codec: Codec<T, O>, value: T, options: EncodeOptions = {}): string {
  return new TextDecoder().decode(encode(codec, value, options));
}

/** Writes one element with all its content. Returns the issues of an invalid value, after which the writer must not be used. */
export function encodeInto<T, O>(codec: Codec<T, O>, value: T, writer: TokenWriter, options: EncodeOptions = {}): readonly Issue[] {
  const table = codec["~table"];
  const session = writeValue(table, value, writer, options);
  if (session.tolerant) return session.issues;
  // Issues of nodes, keys and IDs come from reading the written document.
  return session.issues.length === 0 && session.isToBeRead ? writeDocument(table, value, inOneDocument(options)).issues : session.issues;
}

/** Validates a value. Empty: it is valid. */
export function validate(codec: Codec, value: unknown, options: EncodeOptions = {}): readonly Issue[] {
  return validateValue(codec["~table"], value, options);
}

/**
 * The Standard Schema of a codec, for tools that accept one. Codecs are such schemas themselves, but a bundler leaves the encoder, which
 * validates, out of programs that only decode; this function brings it.
 */
export function standardSchema<T, O>(codec: Codec<T, O>): { readonly "~standard": StandardSchema<O> } {
  return { "~standard": codec["~standard"] };
}

/** Validates a value against a table. Empty: it is valid. */
export function validateValue(table: Table, value: unknown, options: EncodeOptions = {}): readonly Issue[] {
  const taken = takeWriter(options);
  const session = writeValue(table, value, taken.writer, options);
  if (session.issues.length > 0) return session.issues;
  if (isToBeRead(session)) return issuesOf(table, value, finishDocument(taken), options);
  giveBack(taken);
  return [];
}

provideValidation(validateValue);

function writeDocument(table: Table, value: unknown, options: EncodeOptions): { bytes: Uint8Array | undefined; issues: readonly Issue[] } {
  const { bytes, session } = writeUnread(table, value, options);
  const isRead = bytes !== undefined && isToBeRead(session);
  return { bytes, issues: isRead ? issuesOf(table, value, bytes, options) : session.issues };
}

/** Encodes a document, unless the value is invalid; it may be so in ways that reading alone can tell. `isValid` tests element nodes. */
export function writeUnread(
  table: Table,
  value: unknown,
  options: EncodeOptions,
  isValid: IsValidPart = isValidPart,
): { bytes: Uint8Array | undefined; session: EncodeSession } {
  const taken = takeWriter(options);
  const session = writeValue(table, value, taken.writer, options, isValid);
  return { bytes: session.issues.length > 0 ? undefined : finishDocument(taken), session };
}

/** Is something wrong that only reading the document can tell? */
function isToBeRead({ tolerant, isToBeRead }: EncodeSession): boolean {
  return !tolerant && isToBeRead;
}

function issuesOf(table: Table, value: unknown, bytes: Uint8Array, options: EncodeOptions): readonly Issue[] {
  const isWhole = options.beside === undefined || options.beside === streamsLeftOut;
  return isWhole ? documentIssues(table, bytes, options) : writeDocument(table, value, inOneDocument(options)).issues;
}

/** Streams are not read to be checked: their elements are empty. */
const streamsLeftOut: ContentBeside = { putStream: () => "" };

/** Options with which a document can be read without what goes beside it. */
function inOneDocument(options: EncodeOptions): EncodeOptions {
  return options.beside === undefined ? options : { ...options, beside: streamsLeftOut };
}

/** Writes the element, by generated code where the types have it and everything is as usual. */
function writeValue(table: Table, value: unknown, writer: TokenWriter, options: EncodeOptions, isValid = isValidPart): EncodeSession {
  const { beside } = options;
  const inline = beside === undefined ? options : withoutBeside(options);
  if (writer instanceof Writer && !writer.indents && options.onDeviation === undefined && beside?.put === undefined) {
    const session = new EncodeSession(writer, inline, isValid, writer);
    const writeElement: WriteElement = (declaration, child, depth) => {
      new Encoder(session, depth).writeElement(declaration, declaration.name, child, rootLocation);
      if (session.issues.length > 0) refuseValue();
    };
    const write = (): void => {
      writeRoot(table, value, session, inline);
      // It may be a stream, which goes beside the document.
      if (beside !== undefined && session.issues.length > 0) refuseValue();
    };
    if (withTypeWriters(writer, write, writeElement)) return session;
  }
  const session = new EncodeSession(writer, options, isValid);
  writeRoot(table, value, session, options);
  return session;
}

/** Options with which all content stands in the document. */
function withoutBeside({ beside: _, ...inline }: EncodeOptions): EncodeOptions {
  return inline;
}

const rootLocation: ValueLocation = { parent: undefined, property: "", index: -1, element: "", siblings: undefined };

function writeRoot(table: Table, value: unknown, session: EncodeSession, options: EncodeOptions): void {
  const prefixes = prefixesOf(table);
  if (prefixes !== undefined) session.writer.prefer(prefixes);
  if (table.kind === "xmlElement") {
    nodeWriting().writeNode(session, value, rootLocation, options.depth ?? defaultLimits.depth, undefined);
    return;
  }
  const encoder = new Encoder(session, options.depth ?? defaultLimits.depth);
  if (table.kind !== "element" && table.kind !== "head") {
    const name = typeElementName(table.name);
    encoder.writeElement(typeDeclaration(table), name, value, { ...rootLocation, element: name.local });
    return;
  }
  const { members, substitutable } = refer(table);
  const item = substitutable && isRecord(value) ? value : undefined;
  const member = substitutable ? members.find((candidate) => candidate.itemName === item?.name) : members[0];
  if (member === undefined) {
    session.report(
      "cvc-elt.1",
      `an item { name, value } of ${members.map((known) => `"${known.itemName}"`).join(", ")} is expected`,
      rootLocation,
    );
    return;
  }
  const { name } = member.declaration;
  encoder.writeElement(member.declaration, name, substitutable ? item?.value : value, { ...rootLocation, element: name.local });
}

/** The prefixes of the contract that an element is of. */
function prefixesOf(table: Table): Prefixes | undefined {
  if (table.kind === "element") return table.options.prefixes;
  if (table.kind !== "head") return undefined;
  const [first] = Object.values(table.members);
  return first && prefixesOf(first()["~table"]);
}

/** If only a type is given, the root element is named after the type. Anonymous types are named by a path, of which the first part is used. */
function typeElementName(name: string): Name {
  const { namespace, local } = parseClark(name);
  return internName(namespace, local.split("/")[0] ?? local);
}

/** What is wrong with a written document: the encoder only knows that something is, in nodes or with keys or references. */
function documentIssues(table: Table, bytes: Uint8Array, options: EncodeOptions): readonly Issue[] {
  const unlimited = Number.MAX_SAFE_INTEGER;
  const limits = { bytes: unlimited, depth: unlimited, attributes: unlimited, textLength: unlimited, namespaceDeclarations: unlimited };
  const reader = new Reader(bytes, { limits });
  reader.next();
  const { issues } = readRoot(table, reader, options.schema === undefined ? {} : { schema: options.schema }, false);
  return issues.map((issue) => ({ ...issue, line: undefined, column: undefined }));
}

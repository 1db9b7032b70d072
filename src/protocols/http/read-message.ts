/**
 * A received request -> the operation that it is for, with its input. The input stands in the address, in a form, or in a document.
 */
import { type DecodeResult, decodeRoot, decodeRootInTurns } from "../../runtime/decode.js";
import { describeIssue, type Issue } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { ReadParameter } from "../../service/port-type.js";
import { andThen, type Soon } from "../../service/soon.js";
import { RequestTurns, shortDocument } from "../../service/turns.js";
import { XmlError } from "../../xml/errors.js";
import { type RenameElement, RenamingReader } from "../../xml/read/renaming-reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { ReceivedMessage } from "../protocol.js";
import type { HttpDispatcher, HttpOperation, InputPlace, LocatedOperations, ParameterGroup } from "./dispatch.js";
import type { HttpProblem } from "./refusal.js";
import { hasTooManyParameters, parseUrlEncoded, type RawParameter } from "./url-parameters.js";

export const formType = "application/x-www-form-urlencoded";
export const documentTypes: ReadonlySet<string> = new Set(["application/xml", "text/xml"]);

/** A request that was read. */
export interface HttpMessage {
  readonly operation: HttpOperation;
  readonly input: unknown;
  /** In the order in which they came; undefined for a document. */
  readonly parameters: readonly ReadParameter[] | undefined;
}

/** What was read, or why it was not. */
export type ReadResult =
  | ({ readonly ok: true } & HttpMessage)
  | { readonly ok: false; readonly problem: HttpProblem; readonly parameters: readonly RawParameter[] }
  /** The operations at the path take other media types. */
  | { readonly ok: false; readonly mediaTypes: readonly string[] };

/** How documents are read. */
export interface ReadOptions {
  readonly decode: DecodeOptions;
  readonly rename: RenameElement | undefined;
  /** Are parameters that are not UTF-8 taken as ISO-8859-1? */
  readonly isLenient: boolean;
}

/** Reads a request. Only long documents take more than one turn. */
export function readMessage(message: ReceivedMessage, dispatcher: HttpDispatcher, options: ReadOptions): Soon<ReadResult> {
  const { request } = message;
  const { method, path, query } = request;
  const located = dispatcher.locate(method, path);
  if (located === undefined) return refused({ kind: "location", message: `there is no operation at "${path}"` });
  const { at, parts } = located;
  switch (placeIn(at, message.contentType?.type)) {
    case "document":
      return readDocument(message, at, options);
    case "form":
      return readForm(message.bytes, at.form, options.isLenient);
    case "address":
      return parts.length > 0 ? readParts(parts, at.address) : readEncoded(query, at.address, options.isLenient);
    case undefined:
      return { ok: false, mediaTypes: mediaTypesOf(at) };
  }
}

/** Where a request of this media type has its input. */
function placeIn({ address, form, documents }: LocatedOperations, mediaType: string | undefined): InputPlace | undefined {
  if (mediaType === formType && form.operations.length > 0) return "form";
  if (mediaType !== undefined && documentTypes.has(mediaType) && documents.size > 0) return "document";
  return address.operations.length > 0 ? "address" : undefined;
}

function mediaTypesOf({ form, documents }: LocatedOperations): readonly string[] {
  return [...(form.operations.length > 0 ? [formType] : []), ...(documents.size > 0 ? documentTypes : [])];
}

function refused(problem: HttpProblem, parameters: readonly RawParameter[] = []): ReadResult {
  return { ok: false, problem, parameters };
}

/** A long document is read in turns with other requests. */
function readDocument(message: ReceivedMessage, { documents }: LocatedOperations, { decode, rename }: ReadOptions): Soon<ReadResult> {
  let reader: TokenReader;
  try {
    reader = message.openDocument();
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const { code, line, column, message: reason } = error;
    return refused(malformed({ id: code, path: "/", line, column, message: reason }, `${line}:${column} ${code}: ${reason}`));
  }
  if (rename !== undefined) reader = new RenamingReader(reader, rename);
  const root = reader.name;
  const operation = documents.get(root.clark);
  if (operation?.input === undefined) return refused({ kind: "root", message: `no operation takes the document "${root.clark}"`, root });
  const decoded =
    message.bytes.length <= shortDocument
      ? decodeRoot(operation.input, reader, decode)
      : decodeRootInTurns(operation.input, reader, decode, new RequestTurns(() => message.time.signal));
  return andThen(decoded, (result) => readInput(operation, result));
}

function readInput(operation: HttpOperation, decoded: DecodeResult<unknown>): ReadResult {
  if (decoded.ok) return { ok: true, operation, input: decoded.value, parameters: undefined };
  return refused({ kind: "invalid", operation, issues: decoded.issues, message: decoded.issues.map(describeIssue).join("\n") });
}

function readForm(bytes: Uint8Array, group: ParameterGroup, isLenient: boolean): ReadResult {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    if (!isLenient) return refused(notUtf8);
    text = readLatin1(bytes);
  }
  return readEncoded(text, group, isLenient);
}

/** The first 256 characters of Unicode. The platform's decoder of that name means windows-1252. */
function readLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const notUtf8 = malformed(issueOf("http-form.encoding", "/", "the parameters are not percent-encoded UTF-8"));
const tooMany = malformed(issueOf("http-form.count", "/", "there are too many parameters"));

function malformed(issue: Issue, message = issue.message): HttpProblem {
  return { kind: "malformed", message, issues: [issue] };
}

/** What is wrong with parameters has no line. */
function issueOf(id: string, path: string, message: string): Issue {
  return { id, path, line: undefined, column: undefined, message };
}

function readEncoded(text: string, group: ParameterGroup, isLenient: boolean): ReadResult {
  if (hasTooManyParameters(text)) return refused(tooMany);
  const raw = parseUrlEncoded(text, isLenient);
  return raw === undefined ? refused(notUtf8) : readParameters(raw, group);
}

/** Parts of the location are percent-encoded, and a plus is a plus. */
function readParts(parts: readonly RawParameter[], group: ParameterGroup): ReadResult {
  try {
    return readParameters(
      parts.map(([name, value]) => [name, decodeURIComponent(value)]),
      group,
    );
  } catch (error) {
    if (error instanceof URIError) return refused(notUtf8);
    throw error;
  }
}

function readParameters(raw: readonly RawParameter[], { selector, operations }: ParameterGroup): ReadResult {
  if (selector === undefined) return readFirst(raw, operations);
  const { parameter, byValue } = selector;
  const wanted = parameter.toLowerCase();
  const values = raw.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const [value = ""] = values;
  const operation = byValue.get(value);
  if (operation !== undefined && values.length === 1) return readFor(operation, raw);
  return refused({ kind: "selector", message: selectorProblem(parameter, values), parameter, values }, raw);
}

function selectorProblem(parameter: string, values: readonly string[]): string {
  const [value = ""] = values;
  if (values.length > 1) return `the parameter "${parameter}" comes twice`;
  return value === ""
    ? `the parameter "${parameter}" is missing`
    : `no operation has the parameter "${parameter}" with the value "${value}"`;
}

/** No single parameter distinguishes the operations, so the first one that can read all of them is called. */
function readFirst(raw: readonly RawParameter[], operations: readonly HttpOperation[]): ReadResult {
  let first: ReadResult | undefined;
  for (const operation of operations) {
    const result = readFor(operation, raw);
    if (result.ok) return result;
    first ??= result;
  }
  if (first === undefined) throw new Error("internal: a group of operations is empty");
  return first;
}

function readFor(operation: HttpOperation, raw: readonly RawParameter[]): ReadResult {
  const { value, inOrder, problems } = operation.parameters.read(raw);
  const input = operation.parameters.names.length === 0 ? undefined : value;
  if (problems.length === 0) return { ok: true, operation, input, parameters: inOrder };
  const issues = problems.map(({ name, rule, message }) => issueOf(`http-parameter.${rule}`, `/${name}`, message));
  return refused({ kind: "invalid", operation, issues, message: problems.map(({ message }) => message).join("\n") }, raw);
}

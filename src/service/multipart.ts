/**
 * multipart/related: a document and the attachments that it refers to, in one body. RFC 2045, RFC 2046 §5.1, RFC 2387
 *
 * Everything is linear in the body, and parts are views of it.
 */
import type { ContentType } from "./content-type.js";

/** One part of a body; what an envelope has beside it. */
export interface Attachment {
  /** The Content-ID, without its angle brackets; undefined for a part that cannot be referred to. */
  readonly id: string | undefined;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** An attachment that is sent: all of its bytes, or a stream of them that is read while it is sent. */
export interface OutgoingAttachment extends Omit<Attachment, "bytes"> {
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
}

/** A body taken apart. */
export interface Multipart {
  /** The document. */
  readonly root: Attachment;
  /** All other parts, in the order in which they came. */
  readonly attachments: readonly Attachment[];
}

/** A body is not what its media type says. */
export class MultipartError extends Error {
  override readonly name = "MultipartError";
}

export const multipartType = "multipart/related";

/** Parts of a body, and bytes of a part's headers, at most. CXF has 50 parts and 300 bytes a header; JAX-WS and .NET have no limits but the body's. */
const maxParts = 1000;
const maxHeaderBytes = 8192;

/** Takes a body apart. Throws a MultipartError. */
export function readMultipart(bytes: Uint8Array, { parameters }: ContentType): Multipart {
  const boundary = parameters.get("boundary") ?? "";
  // RFC 2046 §5.1.1
  if (!/^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary)) throw new MultipartError("the media type has no boundary");
  const parts = splitParts(bytes, boundary).map(readPart);
  refuseTwins(parts);
  const start = parameters.get("start");
  const root = start === undefined ? parts[0] : parts.find(({ id }) => id === withoutBrackets(start));
  if (root === undefined) throw new MultipartError(start === undefined ? "the body has no parts" : `the body has no part "${start}"`);
  return { root, attachments: parts.filter((part) => part !== root) };
}

/** A Content-ID is that of one part: of two, each reader could take another one. RFC 2392 §2 */
function refuseTwins(parts: readonly Attachment[]): void {
  const ids = new Set<string>();
  for (const { id } of parts) {
    if (id === undefined) continue;
    if (ids.has(id)) throw new MultipartError(`two parts have the Content-ID "${id}"`);
    ids.add(id);
  }
}

/** A boundary that stands at the start of a line, with the bytes that end the part before it. */
function splitParts(bytes: Uint8Array, boundary: string): readonly Uint8Array[] {
  const delimiter = new TextEncoder().encode(`--${boundary}`);
  const parts: Uint8Array[] = [];
  let start: number | undefined;
  for (let at = findDelimiter(bytes, delimiter, 0); at >= 0; at = findDelimiter(bytes, delimiter, at + delimiter.length)) {
    if (start !== undefined) parts.push(bytes.subarray(start, Math.max(start, endOfPart(bytes, at))));
    if (parts.length > maxParts) throw new MultipartError(`the body has more than ${maxParts} parts`);
    const after = at + delimiter.length;
    if (bytes[after] === dash && bytes[after + 1] === dash) return parts;
    start = bytes.indexOf(lineFeed, after) + 1;
    if (start === 0) break;
  }
  throw new MultipartError("the body has no closing boundary");
}

const dash = 0x2d;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function findDelimiter(bytes: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(dash, from); at >= 0; at = bytes.indexOf(dash, at + 1)) {
    const isLineStart = at === 0 || bytes[at - 1] === lineFeed;
    if (isLineStart && isAt(bytes, delimiter, at) && endsDelimiter(bytes, at + delimiter.length)) return at;
  }
  return -1;
}

function isAt(bytes: Uint8Array, expected: Uint8Array, at: number): boolean {
  for (let index = 0; index < expected.length; index++) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

/** Behind a boundary stand two dashes, or blanks and the end of the line: another boundary may begin with this one. */
function endsDelimiter(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] === dash && bytes[at + 1] === dash) return true;
  let end = at;
  while (bytes[end] === 0x20 || bytes[end] === 0x09) end++;
  return bytes[end] === carriageReturn || bytes[end] === lineFeed;
}

/** The line break before a boundary belongs to the boundary. */
function endOfPart(bytes: Uint8Array, boundaryAt: number): number {
  return bytes[boundaryAt - 2] === carriageReturn ? boundaryAt - 2 : boundaryAt - 1;
}

function readPart(bytes: Uint8Array): Attachment {
  const end = endOfHeaders(bytes);
  const headers = new Map<string, string>();
  // A header may go on in the next line behind a blank. RFC 5322 §2.2.3
  const lines = new TextDecoder()
    .decode(bytes.subarray(0, end.headers))
    .replaceAll(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/);
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const coding = headers.get("content-transfer-encoding")?.toLowerCase() ?? "binary";
  const content = bytes.subarray(end.body);
  const id = headers.get("content-id");
  return {
    id: id === undefined ? undefined : withoutBrackets(id),
    contentType: headers.get("content-type") ?? "application/octet-stream",
    bytes: decodeTransfer(content, coding),
  };
}

/** Where the headers of a part end, and its body begins. */
function endOfHeaders(bytes: Uint8Array): { readonly headers: number; readonly body: number } {
  if (bytes[0] === lineFeed) return { headers: 0, body: 1 };
  if (bytes[0] === carriageReturn && bytes[1] === lineFeed) return { headers: 0, body: 2 };
  for (let at = bytes.indexOf(lineFeed); at >= 0 && at < maxHeaderBytes; at = bytes.indexOf(lineFeed, at + 1)) {
    if (bytes[at + 1] === lineFeed) return { headers: at, body: at + 2 };
    if (bytes[at + 1] === carriageReturn && bytes[at + 2] === lineFeed) return { headers: at, body: at + 3 };
  }
  throw new MultipartError(`the headers of a part do not end within ${maxHeaderBytes} bytes`);
}

/** RFC 2045 §6. quoted-printable is for text that nobody sends in such a body. */
function decodeTransfer(bytes: Uint8Array, coding: string): Uint8Array {
  if (coding === "binary" || coding === "8bit" || coding === "7bit") return bytes;
  if (coding !== "base64") throw new MultipartError(`the transfer encoding "${coding}" is not supported`);
  try {
    return Uint8Array.from(atob(new TextDecoder("latin1").decode(bytes)), (character) => character.charCodeAt(0));
  } catch {
    throw new MultipartError("a part is not in base64, as its headers say");
  }
}

function withoutBrackets(id: string): string {
  const trimmed = id.trim();
  return trimmed.startsWith("<") && trimmed.endsWith(">") ? trimmed.slice(1, -1) : trimmed;
}

/** The media type of a document with parts of its content in attachments. XOP §4.1 */
export const xopType = "application/xop+xml";

/** How an envelope and its attachments are put together: as MTOM has it, or as SOAP Messages with Attachments does. */
export type Packaging = "mtom" | "swa";

/** A body that was put together. */
export interface WrittenMultipart {
  /** The value of Content-Type. */
  readonly contentType: string;
  /** A stream if an attachment is one. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

const rootId = "root@soapwright";

/** Puts an envelope of the media type `type` (with its parameters) and attachments together. MTOM §3.2, SOAP Messages with Attachments §3 */
export function writeMultipart(
  packaging: Packaging,
  type: string,
  envelope: Uint8Array,
  attachments: readonly OutgoingAttachment[],
): WrittenMultipart {
  const boundary = `uuid:${crypto.randomUUID()}`;
  const quoted = type.replaceAll(/["\\]/g, "\\$&");
  const isMtom = packaging === "mtom";
  const root = { id: rootId, contentType: isMtom ? `${xopType}; charset=utf-8; type="${quoted}"` : type, bytes: envelope };
  const encoder = new TextEncoder();
  const parts: readonly OutgoingAttachment[] = [root, ...attachments];
  const chunks = parts.flatMap(({ id, contentType, bytes }) => [
    encoder.encode(
      `--${boundary}\r\ncontent-id: <${headerText(id ?? crypto.randomUUID())}>\r\ncontent-transfer-encoding: binary\r\n` +
        `content-type: ${headerText(contentType)}\r\n\r\n`,
    ),
    bytes,
    encoder.encode("\r\n"),
  ]);
  const [plainType = type] = type.split(";");
  const described = isMtom ? `type="${xopType}"; start-info="${quoted}"` : `type="${plainType}"`;
  return {
    contentType: `${multipartType}; ${described}; start="<${rootId}>"; boundary="${boundary}"`,
    body: join([...chunks, encoder.encode(`--${boundary}--\r\n`)]),
  };
}

/** Text in one line of a header: nothing of it can end the line. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, "_");
}

function join(chunks: readonly OutgoingAttachment["bytes"][]): WrittenMultipart["body"] {
  const whole = chunks.filter((chunk) => chunk instanceof Uint8Array);
  return whole.length === chunks.length ? joinBytes(whole) : inTurn(chunks);
}

async function* inTurn(chunks: readonly OutgoingAttachment["bytes"][]): AsyncIterable<Uint8Array> {
  for (const chunk of chunks) {
    if (chunk instanceof Uint8Array) yield chunk;
    else yield* chunk;
  }
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * multipart/related: a document and the attachments that it refers to, in one body. RFC 2045, RFC 2046 §5.1, RFC 2387
 *
 * `multipart-scanner.ts` finds the parts; here a whole body is taken apart, and put together.
 */
import type { ContentType } from "./content-type.js";
import { MultipartError, MultipartScanner, type PartHead, withoutBrackets } from "./multipart-scanner.js";

export { MultipartError } from "./multipart-scanner.js";

/** One part of a body; what an envelope has beside it. */
export interface Attachment extends PartHead {
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

export const multipartType = "multipart/related";

/** Takes a body apart. Throws a MultipartError. */
export function readMultipart(bytes: Uint8Array, contentType: ContentType): Multipart {
  const scanner = new MultipartScanner(contentType);
  const parts: { readonly head: PartHead; readonly content: Uint8Array[] }[] = [];
  scanner.add(bytes);
  for (let scanned = scanner.next(); scanned !== undefined && scanned.kind !== "end"; scanned = scanner.next()) {
    if (scanned.kind === "head") parts.push({ head: scanned.head, content: [] });
    else parts.at(-1)?.content.push(scanned.bytes);
  }
  scanner.finish();
  const whole = parts.map(({ head, content }) => ({ ...head, bytes: joinBytes(content) }));
  const start = startOf(contentType);
  const root = start === undefined ? whole[0] : whole.find(({ id }) => id === start);
  if (root === undefined) throw rootIsMissing(contentType);
  return { root, attachments: whole.filter((part) => part !== root) };
}

/** The Content-ID of the root; undefined: it is the first part. RFC 2387 §3.2 */
export function startOf({ parameters }: ContentType): string | undefined {
  const start = parameters.get("start");
  return start === undefined ? undefined : withoutBrackets(start);
}

/** The error for a body without the root that its media type names. */
export function rootIsMissing({ parameters }: ContentType): MultipartError {
  const start = parameters.get("start");
  return new MultipartError(start === undefined ? "the body has no parts" : `the body has no part "${start}"`);
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

/** One array with the bytes of all; the same one if there is one alone. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * Bytes of a multipart body, in chunks of any size -> the heads of its parts, and their content. RFC 2045, RFC 2046 §5.1
 *
 * "--b\r\nA: x\r\n\r\none\r\n--b--" gives a head, the content "one", and the end. Work is linear in the body, whatever its chunks are; what is kept
 * between two chunks is no longer than the headers of a part or a boundary. Content that lies in one chunk is a view of it.
 */
import type { ContentType } from "./content-type.js";

/** A body is not what its media type says. */
export class MultipartError extends Error {
  override readonly name = "MultipartError";
  /** Where in the body, in bytes; undefined for what is wrong with the message as a whole. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(offset === undefined ? message : `${message}, at byte ${offset} of the body`);
    this.offset = offset;
  }
}

/** Parts of a body, and bytes of a part's headers, at most. CXF has 50 parts and 300 bytes a header; JAX-WS and .NET have no limits but the body's. */
const maxParts = 1000;
const maxHeaderBytes = 8192;
/** Blanks behind a boundary, at most. RFC 2046 §5.1.1 asks readers to expect some, and writers to write none. */
const maxPadding = 1000;

/** The head of a part. */
export interface PartHead {
  /** The Content-ID, without its angle brackets; undefined for a part that cannot be referred to. */
  readonly id: string | undefined;
  readonly contentType: string;
}

/** What comes next in a body: the head of a part, some content of the last part, or the end of all parts. */
export type Scanned =
  | { readonly kind: "head"; readonly head: PartHead }
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  | typeof end;

const end = { kind: "end" } as const;

const dash = 0x2d;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

type State = "preamble" | "delimiter" | "headers" | "content" | "end";

/** Where a delimiter stands, or could stand when more bytes have come. */
interface Delimiter {
  readonly at: number;
  /** Undefined: the bytes end before it is decided. */
  readonly after: number | undefined;
}

/** Takes a body apart as it arrives. */
export class MultipartScanner {
  readonly #delimiter: Uint8Array;
  readonly #pending = new PendingBytes();
  readonly #ids = new Set<string>();
  #state: State = "preamble";
  #isLineStart = true;
  #parts = 0;
  #coding: TransferCoding = new PlainContent();

  /** Throws a MultipartError if the media type has no boundary. */
  constructor({ parameters }: ContentType) {
    const boundary = parameters.get("boundary") ?? "";
    // RFC 2046 §5.1.1
    if (!/^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary)) throw new MultipartError("the media type has no boundary");
    this.#delimiter = new TextEncoder().encode(`--${boundary}`);
  }

  /** Takes the bytes that have come next. */
  add(chunk: Uint8Array): void {
    if (this.#state !== "end") this.#pending.add(chunk);
  }

  /** Gives what the bytes so far hold; undefined if more of them are needed. Throws a MultipartError. */
  next(): Scanned | undefined {
    for (;;) {
      const state = this.#state;
      if (state === "end") return end;
      if (state === "delimiter") {
        if (!this.#endDelimiterLine()) return undefined;
      } else if (state === "headers") {
        const head = this.#readHead();
        return head === undefined ? undefined : { kind: "head", head };
      } else {
        const bytes = this.#readContent();
        if (bytes !== undefined && bytes.length > 0) return { kind: "content", bytes };
        if (this.#state === state) return undefined;
      }
    }
  }

  /** Says that no more bytes come. Throws a MultipartError if the last part has not ended. */
  finish(): void {
    if (this.#state !== "end") throw new MultipartError("the body has no closing boundary", this.#pending.offset + this.#pending.length);
  }

  /** Reads on to the next boundary, as far as the bytes go. Undefined: nothing of it is for the caller. */
  #readContent(): Uint8Array | undefined {
    const pending = this.#pending;
    const { bytes, at } = pending;
    const found = this.#findDelimiter(at, pending.end);
    const last = found === undefined ? pending.end - trailingLineBreak(bytes, at, pending.end) : endOfContent(bytes, at, found.at);
    const isContent = this.#state === "content";
    const content = isContent ? this.#coding.decode(bytes.subarray(at, last), pending.offset) : undefined;
    if (last > at) this.#isLineStart = false;
    if (found?.after === undefined) {
      pending.skipTo(last);
      return content;
    }
    const rest = isContent ? this.#coding.finish(pending.offset) : undefined;
    pending.skipTo(found.after);
    this.#state = "delimiter";
    return content === undefined || rest === undefined || rest.length === 0 ? content : concat(content, rest);
  }

  /** The first delimiter in a range of the pending bytes. */
  #findDelimiter(from: number, to: number): Delimiter | undefined {
    const { bytes } = this.#pending;
    for (let at = bytes.indexOf(dash, from); at >= 0 && at < to; at = bytes.indexOf(dash, at + 1)) {
      const isLineStart = at === from ? this.#isLineStart : bytes[at - 1] === lineFeed;
      if (!isLineStart || !isBeginning(bytes, this.#delimiter, at, to)) continue;
      if (at + this.#delimiter.length > to) return { at, after: undefined };
      const ends = this.#endsDelimiter(at + this.#delimiter.length, to);
      if (ends !== false) return { at, after: ends === undefined ? undefined : at + this.#delimiter.length };
    }
    return undefined;
  }

  /** Behind a boundary stand two dashes, or blanks and the end of the line: another boundary may begin with this one. Undefined: the bytes do not say. */
  #endsDelimiter(at: number, to: number): boolean | undefined {
    const { bytes } = this.#pending;
    if (at >= to) return undefined;
    if (bytes[at] === dash) return at + 1 >= to ? undefined : bytes[at + 1] === dash;
    let after = at;
    while (after < to && (bytes[after] === 0x20 || bytes[after] === 0x09)) after++;
    if (after - at > maxPadding) throw this.#error(`more than ${maxPadding} blanks stand behind a boundary`, at);
    return after >= to ? undefined : bytes[after] === carriageReturn || bytes[after] === lineFeed;
  }

  /** Reads the rest of a delimiter's line. False: the bytes end before the line does. */
  #endDelimiterLine(): boolean {
    const pending = this.#pending;
    const { bytes, at } = pending;
    if (bytes[at] === dash) {
      this.#state = "end";
      pending.clear();
      return true;
    }
    const lineEnd = bytes.indexOf(lineFeed, at);
    const isThere = lineEnd >= 0 && lineEnd < pending.end;
    if ((isThere ? lineEnd : pending.end) - at > 2 * maxPadding) throw this.#error("the line of a boundary does not end", at);
    if (!isThere) return false;
    if (++this.#parts > maxParts) throw this.#error(`the body has more than ${maxParts} parts`, at);
    pending.skipTo(lineEnd + 1);
    this.#state = "headers";
    return true;
  }

  #readHead(): PartHead | undefined {
    const pending = this.#pending;
    const { bytes, at } = pending;
    const ends = endOfHeaders(bytes, at, pending.searched, pending.end);
    if ((ends?.headers ?? pending.end) - at >= maxHeaderBytes) {
      throw this.#error(`the headers of a part do not end within ${maxHeaderBytes} bytes`, at);
    }
    if (ends === undefined) {
      // The last three bytes may be the beginning of the end.
      pending.searched = Math.max(at, pending.end - 3);
      return undefined;
    }
    const text = bytes.subarray(at, ends.headers);
    this.#isLineStart = true;
    if (this.#findDelimiter(at, ends.body) !== undefined) throw this.#error("the headers of a part do not end before a boundary", at);
    const headers = readHeaders(text);
    const id = headers.get("content-id");
    const head = {
      id: id === undefined ? undefined : withoutBrackets(id),
      contentType: headers.get("content-type") ?? "application/octet-stream",
    };
    this.#refuseTwin(head.id);
    this.#coding = transferCoding(headers.get("content-transfer-encoding")?.toLowerCase() ?? "binary", pending.offset);
    pending.skipTo(ends.body);
    this.#state = "content";
    return head;
  }

  /** A Content-ID is that of one part: of two, each reader could take another one. RFC 2392 §2 */
  #refuseTwin(id: string | undefined): void {
    if (id === undefined) return;
    if (this.#ids.has(id)) throw this.#error(`two parts have the Content-ID "${id}"`, this.#pending.at);
    this.#ids.add(id);
  }

  #error(message: string, at: number): MultipartError {
    return new MultipartError(message, this.#pending.offset + at - this.#pending.at);
  }
}

/** The bytes that have come and were not read yet. A chunk that nothing is left before is not copied. */
class PendingBytes {
  bytes = new Uint8Array(0);
  at = 0;
  end = 0;
  /** How far a search that found nothing has come. */
  searched = 0;
  /** Of `at` in the body. */
  offset = 0;
  #isOwn = false;

  get length(): number {
    return this.end - this.at;
  }

  add(chunk: Uint8Array): void {
    const { length } = this;
    if (length === 0) {
      this.#replace(chunk, chunk.length, false);
      return;
    }
    if (!this.#isOwn || this.bytes.length - this.end < chunk.length) {
      // Views of the old bytes have been given away. Room for as much again makes copying linear.
      const grown = new Uint8Array(2 * (length + chunk.length));
      grown.set(this.bytes.subarray(this.at, this.end));
      this.#replace(grown, length, true);
    }
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  #replace(bytes: Uint8Array, length: number, isOwn: boolean): void {
    this.searched = Math.max(0, this.searched - this.at);
    // A Uint8Array over any buffer is read like one over an ArrayBuffer.
    this.bytes = bytes as Uint8Array<ArrayBuffer>;
    this.at = 0;
    this.end = length;
    this.#isOwn = isOwn;
  }

  skipTo(at: number): void {
    this.offset += at - this.at;
    this.at = at;
    this.searched = at;
  }

  clear(): void {
    this.skipTo(this.end);
    this.#replace(new Uint8Array(0), 0, false);
  }
}

/** Tests if the bytes from `at` on, which may be cut off, begin as expected. */
function isBeginning(bytes: Uint8Array, expected: Uint8Array, at: number, to: number): boolean {
  const length = Math.min(expected.length, to - at);
  for (let index = 0; index < length; index++) if (bytes[at + index] !== expected[index]) return false;
  return true;
}

/** The line break before a boundary belongs to the boundary. */
function endOfContent(bytes: Uint8Array, from: number, boundaryAt: number): number {
  return boundaryAt - trailingLineBreak(bytes, from, boundaryAt);
}

/** The length of the line break, or of its first half, at the end of a range. */
function trailingLineBreak(bytes: Uint8Array, from: number, to: number): number {
  if (to === from) return 0;
  if (bytes[to - 1] === carriageReturn) return 1;
  if (bytes[to - 1] !== lineFeed) return 0;
  return to - 1 > from && bytes[to - 2] === carriageReturn ? 2 : 1;
}

/** Where the headers of a part end, and its content begins; undefined if the bytes end before that. */
function endOfHeaders(
  bytes: Uint8Array,
  from: number,
  searched: number,
  to: number,
): { readonly headers: number; readonly body: number } | undefined {
  const blank = lineBreakAt(bytes, from, to);
  if (blank > 0) return { headers: from, body: from + blank };
  for (let at = bytes.indexOf(lineFeed, searched); at >= 0 && at < to; at = bytes.indexOf(lineFeed, at + 1)) {
    const length = lineBreakAt(bytes, at + 1, to);
    if (length > 0) return { headers: at, body: at + 1 + length };
  }
  return undefined;
}

/** The length of the line break that stands here; 0: another byte does, or the bytes end. */
function lineBreakAt(bytes: Uint8Array, at: number, to: number): number {
  if (at < to && bytes[at] === lineFeed) return 1;
  return at + 1 < to && bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? 2 : 0;
}

function readHeaders(bytes: Uint8Array): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  // A header may go on in the next line behind a blank. RFC 5322 §2.2.3
  const lines = new TextDecoder()
    .decode(bytes)
    .replaceAll(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/);
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** A Content-ID as references have it. */
export function withoutBrackets(id: string): string {
  const trimmed = id.trim();
  return trimmed.startsWith("<") && trimmed.endsWith(">") ? trimmed.slice(1, -1) : trimmed;
}

/** Undoes the transfer encoding of one part. Throws a MultipartError. */
interface TransferCoding {
  decode(bytes: Uint8Array, offset: number): Uint8Array;
  /** Gives what only the end of the part shows. */
  finish(offset: number): Uint8Array;
}

const noBytes = new Uint8Array(0);

class PlainContent implements TransferCoding {
  decode(bytes: Uint8Array): Uint8Array {
    return bytes;
  }

  finish(): Uint8Array {
    return noBytes;
  }
}

/** Digits come in groups of four, which chunks may part. RFC 2045 §6.8 */
class Base64Content implements TransferCoding {
  #rest = "";
  #isPadded = false;

  decode(bytes: Uint8Array, offset: number): Uint8Array {
    const text = this.#rest + new TextDecoder("latin1").decode(bytes).replaceAll(/[ \t\r\n\f]+/g, "");
    const whole = text.length - (text.length % 4);
    this.#rest = text.slice(whole);
    return this.#decodeDigits(text.slice(0, whole), offset);
  }

  finish(offset: number): Uint8Array {
    return this.#decodeDigits(this.#rest, offset);
  }

  #decodeDigits(text: string, offset: number): Uint8Array {
    if (text === "") return noBytes;
    try {
      if (this.#isPadded) throw new Error("digits behind padding");
      this.#isPadded = text.endsWith("=");
      return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    } catch {
      throw new MultipartError("a part is not in base64, as its headers say", offset);
    }
  }
}

/** RFC 2045 §6. quoted-printable is for text that nobody sends in such a body. */
function transferCoding(coding: string, offset: number): TransferCoding {
  if (coding === "binary" || coding === "8bit" || coding === "7bit") return new PlainContent();
  if (coding === "base64") return new Base64Content();
  throw new MultipartError(`the transfer encoding "${coding}" is not supported`, offset);
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const whole = new Uint8Array(left.length + right.length);
  whole.set(left);
  whole.set(right, left.length);
  return whole;
}

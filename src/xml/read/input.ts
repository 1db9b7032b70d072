/**
 * The input of a reader as UTF-8 bytes: a whole document, or chunks pulled one after the other, in any supported encoding.
 */
import { type Encoding, encodingByName, sniffEncoding, transcoderOf, unitLength } from "./encodings.js";
import type { Feed } from "./feed.js";
import type { Transcoder } from "./transcoder.js";

/** Thrown to the window, which knows the position. */
export class InputRefusal {
  readonly code: "xml-encoding" | "xml-limit-bytes";
  readonly message: string;

  constructor(code: "xml-encoding" | "xml-limit-bytes", message: string) {
    this.code = code;
    this.message = message;
  }
}

const nothing = new Uint8Array();
const encoder = new TextEncoder();

/** Tests for input that arrives over time, without its class. */
export function isFeed(input: Uint8Array | string | Iterable<Uint8Array> | Feed): input is Feed {
  return typeof input === "object" && "isDry" in input;
}

/** The bytes of one document. */
export class Input {
  /** The document as UTF-8, if it was given as a whole. */
  whole: Uint8Array | undefined;
  encoding: Encoding = "UTF-8";
  /** Bytes of a byte order mark that are not part of the UTF-8 text. */
  markLength = 0;
  /** How the encoding was determined. A declaration matters only for "sniffed" and "default". */
  knownFrom: "string" | "mark" | "charset" | "sniffed" | "default" = "default";
  /** The UTF-8 text begins with a byte order mark, which is kept so that offsets match the input. */
  beginsWithMark = false;
  readonly #limit: number;
  readonly #chunks: Iterator<Uint8Array> | undefined;
  readonly #feed: Feed | undefined;
  #transcoder: Transcoder | undefined;
  /** Bytes of UTF-8 that were made of the input so far. */
  #converted = 0;
  #current: Uint8Array = nothing;
  #taken = 0;
  #received = 0;
  /** There is no further chunk. */
  #ended = false;

  constructor(input: Uint8Array | string | Iterable<Uint8Array> | Feed, limit: number) {
    this.#limit = limit;
    this.#feed = isFeed(input) ? input : undefined;
    if (typeof input === "string") {
      this.knownFrom = "string";
      this.#current = encode(input);
    } else if (input instanceof Uint8Array) this.#current = input;
    else if (isFeed(input)) this.#chunks = input;
    else this.#chunks = input[Symbol.iterator]();
    if (this.#chunks === undefined) this.whole = this.#current;
    this.#count(this.#current);
  }

  /** Determines the encoding from the byte order mark, media type or first bytes. The XML declaration comes later. */
  open(charset: string | undefined): void {
    while (this.#current.length < 4 && this.#pull());
    const sniffed = sniffEncoding(this.#current);
    this.beginsWithMark = sniffed.encoding === "UTF-8";
    if (this.knownFrom === "string") return;
    if (sniffed.refused !== undefined) throw new InputRefusal("xml-encoding", `the encoding "${sniffed.refused}" is not supported`);
    let encoding = sniffed.encoding;
    if (sniffed.markLength > 0) this.knownFrom = "mark";
    else if (charset !== undefined) {
      this.knownFrom = "charset";
      encoding = supported(charset, sniffed.encoding);
    } else if (encoding !== undefined) this.knownFrom = "sniffed";
    if (encoding !== undefined && encoding !== "UTF-8") this.#switch(encoding, sniffed.markLength);
  }

  /** What is here has been read, but more may come. */
  get isDry(): boolean {
    return this.#feed?.isDry === true && this.#taken === this.#current.length;
  }

  /** Counts bytes from here on, not from the beginning. */
  countAnew(): void {
    this.#received = 0;
    this.#converted = 0;
  }

  /** Copies up to `space` bytes of UTF-8 into the target. 0: the input has ended or is dry. */
  read(target: Uint8Array, at: number, space: number): number {
    while (this.#taken === this.#current.length) {
      this.#current = nothing;
      this.#taken = 0;
      if (!this.#pull()) return 0;
    }
    const count = Math.min(space, this.#current.length - this.#taken);
    target.set(count === this.#current.length ? this.#current : this.#current.subarray(this.#taken, this.#taken + count), at);
    this.#taken += count;
    return count;
  }

  /**
   * Switches to the encoding that the declaration names. `rest` are the raw bytes after the declaration that were read already; returns them
   * in UTF-8.
   */
  switchAfterDeclaration(encoding: Encoding, rest: Uint8Array, declarationEnd: number): Uint8Array {
    const before = this.whole?.subarray(0, declarationEnd);
    this.encoding = encoding;
    this.#transcoder = transcoderOf(encoding);
    if (this.#transcoder === undefined) return rest;
    let converted = this.#convert(rest);
    this.#current = this.#convert(this.#current.subarray(this.#taken));
    this.#taken = 0;
    // A short document has been read to its end together with the declaration.
    if (this.#ended) converted = join(converted, this.#finish());
    if (before !== undefined) this.whole = join(join(before, converted), this.#current);
    return converted;
  }

  /** The offset in the input of a position given in UTF-16 code units; undefined for UTF-8. */
  offsetOfUnits(units: number): number | undefined {
    const length = unitLength(this.encoding);
    return length === undefined ? undefined : this.markLength + units * length;
  }

  unitsOfOffset(offset: number): number | undefined {
    const length = unitLength(this.encoding);
    return length === undefined ? undefined : Math.floor(Math.max(0, offset - this.markLength) / length);
  }

  /** Tells the source of chunks to stop. */
  close(): void {
    this.#chunks?.return?.();
  }

  /** Converts the bytes read so far, and all further ones. */
  #switch(encoding: Encoding, markLength: number): void {
    this.encoding = encoding;
    this.markLength = markLength;
    this.#transcoder = transcoderOf(encoding);
    this.#current = this.#convert(this.#current.subarray(markLength));
    if (this.whole !== undefined) {
      this.#current = join(this.#current, this.#finish());
      this.whole = this.#current;
    }
  }

  /** Adds the next chunk, or the rest of an incomplete character at the end. False: there is nothing more, or not yet. */
  #pull(): boolean {
    if (this.#feed?.isDry === true) return false;
    const result = this.#chunks?.next();
    if (result === undefined || result.done === true) {
      this.#ended = true;
      const rest = this.#finish();
      this.#current = join(this.#current, rest);
      return rest.length > 0;
    }
    this.#count(result.value);
    this.#current = join(this.#current, this.#convert(result.value));
    return true;
  }

  #finish(): Uint8Array {
    const rest = this.#transcoder?.finish() ?? nothing;
    this.#transcoder = undefined;
    return rest;
  }

  /** The bytes in UTF-8, where text beyond ASCII may be three times as long. */
  #convert(bytes: Uint8Array): Uint8Array {
    if (this.#transcoder === undefined) return bytes;
    const converted = this.#transcoder.convert(bytes);
    this.#converted += converted.length;
    this.#check(this.#converted);
    return converted;
  }

  #count(bytes: Uint8Array): void {
    this.#received += bytes.length;
    this.#check(this.#received);
  }

  #check(bytes: number): void {
    if (bytes > this.#limit)
      throw new InputRefusal("xml-limit-bytes", `the input, or its text in UTF-8, is longer than ${this.#limit} bytes`);
  }
}

function supported(name: string, sniffed: Encoding | undefined): Encoding {
  const encoding = encodingByName(name);
  if (encoding === undefined) throw new InputRefusal("xml-encoding", `the encoding "${name}" is not supported`);
  if (encoding !== "UTF-16") return encoding;
  // Without a byte order mark, RFC 2781 §4.3 assumes big endian, unless the first bytes show otherwise.
  return sniffed === "UTF-16LE" ? "UTF-16LE" : "UTF-16BE";
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

/** TextEncoder would replace a lone surrogate by U+FFFD. An invalid byte makes the reader report it at its position instead. */
function encode(text: string): Uint8Array {
  const lone = text.search(/[\ud800-\udfff]/u);
  return lone < 0 ? encoder.encode(text) : join(encoder.encode(text.slice(0, lone)), Uint8Array.of(0xff));
}

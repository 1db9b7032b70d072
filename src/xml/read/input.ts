/**
 * The input of a reader: a whole document or chunks that are pulled one after the other, in any supported encoding, as UTF-8 bytes.
 */
import { type Encoding, encodingByName, sniffEncoding, type Transcoder, transcoderOf, unitLength } from "./encodings.js";

/** Thrown to the window, which knows the place. */
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

export class Input {
  /** The document as UTF-8, where it was given as a whole. */
  whole: Uint8Array | undefined;
  encoding: Encoding = "UTF-8";
  /** Bytes of a byte order mark that are not part of the UTF-8 text. */
  markLength = 0;
  /** Where the encoding is known from: a declaration has a say only after "sniffed" and "default". */
  knownFrom: "string" | "mark" | "charset" | "sniffed" | "default" = "default";
  /** Whether the UTF-8 text begins with a byte order mark. It stays, so that offsets are offsets of the input. */
  beginsWithMark = false;
  readonly #limit: number;
  readonly #chunks: Iterator<Uint8Array> | undefined;
  #transcoder: Transcoder | undefined;
  #current: Uint8Array = nothing;
  #taken = 0;
  #received = 0;

  constructor(input: Uint8Array | string | Iterable<Uint8Array>, limit: number) {
    this.#limit = limit;
    if (typeof input === "string") {
      this.knownFrom = "string";
      this.#current = encode(input);
    } else if (input instanceof Uint8Array) this.#current = input;
    else this.#chunks = input[Symbol.iterator]();
    if (this.#chunks === undefined) this.whole = this.#current;
    this.#count(this.#current);
  }

  /** Settles the encoding by byte order mark, media type or first bytes; the declaration comes later (`declare`). */
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

  /** Copies up to `space` bytes of UTF-8 into the target; 0: the input has ended. */
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
   * Turns to the encoding that the declaration names; `rest` are the raw bytes that were read already and stand behind the declaration.
   * Gives those bytes in UTF-8.
   */
  switchAfterDeclaration(encoding: Encoding, rest: Uint8Array, declarationEnd: number): Uint8Array {
    const before = this.whole?.subarray(0, declarationEnd);
    const transcoder = transcoderOf(encoding);
    this.encoding = encoding;
    this.#transcoder = transcoder;
    if (transcoder === undefined) return rest;
    const converted = transcoder.convert(rest);
    this.#current = transcoder.convert(this.#current.subarray(this.#taken));
    this.#taken = 0;
    if (before !== undefined) this.whole = join(join(before, converted), this.#current);
    return converted;
  }

  /** The offset in the input of a place that stands that many UTF-16 code units from the start of the text; undefined for UTF-8. */
  offsetOfUnits(units: number): number | undefined {
    const length = unitLength(this.encoding);
    return length === undefined ? undefined : this.markLength + units * length;
  }

  unitsOfOffset(offset: number): number | undefined {
    const length = unitLength(this.encoding);
    return length === undefined ? undefined : Math.floor(Math.max(0, offset - this.markLength) / length);
  }

  /** Tells the giver of chunks that no more are wanted. */
  close(): void {
    this.#chunks?.return?.();
  }

  /** Converts what was read and what is to come. */
  #switch(encoding: Encoding, markLength: number): void {
    this.encoding = encoding;
    this.markLength = markLength;
    this.#transcoder = transcoderOf(encoding);
    const text = this.#current.subarray(markLength);
    this.#current = this.#transcoder?.convert(text) ?? text;
    if (this.whole !== undefined) {
      this.#current = join(this.#current, this.#finish());
      this.whole = this.#current;
    }
  }

  /** Adds the next chunk, or what a cut character at the end leaves; false: there is nothing more. */
  #pull(): boolean {
    const result = this.#chunks?.next();
    if (result === undefined || result.done === true) {
      const rest = this.#finish();
      this.#current = join(this.#current, rest);
      return rest.length > 0;
    }
    this.#count(result.value);
    this.#current = join(this.#current, this.#transcoder?.convert(result.value) ?? result.value);
    return true;
  }

  #finish(): Uint8Array {
    const rest = this.#transcoder?.finish() ?? nothing;
    this.#transcoder = undefined;
    return rest;
  }

  #count(bytes: Uint8Array): void {
    this.#received += bytes.length;
    if (this.#received > this.#limit) throw new InputRefusal("xml-limit-bytes", `the input is longer than ${this.#limit} bytes`);
  }
}

function supported(name: string, sniffed: Encoding | undefined): Encoding {
  const encoding = encodingByName(name);
  if (encoding === undefined) throw new InputRefusal("xml-encoding", `the encoding "${name}" is not supported`);
  if (encoding !== "UTF-16") return encoding;
  // RFC 2781 §4.3: without a mark, big endian is to be assumed; the first bytes know better where they tell.
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

/** A lone surrogate would silently become U+FFFD; a byte that UTF-8 never holds makes the reader refuse it in its place. */
function encode(text: string): Uint8Array {
  const lone = text.search(/[\ud800-\udfff]/u);
  return lone < 0 ? encoder.encode(text) : join(encoder.encode(text.slice(0, lone)), Uint8Array.of(0xff));
}

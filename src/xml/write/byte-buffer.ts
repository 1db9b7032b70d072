/**
 * A growing buffer of UTF-8 bytes: strings in, bytes out, escaped as text or attribute value. XML 1.0 §2.2, §2.4
 *
 * Short ASCII strings, the common case, are copied in one loop; in longer ones the text between escapes is encoded at once.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { describeForbidden } from "../characters.js";
import { XmlWriteError } from "../errors.js";
import { giveMemory, takeMemory } from "./spare-memory.js";

const initialLength = 4 * 1024;
/** From this length on, one call of TextEncoder is faster than a loop. */
const longText = 48;

/** Copies of short documents share buffers of this length: making a buffer costs more than copying what it holds. */
const sharedLength = 64 * 1024;
const longestShared = 8 * 1024;

const encoder = new TextEncoder();
let shared = new Uint8Array();
let sharedUsed = 0;

/** A copy of the bytes; several may share a buffer. */
function copyOf(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > longestShared) return copyAlone(bytes);
  if (sharedUsed + length > shared.length) {
    shared = new Uint8Array(sharedLength);
    sharedUsed = 0;
  }
  const copy = shared.subarray(sharedUsed, sharedUsed + length);
  copy.set(bytes);
  sharedUsed += length;
  return copy;
}

/** Makes memory that does not hold zeros first, where the platform has such: for a long document, that takes a fifth of its time. */
const uncleared = (globalThis as { readonly Buffer?: { readonly allocUnsafeSlow: (length: number) => Uint8Array } }).Buffer
  ?.allocUnsafeSlow;

/** A copy with a buffer of its own. */
export function copyAlone(bytes: Uint8Array): Uint8Array {
  if (uncleared === undefined || bytes.length <= longestShared) return bytes.slice();
  const copy = new Uint8Array(uncleared(bytes.length).buffer);
  copy.set(bytes);
  return copy;
}

/** 1 for ASCII characters that are not escaped. */
const plainInText = plainTable("&<>", "\t\n");
const plainInAttribute = plainTable('&<"', "");

function plainTable(escaped: string, controls: string): Uint8Array {
  const table = new Uint8Array(128).fill(1, 0x20);
  for (const character of escaped) table[character.charCodeAt(0)] = 0;
  for (const character of controls) table[character.charCodeAt(0)] = 1;
  return table;
}

/** Characters that are escaped or refused. ">" is always escaped in text, so "]]>" cannot arise from two calls. */
const escapedInText = /[&<>\0-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]/u;
const escapedInAttribute = /[&<"\0-\x1f\ufffe\uffff\ud800-\udfff]/u;

const escapes: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["\t", "&#x9;"],
  ["\n", "&#xA;"],
  ["\r", "&#xD;"],
]);

/** A text that is written often, stored as words of four bytes, which is several times faster than byte by byte. */
export class FixedText {
  readonly length: number;
  readonly words: Int32Array;

  constructor(text: string) {
    const bytes = encoder.encode(`${text}\0\0\0`);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    this.length = bytes.length - 3;
    this.words = Int32Array.from({ length: bytes.length >> 2 }, (_, index) => view.getInt32(index * 4, true));
  }
}

/** The bytes of one document. */
export class ByteBuffer {
  length = 0;
  #bytes: Uint8Array;
  #view: DataView;

  constructor() {
    this.#bytes = takeMemory() ?? new Uint8Array(initialLength);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Returns a copy of the bytes and keeps the buffer for the next document. */
  finish(): Uint8Array {
    const copy = this.copy();
    giveMemory(this.#bytes);
    this.#bytes = new Uint8Array();
    this.#view = new DataView(this.#bytes.buffer);
    this.length = 0;
    return copy;
  }

  /** Returns a copy of the bytes. */
  copy(): Uint8Array {
    return copyAlone(this.#bytes.subarray(0, this.length));
  }

  /** Returns a copy of the bytes, which may share its buffer with others. */
  copyShared(): Uint8Array {
    return copyOf(this.#bytes.subarray(0, this.length));
  }

  /** Returns the bytes in the memory that they were written to. The buffer goes on in other memory, after the first `kept` of them. */
  lend(kept: number): Uint8Array {
    const lent = this.#bytes.subarray(0, this.length);
    this.#bytes = takeMemory() ?? new Uint8Array(this.#bytes.length);
    this.#view = new DataView(this.#bytes.buffer);
    this.length = 0;
    this.append(lent.subarray(0, kept));
    return lent;
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2, initialLength));
    grown.set(this.#bytes.subarray(0, this.length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** Writes bytes. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Writes text that needs no escaping: names and markup. */
  plain(text: string): void {
    this.#reserve(text.length * 3);
    const bytes = this.#bytes;
    let at = this.length;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit >= 0x80) {
        this.length = at;
        this.#encode(text.slice(index));
        return;
      }
      bytes[at++] = unit;
    }
    this.length = at;
  }

  /** Writes a fixed text. */
  fixed(text: FixedText): void {
    const { words, length } = text;
    // Writes whole words, so up to three bytes after the text; the next call overwrites them.
    if (this.length + length + 4 > this.#bytes.length) this.#reserve(length + 4);
    const view = this.#view;
    let at = this.length;
    for (let index = 0; index < words.length; index++) {
      view.setInt32(at, words[index] as number, true);
      at += 4;
    }
    this.length += length;
  }

  /** Writes character data. */
  text(text: string): void {
    this.#escaped(text, plainInText, escapedInText);
  }

  /** Writes an attribute value for double quotes. Tabs and line ends become references, so that readers do not normalize them. */
  attributeValue(text: string): void {
    this.#escaped(text, plainInAttribute, escapedInAttribute);
  }

  #escaped(text: string, plain: Uint8Array, escaped: RegExp): void {
    let index = 0;
    if (text.length < longText) {
      this.#reserve(text.length);
      const bytes = this.#bytes;
      let at = this.length;
      while (index < text.length) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x80 || plain[unit] === 0) break;
        bytes[at++] = unit;
        index++;
      }
      this.length = at;
      if (index === text.length) return;
    }
    this.#escapedSlowly(index === 0 ? text : text.slice(index), escaped);
  }

  #escapedSlowly(text: string, escaped: RegExp): void {
    let rest = text;
    for (let found = rest.search(escaped); found >= 0; found = rest.search(escaped)) {
      this.#encode(rest.slice(0, found));
      const character = rest.charAt(found);
      const reference = escapes.get(character);
      if (reference === undefined) refuseCharacter(rest, found);
      this.plain(reference);
      rest = rest.slice(found + 1);
    }
    this.#encode(rest);
  }

  #encode(text: string): void {
    this.#reserve(text.length * 3);
    this.length += encoder.encodeInto(text, this.#bytes.subarray(this.length)).written;
  }
}

function refuseCharacter(text: string, index: number): never {
  throw new XmlWriteError(describeForbidden(text.codePointAt(index) ?? 0));
}

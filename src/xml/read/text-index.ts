/**
 * Strings of a window: UTF-8 bytes -> slices of a string that is decoded once per window.
 *
 * One call of TextDecoder per window and one slice per string is several times faster than one call per string. ASCII strings are sliced from
 * a text with one character per byte, so byte indices are string indices. Other strings are sliced from the decoded text; a table with one
 * entry per 16 bytes maps byte indices to string indices.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */

import { continuationBits, countBits, pairBits } from "../utf8-words.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const blockBits = 4;
const wordsOfBlock = 4;

/** The strings of one window. */
export class TextIndex {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  #complete = true;
  /** The text with one character per byte; those for bytes beyond ASCII are meaningless. */
  #ascii: string | undefined;
  #decoded: string | undefined;
  /** The text is ASCII only, so both strings are the same. */
  #isAscii = false;
  #validEnd = 0;
  /** The index in the decoded text of each block of 16 bytes. */
  #blocks: Uint32Array | undefined;
  /** The character at `validEnd` is U+FFFE or U+FFFF, not an invalid byte. */
  isNoncharacter = false;
  #hasInvalid = false;

  /** Starts over with other bytes. They begin at the start of their buffer. */
  reset(bytes: Uint8Array, end: number, complete: boolean): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#complete = complete;
    this.#ascii = undefined;
    this.#decoded = undefined;
    this.#blocks = undefined;
    this.#isAscii = false;
    this.isNoncharacter = false;
    this.#hasInvalid = false;
  }

  ascii(start: number, end: number): string {
    const text = this.#ascii ?? this.#makeAscii();
    return text.slice(start, end);
  }

  /** The caller has checked that `end` is not beyond `validEnd`. */
  string(start: number, end: number): string {
    const decoded = this.#decoded ?? this.#decode();
    if (this.#isAscii) return decoded.slice(start, end);
    return decoded.slice(this.#indexOf(start), this.#indexOf(end));
  }

  /** The index of the first invalid byte or non-ASCII character that XML forbids, or the end of the last complete character. */
  validEnd(): number {
    if (this.#decoded === undefined) this.#decode();
    return this.#validEnd;
  }

  /** Tests if there is invalid UTF-8 before `end`. */
  isInvalidBefore(end: number): boolean {
    return this.validEnd() < end && this.#hasInvalid && !this.isNoncharacter;
  }

  /** The end of the last complete character. */
  wholeEnd(): number {
    const bytes = this.#bytes;
    let start = this.#end - 1;
    const lowest = Math.max(0, this.#end - 3);
    while (start > lowest && ((bytes[start] as number) & 0xc0) === 0x80) start--;
    if (start < 0) return this.#end;
    return start + sequenceLength(bytes[start] as number) > this.#end ? start : this.#end;
  }

  #makeAscii(): string {
    const decoded = this.#decoded ?? this.#decode();
    if (this.#isAscii) this.#ascii = decoded;
    else this.#ascii = decoder.decode(withoutHighBits(this.#bytes.subarray(0, this.#end)));
    return this.#ascii;
  }

  #decode(): string {
    const end = this.#complete ? this.#end : this.wholeEnd();
    let decoded: string;
    try {
      decoded = decoder.decode(this.#bytes.subarray(0, end));
      this.#validEnd = end;
    } catch {
      this.#hasInvalid = true;
      this.#validEnd = findInvalid(this.#bytes, end);
      decoded = decoder.decode(this.#bytes.subarray(0, this.#validEnd));
    }
    this.#isAscii = decoded.length === this.#end;
    if (!this.#isAscii && (decoded.includes("\ufffe") || decoded.includes("\uffff"))) {
      this.#validEnd = findNoncharacter(this.#bytes, this.#validEnd);
      this.isNoncharacter = true;
      decoded = decoder.decode(this.#bytes.subarray(0, this.#validEnd));
    }
    this.#decoded = decoded;
    return decoded;
  }

  #indexOf(byte: number): number {
    const blocks = this.#blocks ?? this.#makeBlocks();
    const block = byte >> blockBits;
    return (blocks[block] as number) + countUnits(this.#bytes, block << blockBits, byte);
  }

  #makeBlocks(): Uint32Array {
    const blocks = new Uint32Array((this.#end >> blockBits) + 1);
    const words = new Uint32Array(this.#bytes.buffer, 0, this.#bytes.buffer.byteLength >> 2);
    let units = 0;
    for (let block = 1; block < blocks.length; block++) {
      units += countUnitsOfBlock(words, (block - 1) * wordsOfBlock);
      blocks[block] = units;
    }
    this.#blocks = blocks;
    return blocks;
  }
}

/** Counts UTF-16 code units four bytes at a time. */
function countUnitsOfBlock(words: Uint32Array, start: number): number {
  let continuations = 0;
  let pairs = 0;
  for (let index = start; index < start + wordsOfBlock; index++) {
    const word = words[index] as number;
    if ((word & 0x80808080) === 0) continue;
    continuations += continuationBits(word);
    pairs += pairBits(word);
  }
  return (1 << blockBits) - countBits(continuations) + countBits(pairs);
}

/** Counts UTF-16 code units byte by byte: one for each byte that begins a character, two for the first of four bytes. */
function countUnits(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if ((byte & 0xc0) !== 0x80) units += byte < 0xf0 ? 1 : 2;
  }
  return units;
}

function withoutHighBits(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array((bytes.length + 3) & ~3);
  copy.set(bytes);
  const words = new Uint32Array(copy.buffer);
  for (let index = 0; index < words.length; index++) words[index] = (words[index] as number) & 0x7f7f7f7f;
  return copy.subarray(0, bytes.length);
}

function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** The index of the first byte that does not begin a valid UTF-8 sequence. RFC 3629 §4 */
function findInvalid(bytes: Uint8Array, end: number): number {
  let index = 0;
  while (index < end) {
    const first = bytes[index] as number;
    if (first < 0x80) {
      index++;
      continue;
    }
    const length = sequenceLength(first);
    if (first < 0xc2 || first > 0xf4 || index + length > end || !isSequence(bytes, index, length)) return index;
    index += length;
  }
  return end;
}

function isSequence(bytes: Uint8Array, index: number, length: number): boolean {
  for (let offset = 1; offset < length; offset++) if (((bytes[index + offset] as number) & 0xc0) !== 0x80) return false;
  const first = bytes[index] as number;
  const second = bytes[index + 1] as number;
  if (first === 0xe0) return second >= 0xa0;
  if (first === 0xed) return second < 0xa0;
  if (first === 0xf0) return second >= 0x90;
  return first !== 0xf4 || second < 0x90;
}

/** Finds U+FFFE or U+FFFF: EF BF BE, EF BF BF. */
function findNoncharacter(bytes: Uint8Array, end: number): number {
  for (let index = 0; index + 2 < end; index++) {
    if (bytes[index] === 0xef && bytes[index + 1] === 0xbf && (bytes[index + 2] as number) >= 0xbe) return index;
  }
  return end;
}

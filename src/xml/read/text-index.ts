/**
 * Strings of a window: UTF-8 bytes -> slices of a string that is decoded once per window.
 *
 * One call of TextDecoder per window and one slice per string is several times faster than one call per string. In a window of ASCII, byte
 * indices are string indices. In any other window a table with one entry per 16 bytes maps byte indices to string indices.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */

import { continuationBits, countBits, pairBits } from "../utf8-words.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/**
 * Text with other characters is decoded in pieces of 32 KiB: the engine gets memory from the system for each string of more than 128 KiB, and so for a
 * whole window with two bytes a character.
 */
const pieceBits = 15;
const blockBits = 4;
const wordsOfBlock = 4;

/** The strings of one window. */
export class TextIndex {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  #complete = true;
  #isDecoded = false;
  /** The text, if it is ASCII only. */
  #ascii: string | undefined;
  /** Otherwise its pieces. Each begins with the first character at or after a multiple of the piece's length. */
  readonly #pieces: string[] = [];
  /** The index in the decoded text at which each piece begins. */
  readonly #unitsBefore: number[] = [];
  /** The document has characters beyond ASCII. */
  #hasOthers = false;
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
    this.#isDecoded = false;
    if (this.#pieces.length > 0) this.#pieces.length = this.#unitsBefore.length = 0;
    this.#blocks = undefined;
    this.isNoncharacter = false;
    this.#hasInvalid = false;
  }

  /** The string of bytes that are all ASCII. */
  ascii(start: number, end: number): string {
    const text = this.#ascii;
    return text === undefined ? this.#asciiAmongOthers(start, end) : text.slice(start, end);
  }

  #asciiAmongOthers(start: number, end: number): string {
    if (!this.#isDecoded) this.#decode();
    if (this.#ascii !== undefined) return this.#ascii.slice(start, end);
    // Nothing after an invalid byte is in the decoded text.
    if (end > this.#validEnd) return decoder.decode(this.#bytes.subarray(start, end));
    const index = this.#indexOf(start);
    return this.#slice(start >> pieceBits, index, index + end - start);
  }

  /** The caller has checked that `end` is not beyond `validEnd`. */
  string(start: number, end: number): string {
    if (!this.#isDecoded) this.#decode();
    if (this.#ascii !== undefined) return this.#ascii.slice(start, end);
    return this.#slice(start >> pieceBits, this.#indexOf(start), this.#indexOf(end));
  }

  /** The string between two indices in the decoded text, of which the first is in a piece. */
  #slice(piece: number, start: number, end: number): string {
    if (start === end) return "";
    const text = this.#pieces[piece] as string;
    const before = this.#unitsBefore[piece] as number;
    if (end - before <= text.length) return text.slice(start - before, end - before);
    return text.slice(start - before) + this.#slice(piece + 1, before + text.length, end);
  }

  /** The index of the first invalid byte or non-ASCII character that XML forbids, or the end of the last complete character. */
  validEnd(): number {
    if (!this.#isDecoded) this.#decode();
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

  #decode(): void {
    this.#isDecoded = true;
    const end = this.#complete ? this.#end : this.wholeEnd();
    this.#validEnd = end;
    if (!this.#hasOthers) {
      const text = decodeValid(this.#bytes.subarray(0, end));
      if (text?.length === this.#end) {
        this.#ascii = text;
        return;
      }
      this.#hasOthers = true;
    }
    let units = 0;
    for (let start = 0; start < this.#validEnd; ) {
      const next = this.#startOfPiece(this.#pieces.length + 1, end);
      const text = this.#decodePiece(start, next);
      this.#pieces.push(text);
      this.#unitsBefore.push(units);
      units += text.length;
      start = next;
    }
  }

  #startOfPiece(piece: number, end: number): number {
    const first = piece << pieceBits;
    if (first >= end) return end;
    let start = first;
    // More continuation bytes are invalid.
    while (start < first + 3 && ((this.#bytes[start] as number) & 0xc0) === 0x80) start++;
    return Math.min(start, end);
  }

  /** Decodes a piece up to the first byte that is invalid or begins a character that XML forbids. */
  #decodePiece(start: number, end: number): string {
    let text = decodeValid(this.#bytes.subarray(start, end));
    if (text === undefined) {
      this.#hasInvalid = true;
      this.#validEnd = findInvalid(this.#bytes, start, end);
      text = decoder.decode(this.#bytes.subarray(start, this.#validEnd));
    }
    if (!text.includes("\ufffe") && !text.includes("\uffff")) return text;
    this.#validEnd = findNoncharacter(this.#bytes, start, end);
    this.isNoncharacter = true;
    return decoder.decode(this.#bytes.subarray(start, this.#validEnd));
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

/** The text of bytes; undefined if they are not valid UTF-8. */
function decodeValid(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
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

function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** The index of the first byte that does not begin a valid UTF-8 sequence. RFC 3629 §4 */
function findInvalid(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
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
function findNoncharacter(bytes: Uint8Array, start: number, end: number): number {
  for (let index = start; index + 2 < end; index++) {
    if (bytes[index] === 0xef && bytes[index + 1] === 0xbf && (bytes[index + 2] as number) >= 0xbe) return index;
  }
  return end;
}

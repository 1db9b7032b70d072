/**
 * Numbers of line ends and of characters in the bytes of a window that moves on: four bytes at a time.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "./byte.js";
import { continuationBits, countBits } from "./utf8-words.js";

/** How bytes are counted. */
export interface ByteCounts {
  /** The number of line ends: LF, CR LF or CR. The first byte is not in the middle of one. */
  readonly lines: (bytes: Uint8Array, from: number, to: number) => number;
  /** The number of bytes that continue a character of UTF-8. */
  readonly continued: (bytes: Uint8Array, from: number, to: number) => number;
}

/** Counts without anything that has to be loaded. */
export const wordCounts: ByteCounts = {
  lines: (bytes, from, to) => {
    const { firstWord, lastWord, words } = wordsOf(bytes, from, to);
    if (firstWord >= lastWord) return linesInBytes(bytes, from, to, 0);
    const start = firstWord << 2;
    const end = lastWord << 2;
    let count = linesInBytes(bytes, from, start, 0) + linesInBytes(bytes, end, to, bytes[end - 1]);
    for (let index = firstWord; index < lastWord; index += mostWords) {
      const before = index << 2 > from ? bytes[(index << 2) - 1] : 0;
      count += linesInWords(words, index, Math.min(lastWord, index + mostWords), before);
    }
    return count;
  },
  continued: (bytes, from, to) => {
    const { firstWord, lastWord, words } = wordsOf(bytes, from, to);
    if (firstWord >= lastWord) return continuedInBytes(bytes, from, to);
    let count = continuedInBytes(bytes, from, firstWord << 2) + continuedInBytes(bytes, lastWord << 2, to);
    for (let index = firstWord; index < lastWord; index++) count += countBits(continuationBits(words[index] as number));
    return count;
  },
};

/** The words that lie between two indices. */
function wordsOf(bytes: Uint8Array, from: number, to: number): { firstWord: number; lastWord: number; words: Int32Array } {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return { firstWord: (from + 3) >> 2, lastWord: to >> 2, words };
}

/** `last` is the byte before the first one. */
function linesInBytes(bytes: Uint8Array, from: number, to: number, last: number | undefined): number {
  let count = 0;
  let before = last;
  for (let index = from; index < to; index++) {
    const byte = bytes[index];
    if (byte === Byte.carriageReturn || (byte === Byte.lineFeed && before !== Byte.carriageReturn)) count++;
    before = byte;
  }
  return count;
}

function continuedInBytes(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index++) if (((bytes[index] as number) & 0xc0) === 0x80) count++;
  return count;
}

/** A byte of a word can count to this. */
const mostWords = 255;

/** Each byte of `counts` counts for one of four columns. */
function linesInWords(words: Int32Array, from: number, to: number, last: number | undefined): number {
  let counts = 0;
  let before = last === Byte.carriageReturn ? 1 : 0;
  for (let index = from; index < to; index++) {
    const word = words[index] as number;
    const feeds = zeroBytes(word ^ 0x0a0a0a0a);
    const returns = zeroBytes(word ^ 0x0d0d0d0d);
    counts = (counts + (returns | (feeds & ~((returns << 8) | before)))) | 0;
    before = returns >>> 24;
  }
  return (counts & 0xff) + ((counts >>> 8) & 0xff) + ((counts >>> 16) & 0xff) + (counts >>> 24);
}

/** A 1 in each byte that is zero: the sum sets the high bit of every other byte. */
function zeroBytes(word: number): number {
  return (~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) >>> 7) & 0x01010101;
}

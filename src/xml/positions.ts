/**
 * Byte offset -> line and column, computed on demand.
 *
 * A line ends with LF, CR LF or CR; columns count characters; both start at 1. A checkpoint is kept every 1,024 bytes, so that any number of
 * lookups in any order costs one pass over the bytes plus a short scan each.
 */
import { Byte } from "./characters.js";
import { continuationBits, countBits, pairBits } from "./utf8-words.js";

const step = 1024;

/** The state of the scan. `units` counts UTF-16 code units from the start, from which offsets in other encodings are computed. */
interface ScanState {
  line: number;
  column: number;
  units: number;
  /** The previous byte was a carriage return, so a line feed here belongs to it. */
  afterReturn: boolean;
}

/** A position without its byte offset. */
export interface Located {
  readonly line: number;
  readonly column: number;
  readonly units: number;
}

/** The lines of a whole text, or of the part of it that is in a window. */
export class LineIndex {
  /** The position of the first indexed byte. */
  #start: ScanState = { line: 1, column: 1, units: 0, afterReturn: false };
  #checkpoints: ScanState[] = [];

  /** The position of a byte. */
  locate(bytes: Uint8Array, index: number): Located {
    if (this.#checkpoints.length === 0) this.#checkpoints.push({ ...this.#start });
    const wanted = Math.floor(index / step);
    while (this.#checkpoints.length <= wanted) {
      const last = this.#checkpoints.length - 1;
      this.#checkpoints.push(walk(bytes, last * step, (last + 1) * step, this.#checkpoints[last] ?? this.#start));
    }
    return walk(bytes, wanted * step, index, this.#checkpoints[wanted] ?? this.#start);
  }

  /** The index of the byte that is `units` code units from the start of the text, or the end. */
  indexOfUnits(bytes: Uint8Array, end: number, units: number): number {
    let index = 0;
    while (index + step <= end && this.locate(bytes, index + step).units <= units) index += step;
    while (index < end && this.locate(bytes, index).units < units) index++;
    return index;
  }

  /**
   * Drops the first `count` bytes of a window that moves on, and returns the positions of the bytes at `marked`, which are in order. `countsUnits`:
   * code units are needed.
   */
  discard(bytes: Uint8Array, marked: readonly number[], count: number, countsUnits: boolean): readonly Located[] {
    let from = 0;
    const places = marked.map((to) => {
      this.#start = pass(bytes, from, to, this.#start, countsUnits);
      from = to;
      return this.#start;
    });
    this.#start = pass(bytes, from, count, this.#start, countsUnits);
    this.#checkpoints = [];
    return places;
  }

  /** Drops the checkpoints, because the bytes were replaced. */
  reset(): void {
    this.#checkpoints = [];
  }
}

function walk(bytes: Uint8Array, from: number, to: number, start: ScanState): ScanState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lastWord = Math.min(to, bytes.length) - 4;
  let { line, column, units } = start;
  let before = start.afterReturn ? Byte.carriageReturn : 0;
  for (let index = from; index < to; ) {
    const word = index <= lastWord ? view.getUint32(index) : 0;
    if (!mayEndLine(word)) {
      const characters = 4 - countBits(continuationBits(word));
      column += characters;
      units += characters + countBits(pairBits(word));
      before = 0;
      index += 4;
      continue;
    }
    const byte = bytes[index++] ?? 0;
    if (byte === Byte.lineFeed || byte === Byte.carriageReturn) {
      if (byte === Byte.carriageReturn || before !== Byte.carriageReturn) line++;
      column = 1;
      units++;
    } else if ((byte & 0xc0) !== 0x80) {
      column++;
      units += byte >= 0xf0 ? 2 : 1;
    }
    before = byte;
  }
  return { line, column, units, afterReturn: before === Byte.carriageReturn };
}

/** Tests if one of four bytes is below 0x0E, where line feed and carriage return are. */
function mayEndLine(word: number): boolean {
  return ((word - 0x0e0e0e0e) & ~word & 0x80808080) !== 0;
}

/** Like `walk`, but faster: counts lines four bytes at a time, and characters in the last line only. */
function pass(bytes: Uint8Array, from: number, to: number, start: ScanState, countsUnits: boolean): ScanState {
  if (countsUnits || start.afterReturn) return walk(bytes, from, to, start);
  const lastLine = bytes.subarray(from, to).lastIndexOf(Byte.lineFeed);
  if (lastLine < 0) return walk(bytes, from, to, start);
  const end = from + lastLine + 1;
  const lines = countLines(bytes, from, end);
  if (lines < 0) return walk(bytes, from, to, start);
  return walk(bytes, end, to, { line: start.line + lines, column: 1, units: start.units, afterReturn: false });
}

/** The number of line feeds; negative where there are carriage returns. */
function countLines(bytes: Uint8Array, from: number, to: number): number {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const firstWord = (from + 3) >> 2;
  const lastWord = Math.max(firstWord, to >> 2);
  let count = countInBytes(bytes, from, Math.min(to, firstWord << 2)) + countInBytes(bytes, lastWord << 2, to);
  for (let index = firstWord; index < lastWord; index += mostWords)
    count += countInWords(words, index, Math.min(lastWord, index + mostWords));
  return count;
}

function countInBytes(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index++) {
    if (bytes[index] === Byte.lineFeed) count++;
    else if (bytes[index] === Byte.carriageReturn) return Number.NEGATIVE_INFINITY;
  }
  return count;
}

/** A byte of a word can count to this. */
const mostWords = 255;

/**
 * A byte of `feed` is zero for a line feed; the sum sets the high bit of every other byte. Each byte of `counts` counts for one of four columns.
 * The high bit of a byte of `returns` is set where a byte of `carriage` is zero.
 */
function countInWords(words: Int32Array, from: number, to: number): number {
  let counts = 0;
  let returns = 0;
  for (let index = from; index < to; index++) {
    const word = words[index] ?? 0;
    const feed = word ^ 0x0a0a0a0a;
    const carriage = word ^ 0x0d0d0d0d;
    const others = ((feed & 0x7f7f7f7f) + 0x7f7f7f7f) | feed;
    counts = (counts + ((~others >>> 7) & 0x01010101)) | 0;
    returns |= (carriage - 0x01010101) & ~carriage;
  }
  if ((returns & 0x80808080) !== 0) return Number.NEGATIVE_INFINITY;
  return (counts & 0xff) + ((counts >>> 8) & 0xff) + ((counts >>> 16) & 0xff) + (counts >>> 24);
}

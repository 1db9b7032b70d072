/**
 * Byte offset -> line and column, computed on demand.
 *
 * A line ends with LF, CR LF or CR; columns count characters; both start at 1. A checkpoint is kept every 1,024 bytes, so that any number of
 * lookups in any order costs one pass over the bytes plus a short scan each.
 */

import * as Byte from "./byte.js";
import { type ByteCounts, wordCounts } from "./byte-counts.js";
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
  readonly #counts: ByteCounts;

  constructor(counts = wordCounts) {
    this.#counts = counts;
  }

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
    const passTo = (to: number): ScanState => {
      this.#start = countsUnits ? walk(bytes, from, to, this.#start) : pass(bytes, from, to, this.#start, this.#counts);
      from = to;
      return this.#start;
    };
    const places = marked.map(passTo);
    passTo(count);
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

/** Like `walk`, but faster: counts lines and characters, in the last line only, many bytes at a time. It keeps no code units. */
function pass(bytes: Uint8Array, from: number, to: number, start: ScanState, counts: ByteCounts): ScanState {
  if (from === to) return start;
  const { line, column, units, afterReturn } = start;
  // The line feed of a line end that was passed in part.
  const first = afterReturn && bytes[from] === Byte.lineFeed ? from + 1 : from;
  const lines = counts.lines(bytes, first, to);
  const lastLine = lines === 0 ? first : startOfLine(bytes, to);
  return {
    line: line + lines,
    column: (lines === 0 ? column : 1) + to - lastLine - counts.continued(bytes, lastLine, to),
    units,
    afterReturn: bytes[to - 1] === Byte.carriageReturn,
  };
}

/** The index after the last line end before an index. There is one. */
function startOfLine(bytes: Uint8Array, end: number): number {
  let start = end;
  while (bytes[start - 1] !== Byte.lineFeed && bytes[start - 1] !== Byte.carriageReturn) start--;
  return start;
}

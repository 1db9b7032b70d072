/**
 * Byte offset -> line and column, computed when somebody asks.
 *
 * A line ends with LF, CR LF or CR; a column counts characters; both begin with 1. Every 1,024 bytes a checkpoint is kept, so that
 * any number of questions in any order costs one pass over the bytes plus a short walk each.
 */
import { Byte } from "./characters.js";

const step = 1024;

/** A place in a text. `units` counts UTF-16 code units from the start: offsets of other encodings are computed from it. */
interface Place {
  line: number;
  column: number;
  units: number;
  /** The byte before was a carriage return, so a line feed here belongs to it. */
  afterReturn: boolean;
}

export interface Located {
  readonly line: number;
  readonly column: number;
  readonly units: number;
}

/** Lines of a text that is there as a whole, or of the part of it that stands in a window. */
export class LineIndex {
  /** The place of the first byte that is indexed. */
  #start: Place = { line: 1, column: 1, units: 0, afterReturn: false };
  #checkpoints: Place[] = [];

  /** Finds the place of a byte of `bytes`. */
  locate(bytes: Uint8Array, index: number): Located {
    if (this.#checkpoints.length === 0) this.#checkpoints.push({ ...this.#start });
    const wanted = Math.floor(index / step);
    while (this.#checkpoints.length <= wanted) {
      const last = this.#checkpoints.length - 1;
      this.#checkpoints.push(walk(bytes, last * step, (last + 1) * step, this.#checkpoints[last] ?? this.#start));
    }
    return walk(bytes, wanted * step, index, this.#checkpoints[wanted] ?? this.#start);
  }

  /** Finds the byte that stands `units` code units from the start of the text, or the end. */
  indexOfUnits(bytes: Uint8Array, end: number, units: number): number {
    let index = 0;
    while (index + step <= end && this.locate(bytes, index + step).units <= units) index += step;
    while (index < end && this.locate(bytes, index).units < units) index++;
    return index;
  }

  /** Forgets the first bytes of a window that moves on. */
  discard(bytes: Uint8Array, count: number): void {
    this.#start = walk(bytes, 0, count, this.#start);
    this.#checkpoints = [];
  }

  /** Forgets what was computed, because the bytes were replaced. */
  reset(): void {
    this.#checkpoints = [];
  }
}

function walk(bytes: Uint8Array, from: number, to: number, start: Place): Place {
  let { line, column, units } = start;
  let before = start.afterReturn ? Byte.carriageReturn : 0;
  for (let index = from; index < to; index++) {
    const byte = bytes[index] ?? 0;
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

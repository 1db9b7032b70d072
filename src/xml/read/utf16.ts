/**
 * UTF-16 -> UTF-8. RFC 2781 §2
 *
 * A text is converted block by block. Nearly all blocks of most documents are ASCII: one look at all their units tells, and the platform then copies
 * each low byte, which takes it a tenth of the time that a loop takes.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { invalidByte, type Transcoder } from "./transcoder.js";

/** Units of a block. */
const blockLength = 2048;
/** The block that is converted, in the byte order of the platform. */
const block = /*@__PURE__*/ new Uint16Array(blockLength);
const blockBytes = /*@__PURE__*/ new Uint8Array(block.buffer);
/** The same units, two at a time. */
const pairs = /*@__PURE__*/ new Int32Array(block.buffer);
/** The block in UTF-8, where it is not ASCII. A unit has three bytes at most; the one before may be a surrogate without its partner. */
const written = /*@__PURE__*/ new Uint8Array(3 * (blockLength + 1));
const isLittleEndian = /*@__PURE__*/ new Uint8Array(/*@__PURE__*/ Uint16Array.of(1).buffer)[0] === 1;

/** Converts one document. */
export class Utf16Transcoder implements Transcoder {
  /** The byte order is not that of the platform. */
  readonly #swaps: boolean;
  /** The first byte of a code unit split by the end of a chunk; -1: none. */
  #cut = -1;
  /** A high surrogate whose partner has not been read; 0: none. */
  #lead = 0;
  #target = new Uint8Array();
  #length = 0;

  constructor(order: "little" | "big") {
    this.#swaps = (order === "little") !== isLittleEndian;
  }

  convert(chunk: Uint8Array): Uint8Array {
    // Documents of any language are ASCII for the most part, as their tags are.
    this.#target = new Uint8Array((chunk.length >> 1) + (chunk.length >> 4) + 4);
    this.#length = 0;
    let index = 0;
    if (this.#cut >= 0 && chunk.length > 0) {
      blockBytes[0] = this.#cut;
      blockBytes[1] = chunk[index++] as number;
      this.#cut = -1;
      this.#convertBlock(1);
    }
    while (index + 1 < chunk.length) {
      const count = Math.min(blockLength, (chunk.length - index) >> 1);
      blockBytes.set(chunk.subarray(index, index + 2 * count));
      this.#convertBlock(count);
      index += 2 * count;
    }
    if (index < chunk.length) this.#cut = chunk[index] as number;
    const converted = this.#target.subarray(0, this.#length);
    this.#target = new Uint8Array();
    return converted;
  }

  finish(): Uint8Array {
    return this.#cut >= 0 || this.#lead !== 0 ? Uint8Array.of(invalidByte) : new Uint8Array();
  }

  /** Converts the first units of the block. */
  #convertBlock(count: number): void {
    if (this.#swaps) swapBytes(count);
    if (this.#lead === 0 && isAscii(count)) this.#add(count === blockLength ? block : block.subarray(0, count));
    else this.#add(written.subarray(0, this.#writeBlock(count)));
  }

  #add(bytes: Uint8Array | Uint16Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#target.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(this.#target.subarray(0, this.#length));
      this.#target = grown;
    }
    this.#target.set(bytes, this.#length);
    this.#length = length;
  }

  /** Writes the first units of the block in UTF-8, and returns the number of bytes. */
  #writeBlock(count: number): number {
    let length = 0;
    let lead = this.#lead;
    for (let index = 0; index < count; index++) {
      const unit = block[index] as number;
      if (lead !== 0) {
        const isPair = isTrail(unit);
        length = isPair ? putAstral(length, lead, unit) : putInvalid(length);
        lead = 0;
        if (isPair) continue;
      }
      if (unit < 0x80) written[length++] = unit;
      else if (unit < 0x800) {
        written[length++] = 0xc0 | (unit >> 6);
        written[length++] = 0x80 | (unit & 0x3f);
      } else if (unit < 0xd800 || unit >= 0xe000) {
        written[length++] = 0xe0 | (unit >> 12);
        written[length++] = 0x80 | ((unit >> 6) & 0x3f);
        written[length++] = 0x80 | (unit & 0x3f);
      } else if (isTrail(unit)) length = putInvalid(length);
      else lead = unit;
    }
    this.#lead = lead;
    return length;
  }
}

function swapBytes(count: number): void {
  for (let index = 0; index < (count + 1) >> 1; index++) {
    const pair = pairs[index] as number;
    pairs[index] = ((pair >>> 8) & 0xff00ff) | ((pair & 0xff00ff) << 8);
  }
}

/** Tests the first units of the block. */
function isAscii(count: number): boolean {
  let all = 0;
  const even = count >> 1;
  for (let index = 0; index < even; index++) all |= pairs[index] as number;
  if ((count & 1) === 1) all |= block[count - 1] as number;
  return (all & ~0x7f007f) === 0;
}

/** Tests for the second surrogate of a pair. */
function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function putInvalid(at: number): number {
  written[at] = invalidByte;
  return at + 1;
}

/** Writes the character of two surrogates, and returns the index after it. */
function putAstral(at: number, lead: number, trail: number): number {
  const codePoint = 0x10000 + ((lead - 0xd800) << 10) + (trail - 0xdc00);
  written[at] = 0xf0 | (codePoint >> 18);
  written[at + 1] = 0x80 | ((codePoint >> 12) & 0x3f);
  written[at + 2] = 0x80 | ((codePoint >> 6) & 0x3f);
  written[at + 3] = 0x80 | (codePoint & 0x3f);
  return at + 4;
}

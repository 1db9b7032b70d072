/**
 * A growing buffer of octets: numbers and strings in, records out. MC-NBFX §2.1
 */
import { describeCharacter, forbiddenCharacter } from "../../xml/characters.js";
import { XmlWriteError } from "../../xml/errors.js";
import { maxSizeOctets, writeSize } from "../size.js";

const encoder = new TextEncoder();
const initialLength = 1024;
/** From this length on, one call of TextEncoder is faster than a loop. */
const longText = 48;
const longestShortAscii = 127;

/** A larger buffer is not kept for the next document. */
const keptLength = 1024 * 1024;
let spare: Uint8Array<ArrayBuffer> | undefined;

export class OctetBuffer {
  length = 0;
  #octets: Uint8Array<ArrayBuffer>;
  #madeView: DataView | undefined;

  constructor() {
    this.#octets = spare ?? new Uint8Array(initialLength);
    spare = undefined;
  }

  get #view(): DataView {
    this.#madeView ??= new DataView(this.#octets.buffer);
    return this.#madeView;
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#octets.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#octets.length * 2));
    grown.set(this.#octets.subarray(0, this.length));
    this.#octets = grown;
    this.#madeView = undefined;
  }

  /** Makes room for `count` octets; returns where they begin. */
  #take(count: number): number {
    this.#reserve(count);
    const at = this.length;
    this.length = at + count;
    return at;
  }

  octet(value: number): void {
    const at = this.#take(1);
    this.#octets[at] = value;
  }

  /** Replaces an octet that was written before. */
  replace(at: number, value: number): void {
    this.#octets[at] = value;
  }

  at(index: number): number {
    return this.#octets[index] ?? 0;
  }

  uint16(value: number): void {
    const at = this.#take(2);
    this.#view.setUint16(at, value, true);
  }

  uint32(value: number): void {
    const at = this.#take(4);
    this.#view.setUint32(at, value, true);
  }

  uint64(value: bigint): void {
    const at = this.#take(8);
    this.#view.setBigUint64(at, value, true);
  }

  float(value: number): void {
    const at = this.#take(4);
    this.#view.setFloat32(at, value, true);
    // The quiet NaN of .NET has its sign bit set.
    if (Number.isNaN(value)) this.#view.setUint32(at, 0xffc00000, true);
  }

  double(value: number): void {
    const at = this.#take(8);
    this.#view.setFloat64(at, value, true);
    if (Number.isNaN(value)) this.#view.setBigUint64(at, 0xfff8000000000000n, true);
  }

  size(value: number): void {
    this.#reserve(maxSizeOctets);
    this.length = writeSize(this.#octets, this.length, value);
  }

  octets(octets: Uint8Array): void {
    const at = this.#take(octets.length);
    this.#octets.set(octets, at);
  }

  /** A string preceded by its length. MC-NBFX §2.1.3 */
  string(text: string): void {
    // Names and namespaces are short: the length mostly takes one octet, so the text is written after it at once.
    this.#reserve(maxSizeOctets + text.length * 3);
    const start = this.length;
    const written = this.#utf8At(text, start + 1);
    if (written >= 0x80) {
      const behind = writeSize(this.#octets, start, written);
      this.length = behind + this.#utf8At(text, behind);
    } else {
      this.#octets[start] = written;
      this.length = start + 1 + written;
    }
  }

  /** Writes a type octet, a length in one octet, and text; false, having written nothing, if the text is not short and ASCII. */
  shortAscii(type: number, text: string): boolean {
    const { length } = text;
    if (length > longestShortAscii) return false;
    this.#reserve(length + 2);
    const octets = this.#octets;
    const start = this.length + 2;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < 0x20 || unit > 0x7e) return false;
      octets[start + index] = unit;
    }
    octets[start - 2] = type;
    octets[start - 1] = length;
    this.length = start + length;
    return true;
  }

  /** Text without its length; returns the number of octets. */
  utf8(text: string): number {
    this.#reserve(text.length * 3);
    const written = this.#utf8At(text, this.length);
    this.length += written;
    return written;
  }

  #utf8At(text: string, start: number): number {
    if (text.length < longText) {
      const octets = this.#octets;
      let index = 0;
      for (; index < text.length; index++) {
        const unit = text.charCodeAt(index);
        if (unit >= 0x7f || unit < 0x20) break;
        octets[start + index] = unit;
      }
      if (index === text.length) return index;
    }
    checkCharacters(text);
    return encoder.encodeInto(text, this.#octets.subarray(start)).written;
  }

  /** UTF-16, without its length. */
  utf16(text: string): void {
    checkCharacters(text);
    this.#reserve(text.length * 2);
    for (let index = 0; index < text.length; index++) {
      this.#view.setUint16(this.length, text.charCodeAt(index), true);
      this.length += 2;
    }
  }

  /** Copies what was written, and leaves the buffer for the next object. */
  finish(): Uint8Array {
    const copy = this.#octets.slice(0, this.length);
    if (this.#octets.length <= keptLength) spare = this.#octets;
    this.#octets = new Uint8Array();
    this.#madeView = undefined;
    this.length = 0;
    return copy;
  }
}

/** Refuses what XML 1.0 cannot hold. XML 1.0 §2.2 */
function checkCharacters(text: string): void {
  const found = text.search(forbiddenCharacter);
  if (found < 0) return;
  throw new XmlWriteError(`the character ${describeCharacter(text.codePointAt(found) ?? 0)} cannot be written as XML`);
}

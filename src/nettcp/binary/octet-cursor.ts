/**
 * A position in the octets of a document, from which numbers and strings are read. MC-NBFX §2.1
 *
 * Strings of ASCII, which most are, are cut from a text that is made once a document: several times faster than a TextDecoder for each.
 * Reading past the end, text that is not UTF-8 and characters that XML forbids are XmlErrors with the offset. A binary document has no
 * lines: errors give line 1, and the column counts octets from 1.
 */
import { forbiddenCharacter } from "../../xml/characters.js";
import { XmlError, type XmlErrorCode } from "../../xml/errors.js";
import { readSize, SizeProblem, sizeLength } from "../size.js";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf16 = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true });
/** Line and column of an offset in a binary document. */
export function binaryPosition(offset: number): { line: number; column: number } {
  return { line: 1, column: offset + 1 };
}

/** The octets as characters, with the high bits taken away. */
function makeAscii(octets: Uint8Array): string {
  const copy = new Uint8Array((octets.length + 3) & ~3);
  copy.set(octets);
  const words = new Uint32Array(copy.buffer);
  for (let index = 0; index < words.length; index++) words[index] = (words[index] ?? 0) & 0x7f7f7f7f;
  return utf8.decode(copy);
}

export class OctetCursor {
  at: number;
  readonly octets: Uint8Array;
  #madeView: DataView | undefined;
  /** The octets as characters, those beyond ASCII replaced: an index in it is an index in the octets. */
  #ascii: string | undefined;

  constructor(octets: Uint8Array, at = 0) {
    this.octets = octets;
    this.at = at;
  }

  get #view(): DataView {
    this.#madeView ??= new DataView(this.octets.buffer, this.octets.byteOffset, this.octets.byteLength);
    return this.#madeView;
  }

  fail(code: XmlErrorCode, message: string, offset = this.at): never {
    throw new XmlError(code, message, { offset, ...binaryPosition(offset) });
  }

  /** Passes `count` octets, which must be there; returns where they begin. */
  take(count: number): number {
    const { at } = this;
    if (count > this.octets.length - at) this.fail("xml-unexpected-end", "the document ends inside a record");
    this.at = at + count;
    return at;
  }

  octet(): number {
    return this.octets[this.take(1)] ?? 0;
  }

  int8(): number {
    return this.#view.getInt8(this.take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.take(2), true);
  }

  int16(): number {
    return this.#view.getInt16(this.take(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  int32(): number {
    return this.#view.getInt32(this.take(4), true);
  }

  int64(): bigint {
    return this.#view.getBigInt64(this.take(8), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.take(8), true);
  }

  float(): number {
    return this.#view.getFloat32(this.take(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.take(8), true);
  }

  /** A size in groups of seven bits. MC-NBFX §2.1.2 (MultiByteInt31) */
  size(): number {
    const { at } = this;
    const size = readSize(this.octets, at, this.octets.length);
    if (size === SizeProblem.incomplete) this.fail("xml-unexpected-end", "the document ends inside a record");
    if (size === SizeProblem.invalid) this.fail("xml-binary-record", "a number has more than 31 bits");
    this.at = at + sizeLength(this.octets, at);
    return size;
  }

  /** A length in four octets, which must not be negative. */
  length32(): number {
    const { at } = this;
    const length = this.int32();
    if (length < 0) this.fail("xml-binary-record", "a length is negative", at);
    return length;
  }

  /** Octets, unchanged. */
  slice(count: number): Uint8Array {
    const start = this.take(count);
    return this.octets.subarray(start, start + count);
  }

  /** A string preceded by its length. MC-NBFX §2.1.3 */
  string(): string {
    return this.utf8(this.size());
  }

  utf8(length: number): string {
    const start = this.take(length);
    const { octets } = this;
    const end = start + length;
    for (let index = start; index < end; index++) {
      const octet = octets[index] ?? 0;
      if (octet < 0x20 || octet > 0x7f) return this.#decode(utf8, start, length, "UTF-8");
    }
    this.#ascii ??= makeAscii(octets);
    return this.#ascii.slice(start, end);
  }

  utf16(length: number): string {
    return this.#decode(utf16, this.take(length), length, "UTF-16");
  }

  #decode(decoder: TextDecoder, start: number, length: number, encoding: string): string {
    let text: string;
    try {
      text = decoder.decode(this.octets.subarray(start, start + length));
    } catch {
      this.fail("xml-encoding", `the octets are not valid ${encoding}`, start);
    }
    // Deviation: .NET hands such characters over; values with them could not be written as XML again, so they are refused as in text.
    if (forbiddenCharacter.test(text)) this.fail("xml-not-well-formed", "a character is not allowed in XML", start);
    return text;
  }
}

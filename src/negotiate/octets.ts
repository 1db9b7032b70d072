/**
 * Octets, read and written by position: what ASN.1, NTLM, key tables and NDR have in common.
 */
import { NegotiateError } from "./negotiate-error.js";

export const noOctets = new Uint8Array(0);

export function concatOctets(...pieces: readonly Uint8Array[]): Uint8Array {
  return joinOctets(pieces);
}

/** Joins any number of pieces. */
export function joinOctets(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A copy. Node's Buffer has a `slice` that makes none. */
export function copyOctets(octets: Uint8Array): Uint8Array {
  return new Uint8Array(octets);
}

/** Compares in a time that depends on the length alone, as secrets must be. */
export function equalOctets(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (const [index, octet] of left.entries()) difference |= octet ^ (right[index] ?? 0);
  return difference === 0;
}

/** Hexadecimal digits, for keys of maps. */
export function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Octets of hexadecimal digits; undefined for other text. */
export function octetsOfHex(text: string): Uint8Array | undefined {
  if (!/^([0-9a-f]{2})*$/i.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => Number.parseInt(text.slice(index * 2, index * 2 + 2), 16));
}

/** Numbers of 16 and 32 bits, least significant octet first unless the name says otherwise. */
export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff);
}
export function uint32(value: number): Uint8Array {
  return concatOctets(uint16(value & 0xffff), uint16(value >>> 16));
}
export function uint32BigEndian(value: number): Uint8Array {
  return uint32(value).reverse();
}

/** Text as UTF-16, least significant octet first. */
export function utf16Octets(text: string): Uint8Array {
  return concatOctets(...Array.from({ length: text.length }, (_, index) => uint16(text.charCodeAt(index))));
}

export function textOfUtf16(octets: Uint8Array): string {
  return new TextDecoder("utf-16le").decode(octets);
}

/** Reads on from a position; throws a NegotiateError beyond the end. */
export class OctetReader {
  readonly #octets: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  position = 0;

  constructor(octets: Uint8Array, order: "little" | "big") {
    this.#octets = octets;
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    this.#littleEndian = order === "little";
  }

  get rest(): number {
    return this.#octets.length - this.position;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), this.#littleEndian);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), this.#littleEndian);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), this.#littleEndian);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), this.#littleEndian);
  }

  /** A view of the octets, not a copy. */
  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#octets.subarray(at, at + length);
  }

  /** Moves on to the next multiple, counted from the beginning. */
  align(size: number): void {
    this.#advance((size - (this.position % size)) % size);
  }

  #advance(length: number): number {
    const at = this.position;
    if (at < 0 || length > this.#octets.length - at) throw new NegotiateError("negotiate-malformed", "the octets end too early");
    this.position = at + length;
    return at;
  }
}

/**
 * ASN.1's distinguished encoding, as far as Kerberos and SPNEGO use it. ITU-T X.690 §8, §10
 *
 * 30 03 02 01 05 is a SEQUENCE (30) with the INTEGER (02) five. Lengths are definite; tags are of one octet.
 */
import { NegotiateError } from "./negotiate-error.js";
import { concatOctets } from "./octets.js";

export const Tag = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  enumerated: 0x0a,
  generalizedTime: 0x18,
  generalString: 0x1b,
  sequence: 0x30,
} as const;

export const contextTag = (number: number): number => 0xa0 | number;
export const applicationTag = (number: number): number => 0x60 | number;

/** A value that was read. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  /** The value with tag and length. */
  readonly whole: Uint8Array;
}

function malformed(problem: string): NegotiateError {
  return new NegotiateError("negotiate-malformed", `ASN.1: ${problem}`);
}

/** Reads the value at the beginning. */
export function readFirst(octets: Uint8Array): DerValue {
  const [tag, first] = octets;
  if (tag === undefined || first === undefined) throw malformed("the octets end too early");
  if ((tag & 0x1f) === 0x1f) throw malformed("a tag of several octets");
  let at = 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw malformed("a length that is indefinite or too large");
    length = 0;
    for (const octet of octets.subarray(at, at + count)) length = length * 256 + octet;
    at += count;
  }
  if (at > octets.length || length > octets.length - at) throw malformed("the octets end too early");
  return { tag, content: octets.subarray(at, at + length), whole: octets.subarray(0, at + length) };
}

/** Reads the only value of the octets, which must have the tag. */
export function readOnly(octets: Uint8Array, tag: number): DerValue {
  const value = readFirst(octets);
  if (value.tag !== tag) throw malformed(`tag ${value.tag.toString(16)} in place of ${tag.toString(16)}`);
  if (value.whole.length !== octets.length) throw malformed("octets after the end");
  return value;
}

/** Reads values to the end. */
export function readAll(octets: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let rest = octets; rest.length > 0; ) {
    const value = readFirst(rest);
    values.push(value);
    rest = rest.subarray(value.whole.length);
  }
  return values;
}

/** The fields of a SEQUENCE whose members have context tags, by number. */
export class DerFields {
  readonly #fields = new Map<number, Uint8Array>();

  /** `octets` are one SEQUENCE. */
  constructor(octets: Uint8Array) {
    for (const { tag, content } of readAll(readOnly(octets, Tag.sequence).content)) {
      if (this.#fields.has(tag)) throw malformed("a field that comes twice");
      this.#fields.set(tag, content);
    }
  }

  /** The octets of a field's value, tag included; undefined if the field is left out. */
  optional(number: number): Uint8Array | undefined {
    return this.#fields.get(contextTag(number));
  }

  required(number: number): Uint8Array {
    const field = this.optional(number);
    if (field === undefined) throw malformed(`field ${number} is missing`);
    return field;
  }

  integer(number: number): number {
    return readInteger(this.required(number));
  }

  octetString(number: number): Uint8Array {
    return readOnly(this.required(number), Tag.octetString).content;
  }
}

/** An INTEGER or ENUMERATED of at most 6 octets, which is exact in a number. */
export function readInteger(octets: Uint8Array): number {
  const { tag, content } = readFirst(octets);
  if ((tag !== Tag.integer && tag !== Tag.enumerated) || content.length === 0 || content.length > 6) throw malformed("no small integer");
  const unsigned = content.reduce((value, octet) => value * 256 + octet, 0);
  return (content[0] ?? 0) >= 0x80 ? unsigned - 256 ** content.length : unsigned;
}

/** Object identifiers as text: 1.2.840.113554.1.2.2 */
export function readObjectId(octets: Uint8Array): string {
  const { content } = readOnly(octets, Tag.objectId);
  const numbers: number[] = [];
  let number = 0;
  for (const octet of content) {
    number = number * 128 + (octet & 0x7f);
    if (number > Number.MAX_SAFE_INTEGER / 256) throw malformed("an object identifier with a large number");
    if (octet >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...others] = numbers;
  if (numbers.length === 0 || (content[content.length - 1] ?? 0) >= 0x80) throw malformed("no object identifier");
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...others].join(".");
}

/** Encodes a value: tag, length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const whole = concatOctets(...content);
  return concatOctets(Uint8Array.of(tag, ...lengthOctets(whole.length)), whole);
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

/** A field of a SEQUENCE. */
export function derField(number: number, value: Uint8Array): Uint8Array {
  return der(contextTag(number), value);
}

export function derInteger(value: number): Uint8Array {
  return der(Tag.integer, Uint8Array.from(integerOctets(value)));
}

/** The shortest form in two's complement. */
function integerOctets(value: number): readonly number[] {
  const octets: number[] = [];
  let rest = value;
  for (;;) {
    const octet = ((rest % 256) + 256) % 256;
    octets.unshift(octet);
    rest = (rest - octet) / 256;
    if ((rest === 0 && octet < 0x80) || (rest === -1 && octet >= 0x80)) return octets;
  }
}

export function derObjectId(id: string): Uint8Array {
  const [top = 0, second = 0, ...others] = id.split(".").map(Number);
  return der(Tag.objectId, Uint8Array.from([top * 40 + second, ...others].flatMap(baseOf128)));
}

function baseOf128(number: number): readonly number[] {
  const octets = [number % 128];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return octets;
}

/**
 * Values of a program -> the text record that .NET writes for them: the shortest. MC-NBFX §2.2.3
 */
import type { TextValue } from "./text-value.js";

const longest8 = 0xff;
const longest16 = 0xffff;

/** 0 and 1 have records of their own; others take the narrowest that holds them. */
export function integerText(value: bigint): TextValue {
  if (value === 0n) return { type: "zero" };
  if (value === 1n) return { type: "one" };
  for (const [type, bits] of [["int8", 8] as const, ["int16", 16] as const, ["int32", 32] as const]) {
    if (BigInt.asIntN(bits, value) === value) return { type, value: Number(value) };
  }
  if (BigInt.asIntN(64, value) === value) return { type: "int64", value };
  throw new RangeError(`${value} has more than 64 bits`);
}

/** A single-precision number; a whole one goes out as an integer, minus zero as 0. */
export function floatText(value: number): TextValue {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return integerText(BigInt(value));
  return { type: "float", value };
}

/** A double-precision number; one that a single holds goes out as that. */
export function doubleText(value: number): TextValue {
  return Number.isFinite(value) && Math.fround(value) === value ? floatText(value) : { type: "double", value };
}

export function booleanText(value: boolean): TextValue {
  return { type: value ? "true" : "false" };
}

/** Text: UTF-8, or UTF-16 where that is shorter. */
export function stringText(value: string): TextValue {
  if (value === "") return { type: "empty" };
  if (value === "0") return { type: "zero" };
  if (value === "1") return { type: "one" };
  const octets = utf8Length(value);
  if (Math.floor(octets / 2) > value.length) return { type: `unicodeChars${lengthBits(value.length * 2)}`, value };
  return { type: `chars${lengthBits(octets)}`, value };
}

function lengthBits(octets: number): 8 | 16 | 32 {
  if (octets <= longest8) return 8;
  return octets <= longest16 ? 16 : 32;
}

/** Octets in UTF-8. */
function utf8Length(text: string): number {
  let octets = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Of a surrogate pair, each half is two of the four octets.
    if (unit >= 0x80) octets += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return octets;
}

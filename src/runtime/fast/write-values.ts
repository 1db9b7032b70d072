/**
 * Values of simple types -> their text in the output of generated writers. What they do not know, `Datatype.encode` decides.
 *
 * Generated code passes what it was given: `never` says that a compiler cannot check it.
 * Every function gives the text that `Datatype.encode` gives, or refuses the value; then the general encoder says what is wrong with it.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import type { Datatype, WhiteSpace } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { type InstantKind, isInstant } from "../../datatypes/instant.js";
import { normalizeWhiteSpace } from "../../datatypes/white-space.js";
import { XmlWriteError } from "../../xml/errors.js";
import type { CompiledType } from "../compile/compiled-type.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { flushOutput, outputOwner, output as sharedOutput, withRoom } from "./output.js";
import { isUsualInstant } from "./usual-instants.js";

// As a constant of this module, the engine knows it.
const output = sharedOutput;

/** Thrown where a value is for the general encoder: mostly because it is invalid. */
export class Refusal extends Error {}

/** Leaves the value to the general encoder. */
export function refuseValue(): never {
  throw new Refusal("internal: the general encoder reports what is wrong");
}

/** Longer texts go through TextEncoder. */
const shortText = 1024;

const escapedBit = 1 << 16;
const spaceBit = 1 << 17;
/** One of these is set if some character of a text is escaped or not ASCII. */
const unusualBits = escapedBit | 0xff80;

/** Bits of ASCII characters above their own seven: none for those that stand for themselves. */
const inText = /*@__PURE__*/ bitsOf("&<>");
const inAttribute = /*@__PURE__*/ bitsOf('&<"');

function bitsOf(escaped: string): Int32Array {
  const table = new Int32Array(128).fill(escapedBit, 0, 0x20);
  table[0x20] = spaceBit;
  for (const character of escaped) table[character.charCodeAt(0)] = escapedBit;
  return table;
}

/** White space processing, as generated code passes it. */
const whiteSpaces: readonly WhiteSpace[] = ["preserve", "replace", "collapse"];

/** Text as content. */
export function writeText(at: number, value: unknown, whiteSpace: number): number {
  return writeShort(at, value, inText, whiteSpace);
}

/** Text as an attribute value. */
export function writeAttributeText(at: number, value: unknown, whiteSpace: number): number {
  return writeShort(at, value, inAttribute, whiteSpace);
}

function writeShort(start: number, value: unknown, bits: Int32Array, whiteSpace: number): number {
  if (typeof value !== "string") refuseValue();
  const { length } = value;
  const at = withRoom(start);
  if (length >= shortText) return writeLong(at, value, bits, whiteSpace);
  // One test for all characters: a text with unusual ones is written again.
  let seen = 0;
  for (let index = 0; index < length; index++) {
    const unit = value.charCodeAt(index);
    output[at + index] = unit;
    seen |= unit | (bits[unit & 0x7f] as number);
  }
  if ((seen & unusualBits) !== 0) return writeOthers(at, value, bits, whiteSpace);
  if ((seen & spaceBit) !== 0) checkWhiteSpace(value, whiteSpace);
  return at + length;
}

/** Writes a short text with characters beyond ASCII and with escapes. */
function writeOthers(start: number, value: string, bits: Int32Array, whiteSpace: number): number {
  checkWhiteSpace(value, whiteSpace);
  let at = start;
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    if (unit < 0x80) {
      if (bits[unit] !== escapedBit) output[at++] = unit;
      else at = writeEscape(at, unit, bits === inText);
    } else if (unit < 0x800) {
      output[at++] = 0xc0 | (unit >> 6);
      output[at++] = 0x80 | (unit & 0x3f);
    } else if (unit < 0xd800 || (unit > 0xdfff && unit < 0xfffe)) {
      output[at++] = 0xe0 | (unit >> 12);
      output[at++] = 0x80 | ((unit >> 6) & 0x3f);
      output[at++] = 0x80 | (unit & 0x3f);
    } else return writeLong(at, index === 0 ? value : value.slice(index), bits, 0);
  }
  return at;
}

const escapes: ReadonlyMap<number, string> = /*@__PURE__*/ new Map([
  [0x26, "&amp;"],
  [0x3c, "&lt;"],
  [0x3e, "&gt;"],
  [0x22, "&quot;"],
  [0x09, "&#x9;"],
  [0x0a, "&#xA;"],
  [0x0d, "&#xD;"],
]);

function writeEscape(start: number, unit: number, isText: boolean): number {
  if (isText && (unit === 0x09 || unit === 0x0a)) {
    output[start] = unit;
    return start + 1;
  }
  const text = escapes.get(unit);
  if (text === undefined) refuseValue();
  let at = start;
  for (let index = 0; index < text.length; index++) output[at++] = text.charCodeAt(index);
  return at;
}

/** Refuses a text that readers would change. */
function checkWhiteSpace(value: string, whiteSpace: number): void {
  if (whiteSpace > 0 && normalizeWhiteSpace(value, whiteSpaces[whiteSpace] ?? "preserve") !== value) refuseValue();
}

function writeLong(at: number, value: string, bits: Int32Array, whiteSpace: number): number {
  checkWhiteSpace(value, whiteSpace);
  flushOutput(at);
  try {
    if (bits === inText) outputOwner().rawText(value);
    else outputOwner().rawAttributeValue(value);
  } catch (error) {
    // The encoder would report a character that XML cannot hold at the element that it has open.
    if (error instanceof XmlWriteError) refuseValue();
    throw error;
  }
  return 0;
}

/** A text of a given length in characters. Where they are not as many as its code units, the datatype counts. */
export function hasLength(value: unknown, least: number, most: number): boolean {
  return typeof value === "string" && value.length >= least && value.length <= most && (least <= 1 || isAscii(value));
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x80) return false;
  return true;
}

/** Text that consists of plain ASCII characters: numbers and dates. */
export function writeAscii(start: number, text: string): number {
  const at = withRoom(start);
  writeUnits(at, text);
  return at + text.length;
}

/** Writes the code units of a short text as bytes, which they are if the bits that all have together are those of ASCII: those are returned. */
function writeUnits(at: number, text: string): number {
  const { length } = text;
  let seen = 0;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    output[at + index] = unit;
    seen |= unit;
  }
  return seen;
}

/** An integer between two bounds that are safe integers. */
export function writeInteger(start: number, value: unknown, least: number, most: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most) refuseValue();
  const at = withRoom(start);
  if (value < 0 || value > 999_999_999) return writeAscii(at, String(value));
  const end = at + (value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : String(value).length);
  let rest = value | 0;
  for (let index = end - 1; index >= at; index--) {
    const tenth = (rest / 10) | 0;
    output[index] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  return end;
}

/** An integer without a bound or with bigint bounds. */
export function writeBigInteger(start: number, value: unknown, least: bigint | undefined, most: bigint | undefined): number {
  if (typeof value !== "bigint" || (least !== undefined && value < least) || (most !== undefined && value > most)) refuseValue();
  const text = value.toString();
  return text.length < shortText ? writeAscii(start, text) : writeLong(withRoom(start), text, inText, 0);
}

export function writeBoolean(start: number, value: unknown): number {
  if (value !== true && value !== false) refuseValue();
  return writeAscii(start, value ? "true" : "false");
}

/** A decimal of at most so many digits between two bounds of at most 15 digits; anything unusual is for the datatype. */
export function writeDecimal(
  start: number,
  value: unknown,
  digits: number,
  fraction: number,
  least: number,
  most: number,
  datatype: never,
): number {
  if (typeof value !== "string") refuseValue();
  const { length } = value;
  const at = withRoom(start);
  if (length > 16 || writeUnits(at, value) >= 0x80) return writeOther(at, value, datatype);
  const number = exactNumber(at, at + length, digits, fraction);
  // Up to 15 digits, numbers are in the order of the decimals that they were read from.
  return number >= least && number <= most ? at + length : writeOther(at, value, datatype);
}

/** The number of a decimal of at most 15 digits that was just written; NaN for any other text. */
function exactNumber(from: number, to: number, digits: number, fraction: number): number {
  const first = from < to && output[from] === 0x2d ? from + 1 : from;
  let number = 0;
  let point = -1;
  for (let index = first; index < to; index++) {
    const unit = output[index] as number;
    if (unit >= 0x30 && unit <= 0x39) number = number * 10 + unit - 0x30;
    else if (unit === 0x2e && point < 0) point = index;
    else return Number.NaN;
  }
  const places = point < 0 ? 0 : to - 1 - point;
  const all = to - first - (point < 0 ? 0 : 1);
  if (all === 0 || all > 15 || all > digits || places > fraction) return Number.NaN;
  const exact = number / (powers[places] ?? 1);
  return first === from ? exact : -exact;
}

const powers: readonly number[] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/** A date or time. */
export function writeInstant(start: number, value: unknown, kind: InstantKind): number {
  if (typeof value !== "string" || value.length >= shortText) refuseValue();
  const at = withRoom(start);
  const end = at + value.length;
  const ascii = writeUnits(at, value) < 0x80;
  if (!(ascii && isUsualInstant(kind, output, at, end)) && !isInstant(kind, value)) refuseValue();
  return end;
}

/** Tests if a text matches the patterns of its type. */
export function matchesPatterns(value: unknown, datatype: never): boolean {
  const { facets }: Datatype = datatype;
  if (typeof value !== "string") return false;
  for (const pattern of facets.patterns) if (!pattern.matches(value)) return false;
  return true;
}

/** A value of any simple type without qualified names, as content; a negative index if the text is empty. */
export function writeOther(start: number, value: unknown, datatype: never): number {
  const type: Datatype = datatype;
  const text = type.encode(value, noNames);
  if (isFault(text)) refuseValue();
  if (text === "") return -start;
  return writeText(start, text, 0);
}

/** The value of an attribute of any simple type without qualified names, with its fixed value. */
export function writeOtherAttribute(start: number, value: unknown, type: never, index: number): number {
  const { attributes }: CompiledType = type;
  const use = attributes[index];
  if (use === undefined) throw new Error("internal: a type lacks an attribute");
  const text = use.datatype.encode(value, noNames);
  if (isFault(text)) refuseValue();
  if (use.constraint?.fixed === true && !equalsFixed(use.constraint, use.datatype, text, outputOwner())) refuseValue();
  return writeAttributeText(start, text, 0);
}

/** For types whose values hold no qualified names. */
export function noNames(): never {
  throw new Error("internal: a type without names writes one");
}

/**
 * Text records: octets <-> the value that a record holds, one kind for each type. MC-NBFX §2.2.3
 */
import type { OctetBuffer } from "./octet-buffer.js";
import type { OctetCursor } from "./octet-cursor.js";
import { TextType } from "./record-type.js";

/** A number with a fixed number of digits after the point. */
export interface Decimal {
  readonly negative: boolean;
  /** Digits after the point, 0 to 28. */
  readonly scale: number;
  /** 96 bits. */
  readonly coefficient: bigint;
}

/** Units of 100 ns since 0001-01-01. `zone`: 0 unspecified, 1 UTC, 2 and 3 UTC too, but shown in the time zone of the machine that reads it. */
export interface DateTime {
  readonly ticks: bigint;
  readonly zone: number;
}

export type TextValue =
  | { readonly type: "zero" | "one" | "false" | "true" | "empty" }
  | { readonly type: "int8" | "int16" | "int32" | "float" | "double"; readonly value: number }
  | { readonly type: "int64" | "uint64" | "timeSpan"; readonly value: bigint }
  | { readonly type: "decimal"; readonly value: Decimal }
  | { readonly type: "dateTime"; readonly value: DateTime }
  | { readonly type: CharsType; readonly value: string }
  | { readonly type: "bytes8" | "bytes16" | "bytes32"; readonly value: Uint8Array }
  | { readonly type: "uniqueId" | "uuid"; readonly value: Uint8Array }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "list"; readonly items: readonly TextValue[] }
  /** `id` is a string of a dictionary. */
  | { readonly type: "dictionary"; readonly id: number }
  /** The prefix is a letter, by its number from 0 for "a". */
  | { readonly type: "qname"; readonly letter: number; readonly id: number };

type CharsType = "chars8" | "chars16" | "chars32" | "unicodeChars8" | "unicodeChars16" | "unicodeChars32";

/** 9999-12-31T23:59:59.9999999 */
const lastTick = 3_155_378_975_999_999_999n;
const maxScale = 28;

/** Reads the value after the octet of an even text type. A list is read through its end; lists do not nest. */
export function readTextValue(cursor: OctetCursor, type: number): TextValue {
  switch (type) {
    case TextType.zero:
      return { type: "zero" };
    case TextType.one:
      return { type: "one" };
    case TextType.false:
      return { type: "false" };
    case TextType.true:
      return { type: "true" };
    case TextType.empty:
      return { type: "empty" };
    case TextType.startList:
      return { type: "list", items: readItems(cursor) };
    case TextType.dictionary:
      return { type: "dictionary", id: cursor.size() };
    case TextType.qname:
      return readQName(cursor);
    case TextType.chars8:
      return { type: "chars8", value: cursor.utf8(cursor.octet()) };
    case TextType.chars16:
      return { type: "chars16", value: cursor.utf8(cursor.uint16()) };
    case TextType.chars32:
      return { type: "chars32", value: cursor.utf8(cursor.length32()) };
    case TextType.unicodeChars8:
      return { type: "unicodeChars8", value: cursor.utf16(cursor.octet()) };
    case TextType.unicodeChars16:
      return { type: "unicodeChars16", value: cursor.utf16(cursor.uint16()) };
    case TextType.unicodeChars32:
      return { type: "unicodeChars32", value: cursor.utf16(cursor.length32()) };
    case TextType.bytes8:
      return { type: "bytes8", value: cursor.slice(cursor.octet()) };
    case TextType.bytes16:
      return { type: "bytes16", value: cursor.slice(cursor.uint16()) };
    case TextType.bytes32:
      return { type: "bytes32", value: cursor.slice(cursor.length32()) };
    default:
      return readFixed(cursor, type);
  }
}

/** Values of a fixed number of octets: those that arrays can hold, and two more. */
function readFixed(cursor: OctetCursor, type: number): TextValue {
  switch (type) {
    case TextType.int8:
      return { type: "int8", value: cursor.int8() };
    case TextType.int16:
      return { type: "int16", value: cursor.int16() };
    case TextType.int32:
      return { type: "int32", value: cursor.int32() };
    case TextType.int64:
      return { type: "int64", value: cursor.int64() };
    case TextType.uint64:
      return { type: "uint64", value: cursor.uint64() };
    case TextType.float:
      return { type: "float", value: cursor.float() };
    case TextType.double:
      return { type: "double", value: cursor.double() };
    case TextType.decimal:
      return { type: "decimal", value: readDecimal(cursor) };
    case TextType.dateTime:
      return { type: "dateTime", value: readDateTime(cursor) };
    case TextType.timeSpan:
      return { type: "timeSpan", value: cursor.int64() };
    case TextType.uniqueId:
      return { type: "uniqueId", value: cursor.slice(16) };
    case TextType.uuid:
      return { type: "uuid", value: cursor.slice(16) };
    case TextType.bool:
      // Peers take any octet but 0 for true.
      return { type: "bool", value: cursor.octet() !== 0 };
    default:
      return cursor.fail("xml-binary-record", `the octet 0x${type.toString(16).padStart(2, "0")} begins no text`, cursor.at - 1);
  }
}

function readItems(cursor: OctetCursor): readonly TextValue[] {
  const items: TextValue[] = [];
  for (;;) {
    const type = cursor.octet();
    if (type === TextType.endList) return items;
    if (type === TextType.startList) cursor.fail("xml-binary-record", "a list stands in a list", cursor.at - 1);
    items.push(readTextValue(cursor, type));
  }
}

function readQName(cursor: OctetCursor): TextValue {
  const letter = cursor.octet();
  if (letter > 25) cursor.fail("xml-binary-record", `the number ${letter} does not stand for a letter`, cursor.at - 1);
  return { type: "qname", letter, id: cursor.size() };
}

function readDecimal(cursor: OctetCursor): Decimal {
  const start = cursor.at;
  const reserved = cursor.uint16();
  const scale = cursor.octet();
  const sign = cursor.octet();
  const high = cursor.uint32();
  const low = cursor.uint64();
  if (reserved !== 0 || scale > maxScale || (sign !== 0 && sign !== 0x80))
    cursor.fail("xml-binary-record", "a decimal is not valid", start);
  return { negative: sign !== 0, scale, coefficient: (BigInt(high) << 64n) | low };
}

function readDateTime(cursor: OctetCursor): DateTime {
  const start = cursor.at;
  const bits = cursor.uint64();
  const ticks = bits & 0x3fff_ffff_ffff_ffffn;
  if (ticks > lastTick) cursor.fail("xml-binary-record", "a date lies beyond the year 9999", start);
  return { ticks, zone: Number(bits >> 62n) };
}

/** Writes a text record; returns the index of its type octet, so that the end of the element can be added to it. */
export function writeTextRecord(buffer: OctetBuffer, value: TextValue): number {
  const at = buffer.length;
  buffer.octet(value.type === "list" ? TextType.startList : TextType[value.type]);
  writeTextValue(buffer, value);
  return at;
}

/** Writes what follows the type octet; in arrays, nothing else is written. */
export function writeTextValue(buffer: OctetBuffer, value: TextValue): void {
  switch (value.type) {
    case "zero":
    case "one":
    case "false":
    case "true":
    case "empty":
      return;
    case "int8":
      buffer.octet(value.value);
      return;
    case "int16":
      buffer.uint16(value.value);
      return;
    case "int32":
      buffer.uint32(value.value);
      return;
    case "int64":
    case "uint64":
    case "timeSpan":
      buffer.uint64(BigInt.asUintN(64, value.value));
      return;
    case "float":
      buffer.float(value.value);
      return;
    case "double":
      buffer.double(value.value);
      return;
    case "decimal":
      writeDecimal(buffer, value.value);
      return;
    case "dateTime":
      buffer.uint64(value.value.ticks | (BigInt(value.value.zone) << 62n));
      return;
    case "bool":
      buffer.octet(value.value ? 1 : 0);
      return;
    case "uniqueId":
    case "uuid":
      buffer.octets(value.value);
      return;
    case "dictionary":
      buffer.size(value.id);
      return;
    case "qname":
      buffer.octet(value.letter);
      buffer.size(value.id);
      return;
    case "list":
      for (const item of value.items) writeTextRecord(buffer, item);
      buffer.octet(TextType.endList);
      return;
    default:
      writeWithLength(buffer, value);
  }
}

type WithLength = Extract<TextValue, { readonly type: CharsType | "bytes8" | "bytes16" | "bytes32" }>;

const lengthOctets = {
  chars8: 1,
  bytes8: 1,
  unicodeChars8: 1,
  chars16: 2,
  bytes16: 2,
  unicodeChars16: 2,
  chars32: 4,
  bytes32: 4,
  unicodeChars32: 4,
} as const;

function writeWithLength(buffer: OctetBuffer, value: WithLength): void {
  const octets = lengthOctets[value.type];
  const start = buffer.length;
  for (let index = 0; index < octets; index++) buffer.octet(0);
  if (typeof value.value !== "string") buffer.octets(value.value);
  else if (value.type.startsWith("unicode")) buffer.utf16(value.value);
  else buffer.utf8(value.value);
  let length = buffer.length - start - octets;
  for (let index = 0; index < octets; index++) {
    buffer.replace(start + index, length & 0xff);
    length >>>= 8;
  }
  if (length > 0) throw new Error(`internal: the content of a record "${value.type}" is too long`);
}

function writeDecimal(buffer: OctetBuffer, { negative, scale, coefficient }: Decimal): void {
  buffer.uint16(0);
  buffer.octet(scale);
  buffer.octet(negative ? 0x80 : 0);
  buffer.uint32(Number(coefficient >> 64n));
  buffer.uint64(BigInt.asUintN(64, coefficient));
}

/** Types that an array record can hold, with the octets of one value. MC-NBFX §2.2.3.31 */
export const arrayValueOctets: ReadonlyMap<number, number> = new Map([
  [TextType.bool, 1],
  [TextType.int16, 2],
  [TextType.int32, 4],
  [TextType.int64, 8],
  [TextType.float, 4],
  [TextType.double, 8],
  [TextType.decimal, 16],
  [TextType.dateTime, 8],
  [TextType.timeSpan, 8],
  [TextType.uuid, 16],
]);

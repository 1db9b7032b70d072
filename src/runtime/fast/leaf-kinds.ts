/**
 * Simple types -> the function that reads the text of a value, and the one that writes it, with their arguments: said once for code that is printed
 * and for what all types of a large contract share. What has no function of its own is left to the datatype.
 */
import { AtomicType } from "../../datatypes/atomic-type.js";
import type { Bound, Datatype, Primitive, WhiteSpace } from "../../datatypes/datatype.js";
import type { InstantKind } from "../../datatypes/instant.js";
import { decimalOf } from "../../datatypes/value.js";

/** How to read a value of a type, by the name of a function of read-values.ts or read-instants.ts; each gets the datatype last. */
export type LeafReading =
  | { readonly read: "asText"; readonly whiteSpace: number }
  | { readonly read: "asMeasuredText"; readonly whiteSpace: number; readonly least: number; readonly most: number }
  | { readonly read: "asWord"; readonly words: readonly string[] }
  | { readonly read: "asInstant"; readonly kind: InstantKind }
  | { readonly read: "asDecimal"; readonly digits: number; readonly fraction: number; readonly least: number; readonly most: number }
  | { readonly read: "asInteger" | "asBigInteger"; readonly least: number; readonly most: number }
  | { readonly read: "asBoolean" | "asOther" };

/** How to write a value of a type, by the name of a function of write-values.ts. */
export type LeafWriting =
  | TextWriting
  | { readonly write: "writeInstant"; readonly kind: InstantKind }
  | { readonly write: "writeDecimal"; readonly digits: number; readonly fraction: number; readonly least: number; readonly most: number }
  | { readonly write: "writeInteger"; readonly least: number; readonly most: number }
  | { readonly write: "writeBigInteger"; readonly least: bigint | undefined; readonly most: bigint | undefined }
  | { readonly write: "writeBoolean" };

/** A text that is one of some words, or has a length and matches the patterns of its type. */
export interface TextWriting {
  readonly write: "writeText";
  readonly whiteSpace: number;
  readonly words: readonly string[] | undefined;
  readonly length: { readonly least: number; readonly most: number } | undefined;
  readonly patterns: boolean;
  /** It may be empty. */
  readonly empty: boolean;
}

/** The longest list of values that is compared one by one. */
const fewValues = 16;
const whiteSpaces: Readonly<Record<WhiteSpace, number>> = { preserve: 0, replace: 1, collapse: 2 };
const other: LeafReading = { read: "asOther" };

/** How to read values of a type. */
export function leafReading(type: Datatype): LeafReading {
  return (type instanceof AtomicType ? atomicReading(type) : undefined) ?? other;
}

function atomicReading(type: AtomicType): LeafReading | undefined {
  const { facets, primitive, refinement } = type;
  if (facets.patterns.length > 0) return undefined;
  if (primitive === "string") return textReading(type);
  if (facets.enumeration !== undefined) return undefined;
  if (primitive === "boolean") return { read: "asBoolean" };
  if (isInstantKind(primitive)) return hasBounds(type) ? undefined : { read: "asInstant", kind: primitive };
  if (primitive !== "decimal") return undefined;
  if (refinement === undefined) {
    const bounds = decimalBounds(type);
    const { totalDigits = 15, fractionDigits = 15 } = facets;
    return bounds && { read: "asDecimal", digits: Math.min(15, totalDigits), fraction: fractionDigits, ...bounds };
  }
  if (!refinement.integer || facets.totalDigits !== undefined || (type.kind !== "number" && type.kind !== "bigint")) return undefined;
  const { least, most } = integerBounds(type);
  return { read: type.kind === "number" ? "asInteger" : "asBigInteger", least: numberOf(least, -1), most: numberOf(most, 1) };
}

function textReading(type: AtomicType): LeafReading | undefined {
  const { enumeration, length, minLength, maxLength } = type.facets;
  const isMeasured = length !== undefined || minLength !== undefined || maxLength !== undefined;
  if (enumeration !== undefined) {
    const words = enumeration.map(({ lexical }) => lexical);
    return isMeasured || words.some((word) => type.normalize(word) !== word) ? undefined : { read: "asWord", words };
  }
  if (type.refinement !== undefined) return undefined;
  const whiteSpace = whiteSpaces[type.whiteSpace];
  if (!isMeasured) return { read: "asText", whiteSpace };
  return { read: "asMeasuredText", whiteSpace, least: length ?? minLength ?? 0, most: length ?? maxLength ?? Number.POSITIVE_INFINITY };
}

/** Texts of at most 15 digits, which readers know, are on one side of every larger bound. Without a bound it is that of safe integers. */
function numberOf(bound: bigint | undefined, sign: 1 | -1): number {
  const number = bound === undefined ? sign * Number.MAX_SAFE_INTEGER : Number(bound);
  return Number.isSafeInteger(number) ? number : number < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** How to write values of a type; undefined: the datatype writes them. */
export function leafWriting(type: Datatype): LeafWriting | undefined {
  if (!(type instanceof AtomicType)) return undefined;
  const { facets, primitive, refinement } = type;
  if (primitive === "string" && refinement === undefined) return textWriting(type);
  if (facets.enumeration !== undefined || facets.patterns.length > 0) return undefined;
  if (primitive === "boolean") return { write: "writeBoolean" };
  if (isInstantKind(primitive)) return hasBounds(type) ? undefined : { write: "writeInstant", kind: primitive };
  if (primitive !== "decimal") return undefined;
  if (refinement === undefined) {
    const bounds = decimalBounds(type);
    const { totalDigits = 15, fractionDigits = 15 } = facets;
    return bounds && { write: "writeDecimal", digits: totalDigits, fraction: fractionDigits, ...bounds };
  }
  if (!refinement.integer) return undefined;
  const { least, most } = integerBounds(type);
  if (type.kind !== "number") return { write: "writeBigInteger", least, most };
  return { write: "writeInteger", least: Number(least ?? Number.MIN_SAFE_INTEGER), most: Number(most ?? Number.MAX_SAFE_INTEGER) };
}

function textWriting(type: AtomicType): TextWriting | undefined {
  const { enumeration, length, minLength, maxLength, patterns } = type.facets;
  const isMeasured = length !== undefined || minLength !== undefined || maxLength !== undefined;
  const whiteSpace = whiteSpaces[type.whiteSpace];
  const text = { write: "writeText", whiteSpace, words: undefined, length: undefined, patterns: patterns.length > 0 } as const;
  if (enumeration !== undefined) {
    const words = enumeration.map(({ lexical }) => lexical);
    if (isMeasured || text.patterns || words.length > fewValues || words.some((word) => type.normalize(word) !== word)) return undefined;
    return { ...text, words, empty: words.includes("") };
  }
  const least = length ?? minLength ?? 0;
  if (!isMeasured) return { ...text, empty: true };
  return { ...text, length: { least, most: length ?? maxLength ?? Number.POSITIVE_INFINITY }, empty: least === 0 };
}

const instantKinds: ReadonlySet<Primitive> = new Set(["dateTime", "time", "date", "gYearMonth", "gYear", "gMonthDay", "gDay", "gMonth"]);

/** Tests for dates and times, whose values are their texts. */
function isInstantKind(primitive: Primitive): primitive is InstantKind {
  return instantKinds.has(primitive);
}

/** Tests for facets of range. */
function hasBounds({ facets }: AtomicType): boolean {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive } = facets;
  return [minInclusive, minExclusive, maxInclusive, maxExclusive].some((bound) => bound !== undefined);
}

/** The inclusive bounds of a decimal type; undefined if there are others, or some of more than 15 digits. */
function decimalBounds({ facets }: AtomicType): { readonly least: number; readonly most: number } | undefined {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive } = facets;
  if (minExclusive !== undefined || maxExclusive !== undefined) return undefined;
  const least = minInclusive === undefined ? Number.NEGATIVE_INFINITY : exactNumber(minInclusive);
  const most = maxInclusive === undefined ? Number.POSITIVE_INFINITY : exactNumber(maxInclusive);
  return least === undefined || most === undefined ? undefined : { least, most };
}

function exactNumber({ value }: Bound): number | undefined {
  const decimal = decimalOf(value);
  if (decimal === undefined) return undefined;
  const { negative, integer, fraction } = decimal;
  if (integer.length + fraction.length > 15) return undefined;
  return Number(`${negative ? "-" : ""}${integer}.${fraction}`);
}

/** The inclusive bounds of an integer type. */
function integerBounds({ facets }: AtomicType): { readonly least: bigint | undefined; readonly most: bigint | undefined } {
  const { minInclusive, minExclusive, maxInclusive, maxExclusive, totalDigits } = facets;
  const digits = totalDigits === undefined ? undefined : 10n ** BigInt(totalDigits) - 1n;
  const least = [integer(minInclusive, 0n), integer(minExclusive, 1n), digits === undefined ? undefined : -digits].filter(isPresent);
  const most = [integer(maxInclusive, 0n), integer(maxExclusive, -1n), digits].filter(isPresent);
  return { least: least.sort(inOrder).at(-1), most: most.sort(inOrder)[0] };
}

function inOrder(one: bigint, other: bigint): number {
  return one < other ? -1 : 1;
}

function integer(bound: Bound | undefined, step: bigint): bigint | undefined {
  const decimal = bound && decimalOf(bound.value);
  return decimal && (decimal.negative ? -BigInt(decimal.integer) : BigInt(decimal.integer)) + step;
}

function isPresent(value: bigint | undefined): value is bigint {
  return value !== undefined;
}

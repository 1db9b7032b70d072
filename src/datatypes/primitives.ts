/**
 * The primitive datatypes as a table: lexical space, value, TypeScript value, applicable facets. XSD 1.0 Part 2 §3.2, §4.1.5
 *
 * All functions take text whose white space is already processed. Each primitive is a constant of its own, which comes with the types that are made from it.
 */
import { isNCName, isQName } from "../xml/name-characters.js";
import { type NamespaceLookup, parseClark } from "../xml/names.js";
import { isAnyUri } from "./any-uri.js";
import { formatBase64, formatHex, parseBase64, parseHex } from "./binary.js";
import type { FacetKind, Primitive, PrimitiveRules, WhiteSpace } from "./datatype.js";
import { compareDecimals, type Decimal, isDecimal, parseDecimal } from "./decimal.js";
import { compareDurations, type Duration, durationKey, isDuration, parseDuration } from "./duration.js";
import { formatDouble, formatFloat32, isFloat, parseDouble, parseFloat32 } from "./float.js";
import { compareInstants, type Instant, type InstantKind, instantKey, isInstant, parseInstant } from "./instant.js";
import { otherFloats, otherIntegers } from "./other-texts.js";
import type { Order, QualifiedName, ValueSpace } from "./value.js";

const always: readonly FacetKind[] = ["pattern", "whiteSpace"];
const measured: readonly FacetKind[] = [...always, "enumeration", "length", "minLength", "maxLength"];
const ordered: readonly FacetKind[] = [...always, "enumeration", "maxInclusive", "maxExclusive", "minInclusive", "minExclusive"];

const asText = (text: string): string => text;
const encodeText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The length in code points: a surrogate pair counts once. */
function characters(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}

const texts: ValueSpace<string> = { keyOf: asText };

/** The rules of texts that are their own values. */
function textRules(
  primitive: Primitive,
  expected: string,
  whiteSpace: WhiteSpace,
  applicable: readonly FacetKind[],
  accepts: (text: string) => boolean,
): PrimitiveRules {
  return {
    primitive,
    kind: "string",
    whiteSpace,
    expected,
    applicable,
    accepts,
    valueOf: (text) => ({ kind: primitive, content: text, space: texts }),
    decode: asText,
    encode: encodeText,
    lengthOf: characters,
  };
}

const anything = (): boolean => true;

export const string: PrimitiveRules = /*@__PURE__*/ textRules("string", "a string", "preserve", measured, anything);

export const anySimpleRules: PrimitiveRules = /*@__PURE__*/ textRules("anySimpleType", "a simple value", "preserve", [], anything);

export const anyURI: PrimitiveRules = /*@__PURE__*/ textRules("anyURI", "a URI reference", "collapse", measured, isAnyUri);

function isTrue(text: string): boolean {
  return text === "true" || text === "1";
}

const truths: ValueSpace<boolean> = { keyOf: String };

export const boolean: PrimitiveRules = {
  primitive: "boolean",
  kind: "boolean",
  whiteSpace: "collapse",
  expected: "a boolean (true, false, 1, 0)",
  applicable: always,
  accepts: (text) => isTrue(text) || text === "false" || text === "0",
  valueOf: (text) => ({ kind: "boolean", content: isTrue(text), space: truths }),
  decode: isTrue,
  encode: (value) => (typeof value === "boolean" ? String(value) : undefined),
  otherTexts: (text) => [text === "true" ? "1" : "0"],
};

const decimals: ValueSpace<Decimal> = {
  keyOf: ({ negative, integer, fraction }) => `${negative ? "-" : ""}${integer}.${fraction}`,
  compare: compareDecimals,
};

export const decimal: PrimitiveRules = {
  primitive: "decimal",
  kind: "string",
  whiteSpace: "collapse",
  expected: "a decimal number",
  applicable: [...ordered, "totalDigits", "fractionDigits"],
  accepts: isDecimal,
  valueOf: (text) => ({ kind: "decimal", content: parseDecimal(text), space: decimals }),
  decode: asText,
  encode: encodeText,
  otherTexts: (text, kind) => (kind === "string" ? [] : otherIntegers(text)),
};

const numbers: ValueSpace<number> = {
  // There is one zero: "-0" and "0" are equal.
  keyOf: (number) => String(number + 0),
  compare: compareNumbers,
};

/** NaN equals itself and is not comparable to anything else. XSD 1.0 Part 2 §3.2.4.1 */
function compareNumbers(left: number, right: number): Order {
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right || (Number.isNaN(left) && Number.isNaN(right)) ? 0 : undefined;
}

function floating(primitive: "float" | "double", parse: (text: string) => number, format: (value: number) => string): PrimitiveRules {
  return {
    primitive,
    kind: "number",
    whiteSpace: "collapse",
    expected: "a number in floating point",
    applicable: ordered,
    accepts: isFloat,
    valueOf: (text) => ({ kind: primitive, content: parse(text), space: numbers }),
    decode: parse,
    encode: (value) => (typeof value === "number" ? format(value) : undefined),
    otherTexts: (text) => otherFloats(text, parse),
  };
}

export const float: PrimitiveRules = /*@__PURE__*/ floating("float", parseFloat32, formatFloat32);
export const double: PrimitiveRules = /*@__PURE__*/ floating("double", parseDouble, formatDouble);

const durations: ValueSpace<Duration> = { keyOf: durationKey, compare: compareDurations };

export const duration: PrimitiveRules = {
  primitive: "duration",
  kind: "string",
  whiteSpace: "collapse",
  expected: "a duration (P1Y2M3DT4H5M6.7S)",
  applicable: ordered,
  accepts: isDuration,
  valueOf: (text) => ({ kind: "duration", content: parseDuration(text), space: durations }),
  decode: asText,
  encode: encodeText,
};

const instants: ValueSpace<Instant> = { keyOf: instantKey, compare: compareInstants };

function instant(kind: InstantKind, expected: string): PrimitiveRules {
  return {
    primitive: kind,
    kind: "string",
    whiteSpace: "collapse",
    expected,
    applicable: ordered,
    accepts: (text) => isInstant(kind, text),
    valueOf: (text) => ({ kind, content: parseInstant(kind, text), space: instants }),
    decode: asText,
    encode: encodeText,
  };
}

export const dateTime: PrimitiveRules = /*@__PURE__*/ instant("dateTime", "a date and time (2004-04-12T13:20:00)");
export const time: PrimitiveRules = /*@__PURE__*/ instant("time", "a time (13:20:00)");
export const date: PrimitiveRules = /*@__PURE__*/ instant("date", "a date (2004-04-12)");
export const gYearMonth: PrimitiveRules = /*@__PURE__*/ instant("gYearMonth", "a year and month (2004-04)");
export const gYear: PrimitiveRules = /*@__PURE__*/ instant("gYear", "a year (2004)");
export const gMonthDay: PrimitiveRules = /*@__PURE__*/ instant("gMonthDay", "a month and day (--04-12)");
export const gDay: PrimitiveRules = /*@__PURE__*/ instant("gDay", "a day (---12)");
export const gMonth: PrimitiveRules = /*@__PURE__*/ instant("gMonth", "a month (--04)");

const noBytes = new Uint8Array(0);

const octets: ValueSpace<Uint8Array> = {
  keyOf: (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
};

function binary(
  kind: "hexBinary" | "base64Binary",
  expected: string,
  parse: (text: string) => Uint8Array | undefined,
  format: (bytes: Uint8Array) => string,
): PrimitiveRules {
  return {
    primitive: kind,
    kind: "bytes",
    whiteSpace: "collapse",
    expected,
    applicable: measured,
    accepts: (text) => parse(text) !== undefined,
    valueOf: (text) => ({ kind, content: parse(text) ?? noBytes, space: octets }),
    decode: (text) => parse(text) ?? noBytes,
    encode: (value) => (value instanceof Uint8Array ? format(value) : undefined),
    lengthOf: (text) => parse(text)?.length ?? 0,
    otherTexts: (text) => (kind === "hexBinary" ? [text.toLowerCase()] : []),
    octetsOf: parse,
  };
}

export const hexBinary: PrimitiveRules = /*@__PURE__*/ binary("hexBinary", "hexadecimal octets", parseHex, formatHex);
export const base64Binary: PrimitiveRules = /*@__PURE__*/ binary("base64Binary", "base64 octets", parseBase64, formatBase64);

/** A name without a prefix is in the default namespace. XSD 1.0 Part 2 §3.2.18 */
function resolve(text: string, namespaces: NamespaceLookup): QualifiedName {
  const colon = text.indexOf(":");
  const namespace = namespaces.lookupNamespace(colon < 0 ? "" : text.slice(0, colon)) ?? "";
  return { namespace, local: text.slice(colon + 1) };
}

const qualifiedNames: ValueSpace<QualifiedName> = { keyOf: ({ namespace, local }) => `{${namespace}}${local}` };

function qualified(kind: "QName" | "NOTATION", expected: string): PrimitiveRules {
  return {
    primitive: kind,
    kind: "string",
    whiteSpace: "collapse",
    expected,
    applicable: measured,
    accepts: (text, namespaces) =>
      isQName(text) && (!text.includes(":") || namespaces.lookupNamespace(text.slice(0, text.indexOf(":"))) !== undefined),
    valueOf: (text, namespaces) => ({ kind, content: resolve(text, namespaces), space: qualifiedNames }),
    decode: (text, namespaces) => {
      const { namespace, local } = resolve(text, namespaces);
      return namespace === "" ? local : `{${namespace}}${local}`;
    },
    encode: (value, qname) => {
      if (typeof value !== "string") return undefined;
      const { namespace, local } = parseClark(value);
      return isNCName(local) ? qname(namespace, local) : undefined;
    },
    // No `lengthOf`: the specification does not define the length of a qualified name, so length facets have no effect.
  };
}

export const QName: PrimitiveRules = /*@__PURE__*/ qualified("QName", "a qualified name with a bound prefix");
export const NOTATION: PrimitiveRules = /*@__PURE__*/ qualified("NOTATION", "a notation's name");

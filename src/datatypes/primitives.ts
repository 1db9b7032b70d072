/**
 * The primitive datatypes as a table: lexical space, value, TypeScript value, applicable facets. XSD 1.0 Part 2 §3.2, §4.1.5
 *
 * All functions take text whose white space is already processed.
 */
import { isNCName, isQName } from "../xml/name-characters.js";
import { type NamespaceLookup, parseClark } from "../xml/names.js";
import { isAnyUri } from "./any-uri.js";
import { formatBase64, formatHex, parseBase64, parseHex } from "./binary.js";
import type { FacetKind, Primitive, QNameFormatter, TypeScriptKind, WhiteSpace } from "./datatype.js";
import { isDecimal, parseDecimal } from "./decimal.js";
import { isDuration, parseDuration } from "./duration.js";
import { formatDouble, formatFloat32, isFloat, parseDouble, parseFloat32 } from "./float.js";
import { type InstantKind, isInstant, parseInstant } from "./instant.js";
import type { XsdValue } from "./value.js";

/** The definition of one primitive datatype. */
export interface PrimitiveRules {
  readonly primitive: Primitive;
  readonly kind: TypeScriptKind;
  readonly whiteSpace: WhiteSpace;
  /** For messages: "a decimal number". */
  readonly expected: string;
  /** XSD 1.0 Part 2 §4.1.5 (cos-applicable-facets) */
  readonly applicable: readonly FacetKind[];
  /** Tests if a text is in the lexical space. */
  accepts(text: string, namespaces: NamespaceLookup): boolean;
  /** The XSD value of an accepted text. */
  valueOf(text: string, namespaces: NamespaceLookup): XsdValue;
  /** The TypeScript value of an accepted text. */
  decode(text: string, namespaces: NamespaceLookup): unknown;
  /** The text of a TypeScript value; `undefined` for the wrong JavaScript type. */
  encode(value: unknown, qname: QNameFormatter): string | undefined;
  /** The length of an accepted text, for the length facets; absent if they do not apply. */
  lengthOf?(text: string): number;
}

/** What a built-in derived type adds to its primitive: xs:NCName is an xs:string restricted by `accepts`. */
export interface Refinement {
  readonly expected: string;
  readonly rule: string;
  readonly integer: boolean;
  accepts(text: string): boolean;
}

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

const string: PrimitiveRules = {
  primitive: "string",
  kind: "string",
  whiteSpace: "preserve",
  expected: "a string",
  applicable: measured,
  accepts: () => true,
  valueOf: (text) => ({ kind: "string", text }),
  decode: asText,
  encode: encodeText,
  lengthOf: characters,
};

const anySimpleType: PrimitiveRules = {
  ...string,
  primitive: "anySimpleType",
  expected: "a simple value",
  applicable: [],
  valueOf: (text) => ({ kind: "anySimpleType", text }),
};

const anyURI: PrimitiveRules = {
  ...string,
  primitive: "anyURI",
  whiteSpace: "collapse",
  expected: "a URI reference",
  accepts: isAnyUri,
  valueOf: (text) => ({ kind: "anyURI", text }),
};

function isTrue(text: string): boolean {
  return text === "true" || text === "1";
}

const boolean: PrimitiveRules = {
  primitive: "boolean",
  kind: "boolean",
  whiteSpace: "collapse",
  expected: "a boolean (true, false, 1, 0)",
  applicable: always,
  accepts: (text) => isTrue(text) || text === "false" || text === "0",
  valueOf: (text) => ({ kind: "boolean", truth: isTrue(text) }),
  decode: isTrue,
  encode: (value) => (typeof value === "boolean" ? String(value) : undefined),
};

const decimal: PrimitiveRules = {
  primitive: "decimal",
  kind: "string",
  whiteSpace: "collapse",
  expected: "a decimal number",
  applicable: [...ordered, "totalDigits", "fractionDigits"],
  accepts: isDecimal,
  valueOf: (text) => ({ kind: "decimal", decimal: parseDecimal(text) }),
  decode: asText,
  encode: encodeText,
};

const float: PrimitiveRules = {
  primitive: "float",
  kind: "number",
  whiteSpace: "collapse",
  expected: "a number in floating point",
  applicable: ordered,
  accepts: isFloat,
  valueOf: (text) => ({ kind: "float", number: parseFloat32(text) }),
  decode: parseFloat32,
  encode: (value) => (typeof value === "number" ? formatFloat32(value) : undefined),
};

const double: PrimitiveRules = {
  ...float,
  primitive: "double",
  valueOf: (text) => ({ kind: "double", number: parseDouble(text) }),
  decode: parseDouble,
  encode: (value) => (typeof value === "number" ? formatDouble(value) : undefined),
};

const duration: PrimitiveRules = {
  primitive: "duration",
  kind: "string",
  whiteSpace: "collapse",
  expected: "a duration (P1Y2M3DT4H5M6.7S)",
  applicable: ordered,
  accepts: isDuration,
  valueOf: (text) => ({ kind: "duration", duration: parseDuration(text) }),
  decode: asText,
  encode: encodeText,
};

function instant(kind: InstantKind, expected: string): PrimitiveRules {
  return {
    primitive: kind,
    kind: "string",
    whiteSpace: "collapse",
    expected,
    applicable: ordered,
    accepts: (text) => isInstant(kind, text),
    valueOf: (text) => ({ kind, instant: parseInstant(kind, text) }),
    decode: asText,
    encode: encodeText,
  };
}

const noBytes = new Uint8Array(0);

function binary(
  kind: "hexBinary" | "base64Binary",
  parse: (text: string) => Uint8Array | undefined,
  format: (bytes: Uint8Array) => string,
): PrimitiveRules {
  return {
    primitive: kind,
    kind: "bytes",
    whiteSpace: "collapse",
    expected: kind === "hexBinary" ? "hexadecimal octets" : "base64 octets",
    applicable: measured,
    accepts: (text) => parse(text) !== undefined,
    valueOf: (text) => ({ kind, bytes: parse(text) ?? noBytes }),
    decode: (text) => parse(text) ?? noBytes,
    encode: (value) => (value instanceof Uint8Array ? format(value) : undefined),
    lengthOf: (text) => parse(text)?.length ?? 0,
  };
}

/** A name without a prefix is in the default namespace. XSD 1.0 Part 2 §3.2.18 */
function resolve(text: string, namespaces: NamespaceLookup): { namespace: string; local: string } {
  const colon = text.indexOf(":");
  const namespace = namespaces.lookupNamespace(colon < 0 ? "" : text.slice(0, colon)) ?? "";
  return { namespace, local: text.slice(colon + 1) };
}

function qualified(kind: "QName" | "NOTATION"): PrimitiveRules {
  return {
    primitive: kind,
    kind: "string",
    whiteSpace: "collapse",
    expected: kind === "QName" ? "a qualified name with a bound prefix" : "a notation's name",
    applicable: measured,
    accepts: (text, namespaces) =>
      isQName(text) && (!text.includes(":") || namespaces.lookupNamespace(text.slice(0, text.indexOf(":"))) !== undefined),
    valueOf: (text, namespaces) => ({ kind, ...resolve(text, namespaces) }),
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

/** The rules by primitive. */
export const primitiveRules: Readonly<Record<Primitive, PrimitiveRules>> = {
  anySimpleType,
  string,
  boolean,
  decimal,
  float,
  double,
  duration,
  dateTime: instant("dateTime", "a date and time (2004-04-12T13:20:00)"),
  time: instant("time", "a time (13:20:00)"),
  date: instant("date", "a date (2004-04-12)"),
  gYearMonth: instant("gYearMonth", "a year and month (2004-04)"),
  gYear: instant("gYear", "a year (2004)"),
  gMonthDay: instant("gMonthDay", "a month and day (--04-12)"),
  gDay: instant("gDay", "a day (---12)"),
  gMonth: instant("gMonth", "a month (--04)"),
  hexBinary: binary("hexBinary", parseHex, formatHex),
  base64Binary: binary("base64Binary", parseBase64, formatBase64),
  anyURI,
  QName: qualified("QName"),
  NOTATION: qualified("NOTATION"),
};

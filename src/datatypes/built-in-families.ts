/**
 * The families of built-in types: 19 primitive datatypes, and the 25 derived ones under two of them. XSD 1.0 Part 2 §3
 */
import { isName, isNCName, isNmtoken } from "../xml/name-characters.js";
import type { BuiltInFamily, ListFamily } from "./built-in-registry.js";
import type { PrimitiveRules, Refinement } from "./datatype.js";
import { isInteger } from "./decimal.js";
import { listOf, restrict } from "./derive.js";
import {
  anyURI,
  base64Binary,
  boolean,
  date,
  dateTime,
  decimal,
  double,
  duration,
  float,
  gDay,
  gMonth,
  gMonthDay,
  gYear,
  gYearMonth,
  hexBinary,
  NOTATION,
  QName,
  string,
  time,
} from "./primitives.js";

const datatypeValid = "cvc-datatype-valid.1.2.1";

function refinement(expected: string, accepts: (text: string) => boolean, rule = datatypeValid): Refinement {
  return { expected, accepts, rule, integer: false };
}

/** Tests for a language tag: letters, then letters and digits, in parts of one to eight. XSD 1.0 Part 2 §3.3.3 */
function isLanguage(text: string): boolean {
  return /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/.test(text);
}

/** xs:string and what is derived from it. XSD 1.0 Part 2 §3.3 */
export const texts: BuiltInFamily = {
  rules: string,
  derived: [
    ["normalizedString", "string", { whiteSpace: "replace" }],
    ["token", "normalizedString", { whiteSpace: "collapse" }],
    // Defined by a pattern, so that is the rule which is broken. XSD 1.0 Part 2 §3.3.3
    ["language", "token", {}, /*@__PURE__*/ refinement("a language tag (en, de-AT)", isLanguage, "cvc-pattern-valid")],
    ["NMTOKEN", "token", {}, /*@__PURE__*/ refinement("a name token", isNmtoken)],
    ["Name", "token", {}, /*@__PURE__*/ refinement("a name", isName)],
    ["NCName", "Name", {}, /*@__PURE__*/ refinement("a name without colon", isNCName)],
    ["ID", "NCName", {}],
    ["IDREF", "NCName", {}],
    ["ENTITY", "NCName", {}],
  ],
};

/** Lists of what is derived from xs:string. XSD 1.0 Part 2 §3.3 */
export const textLists: ListFamily = {
  lists: [
    ["NMTOKENS", "NMTOKEN"],
    ["IDREFS", "IDREF"],
    ["ENTITIES", "ENTITY"],
  ],
  // An anonymous list, restricted to at least one item.
  make: (item, name) => restrict(listOf(item, undefined), name, [{ kind: "minLength", value: "1" }]),
};

/** xs:decimal, xs:integer and what is derived from it. XSD 1.0 Part 2 §3.3 */
export const decimals: BuiltInFamily = {
  rules: decimal,
  derived: [
    ["integer", "decimal", { fractionDigits: "0" }, { expected: "an integer", accepts: isInteger, rule: datatypeValid, integer: true }],
    ["nonPositiveInteger", "integer", { maxInclusive: "0" }],
    ["negativeInteger", "nonPositiveInteger", { maxInclusive: "-1" }],
    ["long", "integer", { maxInclusive: "9223372036854775807", minInclusive: "-9223372036854775808" }],
    ["int", "long", { maxInclusive: "2147483647", minInclusive: "-2147483648" }],
    ["short", "int", { maxInclusive: "32767", minInclusive: "-32768" }],
    ["byte", "short", { maxInclusive: "127", minInclusive: "-128" }],
    ["nonNegativeInteger", "integer", { minInclusive: "0" }],
    ["unsignedLong", "nonNegativeInteger", { maxInclusive: "18446744073709551615" }],
    ["unsignedInt", "unsignedLong", { maxInclusive: "4294967295" }],
    ["unsignedShort", "unsignedInt", { maxInclusive: "65535" }],
    ["unsignedByte", "unsignedShort", { maxInclusive: "255" }],
    ["positiveInteger", "nonNegativeInteger", { minInclusive: "1" }],
  ],
};

/** A primitive type from which no built-in type is derived. */
function alone(rules: PrimitiveRules): BuiltInFamily {
  return { rules, derived: [] };
}

export const booleans: BuiltInFamily = /*@__PURE__*/ alone(boolean);
export const floats: BuiltInFamily = /*@__PURE__*/ alone(float);
export const doubles: BuiltInFamily = /*@__PURE__*/ alone(double);
export const durations: BuiltInFamily = /*@__PURE__*/ alone(duration);
export const dateTimes: BuiltInFamily = /*@__PURE__*/ alone(dateTime);
export const times: BuiltInFamily = /*@__PURE__*/ alone(time);
export const dates: BuiltInFamily = /*@__PURE__*/ alone(date);
export const yearMonths: BuiltInFamily = /*@__PURE__*/ alone(gYearMonth);
export const years: BuiltInFamily = /*@__PURE__*/ alone(gYear);
export const monthDays: BuiltInFamily = /*@__PURE__*/ alone(gMonthDay);
export const days: BuiltInFamily = /*@__PURE__*/ alone(gDay);
export const months: BuiltInFamily = /*@__PURE__*/ alone(gMonth);
export const hexBinaries: BuiltInFamily = /*@__PURE__*/ alone(hexBinary);
export const base64Binaries: BuiltInFamily = /*@__PURE__*/ alone(base64Binary);
export const uris: BuiltInFamily = /*@__PURE__*/ alone(anyURI);
export const qualifiedNames: BuiltInFamily = /*@__PURE__*/ alone(QName);
export const notations: BuiltInFamily = /*@__PURE__*/ alone(NOTATION);

/** All families, for tables by which a document may name any type. */
export const allFamilies: readonly BuiltInFamily[] = [
  texts,
  textLists,
  booleans,
  decimals,
  floats,
  doubles,
  durations,
  dateTimes,
  times,
  dates,
  yearMonths,
  years,
  monthDays,
  days,
  months,
  hexBinaries,
  base64Binaries,
  uris,
  qualifiedNames,
  notations,
];

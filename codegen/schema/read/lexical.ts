/**
 * Lexical forms of the attributes of schema documents, as the schema for schemas types them. XSD 1.0 Part 1 appendix A
 *
 * Each rule takes the attribute's value after white space processing.
 */

import { isAnyUri } from "../../../src/datatypes/any-uri.js";
import { isNCName, isQName } from "../../../src/xml/name-characters.js";
import { hasWhiteSpace } from "../../load/source-element.js";

/** One attribute type: which values it allows, and what a message calls them. */
export interface LexicalRule {
  readonly expected: string;
  readonly allows: (value: string) => boolean;
  /** The value is a string as written: white space counts. */
  readonly preserve?: boolean;
}

/** White space processing of types that collapse. XSD 1.0 Part 2 §4.3.6 */
export function collapse(value: string): string {
  return hasWhiteSpace(value) ? value.trim().replace(/[ \t\r\n]+/g, " ") : value;
}

/** Splits a list value into its items. */
export function itemsOf(value: string): readonly string[] {
  const collapsed = collapse(value);
  return collapsed === "" ? [] : collapsed.split(" ");
}

/** A fixed set of values. */
export function oneOf(...values: readonly string[]): LexicalRule {
  return { expected: values.map((value) => `"${value}"`).join(" or "), allows: (value) => values.includes(value) };
}

/** "#all", or a list of the given methods. */
export function setOf(...methods: readonly string[]): LexicalRule {
  return {
    expected: `"#all" or a list of ${methods.join(", ")}`,
    allows: (value) => value === "#all" || itemsOf(value).every((method) => methods.includes(method)),
  };
}

/** xs:NCName, and xs:ID but for its uniqueness. */
export const ncName: LexicalRule = { expected: "a name without colon", allows: isNCName };
/** xs:QName but for its prefix. */
export const qname: LexicalRule = { expected: "a qualified name", allows: isQName };
/** A list of xs:QName. */
export const qnames: LexicalRule = { expected: "a list of qualified names", allows: (value) => itemsOf(value).every(isQName) };
/** xs:anyURI */
export const anyUri: LexicalRule = { expected: "a URI", allows: isAnyUri };
/** xs:string */
export const text: LexicalRule = { expected: "text", allows: () => true, preserve: true };
/** xs:token */
export const token: LexicalRule = { expected: "text", allows: () => true };
/** xs:boolean */
export const boolean: LexicalRule = oneOf("true", "false", "1", "0");
/** xs:nonNegativeInteger */
export const nonNegativeInteger: LexicalRule = { expected: "a non-negative integer", allows: isNonNegativeInteger };
/** xs:positiveInteger */
export const positiveInteger: LexicalRule = {
  expected: "a positive integer",
  allows: (value) => isNonNegativeInteger(value) && /[1-9]/.test(value),
};
/** xs:allNNI of the schema for schemas. */
export const maxOccurs: LexicalRule = {
  expected: 'a non-negative integer or "unbounded"',
  allows: (value) => value === "unbounded" || isNonNegativeInteger(value),
};
/** The bounds that elements of an "all" group may have. XSD 1.0 Part 1 §3.8.6 (cos-all-limited) */
export const zeroOrOne: LexicalRule = { expected: "0 or 1", allows: (value) => /^(?:\+?0*[01]|-0+)$/.test(value) };
/** The maximum of an "all" group. */
export const exactlyOne: LexicalRule = { expected: "1", allows: (value) => /^\+?0*1$/.test(value) };
/** xs:formChoice of the schema for schemas. */
export const form: LexicalRule = oneOf("qualified", "unqualified");
/** xs:namespaceList of the schema for schemas. */
export const namespaceList: LexicalRule = {
  expected: '"##any", "##other", or a list of URIs, "##targetNamespace" and "##local"',
  allows: (value) =>
    value === "##any" ||
    value === "##other" ||
    itemsOf(value).every((item) => item === "##targetNamespace" || item === "##local" || (!item.startsWith("##") && isAnyUri(item))),
};

function isNonNegativeInteger(value: string): boolean {
  return /^(?:\+?[0-9]+|-0+)$/.test(value);
}

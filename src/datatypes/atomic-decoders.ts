/**
 * Fast decoders for the most common types. Each falls back to the general checks for anything unusual.
 *
 * "42" of xs:int becomes 42 without a regular expression, a substring or an object.
 */
import type { NamespaceLookup } from "../xml/names.js";
import type { Bound, Datatype, Facets, Primitive, PrimitiveRules, Refinement } from "./datatype.js";
import { enumerationFault } from "./facet-validation.js";
import type { DatatypeFault } from "./fault.js";
import { normalizeWhiteSpace } from "./white-space.js";

/** Raw text -> TypeScript value or fault. */
export type AtomicDecoder = (raw: string, namespaces: NamespaceLookup) => unknown;

/** The parts of an atomic type that a decoder is made from. */
interface AtomicParts extends Datatype {
  readonly primitive: Primitive;
  readonly rules: PrimitiveRules;
  readonly refinement: Refinement | undefined;
  /** `check` for text that has gone through white space processing. */
  checkNormalized(text: string, namespaces: NamespaceLookup): DatatypeFault | undefined;
}

/** A fast decoder for a type; `undefined` if the type needs the general path. */
export function fastDecoder(type: AtomicParts): AtomicDecoder | undefined {
  const { facets } = type;
  if (facets.patterns.length > 0) return undefined;
  if (type.primitive === "boolean") return booleanDecoder(type);
  if (type.refinement?.integer && type.kind === "number") return integerDecoder(type);
  if (type.primitive === "string" || type.primitive === "anySimpleType") return stringDecoder(type);
  const { octetsOf } = type.rules;
  if (octetsOf !== undefined) return binaryDecoder(type, octetsOf);
  if (type.kind === "string" && facets.enumeration === undefined && type.primitive !== "QName" && type.primitive !== "NOTATION") {
    return textDecoder(type);
  }
  return undefined;
}

/** Decimals, dates and the like decode to their own text. */
function textDecoder(type: AtomicParts): AtomicDecoder {
  return (raw, namespaces) => {
    const text = type.normalize(raw);
    return type.checkNormalized(text, namespaces) ?? text;
  };
}

/** Parses large values once; types with length or enumeration facets take the general path. */
function binaryDecoder(type: AtomicParts, parse: (text: string) => Uint8Array | undefined): AtomicDecoder | undefined {
  const { length, minLength, maxLength, enumeration } = type.facets;
  if (length !== undefined || minLength !== undefined || maxLength !== undefined || enumeration !== undefined) return undefined;
  return (raw, namespaces) => {
    const text = type.normalize(raw);
    return parse(text) ?? type.checkNormalized(text, namespaces);
  };
}

function booleanDecoder(type: AtomicParts): AtomicDecoder {
  const decide = (text: string): boolean | undefined => {
    if (text === "true" || text === "1") return true;
    return text === "false" || text === "0" ? false : undefined;
  };
  return (raw, namespaces) => {
    const truth = decide(raw);
    if (truth !== undefined) return truth;
    const text = type.normalize(raw);
    return decide(text) ?? type.checkNormalized(text, namespaces);
  };
}

function stringDecoder(type: AtomicParts): AtomicDecoder | undefined {
  const { facets, refinement, whiteSpace } = type;
  const measured = facets.length !== undefined || facets.minLength !== undefined || facets.maxLength !== undefined;
  if (facets.enumeration !== undefined) return measured ? textDecoder(type) : enumerationDecoder(type, facets);
  if (measured || refinement !== undefined) return textDecoder(type);
  return (raw) => normalizeWhiteSpace(raw, whiteSpace);
}

/** Enumerated strings were checked against the base type when the schema was, so membership is enough. */
function enumerationDecoder(type: AtomicParts, facets: Facets): AtomicDecoder {
  const values = facets.enumeration ?? [];
  const words = new Set(values.map(({ lexical }) => lexical));
  return (raw) => {
    if (words.has(raw)) return raw;
    const text = type.normalize(raw);
    return words.has(text) ? text : enumerationFault(values, text);
  };
}

/** Integers of at most 15 digits within bounds; "+", white space and invalid texts take the general path. */
function integerDecoder(type: AtomicParts): AtomicDecoder | undefined {
  const { facets } = type;
  if (facets.enumeration !== undefined || facets.totalDigits !== undefined) return undefined;
  const least = Math.max(bound(facets.minInclusive, 0, Number.NEGATIVE_INFINITY), bound(facets.minExclusive, 1, Number.NEGATIVE_INFINITY));
  const greatest = Math.min(
    bound(facets.maxInclusive, 0, Number.POSITIVE_INFINITY),
    bound(facets.maxExclusive, -1, Number.POSITIVE_INFINITY),
  );
  return (raw, namespaces) => {
    const number = parseDigits(raw);
    if (number >= least && number <= greatest) return number;
    const text = type.normalize(raw);
    return type.checkNormalized(text, namespaces) ?? Number(text) + 0;
  };
}

/** A bound as an inclusive number. Exact, because bounds of integer types are integers. */
function bound(facet: Bound | undefined, step: -1 | 0 | 1, absent: number): number {
  return facet === undefined ? absent : Number(facet.lexical) + step;
}

/** The number of a text of one to fifteen digits with an optional "-"; NaN for any other text. */
function parseDigits(text: string): number {
  const negative = text.charCodeAt(0) === 45;
  const start = negative ? 1 : 0;
  const digits = text.length - start;
  if (digits < 1 || digits > 15) return Number.NaN;
  let number = 0;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return negative ? 0 - number : number;
}

/**
 * Simple type definitions, for the runtime and the compiler. XSD 1.0 Part 2 §2 and §4
 *
 * Two kinds of value are kept apart: the XSD value (equality and order in the value space) and the TypeScript value (what a program gets).
 */
import type { NamespaceLookup } from "../xml/names.js";
import type { DatatypeFault } from "./fault.js";
import type { PatternEngine } from "./pattern/engine.js";
import type { Pattern } from "./pattern/pattern.js";
import type { XsdValue } from "./value.js";

/** The primitive datatypes of XSD 1.0 Part 2 §3.2; `anySimpleType` stands for the undifferentiated type above them. */
export type Primitive =
  | "anySimpleType"
  | "string"
  | "boolean"
  | "decimal"
  | "float"
  | "double"
  | "duration"
  | "dateTime"
  | "time"
  | "date"
  | "gYearMonth"
  | "gYear"
  | "gMonthDay"
  | "gDay"
  | "gMonth"
  | "hexBinary"
  | "base64Binary"
  | "anyURI"
  | "QName"
  | "NOTATION";

/** The JavaScript type of a decoded value. A union may give any of its members' kinds. */
export type TypeScriptKind = "string" | "number" | "bigint" | "boolean" | "bytes" | "stream" | "date" | "converted" | "list" | "union";

/** How white space is processed. XSD 1.0 Part 2 §4.3.6 */
export type WhiteSpace = "preserve" | "replace" | "collapse";

/** The twelve constraining facets. XSD 1.0 Part 2 §4.3 */
export type FacetKind =
  | "length"
  | "minLength"
  | "maxLength"
  | "pattern"
  | "enumeration"
  | "whiteSpace"
  | "maxInclusive"
  | "maxExclusive"
  | "minExclusive"
  | "minInclusive"
  | "totalDigits"
  | "fractionDigits";

/** One facet element of a schema document, as written. */
export interface FacetDefinition {
  readonly kind: FacetKind;
  /** The `value` attribute; only XML's own normalization is applied. */
  readonly value: string;
  readonly fixed?: boolean;
  /** What compiles the value of a pattern: every pattern has it. */
  readonly patterns?: PatternEngine;
  /** The namespaces in scope, for enumerations of QName and NOTATION. */
  readonly namespaces?: NamespaceLookup;
}

/** One value of an enumeration. */
export interface EnumerationValue {
  /** The literal of the schema after white space processing. */
  readonly lexical: string;
  readonly value: XsdValue;
}

/** A bound with its literal, which messages show. */
export interface Bound {
  readonly lexical: string;
  readonly value: XsdValue;
}

/** The effective facets of a type, its own and the inherited ones, with parsed values. Absent facets are `undefined`. */
export interface Facets {
  readonly length: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  /** One pattern per derivation step, nearest step last. All must match; patterns within a step are alternatives. */
  readonly patterns: readonly Pattern[];
  readonly enumeration: readonly EnumerationValue[] | undefined;
  readonly maxInclusive: Bound | undefined;
  readonly maxExclusive: Bound | undefined;
  readonly minInclusive: Bound | undefined;
  readonly minExclusive: Bound | undefined;
  readonly totalDigits: number | undefined;
  readonly fractionDigits: number | undefined;
  /** Kinds that a derived type must not change. */
  readonly fixed: ReadonlySet<FacetKind>;
}

/** Gives the text of a QName: a prefix bound to the namespace here, joined with the local name. */
export type QNameFormatter = (namespace: string, local: string) => string;

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
  /** Other texts of the value of a canonical text, which a pattern may forbid; absent if there are none. */
  otherTexts?(text: string, kind: TypeScriptKind): Iterable<string>;
  /** The octets of a text, or `undefined` if it has none: for types whose values are octets. */
  octetsOf?(text: string): Uint8Array | undefined;
}

/** What a built-in derived type adds to its primitive: xs:NCName is an xs:string restricted by `accepts`. */
export interface Refinement {
  readonly expected: string;
  readonly rule: string;
  readonly integer: boolean;
  accepts(text: string): boolean;
}

/** A simple type definition. Anything expensive is computed on first use. */
export interface Datatype {
  /** Clark name; `undefined` for an anonymous type. */
  readonly name: string | undefined;
  /** `undefined` for anySimpleType only. */
  readonly base: Datatype | undefined;
  readonly variety: "absent" | "atomic" | "list" | "union";
  /** For atomic types, and "anySimpleType" for the type of that name. */
  readonly primitive: Primitive | undefined;
  /** The rules of the primitive type. */
  readonly rules: PrimitiveRules | undefined;
  /** For list types. */
  readonly item: Datatype | undefined;
  /** For union types: the members in order; nested unions are not flattened. */
  readonly members: readonly Datatype[];
  readonly whiteSpace: WhiteSpace;
  readonly facets: Facets;
  readonly kind: TypeScriptKind;
  /** For a type with a configured TypeScript type: the same type with the default one. */
  readonly plain?: Datatype;
  /** White space processing. XSD 1.0 Part 2 §4.3.6 */
  normalize(raw: string): string;
  /** Raw text -> TypeScript value, or a fault (test with `isFault`). */
  decode(raw: string, namespaces: NamespaceLookup): unknown;
  /** Raw text -> `undefined` if it is valid, else the fault. Avoids building the value. */
  check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined;
  /** TypeScript value -> text, or a fault: the wrong JavaScript type, or a value that the type forbids. */
  encode(value: unknown, qname: QNameFormatter): string | DatatypeFault;
  /** Raw text -> XSD value for equality, order and keys (`equalValues`, `compareValues`, `keyOf`), or a fault. */
  valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault;
  /** Raw text -> the type that accepts it: for a union the member (never itself a union), otherwise this type. `undefined`: invalid. */
  validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined;
}

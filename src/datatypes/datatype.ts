/**
 * Simple type definitions as the runtime and the compiler see them. XSD 1.0 Part 2 §2 and §4.
 *
 * Two notions are kept apart: the XSD value (value space: equality, order) and the TypeScript value (what a program gets).
 */
import type { NamespaceLookup } from "../xml/names.js";
import type { DatatypeFault } from "./fault.js";
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
export type TypeScriptKind = "string" | "number" | "bigint" | "boolean" | "bytes" | "date" | "list" | "union";

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
  /** The `value` attribute, normalized only as XML does. */
  readonly value: string;
  readonly fixed?: boolean;
  /** The namespaces in scope: enumerations of QName and NOTATION need them. */
  readonly namespaces?: NamespaceLookup;
}

/** One value of an enumeration. */
export interface EnumerationValue {
  /** The literal of the schema after white space processing. */
  readonly lexical: string;
  readonly value: XsdValue;
}

/** A bound with the literal that a message shows. */
export interface Bound {
  readonly lexical: string;
  readonly value: XsdValue;
}

/** The effective facets of a type: its own and the inherited ones, values parsed. Absent facets are `undefined`. */
export interface Facets {
  readonly length: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  /** One entry a derivation step; each must match (patterns of one step are alternatives). Nearest step last. */
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

/** A simple type definition. Everything that costs something is computed on first use. */
export interface Datatype {
  /** Clark name; `undefined` for an anonymous type. */
  readonly name: string | undefined;
  /** `undefined` for anySimpleType only. */
  readonly base: Datatype | undefined;
  readonly variety: "absent" | "atomic" | "list" | "union";
  /** Of atomic types, and "anySimpleType" for the type of that name. */
  readonly primitive: Primitive | undefined;
  /** Of list types. */
  readonly item: Datatype | undefined;
  /** Of union types, in order, member unions not flattened. */
  readonly members: readonly Datatype[];
  readonly whiteSpace: WhiteSpace;
  readonly facets: Facets;
  readonly kind: TypeScriptKind;
  /** The same type with the usual TypeScript values, where a configuration asked for others. */
  readonly plain?: Datatype;
  /** White space processing. XSD 1.0 Part 2 §4.3.6 */
  normalize(raw: string): string;
  /** Raw text -> TypeScript value, or a fault (test with `isFault`). */
  decode(raw: string, namespaces: NamespaceLookup): unknown;
  /** Raw text -> `undefined` when valid, else the fault. Builds no value where it can. */
  check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined;
  /** TypeScript value -> text, or a fault: the wrong JavaScript type, or a value that the type forbids. */
  encode(value: unknown, qname: QNameFormatter): string | DatatypeFault;
  /** Raw text -> XSD value for equality, order and keys (`equalValues`, `compareValues`, `keyOf`), or a fault. */
  valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault;
  /** Raw text -> the member type of a union (never itself a union) that accepts it; the type itself otherwise. `undefined`: invalid. */
  validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined;
}

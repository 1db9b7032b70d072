/**
 * Tables: the plain data behind codecs, as generated code has it. docs/tables.md explains them; table-language reads and writes their texts.
 *
 * Nothing is checked or computed when a module loads; on first use, `compile/` turns a table into what decoder and encoder run on.
 */
import type { BuiltInFamily } from "../datatypes/built-in-registry.js";
import type { Datatype } from "../datatypes/datatype.js";
import type { PatternEngine } from "../datatypes/pattern/engine.js";
import type { Prefixes } from "../xml/write/written-bindings.js";
import type { CompileContent } from "./automaton/compile.js";
import type { IdentityConstraintTable } from "./identity/constraint-table.js";
import type { IdentityEngine } from "./identity/engine.js";
import type { TypeCode, TypeReader, TypeWriter } from "./type-writer.js";

/** What tables refer to: a codec without its TypeScript type. */
export interface HasTable<Data = Table> {
  readonly name: string;
  readonly "~table": Data;
}

/** A codec, by reference: modules may import each other, so nothing outside a function reads an import. */
export type CodecReference = () => HasTable;

/** How often, and whether nil: `"?"`, `"{2,5}nil"`. See table-language/occurrence.ts. */
export type Occurrence = string;

/** What an element declaration has besides name, type and nillable. XSD 1.0 Part 1 §3.3.1 */
export interface ElementOptions {
  readonly default?: string;
  readonly fixed?: string;
  /** Disallowed substitutions: some of the words "extension restriction substitution". */
  readonly block?: string;
  readonly constraints?: readonly IdentityConstraintTable[];
  /** What checks the constraints: every table with constraints has it. */
  readonly identity?: () => IdentityEngine;
  readonly abstract?: true;
  /** Namespaces by prefix, for a default or fixed QName. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** The prefixes that the contract has for its namespaces, for documents with this root. */
  readonly prefixes?: Prefixes;
}

/** Value constraint of an attribute. XSD 1.0 Part 1 §3.2.1 */
export interface AttributeOptions {
  readonly default?: string;
  readonly fixed?: string;
  readonly namespaces?: Readonly<Record<string, string>>;
}

/** The row of an element, an attribute, a wildcard or simple content; its first column says which. See table-language/column.ts. */
export type PlainRow = readonly [
  column: string,
  codec: CodecReference,
  occurrence?: Occurrence,
  options?: ElementOptions | AttributeOptions | (() => readonly ElementSet[]) | (() => readonly AttributeSet[]),
];

/** A member of a repeated choice or of mixed content: by its item key alone, or as a plain row; `["&", element]` for a reference. */
export type MemberRow =
  | CodecReference
  | readonly [xmlName: string, codec: CodecReference, occurrence?: "" | "nil", options?: ElementOptions | (() => readonly ElementSet[])];

/** `["|", members, occurrence?, { model }?]` and `["mixed", members, occurrence?, { model }?]`. */
export type MembersRow = readonly [
  kind: "|" | "mixed",
  members: Readonly<Record<string, MemberRow>>,
  occurrence?: Occurrence,
  options?: { readonly model?: string },
];

/** `["()", group, occurrence?]`: a group that repeats. */
export type GroupRow = readonly [kind: "()", group: () => GroupTable, occurrence?: Occurrence];

/** A row of a complex type. */
export type Row = PlainRow | MembersRow | GroupRow;

/** Rows by property, in the order of the content model. */
export type Rows = Readonly<Record<string, Row>>;

/** What a complex type says beside its rows. */
export interface ComplexTypeOptions {
  /** The structure of the content over property names, unless it is the plain sequence of the rows. See table-language/model.ts. */
  readonly model?: string;
  /** Bare element names are in no namespace. */
  readonly local?: "";
  readonly abstract?: true;
  /** Prohibited substitutions: some of the words "extension restriction". */
  readonly block?: string;
  /** The type that this one restricts, or the simple type that it extends; it takes no part in reading or writing. */
  readonly base?: CodecReference;
  /** The step from `base` is an extension although the rows are complete: of mixed content that gets more elements. */
  readonly derivation?: "extension";
  /** Mixed content without a `$content` row of its own. */
  readonly mixed?: true;
  /** Two particles may match one element: the first one takes it. */
  readonly lenient?: true;
  /** Straight-line code that does what the table says. Without it the table is interpreted. */
  readonly writer?: () => TypeWriter;
  readonly reader?: () => TypeReader;
  /** In place of both: gives the code of the compiled type. */
  readonly code?: () => (type: never) => TypeCode;
}

/** A complex type definition. XSD 1.0 Part 1 §3.4 */
export interface ComplexTable {
  readonly kind: "complex";
  readonly name: string;
  readonly rows: Rows;
  readonly options: ComplexTypeOptions;
  /** The type that this one extends: its content and attributes come first. */
  readonly extends: CodecReference | undefined;
  /** What compiles the content model; left out where states alone match it. */
  readonly compileContent: CompileContent | undefined;
}

/** What reading with a table of `T` gives: `T`; `unknown` if the type is not known. */
export type Decoded<T> = [T] extends [never] ? unknown : T;

/** A repeated group of elements, hoisted. */
export interface GroupTable<in T = never, out O = Decoded<T>> {
  readonly name: string;
  readonly rows: Rows;
  readonly options: ComplexTypeOptions;
  readonly compileContent: CompileContent | undefined;
  readonly "~type"?: (value: T) => O;
}

/** Facets as the schema writes them. */
export type FacetValues = Readonly<{
  [Kind in
    | "length"
    | "minLength"
    | "maxLength"
    | "pattern"
    | "enumeration"
    | "whiteSpace"
    | "minInclusive"
    | "maxInclusive"
    | "minExclusive"
    | "maxExclusive"
    | "totalDigits"
    | "fractionDigits"]?: string | readonly string[];
}> & {
  /** Namespaces by prefix, for enumerations of QName and NOTATION written as text. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** What compiles the patterns: every table with patterns has it. */
  readonly patterns?: () => PatternEngine;
};

/** How a simple type is derived. XSD 1.0 Part 1 §3.14 */
export type SimpleDerivation =
  | { readonly by: "builtin"; readonly local: string; readonly families: () => readonly BuiltInFamily[] }
  | { readonly by: "restriction"; readonly base: CodecReference; readonly values?: readonly unknown[]; readonly facets: FacetValues }
  | { readonly by: "mapping"; readonly base: CodecReference; readonly map: (plain: Datatype) => Datatype; readonly facets: FacetValues }
  | { readonly by: "parts"; readonly parts: () => readonly HasTable[]; readonly make: MakeOfParts; readonly facets: FacetValues };

/** Makes a list of its item type, or a union of its members: tables bring what they are. */
export type MakeOfParts = (parts: readonly Datatype[], name: string | undefined) => Datatype;

/** A simple type definition. XSD 1.0 Part 1 §3.14 */
export interface SimpleTable {
  readonly kind: "simple";
  readonly name: string;
  readonly derivation: SimpleDerivation;
}

/** A global element declaration. XSD 1.0 Part 1 §3.3 */
export interface ElementTable {
  readonly kind: "element";
  readonly name: string;
  readonly type: CodecReference;
  readonly nillable: boolean;
  readonly options: ElementOptions;
}

/** A global attribute declaration. XSD 1.0 Part 1 §3.2 */
export interface AttributeTable extends AttributeOptions {
  readonly name: string;
  readonly type: CodecReference;
}

/** Global elements of one module that a wildcard may admit. */
export interface ElementSet {
  readonly elements: () => readonly HasTable<ElementTable | HeadTable>[];
}

/** Global attributes of one module that a wildcard may admit. */
export interface AttributeSet {
  readonly attributes: () => readonly AttributeTable[];
}

/** A substitution group: its members by item name. XSD 1.0 Part 1 §3.3.6 (cos-equiv-class) */
export interface HeadTable {
  readonly kind: "head";
  readonly name: string;
  readonly members: Readonly<Record<string, () => HasTable<ElementTable | HeadTable>>>;
}

/** A type and those derived from it, by the values of `$type`. */
export interface HierarchyTable {
  readonly kind: "hierarchy";
  readonly name: string;
  /** The member that needs no xsi:type; `undefined` where the declared type is abstract. */
  readonly base: string | undefined;
  readonly members: Readonly<Record<string, CodecReference>>;
  readonly options: HierarchyOptions;
}

/** What a hierarchy says beside its members. */
export interface HierarchyOptions {
  /** The declared type, if it is abstract: needed to test whether a type of the schema set is derived from it. */
  readonly declared?: CodecReference;
}

/** xs:anyType, and the two codecs of wildcards. */
export interface OpenTable {
  readonly kind: "anyType" | "xmlElement" | "xmlAttributes";
  readonly name: string;
  /** The built-in types that a document may name in such content. */
  readonly families: () => readonly BuiltInFamily[];
}

/** The table of a codec. */
export type Table = ComplexTable | SimpleTable | ElementTable | HeadTable | HierarchyTable | OpenTable;

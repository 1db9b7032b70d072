/**
 * Codecs: generated code exports one for each type and element.
 *
 * A codec is a name, a table of plain data, and a type parameter that only exists for the compiler.
 */
import type { StandardSchema } from "./standard-schema.js";
import type { AttributeTable, ComplexTable, Decoded, ElementTable, HasTable, HeadTable, SimpleTable, Table } from "./table.js";

/**
 * Reads, writes and validates values of type `T`.
 *
 * The phantom `~type` accepts and returns `T`, so that the codec of a subtype is not assignable to that of its base. `Codec` without arguments
 * is a codec of any type: it accepts `never` and returns `unknown`.
 */
export interface Codec<in T = never, out O = Decoded<T>> extends HasTable {
  /** Clark name of the type or element; a path such as `{urn:shop}Order/Line` for an anonymous type. */
  readonly name: string;
  readonly "~table": Table;
  readonly "~type"?: (value: T) => O;
  readonly "~standard": StandardSchema<O>;
}

/** A complex type definition. XSD 1.0 Part 1 §3.4 */
export interface ComplexType<in T = never, out O = Decoded<T>> extends Codec<T, O> {
  readonly "~table": ComplexTable;
}

/** A simple type definition. XSD 1.0 Part 1 §3.14 */
export interface SimpleType<in T = never, out O = Decoded<T>> extends Codec<T, O> {
  readonly "~table": SimpleTable;
}

/** A global element declaration, or the head of a substitution group. XSD 1.0 Part 1 §3.3 */
export interface ElementCodec<in T = never, out O = Decoded<T>> extends Codec<T, O> {
  readonly "~table": ElementTable | HeadTable;
}

/** An element codec of any type. */
export type AnyElementCodec = ElementCodec;

/** A global attribute declaration. XSD 1.0 Part 1 §3.2 */
export interface AttributeCodec<in T = never, out O = Decoded<T>> extends AttributeTable {
  readonly type: () => Codec<T, O>;
}

/** All global components of a schema by Clark name, for xsi:type, wildcards and documents with any root. */
export interface SchemaSet {
  readonly elements: Readonly<Record<string, ElementCodec>>;
  readonly types: Readonly<Record<string, Codec>>;
  readonly attributes: Readonly<Record<string, AttributeCodec>>;
}

/**
 * The functions that generated code calls. They only store their arguments, so bundlers drop unused calls and modules may import each other.
 */

import type { BuiltInFamily } from "../datatypes/built-in-registry.js";
import { type Converter, conversionBy } from "../datatypes/converter.js";
import type { Datatype } from "../datatypes/datatype.js";
import { listOf, unionOf } from "../datatypes/derive.js";
import { type Conversion, mapDatatype } from "../datatypes/mapped-type.js";
import { xsdNamespace } from "../xml/names.js";
import { type CompileContent, compileContent } from "./automaton/compile.js";
import type { AttributeCodec, Codec, ComplexType, ElementCodec, SchemaSet, SimpleType } from "./codec.js";
import { type NodeWriting, provideNodeWriting } from "./encode/node-writing.js";
import type { AnyOf, Item } from "./shapes.js";
import { standardSchemaOf } from "./standard.js";
import type { StandardSchema } from "./standard-schema.js";
import type {
  AttributeOptions,
  AttributeSet,
  CodecReference,
  ComplexTable,
  ComplexTypeOptions,
  Decoded,
  ElementOptions,
  ElementSet,
  FacetValues,
  GroupTable,
  HierarchyOptions,
  OpenTable,
  Rows,
  SimpleDerivation,
  SimpleTable,
  Table,
} from "./table.js";

/** The only class of codecs. `~standard` is a getter on its prototype, so that a codec costs little until it is used. */
class TableCodec<in T, Data extends Table, out O = Decoded<T>> implements Codec<T, O> {
  readonly "~table": Data;

  constructor(table: Data) {
    this["~table"] = table;
  }

  get name(): string {
    return this["~table"].name;
  }

  get "~standard"(): StandardSchema<O> {
    return standardSchemaOf<O>(this["~table"]);
  }
}

/**
 * Rows and references of generated code have wide types, because checking tables takes half of a compiler's time. The casts below rely on
 * tests, which check the rows of everything that is generated.
 */
type UncheckedRows = object;
type UncheckedReference = () => object;
/**
 * Codecs, unchecked like rows. The type is a tuple, because for an array the compiler would make the union of all members and compare each
 * codec with every other.
 */
type UncheckedCodecs = () => readonly [] | readonly [object, ...object[]];

/** A complex type: rows by property. */
export function complexType<T>(name: string, rows: UncheckedRows, options?: ComplexTypeOptions): ComplexType<T> {
  return typeOf<T>(name, rows, options, undefined, compileContent);
}

/** A complex type whose content takes no counting: its particles come at most once or without a bound, and in an order. */
export function plainType<T>(name: string, rows: UncheckedRows, options?: ComplexTypeOptions): ComplexType<T> {
  return typeOf<T>(name, rows, options, undefined, undefined);
}

/** A complex type that extends another: its own rows only. */
export function extension<T, Base>(
  name: string,
  base: () => Codec<Base>,
  rows: UncheckedRows,
  options?: ComplexTypeOptions,
): ComplexType<T> {
  return typeOf<T>(name, rows, options, base, compileContent);
}

/** An extension by content that takes no counting. */
export function plainExtension<T, Base>(
  name: string,
  base: () => Codec<Base>,
  rows: UncheckedRows,
  options?: ComplexTypeOptions,
): ComplexType<T> {
  return typeOf<T>(name, rows, options, base, undefined);
}

function typeOf<T>(
  name: string,
  rows: UncheckedRows,
  options: ComplexTypeOptions = {},
  base: CodecReference | undefined,
  compileContent: CompileContent | undefined,
): ComplexType<T> {
  return new TableCodec<T, ComplexTable>({ kind: "complex", name, rows: rows as Rows, options, extends: base, compileContent });
}

/** A group of elements that repeats as one. */
export function group<T>(name: string, rows: UncheckedRows, options: ComplexTypeOptions = {}): GroupTable<T> {
  return { name, rows: rows as Rows, options, compileContent };
}

/** A repeated group whose content takes no counting. */
export function plainGroup<T>(name: string, rows: UncheckedRows, options: ComplexTypeOptions = {}): GroupTable<T> {
  return { name, rows: rows as Rows, options, compileContent: undefined };
}

/** A global element. */
export function element<T>(
  name: string,
  type: UncheckedReference,
  occurrence: "" | "nil" = "",
  options: ElementOptions = {},
): ElementCodec<T> {
  return new TableCodec<T, ElementCodec["~table"]>({
    kind: "element",
    name,
    type: type as CodecReference,
    nillable: occurrence === "nil",
    options,
  });
}

/** A substitution group by the names of its members. */
export function head<Members>(members: { readonly [Name in keyof Members]: UncheckedReference }): ElementCodec<Item<Members>> {
  return new TableCodec<Item<Members>, ElementCodec["~table"]>({
    kind: "head",
    name: Object.keys(members).join(" | "),
    members: members as Readonly<Record<string, () => ElementCodec>>,
  });
}

/** A type and those derived from it, distinguished by xsi:type. */
export function anyOf<Types, Base extends keyof Types = never>(
  base: (Base & string) | undefined,
  members: { readonly [Name in keyof Types]: UncheckedReference },
  options: HierarchyOptions = {},
): Codec<AnyOf<Types, Base>> {
  const name = base ?? Object.keys(members).join(" | ");
  return new TableCodec<AnyOf<Types, Base>, Table>({
    kind: "hierarchy",
    name,
    base,
    members: members as Record<string, CodecReference>,
    options,
  });
}

/** The global elements of a module that wildcards may admit. */
export function elementSet(elements: UncheckedCodecs): ElementSet {
  return { elements: elements as () => readonly ElementCodec[] };
}

/** The global attributes of a module that wildcards may admit. */
export function attributeSet(attributes: UncheckedCodecs): AttributeSet {
  return { attributes: attributes as () => readonly AttributeCodec[] };
}

/** A global attribute. */
export function attribute<T>(name: string, type: () => Codec<T>, options: AttributeOptions = {}): AttributeCodec<T> {
  return { name, type, ...options };
}

/** A simple type restricted by facets, given as the schema writes them. */
export function restriction<T>(name: string, base: UncheckedReference, facets: FacetValues): SimpleType<T> {
  return simpleType<T>(name, { by: "restriction", base: base as CodecReference, facets });
}

/** A simple type with an enumeration, given as values. The tuple lets the compiler see that none is missing. */
export function enumeration<T, Values extends readonly unknown[] = readonly T[]>(
  name: string,
  base: UncheckedReference,
  values: Values,
  facets: FacetValues = {},
): SimpleType<T> {
  return simpleType<T>(name, { by: "restriction", base: base as CodecReference, values, facets });
}

/** A simple type restricted by facets, whose values a conversion makes. */
export function mapped<T>(name: string, base: UncheckedReference, conversion: () => Conversion, facets: FacetValues = {}): SimpleType<T> {
  const map = (plain: Datatype): Datatype => mapDatatype(plain, conversion());
  return simpleType<T>(name, { by: "mapping", base: base as CodecReference, map, facets });
}

/** A simple type restricted by facets, whose values a converter of the user's makes. */
export function converted<T>(
  name: string,
  base: UncheckedReference,
  converter: () => Converter<T>,
  facets: FacetValues = {},
): SimpleType<T> {
  // The encoder passes on what the program gave as a T. The converter refuses other values, and the encoder catches that.
  const map = (plain: Datatype): Datatype => mapDatatype(plain, conversionBy(converter() as Converter<unknown>));
  return simpleType<T>(name, { by: "mapping", base: base as CodecReference, map, facets });
}

/** A list type. */
export function list<T>(name: string, item: UncheckedReference, facets: FacetValues = {}): SimpleType<T> {
  return simpleType<T>(name, { by: "parts", parts: () => [(item as CodecReference)()], make: listOfFirst, facets });
}

function listOfFirst([item]: readonly Datatype[], name: string | undefined): Datatype {
  if (item === undefined) throw new Error("internal: a list without an item type");
  return listOf(item, name);
}

/** A union type. */
export function union<T>(name: string, members: UncheckedCodecs, facets: FacetValues = {}): SimpleType<T> {
  return simpleType<T>(name, { by: "parts", parts: members as () => readonly Codec[], make: unionOf, facets });
}

/** A built-in simple type by its local name. */
export function builtInType<T>(local: string, families: () => readonly BuiltInFamily[]): SimpleType<T> {
  return simpleType<T>(`{${xsdNamespace}}${local}`, { by: "builtin", local, families });
}

/** xs:anyType and the codecs of wildcards, whose values have element nodes or not. */
export function openType<T>(kind: OpenTable["kind"], families: () => readonly BuiltInFamily[], nodes?: NodeWriting): Codec<T> {
  if (nodes !== undefined) provideNodeWriting(nodes);
  const name = kind === "anyType" ? `{${xsdNamespace}}anyType` : kind;
  return new TableCodec<T, OpenTable>({ kind, name, families });
}

/** Everything global of a schema, by Clark name. */
export function schemaSet(parts: Partial<SchemaSet>): SchemaSet {
  return { elements: parts.elements ?? {}, types: parts.types ?? {}, attributes: parts.attributes ?? {} };
}

function simpleType<T>(name: string, derivation: SimpleDerivation): SimpleType<T> {
  return new TableCodec<T, SimpleTable>({ kind: "simple", name, derivation });
}

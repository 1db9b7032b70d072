/**
 * The properties of types and groups as data: which particles and attributes each of them holds, and which of them a value has together.
 *
 * (A, B?, A) gives the fields a, b, a2; ((Id, Note?) | (Name, Note?)) gives id, note, name, of which note holds two particles.
 */
import type { Model } from "../../../src/runtime/table-language/model.js";
import type {
  Annotation,
  AttributeUse,
  ComplexTypeDefinition,
  ElementDeclaration,
  SimpleTypeDefinition,
  Wildcard,
} from "../../schema/components.js";
import type { Bounds, Group, NormalContent } from "./normal-form.js";
import type { NamedProperty, PropertyNames } from "./property-names.js";

/** A property for elements, or for what a wildcard admits. */
export interface TermField {
  readonly kind: "element" | "wildcard";
  readonly property: string;
  readonly term: ElementDeclaration | Wildcard;
  /** What the first particle says about a referenced element. */
  readonly annotation: Annotation | undefined;
  /** Its `array` is set if any particle of the field repeats, or the property of the restricted type is an array. */
  readonly named: NamedProperty;
  /** Bounds of each particle of the field. */
  readonly occurrences: Bounds[];
}

/** An element or wildcard that an item of a repeated choice or of mixed content may be. */
export interface ItemTerm {
  /** What the item is called: `name` in the value. */
  readonly key: string;
  readonly term: ElementDeclaration | Wildcard;
}

/** `$choice`, `$content`: items in document order. */
export interface ItemsField {
  readonly kind: "items";
  readonly property: string;
  readonly mixed: boolean;
  readonly terms: readonly ItemTerm[];
  /** The structure over keys; undefined where any item may come in any round. */
  readonly model: Model | undefined;
  readonly occurrences: Bounds[];
}

/** `$sequence`: a group that repeats, with fields of its own. */
export interface GroupField {
  readonly kind: "group";
  readonly property: string;
  readonly group: Group;
  /** The fields of one round. */
  readonly round: ContentFields;
  readonly occurrences: Bounds[];
}

export type Field = TermField | ItemsField | GroupField;

/** A content model whose particles are fields. */
export type FieldModel =
  | (Bounds & { readonly kind: "field"; readonly field: Field })
  | (Bounds & { readonly kind: Group["kind"]; readonly children: readonly FieldModel[] });

/** The properties of one branch, each with whether it is optional there. */
export type Alternative = ReadonlyMap<Field, boolean>;

/** The properties that a value has together. */
export interface Alternatives {
  readonly members: Alternative;
  /** Each one a `OneOf`, or a `Maybe` where it is one alternative or nothing. */
  readonly choices: readonly (readonly Alternative[])[];
  /** Members of a choice that is too large to be expressed in types. */
  readonly flattened: ReadonlySet<Field>;
  /** How many alternatives the whole type has, inherited ones included. */
  readonly branches: number;
}

/** The fields of a content model. */
export interface ContentFields {
  readonly content: NormalContent | undefined;
  readonly model: FieldModel | undefined;
  /** In the order of their first particles. */
  readonly fields: readonly Field[];
  readonly alternatives: Alternatives;
}

/** A property for an attribute. */
export interface AttributeField {
  readonly property: string;
  readonly use: AttributeUse;
}

/** The fields of a complex type, without those of a type that it extends row by row. */
export interface TypeFields extends ContentFields {
  /** The type of `$value`, where this table has it. */
  readonly value: SimpleTypeDefinition | undefined;
  readonly attributes: readonly AttributeField[];
  readonly wildcard: Wildcard | undefined;
  /** The type whose table comes first: rows here are only those that the extension adds. */
  readonly extended: ComplexTypeDefinition | undefined;
  readonly names: PropertyNames;
  /** The type or one that it extends has alternatives, so it is not an interface. */
  readonly hasChoice: boolean;
}

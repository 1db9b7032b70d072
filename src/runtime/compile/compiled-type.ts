/**
 * What decoder, validator and encoder run on: types, element declarations and particles, with everything that can be computed beforehand.
 *
 * They refer to each other in circles, as components of schemas do, and so share this file. Types are compiled when they are first met and
 * registered before their parts, so recursion ends. XSD 1.0 Part 1 §3.3, §3.4, §3.8, §3.9
 */
import type { Datatype } from "../../datatypes/datatype.js";
import type { Name } from "../../xml/names.js";
import type { CompileContent } from "../automaton/compile.js";
import type { Content, GroupContent } from "../automaton/content.js";
import type { ContentModel, Transition } from "../automaton/matcher.js";
import { compilePlain } from "../automaton/plain-content.js";
import type { DeclaredIdentity } from "../identity/engine.js";
import type { TypeCode, TypeReader, TypeWriter } from "../type-writer.js";
import type { AttributeUse, AttributeWildcard, ValueConstraint } from "./attribute-use.js";
import { holdsNames, isReferring } from "./compile-simple.js";
import { recordConstructor } from "./record-constructor.js";
import type { Wildcard } from "./wildcard.js";

/** What is allowed between the tags. XSD 1.0 Part 1 §3.4.1 ({content type}) */
export const ContentKind = { empty: 0, simple: 1, elementOnly: 2, mixed: 3 } as const;
export type ContentKind = (typeof ContentKind)[keyof typeof ContentKind];

/** Derivation steps and substitution, as bits: what `block` lists. */
export const Derivation = { extension: 1, restriction: 2, substitution: 4 } as const;

type TypeProperty =
  | "simple"
  | "datatype"
  | "attributes"
  | "attributeWildcard"
  | "layout"
  | "rows"
  | "particles"
  | "contentProperty"
  | "counters"
  | "abstract"
  | "block"
  | "open"
  | "derivation"
  | "writer"
  | "reader"
  | "compileContent";

/** What a type is made from. Parts that are left out have the value that most types have. */
export interface TypeParts extends Partial<Pick<CompiledType, TypeProperty>> {
  readonly name: string;
  readonly content: ContentKind;
  readonly textProperty?: string | undefined;
  /** Two particles may match one element: the first one takes it. */
  readonly ambiguous?: boolean;
  readonly base?: () => CompiledType | undefined;
  readonly code?: ((type: never) => TypeCode) | undefined;
}

/** A type definition, ready to use. */
export class CompiledType {
  readonly name: string;
  readonly simple: boolean;
  readonly content: ContentKind;
  /** Of simple types and simple content. */
  readonly datatype: Datatype | undefined;
  /** The datatype has values of ID, IDREF or ENTITY, whose rules concern the whole document. */
  readonly referring: boolean;
  readonly textProperty: string;
  readonly attributes: readonly AttributeUse[];
  readonly requiredAttributes: number;
  /** Attributes with a default or fixed value, which take part in identity constraints when they are absent. */
  readonly defaulted: readonly AttributeUse[];
  /** One of them has values of ID, IDREF or ENTITY. */
  readonly defaultsRefer: boolean;
  readonly attributeWildcard: AttributeWildcard | undefined;
  readonly layout: Layout;
  readonly rows: readonly CompiledRow[];
  readonly particles: readonly Particle[];
  /** Where text of mixed content goes. */
  readonly contentProperty: string | undefined;
  readonly counters: number;
  readonly abstract: boolean;
  readonly block: number;
  /** xs:anyType: any attributes, any content; what is known in it is validated. */
  readonly open: boolean;
  /** The step from `base`. */
  readonly derivation: number;
  /** A nil element of this type keeps its attributes in an object; without any it is null. */
  readonly hasAttributes: boolean;
  readonly create: new () => Record<string, unknown>;
  /** Generated code that writes values of the type, and that reads whole elements. */
  readonly writer: TypeWriter | undefined;
  readonly reader: TypeReader | undefined;
  /** Compiles the content model, if it takes more than states. */
  readonly compileContent: CompileContent | undefined;
  readonly #ambiguous: boolean;
  readonly #findBase: (() => CompiledType | undefined) | undefined;
  #builtModel: ContentModel<Particle> | undefined;
  #attributesByName: Map<Name, AttributeUse> | undefined;
  #everyStep: Transition<Particle> | undefined;
  #propertyNames: ReadonlySet<string> | undefined;
  #listed: readonly Declaration[] | undefined;

  constructor(parts: TypeParts) {
    const { attributes = [], datatype } = parts;
    this.name = parts.name;
    this.simple = parts.simple ?? false;
    this.content = parts.content;
    this.datatype = datatype;
    this.referring = datatype !== undefined && isReferring(datatype);
    this.textProperty = parts.textProperty ?? "$value";
    this.attributes = attributes;
    this.requiredAttributes = attributes.filter((use) => use.required).length;
    this.defaulted = attributes.filter((use) => use.constraint !== undefined);
    this.defaultsRefer = this.defaulted.some((use) => use.referring);
    this.attributeWildcard = parts.attributeWildcard;
    this.layout = parts.layout ?? emptyLayout;
    this.rows = parts.rows ?? [];
    this.particles = parts.particles ?? [];
    this.contentProperty = parts.contentProperty;
    this.counters = parts.counters ?? 0;
    this.abstract = parts.abstract ?? false;
    this.block = parts.block ?? 0;
    this.open = parts.open ?? false;
    this.derivation = parts.derivation ?? Derivation.restriction;
    this.hasAttributes = attributes.length > 0 || parts.attributeWildcard !== undefined;
    this.create = recordConstructor();
    ({ writer: this.writer, reader: this.reader } = parts.code?.(this as never) ?? parts); // It is for this very type.
    this.compileContent = parts.compileContent;
    this.#ambiguous = parts.ambiguous ?? false;
    this.#findBase = parts.base;
  }

  get base(): CompiledType | undefined {
    return this.#findBase?.();
  }

  get model(): ContentModel<Particle> {
    this.#builtModel ??= modelOf(this.layout, this.#ambiguous, this.compileContent);
    return this.#builtModel;
  }

  /** The use of an attribute; `from` is where it would stand if the document keeps the schema's order. */
  attributeUse(name: Name, from: number): AttributeUse | undefined {
    const { attributes } = this;
    if (attributes.length > 8) {
      this.#attributesByName ??= new Map(attributes.map((use) => [use.name, use]));
      return this.#attributesByName.get(name);
    }
    for (let index = from; index < attributes.length; index++) {
      const use = attributes[index];
      if (use !== undefined && use.name === name) return use;
    }
    for (let index = 0; index < from; index++) {
      const use = attributes[index];
      if (use !== undefined && use.name === name) return use;
    }
    return undefined;
  }

  /** The step that every child of xs:anyType makes. */
  get openTransition(): Transition<Particle> | undefined {
    const [leaf] = this.particles;
    if (leaf === undefined) return undefined;
    this.#everyStep ??= { leaf, repeated: [], kept: 0 };
    return this.#everyStep;
  }

  /** The declarations of all particles in order: generated code knows them by their numbers. */
  get declarations(): readonly Declaration[] {
    this.#listed ??= this.particles.flatMap((particle) => particle.members.map(({ declaration }) => declaration.resolved()));
    return this.#listed;
  }

  /** The first particle's member with an element name. */
  memberNamed(name: Name): Member | undefined {
    for (const particle of this.particles) {
      const member = particle.member(name);
      if (member !== undefined) return member;
    }
    return undefined;
  }

  /** The properties that a value may have. */
  get properties(): ReadonlySet<string> {
    this.#propertyNames ??= new Set([
      ...this.rows.map((row) => row.property),
      ...this.attributes.map((use) => use.property),
      ...(this.attributeWildcard === undefined ? [] : [this.attributeWildcard.property]),
      ...(this.content === ContentKind.simple ? [this.textProperty] : []),
    ]);
    return this.#propertyNames;
  }
}

/** A type and those that xsi:type may name in its place. */
export interface CompiledHierarchy {
  /** By Clark name of the type. */
  readonly members: ReadonlyMap<string, { readonly tag: string; readonly type: CompiledType }>;
  /** By what `$type` shows. */
  readonly tags: ReadonlyMap<string, { readonly tag: string; readonly type: CompiledType }>;
  /** What a value without `$type` is. */
  readonly untagged: CompiledType | undefined;
}

/** The type that a declaration refers to, and its hierarchy. */
export interface ResolvedType {
  readonly type: CompiledType;
  readonly hierarchy: CompiledHierarchy | undefined;
}

/** What a declaration is made from. */
export interface DeclarationParts extends Pick<Declaration, "name" | "nillable" | "abstract" | "block" | "constraint" | "identity"> {
  readonly resolve: () => ResolvedType;
}

/** An element declaration, global or local. XSD 1.0 Part 1 §3.3.1 */
export class Declaration {
  readonly name: Name;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly block: number;
  readonly constraint: ValueConstraint | undefined;
  readonly identity: DeclaredIdentity | undefined;
  readonly #resolveType: () => ResolvedType;
  #resolved: ResolvedType | undefined;
  /** Set when the type is resolved and an element without attributes needs nothing but its datatype. */
  leaf: Datatype | undefined;
  /** The leaf's text may hold qualified names. */
  leafHoldsNames = false;

  constructor(parts: DeclarationParts) {
    this.name = parts.name;
    this.nillable = parts.nillable;
    this.abstract = parts.abstract;
    this.block = parts.block;
    this.constraint = parts.constraint;
    this.identity = parts.identity;
    this.#resolveType = parts.resolve;
    this.leaf = undefined;
  }

  get type(): CompiledType {
    return (this.#resolved ?? this.#resolve()).type;
  }

  /** The declaration after its type is known, which `leaf` depends on. */
  resolved(): this {
    if (this.#resolved === undefined) this.#resolve();
    return this;
  }

  get hierarchy(): CompiledHierarchy | undefined {
    return (this.#resolved ?? this.#resolve()).hierarchy;
  }

  #resolve(): ResolvedType {
    const resolved = this.#resolveType();
    this.#resolved = resolved;
    const { type, hierarchy } = resolved;
    const plain = !this.abstract && this.constraint === undefined && this.identity === undefined && hierarchy === undefined;
    if (plain && type.simple && type.datatype !== undefined && !type.referring) {
      this.leaf = type.datatype;
      this.leafHoldsNames = holdsNames(type.datatype);
    }
    return resolved;
  }
}

/** How a value joins the object of its parent. */
export const FieldKind = { value: 0, array: 1, items: 2, content: 3 } as const;
export type FieldKind = (typeof FieldKind)[keyof typeof FieldKind];

/** A property of the parent's object. */
export interface Field {
  readonly property: string;
  readonly kind: FieldKind;
}

/** A repeated group: the property that has its rounds. */
export interface GroupField {
  readonly property: string;
  readonly create: new () => Record<string, unknown>;
  /** The groups of the content model that it stands for. */
  readonly contents: GroupContent<Particle>[];
}

/** A declaration in a particle: one, or as many as a substitution group has members. */
export interface Member {
  readonly declaration: Declaration;
  /** The `name` of items. */
  readonly itemName: string;
  /** The index of the parent's counter for elements of this name, which paths show; -1 if there is never more than one. */
  readonly counter: number;
}

/** A leaf of a content model. XSD 1.0 Part 1 §3.9 */
export class Particle {
  readonly field: Field;
  /** Repeated groups between the type's object and the one that has the field, outermost first. */
  readonly groups: readonly GroupField[];
  /** The particle names a substitution group, whose values are items themselves. */
  readonly substitutable: boolean;
  readonly members: readonly Member[];
  readonly wildcard: Wildcard | undefined;
  readonly find: (clark: string) => Declaration | undefined;
  /** The `name` of items that a wildcard admits. */
  readonly wildcardKey: string;
  readonly #only: Member | undefined;
  readonly #onlyName: Name | undefined;
  readonly #byName: ReadonlyMap<Name, Member> | undefined;

  constructor(
    place: { readonly field: Field; readonly groups: readonly GroupField[] },
    term:
      | { readonly members: readonly Member[]; readonly substitutable: boolean }
      | { readonly wildcard: Wildcard; readonly find: (clark: string) => Declaration | undefined; readonly key: string },
  ) {
    this.field = place.field;
    this.groups = place.groups;
    const members = "members" in term ? term.members : [];
    this.members = members;
    this.substitutable = "members" in term && term.substitutable;
    this.wildcard = "wildcard" in term ? term.wildcard : undefined;
    this.wildcardKey = "key" in term ? term.key : "";
    this.find = "find" in term ? term.find : () => undefined;
    this.#only = members.length === 1 ? members[0] : undefined;
    this.#onlyName = this.#only?.declaration.name;
    this.#byName = members.length > 1 ? new Map(members.map((member) => [member.declaration.name, member])) : undefined;
  }

  /** The member with this element name. */
  member(name: Name): Member | undefined {
    return name === this.#onlyName ? this.#only : this.#byName?.get(name);
  }

  /** What may come here, for messages. */
  get label(): string {
    if (this.wildcard !== undefined) return `any element of ${this.wildcard.text}`;
    return this.members.map((member) => `"${member.declaration.name.clark}"`).join(", ");
  }
}

/** An element or wildcard row. */
export interface ParticleRow {
  readonly kind: "particle";
  readonly property: string;
  readonly particle: Particle;
  readonly array: boolean;
}

/** A repeated choice, or mixed content: its members by item name. */
export interface MembersRowPlan {
  readonly kind: "members";
  readonly property: string;
  readonly mixed: boolean;
  readonly field: Field;
  readonly byItemName: ReadonlyMap<string, { readonly particle: Particle; readonly member: Member | undefined }>;
}

/** A repeated group. */
export interface GroupRowPlan {
  readonly kind: "group";
  readonly property: string;
  readonly field: GroupField;
  readonly rows: readonly CompiledRow[];
  readonly layout: Layout;
  /** What one round may hold. */
  readonly model: () => ContentModel<Particle>;
}

/** A compiled row. */
export type CompiledRow = ParticleRow | MembersRowPlan | GroupRowPlan;

/** The structure of the content over rows. */
export type Layout =
  | { readonly kind: "row"; readonly row: CompiledRow; readonly min: number; readonly max: number; readonly content: Content<Particle> }
  | {
      readonly kind: "sequence" | "choice" | "all";
      readonly children: readonly Layout[];
      readonly min: number;
      readonly max: number;
    };

/** The layout of no content. */
export const emptyLayout: Layout = { kind: "sequence", children: [], min: 1, max: 1 };

/** Gives the content model of a layout. */
export function contentOf(layout: Layout): Content<Particle> {
  if (layout.kind === "row") return layout.content;
  return { kind: layout.kind, children: layout.children.map(contentOf), min: layout.min, max: layout.max };
}

/** Compiles the content model of a layout. `ambiguous`: the first particle that fits takes the element. XSD 1.0 Part 1 §3.8 */
export function modelOf(layout: Layout, ambiguous: boolean, compile: CompileContent | undefined): ContentModel<Particle> {
  const test = (particle: Particle) => {
    const { wildcard } = particle;
    if (wildcard !== undefined) return { kind: "wildcard", accepts: (name: Name) => wildcard.admits(name.namespace) } as const;
    return { kind: "element", names: particle.members.map((member) => member.declaration.name) } as const;
  };
  const content = contentOf(layout);
  return compile === undefined ? compilePlain(content, test) : compile(content, { test, ambiguous });
}

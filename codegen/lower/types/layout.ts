/**
 * Complex type -> layout: which particle and attribute goes to which property, and which properties belong together.
 *
 * (A, B?, A) gives the properties a, b, a2; ((Id, Note?) | (Name, Note?)) gives id, note, name, of which note stands in two places.
 * Only names and bounds are decided here; TypeScript types and table rows are made from it.
 */
import type { Model } from "../../../src/runtime/table-language/model.js";
import type { AttributeUse, ComplexTypeDefinition, ElementDeclaration, SimpleTypeDefinition, Wildcard } from "../../schema/components.js";
import { isBuiltInType } from "../../schema/queries.js";
import type { Declarations } from "../names/declarations.js";
import { type Rename, type Slot, Slots } from "../names/properties.js";
import { type Arrangement, arrange } from "./arrangement.js";
import { type Bounds, type Content, type Group, normalizeContent } from "./content.js";
import { Placing } from "./placing.js";

/** A property for elements, or for what a wildcard admits. */
export interface TermField {
  readonly kind: "element" | "wildcard";
  readonly property: string;
  readonly term: ElementDeclaration | Wildcard;
  /** Its `array` is set if any particle of the field repeats, or the property of the restricted type is an array. */
  readonly slot: Slot;
  /** Bounds of each particle of the field. */
  readonly places: Bounds[];
}

/** One of the things that an item of a repeated choice or of mixed content may be. */
export interface ItemMember {
  /** What the item is called: `name` in the value. */
  readonly key: string;
  readonly term: ElementDeclaration | Wildcard;
}

/** `$choice`, `$content`: items in document order. */
export interface ItemsField {
  readonly kind: "items";
  readonly property: string;
  readonly mixed: boolean;
  readonly members: readonly ItemMember[];
  /** Structure over keys; `undefined`: any member, once a round. */
  readonly model: Model | undefined;
  readonly places: Bounds[];
}

/** `$sequence`: a group that repeats, with a layout of its own. */
export interface GroupField {
  readonly kind: "group";
  readonly property: string;
  readonly group: Group;
  readonly layout: ContentLayout;
  readonly places: Bounds[];
}

export type Field = TermField | ItemsField | GroupField;

/** A content model whose particles are fields. */
export type Placed =
  | (Bounds & { readonly kind: "field"; readonly field: Field })
  | (Bounds & { readonly kind: Group["kind"]; readonly children: readonly Placed[] });

export interface ContentLayout {
  readonly content: Content | undefined;
  readonly root: Placed | undefined;
  /** In the order of their first particles. */
  readonly fields: readonly Field[];
  readonly arrangement: Arrangement;
}

export interface AttributeField {
  readonly property: string;
  readonly use: AttributeUse;
}

export interface TypeLayout extends ContentLayout {
  /** The type of `$value`, where this table has it. */
  readonly value: SimpleTypeDefinition | undefined;
  readonly attributes: readonly AttributeField[];
  readonly wildcard: Wildcard | undefined;
  /** The type whose table comes first: rows here are only those that the extension adds. */
  readonly extended: ComplexTypeDefinition | undefined;
  readonly slots: Slots;
  /** The type or one that it extends has alternatives, so that no interface can say it. */
  readonly hasChoice: boolean;
}

/** Makes layouts, each one once. */
export class Layouts {
  readonly #declarations: Declarations;
  readonly #types = new Map<ComplexTypeDefinition, TypeLayout>();

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  /** Base types are laid out first, from the root down, so that a long chain needs no deep stack. */
  of(type: ComplexTypeDefinition): TypeLayout {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const chain = new Set<ComplexTypeDefinition>();
    for (let step = type; !this.#types.has(step) && !chain.has(step); ) {
      chain.add(step);
      if (step.baseType.kind !== "complexType" || isBuiltInType(step.baseType)) break;
      step = step.baseType;
    }
    let layout: TypeLayout | undefined;
    for (const step of [...chain].reverse()) {
      layout = this.#lay(step);
      this.#types.set(step, layout);
    }
    return layout ?? this.#lay(type);
  }

  /** The attributes of the whole type, inherited ones first. */
  allAttributes(type: ComplexTypeDefinition): readonly AttributeField[] {
    const parts: (readonly AttributeField[])[] = [];
    for (let step: ComplexTypeDefinition | undefined = type; step !== undefined; step = this.of(step).extended)
      parts.push(this.of(step).attributes);
    return parts.reverse().flat();
  }

  #lay(type: ComplexTypeDefinition): TypeLayout {
    const base = type.baseType.kind === "complexType" && !isBuiltInType(type.baseType) ? type.baseType : undefined;
    const inherited = base === undefined ? undefined : this.#types.get(base);
    const extended = base !== undefined && inherited !== undefined && extendsByRows(type, base) ? base : undefined;
    const path = this.#declarations.path(type);
    const rename: Rename = (key, wanted, given) => this.#declarations.names.renamed.push({ key: `property ${path} ${key}`, wanted, given });
    const slots = new Slots(inherited?.slots, extended !== undefined, rename);
    const { contentType } = type;
    const hasParticle = contentType.kind === "elementOnly" || contentType.kind === "mixed";
    const particle = extended === undefined ? (hasParticle ? contentType.particle : undefined) : type.ownParticle;
    const placing = new Placing(this.#declarations, slots, type.targetNamespace);
    const content = particle === undefined ? undefined : normalizeContent(particle);
    const mixed = contentType.kind === "mixed" && !(extended !== undefined && extended.contentType.kind === "mixed");
    const root = mixed ? placing.mixed(content) : content === undefined ? undefined : placing.place(content);
    const inheritedBranches = extended === undefined ? 1 : (inherited?.arrangement.branches ?? 1);
    const own = extended === undefined ? type.attributeUses : attributesAdded(type, extended);
    const attributes = own.map((use) => ({ property: slots.attribute(use.declaration.name), use }));
    const arrangement = arrange(root, inheritedBranches);
    return {
      content,
      root,
      fields: placing.fields,
      arrangement,
      hasChoice: arrangement.choices.length > 0 || (extended !== undefined && inherited?.hasChoice === true),
      value: contentType.kind === "simple" && extended === undefined ? contentType.type : undefined,
      attributes,
      wildcard: extended !== undefined && extended.attributeWildcard === type.attributeWildcard ? undefined : type.attributeWildcard,
      extended,
      slots,
    };
  }
}

/** An extension is written as rows added to the base's, but for mixed content that grows: its items are one list. */
function extendsByRows(type: ComplexTypeDefinition, base: ComplexTypeDefinition): boolean {
  if (type.derivation !== "extension") return false;
  const adds = type.ownParticle !== undefined && normalizeContent(type.ownParticle) !== undefined;
  return !(adds && base.contentType.kind === "mixed");
}

function attributesAdded(type: ComplexTypeDefinition, base: ComplexTypeDefinition): readonly AttributeUse[] {
  const count = base.attributeUses.length;
  // An extension has its base's attributes first. XSD 1.0 Part 1 §3.4.2
  if (count === 0 || type.attributeUses[count - 1] === base.attributeUses[count - 1]) return type.attributeUses.slice(count);
  const inherited = new Set(base.attributeUses.map((use) => use.declaration.name.clark));
  return type.attributeUses.filter((use) => !inherited.has(use.declaration.name.clark));
}

/**
 * Complex type -> layout: which particle and attribute goes to which property, and which properties belong together.
 *
 * (A, B?, A) gives the properties a, b, a2; ((Id, Note?) | (Name, Note?)) gives id, note, name, of which note stands in two places.
 * Only names and bounds are decided here; TypeScript types and table rows are made from it.
 */
import type {
  AttributeUse,
  ComplexTypeDefinition,
  ElementDeclaration,
  ModelGroupDefinition,
  SimpleTypeDefinition,
  Wildcard,
} from "../schema/components.js";
import { type Arrangement, arrange } from "./arrangement.js";
import { type Bounds, type Content, type Group, type Leaf, normalizeContent } from "./content.js";
import { type Declarations, isBuiltIn } from "./declarations.js";
import { propertyIdentifier } from "./identifiers.js";
import { type Slot, Slots } from "./properties.js";

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
  readonly model: Structure | undefined;
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

/** The content model over names of properties or items. */
export type Structure =
  | (Bounds & { readonly kind: "name"; readonly name: string })
  | (Bounds & { readonly kind: Group["kind"]; readonly children: readonly Structure[] });

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
  /** The attributes of the whole type, inherited ones included. */
  readonly allAttributes: readonly AttributeField[];
  readonly wildcard: Wildcard | undefined;
  /** The type whose table comes first: rows here are only those that the extension adds. */
  readonly extended: ComplexTypeDefinition | undefined;
  readonly slots: Slots;
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
    const chain: ComplexTypeDefinition[] = [];
    for (let step = type; !this.#types.has(step) && !chain.includes(step); ) {
      chain.push(step);
      if (step.baseType.kind !== "complexType" || isBuiltIn(step.baseType)) break;
      step = step.baseType;
    }
    let layout: TypeLayout | undefined;
    for (const step of chain.reverse()) {
      layout = this.#lay(step);
      this.#types.set(step, layout);
    }
    return layout ?? this.#lay(type);
  }

  #lay(type: ComplexTypeDefinition): TypeLayout {
    const base = type.baseType.kind === "complexType" && !isBuiltIn(type.baseType) ? type.baseType : undefined;
    const inherited = base === undefined ? undefined : this.#types.get(base);
    const extended = base !== undefined && inherited !== undefined && extendsByRows(type, base) ? base : undefined;
    const slots = new Slots(inherited?.slots, extended !== undefined);
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
    return {
      content,
      root,
      fields: placing.fields,
      arrangement: arrange(root, inheritedBranches),
      value: contentType.kind === "simple" && extended === undefined ? contentType.type : undefined,
      attributes,
      allAttributes: extended === undefined ? attributes : [...(inherited?.allAttributes ?? []), ...attributes],
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
  const inherited = new Set(base.attributeUses.map((use) => use.declaration.name.clark));
  return type.attributeUses.filter((use) => !inherited.has(use.declaration.name.clark));
}

/** Gives each particle of one content model its property. */
class Placing {
  readonly fields: Field[] = [];
  readonly #declarations: Declarations;
  readonly #slots: Slots;
  readonly #targetNamespace: string;
  /** How many fields of a key come before the current particle on the way to it. */
  readonly #counts = new Map<string, number>();
  readonly #termFields = new Map<string, TermField>();
  #log: string[] | undefined;

  constructor(declarations: Declarations, slots: Slots, targetNamespace: string) {
    this.#declarations = declarations;
    this.#slots = slots;
    this.#targetNamespace = targetNamespace;
  }

  place(content: Content): Placed {
    if (content.kind === "leaf") return this.#placeLeaf(content);
    const { kind, min, max, children } = content;
    if (max > 1 && !hasSoleLeaf(content)) return isItemChoice(content) ? this.#placeItems(content) : this.#placeGroup(content);
    if (kind === "choice") return { kind, min, max, children: this.#placeBranches(children) };
    const placed = children.map((child) => this.place(child));
    if (max > 1) for (const child of placed) makeArrays(child);
    return { kind, min, max, children: placed };
  }

  mixed(content: Content | undefined): Placed {
    const items = this.#items("$content", content === undefined ? [] : [content], true);
    return { kind: "field", field: items, min: 0, max: Number.POSITIVE_INFINITY };
  }

  /** Branches exclude each other, so each starts from the same counts. */
  #placeBranches(children: readonly Content[]): Placed[] {
    const outerLog = this.#log;
    const most = new Map<string, number>();
    const placed = children.map((child) => {
      const log: string[] = [];
      this.#log = log;
      const branch = this.place(child);
      for (const key of log) most.set(key, Math.max(most.get(key) ?? 0, this.#counts.get(key) ?? 0));
      for (const key of log) this.#counts.set(key, (this.#counts.get(key) ?? 0) - 1);
      return branch;
    });
    this.#log = outerLog;
    for (const [key, count] of most) while ((this.#counts.get(key) ?? 0) < count) this.#count(key);
    return placed;
  }

  #count(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#log?.push(key);
  }

  #placeLeaf(leaf: Leaf): Placed {
    const { term, min, max } = leaf;
    const key = term.kind === "wildcard" ? "$any" : term.name.clark;
    let field: TermField | undefined;
    while (field === undefined) {
      const index = this.#counts.get(key) ?? 0;
      this.#count(key);
      const known = this.#termFields.get(`${key} ${index}`);
      if (known === undefined) field = this.#newTermField(term, key, index);
      else if (agree(known.term, term)) field = known;
    }
    field.slot.array ||= max > 1;
    field.places.push({ min, max });
    return { kind: "field", field, min, max };
  }

  #newTermField(term: ElementDeclaration | Wildcard, key: string, index: number): TermField {
    const wanted = term.kind === "wildcard" ? "$any" : propertyIdentifier(term.name.local);
    const slot = this.#slots.take(key, wanted);
    const field: TermField = { kind: term.kind, property: slot.property, term, slot, places: [] };
    this.#termFields.set(`${key} ${index}`, field);
    this.fields.push(field);
    return field;
  }

  #placeItems(group: Group): Placed {
    const field = this.#items(groupProperty(group.definition, "$choice"), group.children, false);
    const { min, max } = group;
    field.places.push({ min, max });
    return { kind: "field", field, min, max };
  }

  #placeGroup(group: Group): Placed {
    const { min, max } = group;
    const wanted = groupProperty(group.definition, group.kind === "choice" ? "$choice" : "$sequence");
    const property = this.#slots.take(wanted, wanted).property;
    const placing = new Placing(this.#declarations, new Slots(undefined, false), this.#targetNamespace);
    const root = placing.place({ ...group, min: 1, max: 1 });
    const layout = { content: group, root, fields: placing.fields, arrangement: arrange(root, 1) };
    const field: GroupField = { kind: "group", property, group, layout, places: [{ min, max }] };
    this.fields.push(field);
    return { kind: "field", field, min, max };
  }

  #items(wanted: string, children: readonly Content[], mixed: boolean): ItemsField {
    const keys = new ItemKeys(this.#targetNamespace, (element) => this.#substitutes(element));
    const structures = children.map((child) => keys.structure(child));
    const plain = !mixed && structures.every((child) => child.kind === "name" && child.min === 1 && child.max === 1);
    const kind = mixed ? "sequence" : "choice";
    const model: Structure | undefined = plain || structures.length === 0 ? undefined : { kind, children: structures, min: 1, max: 1 };
    const property = this.#slots.take(wanted, wanted).property;
    const field: ItemsField = { kind: "items", property, mixed, members: keys.members, model, places: [] };
    this.fields.push(field);
    return field;
  }

  #substitutes(element: ElementDeclaration): readonly ElementDeclaration[] {
    return this.#declarations.heads.has(element) ? this.#declarations.derivations.substitutes(element) : [element];
  }
}

/** Keys of items: local names; names of other namespaces in Clark notation; numbered where two declarations of one name differ. */
class ItemKeys {
  readonly members: ItemMember[] = [];
  readonly #byKey = new Map<string, ItemMember>();
  readonly #targetNamespace: string;
  readonly #substitutes: (element: ElementDeclaration) => readonly ElementDeclaration[];

  constructor(targetNamespace: string, substitutes: (element: ElementDeclaration) => readonly ElementDeclaration[]) {
    this.#targetNamespace = targetNamespace;
    this.#substitutes = substitutes;
  }

  structure(content: Content): Structure {
    const { min, max } = content;
    if (content.kind !== "leaf") return { kind: content.kind, min, max, children: content.children.map((child) => this.structure(child)) };
    if (content.term.kind === "wildcard") return { kind: "name", name: this.#key(content.term), min, max };
    const names = this.#substitutes(content.term).map((element) => this.#key(element));
    const [only] = names;
    if (only !== undefined && names.length === 1) return { kind: "name", name: only, min, max };
    return { kind: "choice", min, max, children: names.map((name) => ({ kind: "name", name, min: 1, max: 1 })) };
  }

  #key(term: ElementDeclaration | Wildcard): string {
    for (const key of candidateKeys(term, this.#targetNamespace)) {
      const known = this.#byKey.get(key);
      if (known !== undefined && agree(known.term, term)) return key;
      if (known !== undefined) continue;
      const member = { key, term };
      this.#byKey.set(key, member);
      this.members.push(member);
      return key;
    }
    throw new Error("internal: keys of items ended");
  }
}

function* candidateKeys(term: ElementDeclaration | Wildcard, targetNamespace: string): Iterable<string> {
  let last = "$any";
  if (term.kind === "element") {
    const { namespace, local, clark } = term.name;
    last = namespace === targetNamespace || namespace === "" ? local : clark;
    if (namespace === "" && targetNamespace !== "") {
      yield last;
      last = `{}${local}`;
    }
  }
  yield last;
  for (let number = 2; ; number++) yield `${last}$${number}`;
}

/** Tests if two particles can share a property: everything that the table says of them is the same. */
function agree(left: ElementDeclaration | Wildcard, right: ElementDeclaration | Wildcard): boolean {
  if (left === right) return true;
  if (left.kind === "wildcard") return right.kind === "wildcard" && sameWildcard(left, right);
  if (right.kind === "wildcard") return false;
  return (
    left.name === right.name &&
    left.scope === "local" &&
    right.scope === "local" &&
    left.type === right.type &&
    left.nillable === right.nillable &&
    left.valueConstraint === undefined &&
    right.valueConstraint === undefined &&
    left.identityConstraints.length + right.identityConstraints.length === 0 &&
    [...left.disallowedSubstitutions].sort().join() === [...right.disallowedSubstitutions].sort().join()
  );
}

function sameWildcard(left: Wildcard, right: Wildcard): boolean {
  return (
    left.processContents === right.processContents && JSON.stringify(left.namespaceConstraint) === JSON.stringify(right.namespaceConstraint)
  );
}

function groupProperty(definition: ModelGroupDefinition | undefined, otherwise: string): string {
  return definition === undefined ? otherwise : `$${propertyIdentifier(definition.name.local)}`;
}

/** Tests if a repeated group is a choice of elements however nested, so that its rounds are a list of items. */
function isItemChoice(group: Group): boolean {
  return group.kind === "choice" && group.children.every((child) => child.kind === "leaf" || isItemChoice(child));
}

/** Tests if a group is one element over and over: (a{2,2}){1,3}. */
function hasSoleLeaf(group: Group): boolean {
  const [only] = group.children;
  return group.children.length === 1 && only !== undefined && (only.kind === "leaf" || hasSoleLeaf(only));
}

function makeArrays(placed: Placed): void {
  if (placed.kind !== "field") for (const child of placed.children) makeArrays(child);
  else if (placed.field.kind !== "items" && placed.field.kind !== "group") placed.field.slot.array = true;
}

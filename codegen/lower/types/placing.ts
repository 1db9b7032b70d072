/**
 * Content -> placed content: which particle goes to which property.
 *
 * (A, B?, A) gives a, b, a2; the branches of a choice share properties of one name, since they never meet.
 */
import type { ElementDeclaration, ModelGroupDefinition, Wildcard } from "../../schema/components.js";
import type { Declarations } from "../names/declarations.js";
import { propertyIdentifier } from "../names/identifiers.js";
import type { Slots } from "../names/properties.js";
import { arrange } from "./arrangement.js";
import type { Content, Group, Leaf } from "./content.js";
import { agree, ItemKeys } from "./item-keys.js";
import type { Field, GroupField, ItemsField, Placed, TermField } from "./layout.js";

/** Gives each particle of one content model its property. */
export class Placing {
  readonly fields: Field[] = [];
  readonly #declarations: Declarations;
  readonly #slots: Slots;
  readonly #targetNamespace: string;
  /** How many fields of a key come before the current particle on the way to it. */
  readonly #counts = new Map<string, number>();
  /** The fields of each key, in the order of their particles. */
  readonly #termFields = new Map<string, TermField[]>();
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
      const known = this.#termFields.get(key)?.[index];
      if (known === undefined) field = this.#newTermField(term, key);
      else if (agree(known.term, term)) field = known;
    }
    field.slot.array ||= max > 1;
    field.places.push({ min, max });
    return { kind: "field", field, min, max };
  }

  #newTermField(term: ElementDeclaration | Wildcard, key: string): TermField {
    const wanted = term.kind === "wildcard" ? "$any" : propertyIdentifier(term.name.local);
    const slot = this.#slots.take(key, wanted);
    const field: TermField = { kind: term.kind, property: slot.property, term, slot, places: [] };
    const known = this.#termFields.get(key);
    if (known === undefined) this.#termFields.set(key, [field]);
    else known.push(field);
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
    const targetNamespace = group.definition?.name.namespace ?? this.#targetNamespace;
    const placing = new Placing(this.#declarations, this.#slots.ofGroup(), targetNamespace);
    const root = placing.place({ ...group, min: 1, max: 1 });
    const layout = { content: group, root, fields: placing.fields, arrangement: arrange(root, 1) };
    const field: GroupField = { kind: "group", property, group, layout, places: [{ min, max }] };
    this.fields.push(field);
    return { kind: "field", field, min, max };
  }

  #items(wanted: string, children: readonly Content[], mixed: boolean): ItemsField {
    const keys = new ItemKeys(this.#targetNamespace, (element) => this.#substitutes(element));
    const model = keys.model(children, mixed);
    const property = this.#slots.take(wanted, wanted).property;
    const field: ItemsField = { kind: "items", property, mixed, members: keys.members, model, places: [] };
    this.fields.push(field);
    return field;
  }

  #substitutes(element: ElementDeclaration): readonly ElementDeclaration[] {
    return this.#declarations.heads.get(element)?.elements ?? [element];
  }
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

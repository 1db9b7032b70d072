/**
 * Content in normal form -> fields: which particle goes to which property.
 *
 * (A, B?, A) gives a, b, a2; the branches of a choice share properties of one name, since they never meet.
 */
import type { Annotation, ElementDeclaration, ModelGroupDefinition, Wildcard } from "../../schema/components.js";
import type { Declarations } from "../names/declarations.js";
import { findAlternatives } from "./alternatives.js";
import type { Field, FieldModel, GroupField, ItemsField, TermField } from "./fields.js";
import { canShareProperty, ItemKeys } from "./item-keys.js";
import type { Group, Leaf, NormalContent } from "./normal-form.js";
import type { PropertyNames } from "./property-names.js";

/** Gives each particle of one content model its property. */
export class FieldAssigner {
  readonly fields: Field[] = [];
  readonly #declarations: Declarations;
  readonly #names: PropertyNames;
  readonly #targetNamespace: string;
  /** How many fields of a key come before the current particle on the way to it. */
  readonly #counts = new Map<string, number>();
  /** The fields of each key, in the order of their particles. */
  readonly #termFields = new Map<string, TermField[]>();
  #log: string[] | undefined;

  constructor(declarations: Declarations, names: PropertyNames, targetNamespace: string) {
    this.#declarations = declarations;
    this.#names = names;
    this.#targetNamespace = targetNamespace;
  }

  assign(content: NormalContent): FieldModel {
    if (content.kind === "leaf") return this.#assignLeaf(content);
    const { kind, min, max, children } = content;
    if (max > 1 && !hasSoleLeaf(content)) return isItemChoice(content) ? this.#assignItems(content) : this.#assignGroup(content);
    if (kind === "choice") return { kind, min, max, children: this.#assignBranches(children) };
    const models = children.map((child) => this.assign(child));
    if (max > 1) for (const child of models) makeArrays(child);
    return { kind, min, max, children: models };
  }

  mixed(content: NormalContent | undefined): FieldModel {
    const items = this.#items("$content", content === undefined ? [] : [content], true);
    return { kind: "field", field: items, min: 0, max: Number.POSITIVE_INFINITY };
  }

  /** Branches exclude each other, so each starts from the same counts. */
  #assignBranches(children: readonly NormalContent[]): FieldModel[] {
    const outerLog = this.#log;
    const most = new Map<string, number>();
    const models = children.map((child) => {
      const log: string[] = [];
      this.#log = log;
      const branch = this.assign(child);
      for (const key of log) most.set(key, Math.max(most.get(key) ?? 0, this.#counts.get(key) ?? 0));
      for (const key of log) this.#counts.set(key, (this.#counts.get(key) ?? 0) - 1);
      return branch;
    });
    this.#log = outerLog;
    for (const [key, count] of most) while ((this.#counts.get(key) ?? 0) < count) this.#count(key);
    return models;
  }

  #count(key: string): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#log?.push(key);
  }

  #assignLeaf(leaf: Leaf): FieldModel {
    const { term, annotation, min, max } = leaf;
    const key = term.kind === "wildcard" ? "$any" : term.name.clark;
    let field: TermField | undefined;
    while (field === undefined) {
      const index = this.#counts.get(key) ?? 0;
      this.#count(key);
      const known = this.#termFields.get(key)?.[index];
      if (known === undefined) field = this.#newTermField(term, key, annotation);
      else if (canShareProperty(known.term, term)) field = known;
    }
    field.named.array ||= max > 1;
    field.occurrences.push({ min, max });
    return { kind: "field", field, min, max };
  }

  #newTermField(term: ElementDeclaration | Wildcard, key: string, annotation: Annotation | undefined): TermField {
    const named = term.kind === "wildcard" ? this.#names.take(key, "$any") : this.#names.element(term.name);
    const field: TermField = { kind: term.kind, property: named.property, term, annotation, named, occurrences: [] };
    const known = this.#termFields.get(key);
    if (known === undefined) this.#termFields.set(key, [field]);
    else known.push(field);
    this.fields.push(field);
    return field;
  }

  #assignItems(group: Group): FieldModel {
    const field = this.#items(this.#groupProperty(group.definition, "$choice"), group.children, false);
    const { min, max } = group;
    field.occurrences.push({ min, max });
    return { kind: "field", field, min, max };
  }

  #assignGroup(group: Group): FieldModel {
    const { min, max } = group;
    const wanted = this.#groupProperty(group.definition, group.kind === "choice" ? "$choice" : "$sequence");
    const property = this.#names.take(wanted, wanted).property;
    const targetNamespace = group.definition?.name.namespace ?? this.#targetNamespace;
    const assigner = new FieldAssigner(this.#declarations, this.#names.ofGroup(property), targetNamespace);
    const model = assigner.assign({ ...group, min: 1, max: 1 });
    const round = { content: group, model, fields: assigner.fields, alternatives: findAlternatives(model, 1) };
    const field: GroupField = { kind: "group", property, group, round, occurrences: [{ min, max }] };
    this.fields.push(field);
    return { kind: "field", field, min, max };
  }

  #items(wanted: string, children: readonly NormalContent[], mixed: boolean): ItemsField {
    const keys = new ItemKeys(this.#targetNamespace, (element) => this.#substitutes(element));
    const model = keys.model(children, mixed);
    const property = this.#names.take(wanted, wanted).property;
    const field: ItemsField = { kind: "items", property, mixed, terms: keys.terms, model, occurrences: [] };
    this.fields.push(field);
    return field;
  }

  #groupProperty(definition: ModelGroupDefinition | undefined, otherwise: string): string {
    return definition === undefined ? otherwise : `$${this.#declarations.modules.rules.propertyName(definition.name.local)}`;
  }

  #substitutes(element: ElementDeclaration): readonly ElementDeclaration[] {
    return this.#declarations.heads.get(element)?.elements ?? [element];
  }
}

/** Tests if a repeated group is a choice of elements however nested, so that its rounds are a list of items. */
function isItemChoice(group: Group): boolean {
  return group.kind === "choice" && group.children.every((child) => child.kind === "leaf" || isItemChoice(child));
}

/** Tests if a group is a single element that repeats: (a{2,2}){1,3}. */
function hasSoleLeaf(group: Group): boolean {
  const [only] = group.children;
  return group.children.length === 1 && only !== undefined && (only.kind === "leaf" || hasSoleLeaf(only));
}

function makeArrays(model: FieldModel): void {
  if (model.kind !== "field") for (const child of model.children) makeArrays(child);
  else if (model.field.kind !== "items" && model.field.kind !== "group") model.field.named.array = true;
}

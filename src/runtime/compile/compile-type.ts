/**
 * Tables -> compiled types and declarations, each table once.
 *
 * A type is registered before its parts are followed; the types of its elements are found when a document or value first needs them.
 */
import { internName, type Name } from "../../xml/names.js";
import type { Content } from "../automaton/content.js";
import { compileConstraint } from "../identity/compile.js";
import type { ComplexTable, ElementOptions, ElementTable, HierarchyTable, OpenTable, Reference, SimpleTable, Table } from "../table.js";
import { clarkName, joinAttributeWildcards, valueConstraint } from "./compile-attributes.js";
import { type CompiledRows, compileRows, type Linker, type ReferredElements } from "./compile-rows.js";
import { datatypeOf, isReferring } from "./compile-simple.js";
import {
  type AttributeUse,
  type CompiledHierarchy,
  CompiledType,
  ContentKind,
  Declaration,
  Derivation,
  type ResolvedType,
  type TypeParts,
} from "./compiled-type.js";
import { modelOf } from "./content-model.js";
import { emptyLayout, type Layout, Particle, SlotKind } from "./particle.js";
import { anyLax } from "./wildcard.js";

const types = new WeakMap<Table, CompiledType>();
const hierarchies = new WeakMap<HierarchyTable, ResolvedType>();
const declarations = new WeakMap<ElementTable, Declaration>();

const linker: Linker = { declare, refer };

/** The type of a table; of a hierarchy, the declared one. */
export function compileType(table: ComplexTable | SimpleTable | OpenTable): CompiledType {
  const known = types.get(table);
  if (known !== undefined) return known;
  for (const base of basesToCompile(table)) types.set(base, new CompiledType(partsOf(base)));
  const type = new CompiledType(partsOf(table));
  types.set(table, type);
  return type;
}

/** The extended types that are not compiled yet, from the root down: chains may be longer than a stack is high. */
function basesToCompile(table: ComplexTable | SimpleTable | OpenTable): readonly ComplexTable[] {
  const chain: ComplexTable[] = [];
  for (let step: Table = table; step.kind === "complex" && step.extends !== undefined; ) {
    step = step.extends()["~table"];
    if (step.kind !== "complex" || types.has(step)) break;
    chain.push(step);
  }
  return chain.reverse();
}

/** The type that a codec leads to: a type's codec, or a hierarchy. */
export function resolveType(table: Table): ResolvedType {
  switch (table.kind) {
    case "hierarchy":
      return compileHierarchy(table);
    case "element":
      return declarationOf(table);
    case "head":
      throw new Error(`internal: "${table.name}" is a substitution group where a type is needed`);
    default:
      return { type: compileType(table), hierarchy: undefined };
  }
}

/** The declaration of a global element. */
export function declarationOf(table: ElementTable): Declaration {
  const known = declarations.get(table);
  if (known !== undefined) return known;
  const declaration = declare(clarkName(table.name), table.type, table.nillable, table.options);
  declarations.set(table, declaration);
  return declaration;
}

/** The declarations that an element codec stands for. */
export function refer(table: Table): ReferredElements {
  if (table.kind === "element") return { members: [{ itemName: undefined, declaration: declarationOf(table) }], substitutable: false };
  if (table.kind !== "head") throw new Error(`internal: "${table.name}" is not an element`);
  const members = Object.entries(table.members).map(([itemName, member]) => {
    const memberTable = member()["~table"];
    if (memberTable.kind !== "element") throw new Error(`internal: "${memberTable.name}" is not an element`);
    return { itemName, declaration: declarationOf(memberTable) };
  });
  return { members, substitutable: true };
}

function declare(name: Name, type: Reference, nillable: boolean, options: ElementOptions): Declaration {
  return new Declaration({
    name,
    nillable,
    abstract: options.abstract ?? false,
    block: derivationBits(options.block),
    constraint: valueConstraint(options),
    identity: (options.constraints ?? []).map(compileConstraint),
    resolve: () => resolveType(type()["~table"]),
  });
}

function compileHierarchy(table: HierarchyTable): ResolvedType {
  const known = hierarchies.get(table);
  if (known !== undefined) return known;
  const tags = new Map<string, { tag: string; type: CompiledType }>();
  const members = new Map<string, { tag: string; type: CompiledType }>();
  for (const [tag, reference] of Object.entries(table.members)) {
    const codec = reference();
    const member = { tag, type: resolveType(codec["~table"]).type };
    tags.set(tag, member);
    members.set(codec.name, member);
  }
  const untagged = table.base === undefined ? undefined : tags.get(table.base)?.type;
  const declared = table.options.declared;
  const type = untagged ?? (declared === undefined ? unknownAbstractType(table.name) : resolveType(declared()["~table"]).type);
  const hierarchy: CompiledHierarchy = { tags, members, untagged };
  const resolved = { type, hierarchy };
  hierarchies.set(table, resolved);
  return resolved;
}

function partsOf(table: ComplexTable | SimpleTable | OpenTable): TypeParts {
  if (table.kind === "simple") return simpleParts(table);
  return table.kind === "complex" ? complexParts(table) : openParts(table);
}

const noParts = {
  attributes: [],
  attributeWildcard: undefined,
  layout: emptyLayout,
  rows: [],
  particles: [],
  contentProperty: undefined,
  counters: 0,
  abstract: false,
  block: 0,
  open: false,
  textProperty: "$value",
  derivation: Derivation.restriction,
  base: () => undefined,
} as const;

function simpleParts(table: SimpleTable): TypeParts {
  const datatype = datatypeOf(table);
  const model = () => modelOf(emptyLayout, false);
  return { ...noParts, name: table.name, simple: true, content: ContentKind.simple, datatype, referring: isReferring(datatype), model };
}

function openParts(table: OpenTable): TypeParts {
  const { layout, particles } = openContent();
  const attributeWildcard = { wildcard: anyLax, property: "$attributes", find: () => undefined };
  const shape = { content: ContentKind.mixed, datatype: undefined, referring: false, open: true, simple: false } as const;
  return { ...noParts, ...shape, name: table.name, layout, particles, attributeWildcard, model: () => modelOf(layout, false) };
}

function openContent(): { layout: Layout; particles: readonly Particle[] } {
  const slot = { property: "children", kind: SlotKind.content } as const;
  const particle = new Particle({ slot, groups: [] }, { wildcard: anyLax, find: () => undefined, key: "$any" });
  const content: Content<Particle> = { kind: "leaf", leaf: particle, min: 0, max: Number.POSITIVE_INFINITY };
  const row = { kind: "particle", property: "children", particle, array: true } as const;
  return { layout: { kind: "row", row, min: 0, max: Number.POSITIVE_INFINITY, content }, particles: [particle] };
}

function unknownAbstractType(name: string): CompiledType {
  const { layout, particles } = openContent();
  const shape = { content: ContentKind.mixed, datatype: undefined, referring: false, open: true, simple: false, abstract: true } as const;
  return new CompiledType({ ...noParts, ...shape, name, layout, particles, model: () => modelOf(layout, false) });
}

function complexParts(table: ComplexTable): TypeParts {
  const base = table.extends === undefined ? undefined : resolveType(table.extends()["~table"]).type;
  // Base and own rows share one numbering; the base's particles keep theirs.
  const counters = new Map<Name, number>(base === undefined ? [] : countersOf(base));
  const own = compileRows(table, linker, counters);
  const text = own.text?.datatype ?? base?.datatype;
  const layout = joinLayouts(base?.layout, own.layout);
  const particles = base === undefined ? own.particles : [...base.particles, ...own.particles];
  const contentProperty = own.contentProperty ?? base?.contentProperty;
  const mixed = contentProperty !== undefined || table.options.mixed === true;
  const baseReference = table.extends ?? table.options.base;
  return {
    name: table.name,
    simple: false,
    content: contentKind(text !== undefined, mixed, particles, layout),
    datatype: text,
    referring: text !== undefined && isReferring(text),
    textProperty: own.text?.property ?? base?.textProperty ?? "$value",
    attributes: joinAttributes(base?.attributes ?? [], own.attributes),
    attributeWildcard: joinAttributeWildcards(own.attributeWildcard, base?.attributeWildcard),
    layout,
    rows: base === undefined ? own.rows : [...base.rows, ...own.rows],
    particles,
    contentProperty: contentProperty ?? (mixed ? "$content" : undefined),
    counters: counters.size,
    abstract: table.options.abstract ?? false,
    block: derivationBits(table.options.block),
    open: false,
    derivation: derivationOf(table),
    model: () => modelOf(layout, table.options.lenient === true),
    base: () => (baseReference === undefined ? undefined : resolveType(baseReference()["~table"]).type),
  };
}

function derivationOf(table: ComplexTable): number {
  if (table.extends !== undefined || table.options.derivation === "extension") return Derivation.extension;
  // A complex type with a simple base extends it: restriction of a simple type is a simple type.
  const base = table.options.base?.()["~table"];
  return base?.kind === "simple" ? Derivation.extension : Derivation.restriction;
}

function countersOf(type: CompiledType): [Name, number][] {
  return type.particles.flatMap((particle) =>
    particle.members.filter((member) => member.counter >= 0).map((member): [Name, number] => [member.declaration.name, member.counter]),
  );
}

/** A row of the extension's own stands for the base's of the same attribute. */
function joinAttributes(base: readonly AttributeUse[], own: readonly AttributeUse[]): readonly AttributeUse[] {
  const names = new Set(own.map((use) => use.name));
  return [...base.filter((use) => !names.has(use.name)), ...own].map((use, index) => ({ ...use, index }));
}

/** The content of an extension: the base's, then its own. XSD 1.0 Part 1 §3.4.2 */
function joinLayouts(base: Layout | undefined, own: Layout): Layout {
  if (base === undefined || base === emptyLayout) return own;
  return own === emptyLayout ? base : { kind: "sequence", children: [base, own], min: 1, max: 1 };
}

function contentKind(text: boolean, mixed: boolean, particles: CompiledRows["particles"], layout: Layout): ContentKind {
  if (text) return ContentKind.simple;
  if (mixed) return ContentKind.mixed;
  return particles.length === 0 && !isUnsatisfiable(layout) ? ContentKind.empty : ContentKind.elementOnly;
}

/** A choice without branches, which not even empty content satisfies. XSD 1.0 Part 1 §3.8.4 (cvc-model-group.2) */
function isUnsatisfiable(content: Layout | Content<Particle>): boolean {
  if (content.min === 0 || content.kind === "leaf") return false;
  if (content.kind === "row") return isUnsatisfiable(content.content);
  return content.kind === "choice" ? content.children.length === 0 : content.children.some(isUnsatisfiable);
}

function derivationBits(words: string | undefined): number {
  if (words === undefined) return 0;
  let bits = 0;
  for (const word of words.split(" ")) {
    if (word === "extension") bits |= Derivation.extension;
    else if (word === "restriction") bits |= Derivation.restriction;
    else if (word === "substitution") bits |= Derivation.substitution;
  }
  return bits;
}

/** The names of schema instances. XSD 1.0 Part 1 §2.6 */
export const instanceNames = {
  type: internName("http://www.w3.org/2001/XMLSchema-instance", "type"),
  nil: internName("http://www.w3.org/2001/XMLSchema-instance", "nil"),
  schemaLocation: internName("http://www.w3.org/2001/XMLSchema-instance", "schemaLocation"),
  noNamespaceSchemaLocation: internName("http://www.w3.org/2001/XMLSchema-instance", "noNamespaceSchemaLocation"),
} as const;

/**
 * Tables -> compiled types and declarations, each table once.
 *
 * A type is registered before its parts are compiled; the types of its elements are compiled when a document or value first needs them.
 */
import { useFamilies } from "../../datatypes/built-in-registry.js";
import { internClark, internName, type Name } from "../../xml/names.js";
import type { DeclaredIdentity } from "../identity/engine.js";
import type {
  CodecReference,
  ComplexTable,
  ElementOptions,
  ElementTable,
  HierarchyTable,
  OpenTable,
  SimpleTable,
  Table,
} from "../table.js";
import type { TypeReader } from "../type-writer.js";
import type { AttributeUse } from "./attribute-use.js";
import { joinAttributeWildcards, valueConstraint } from "./compile-attributes.js";
import { type CompiledRows, compileRows, type Linker, type ReferredElements } from "./compile-rows.js";
import { datatypeOf } from "./compile-simple.js";
import {
  type CompiledHierarchy,
  CompiledType,
  ContentKind,
  Declaration,
  Derivation,
  emptyLayout,
  FieldKind,
  type Layout,
  Particle,
  type ResolvedType,
  type TypeParts,
} from "./compiled-type.js";
import { anyLax } from "./wildcard.js";

const types = new WeakMap<Table, CompiledType>();
const hierarchies = new WeakMap<HierarchyTable, ResolvedType>();
const declarations = new WeakMap<ElementTable, Declaration>();

const linker: Linker = { declare, refer };

/** The type of a table; of a hierarchy, the declared one. */
export function compileType(table: ComplexTable | SimpleTable | OpenTable): CompiledType {
  const known = types.get(table);
  if (known !== undefined) return known;
  const type = new CompiledType(partsOf(table));
  types.set(table, type);
  return type;
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
  const declaration = declare(internClark(table.name), table.type, table.nillable, table.options);
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

function declare(name: Name, type: CodecReference, nillable: boolean, options: ElementOptions): Declaration {
  return new Declaration({
    name,
    nillable,
    abstract: options.abstract ?? false,
    block: derivationBits(options.block),
    constraint: valueConstraint(options),
    identity: identityOf(options),
    resolve: () => resolveType(type()["~table"]),
  });
}

function identityOf({ constraints, identity }: ElementOptions): DeclaredIdentity | undefined {
  if (constraints === undefined) return undefined;
  const engine = identity?.();
  if (engine === undefined) throw new Error("internal: a table has identity constraints, and nothing that checks them");
  return { constraints: constraints.map((constraint) => engine.compile(constraint, internName)), engine };
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

function simpleParts(table: SimpleTable): TypeParts {
  return { name: table.name, simple: true, content: ContentKind.simple, datatype: datatypeOf(table) };
}

function openParts({ name, families }: OpenTable): TypeParts {
  useFamilies(families());
  return { ...openContent(name), attributeWildcard: { wildcard: anyLax, property: "$attributes", find: () => undefined } };
}

/** Any content; known elements in it are validated. */
function openContent(name: string): TypeParts {
  const field = { property: "children", kind: FieldKind.content } as const;
  const particle = new Particle({ field, groups: [] }, { wildcard: anyLax, find: () => undefined, key: "$any" });
  const bounds = { min: 0, max: Number.POSITIVE_INFINITY };
  const row = { kind: "particle", property: "children", particle, array: true } as const;
  const layout: Layout = { kind: "row", row, ...bounds, content: { kind: "leaf", leaf: particle, ...bounds } };
  return { name, content: ContentKind.mixed, open: true, layout, particles: [particle] };
}

function unknownAbstractType(name: string): CompiledType {
  return new CompiledType({ ...openContent(name), abstract: true });
}

/** Chains of extensions up to this length are compiled type by type, since the types between may be needed themselves. */
const sharedSteps = 16;

/** The tables whose rows a type consists of, from the root down, and the compiled type before them. */
interface Steps {
  readonly base: CompiledType | undefined;
  readonly tables: readonly ComplexTable[];
}

/**
 * Joins the rows of a long chain of types that are not compiled yet at once: recursion would overflow the stack, and each type of the chain
 * would hold all rows before it.
 */
function stepsOf(table: ComplexTable): Steps {
  const tables = [table];
  let next = table.extends?.()["~table"];
  while (next?.kind === "complex" && !types.has(next)) {
    tables.push(next);
    next = next.extends?.()["~table"];
  }
  if (tables.length <= sharedSteps) return { base: table.extends && resolveType(table.extends()["~table"]).type, tables: [table] };
  return { base: next && resolveType(next).type, tables: tables.reverse() };
}

function complexParts(table: ComplexTable): TypeParts {
  const { base, tables } = stepsOf(table);
  // Base and own rows share one numbering; the base's particles keep theirs.
  const counters = new Map<Name, number>(base === undefined ? [] : countersOf(base));
  const own = tables.map((step) => compileRows(step, linker, counters));
  const text = own.findLast((rows) => rows.text !== undefined)?.text;
  const datatype = text?.datatype ?? base?.datatype;
  const layout = joinLayouts([base?.layout, ...own.map((rows) => rows.layout)]);
  const particles = [...(base?.particles ?? []), ...own.flatMap((rows) => rows.particles)];
  const contentProperty = own.findLast((rows) => rows.contentProperty !== undefined)?.contentProperty ?? base?.contentProperty;
  const mixed = contentProperty !== undefined || tables.some((step) => step.options.mixed === true);
  const baseReference = table.extends ?? table.options.base;
  return {
    name: table.name,
    content: contentKind(datatype !== undefined, mixed, particles, layout),
    datatype,
    textProperty: text?.property ?? base?.textProperty,
    attributes: joinAttributes([base?.attributes ?? [], ...own.map((rows) => rows.attributes)]),
    attributeWildcard: own.reduce((joined, rows) => joinAttributeWildcards(rows.attributeWildcard, joined), base?.attributeWildcard),
    layout,
    rows: [...(base?.rows ?? []), ...own.flatMap((rows) => rows.rows)],
    particles,
    contentProperty: contentProperty ?? (mixed ? "$content" : undefined),
    counters: counters.size,
    abstract: table.options.abstract ?? false,
    block: derivationBits(table.options.block),
    derivation: derivationOf(table),
    ambiguous: table.options.lenient === true,
    compileContent: tables.find((step) => step.compileContent !== undefined)?.compileContent ?? base?.compileContent,
    writer: table.options.writer?.(),
    reader: readerOf(table),
    code: table.options.code?.(),
    base: () => (baseReference === undefined ? undefined : resolveType(baseReference()["~table"]).type),
  };
}

/** Readers printed for `soapwright/runtime-v1` have nothing that runs them. */
function readerOf({ options }: ComplexTable): TypeReader | undefined {
  const reader = options.reader?.();
  return reader?.by === undefined ? undefined : reader;
}

function derivationOf(table: ComplexTable): number {
  if (table.extends !== undefined || table.options.derivation === "extension") return Derivation.extension;
  // A complex type with a simple base extends it: the restriction of a simple type is a simple type.
  const base = table.options.base?.()["~table"];
  return base?.kind === "simple" ? Derivation.extension : Derivation.restriction;
}

function countersOf(type: CompiledType): [Name, number][] {
  return type.particles.flatMap((particle) =>
    particle.members.filter((member) => member.counter >= 0).map((member): [Name, number] => [member.declaration.name, member.counter]),
  );
}

/** An extension's own row replaces the base's row of the same attribute. */
function joinAttributes(steps: readonly (readonly AttributeUse[])[]): readonly AttributeUse[] {
  const uses = new Map<Name, AttributeUse>();
  for (const use of steps.flat()) {
    uses.delete(use.name);
    uses.set(use.name, use);
  }
  return [...uses.values()].map((use, index) => ({ ...use, index }));
}

/** The content of an extension: the base's, then its own. XSD 1.0 Part 1 §3.4.2 */
function joinLayouts(steps: readonly (Layout | undefined)[]): Layout {
  const parts = steps.filter((step) => step !== undefined && step !== emptyLayout) as readonly Layout[];
  const [only] = parts;
  if (only === undefined) return emptyLayout;
  if (parts.length === 1) return only;
  // Nested sequences become one: long chains would nest too deep for the stack.
  const children = parts.flatMap((part) => (part.kind === "sequence" && part.min === 1 && part.max === 1 ? part.children : [part]));
  return { kind: "sequence", children, min: 1, max: 1 };
}

function contentKind(text: boolean, mixed: boolean, particles: CompiledRows["particles"], layout: Layout): ContentKind {
  if (text) return ContentKind.simple;
  if (mixed) return ContentKind.mixed;
  // An absent model is not the same as an empty one: "()" allows white space, "(|)" not even nothing.
  return particles.length === 0 && layout === emptyLayout ? ContentKind.empty : ContentKind.elementOnly;
}

function derivationBits(words = ""): number {
  if (words === "") return 0;
  const named = words.split(" ");
  return Object.entries(Derivation).reduce((bits, [word, bit]) => (named.includes(word) ? bits | bit : bits), 0);
}

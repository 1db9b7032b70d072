/**
 * Rows of a table -> attribute uses, particles and layout.
 *
 * Bare names are in the namespace of the table in which the row stands, so each table's rows are compiled with that table.
 */
import { useFamilies } from "../../datatypes/built-in-registry.js";
import { type Name, parseClark } from "../../xml/names.js";
import type { Content, GroupContent } from "../automaton/content.js";
import type { ContentModel } from "../automaton/matcher.js";
import type {
  CodecReference,
  ComplexTable,
  ElementOptions,
  ElementSet,
  GroupRow,
  MemberRow,
  MembersRow,
  PlainRow,
  Rows,
  Table,
} from "../table.js";
import { parseColumn } from "../table-language/column.js";
import { type Model, parseModel } from "../table-language/model.js";
import { type Bounds, parseOccurrence } from "../table-language/occurrence.js";
import type { AttributeUse, AttributeWildcard } from "./attribute-use.js";
import { compileAttribute, compileAttributeWildcard, findByName, simpleTypeOf } from "./compile-attributes.js";
import {
  type CompiledRow,
  contentOf,
  type Declaration,
  emptyLayout,
  type Field,
  FieldKind,
  type GroupField,
  type Layout,
  type Member,
  modelOf,
  Particle,
} from "./compiled-type.js";
import { recordConstructor } from "./record-constructor.js";
import { compileWildcard } from "./wildcard.js";

/** Follows references. It is passed in because types consist of rows and rows lead to types. */
export interface Linker {
  readonly declare: (name: Name, type: CodecReference, nillable: boolean, options: ElementOptions) => Declaration;
  readonly refer: (table: Table) => ReferredElements;
}

/** The declarations that an element codec stands for. */
export interface ReferredElements {
  readonly members: readonly { readonly itemName: string | undefined; readonly declaration: Declaration }[];
  /** The codec's values are items, which name their element. */
  readonly substitutable: boolean;
}

/** The compiled rows of one table, without those of its base. */
export interface CompiledRows {
  readonly attributes: readonly AttributeUse[];
  readonly attributeWildcard: AttributeWildcard | undefined;
  readonly text: { readonly property: string; readonly datatype: ReturnType<typeof simpleTypeOf> } | undefined;
  readonly rows: readonly CompiledRow[];
  readonly layout: Layout;
  readonly particles: readonly Particle[];
  readonly contentProperty: string | undefined;
}

type RowsTable = Pick<ComplexTable, "name" | "rows" | "options" | "compileContent">;

/** Compiles the rows of a table. `counters` numbers the element names that may occur more than once. */
export function compileRows(table: RowsTable, linker: Linker, counters: Map<Name, number>): CompiledRows {
  return new RowsCompiler(table, linker, counters, []).compile();
}

class RowsCompiler {
  readonly #rows: Rows;
  readonly #options: ComplexTable["options"];
  readonly #compileContent: ComplexTable["compileContent"];
  /** The namespace that wildcards are relative to, and the one of bare element names. */
  readonly #namespace: string;
  readonly #elementNamespace: string;
  readonly #linker: Linker;
  readonly #counters: Map<Name, number>;
  readonly #groups: readonly GroupField[];
  readonly #particles: Particle[] = [];
  readonly #attributes: AttributeUse[] = [];
  #attributeWildcard: AttributeWildcard | undefined;
  #text: CompiledRows["text"];
  #contentProperty: string | undefined;

  constructor(table: RowsTable, linker: Linker, counters: Map<Name, number>, groups: readonly GroupField[]) {
    this.#rows = table.rows;
    this.#options = table.options;
    this.#compileContent = table.compileContent;
    this.#namespace = parseClark(table.name).namespace;
    this.#elementNamespace = table.options.local === "" ? "" : this.#namespace;
    this.#linker = linker;
    this.#counters = counters;
    this.#groups = groups;
  }

  compile(): CompiledRows {
    const byProperty = new Map<string, Layout & { kind: "row" }>();
    for (const [property, row] of Object.entries(this.#rows)) {
      const layout = this.#compileRow(property, row);
      if (layout !== undefined) byProperty.set(property, layout);
    }
    const attributes = this.#attributes;
    const attributeWildcard = this.#attributeWildcard;
    const text = this.#text;
    const particles = this.#particles;
    const contentProperty = this.#contentProperty;
    const rows = [...byProperty.values()].map((layout) => layout.row);
    return { attributes, attributeWildcard, text, rows, layout: this.#layout(byProperty), particles, contentProperty };
  }

  #layout(byProperty: ReadonlyMap<string, Layout & { kind: "row" }>): Layout {
    if (this.#options.model !== undefined) return layoutOfModel(parseModel(this.#options.model), byProperty);
    return byProperty.size === 0 ? emptyLayout : { kind: "sequence", children: [...byProperty.values()], min: 1, max: 1 };
  }

  #compileRow(property: string, row: Rows[string]): (Layout & { kind: "row" }) | undefined {
    const column = parseColumn(row[0], this.#elementNamespace);
    // The first column says which kind of row it is.
    const plain = row as PlainRow;
    switch (column.kind) {
      case "choice":
      case "mixed":
        return this.#membersRow(property, row as MembersRow);
      case "group":
        return this.#groupRow(property, row as GroupRow);
      case "text":
        this.#text = { property, datatype: simpleTypeOf(plain[1]()) };
        return undefined;
      case "attribute":
        this.#attributes.push(compileAttribute(property, column.name, plain, this.#attributes.length));
        return undefined;
      case "attributeWildcard":
        this.#attributeWildcard = compileAttributeWildcard(property, compileWildcard(column.wildcard, this.#namespace), plain);
        return undefined;
      default:
        return this.#particleRow(property, plain);
    }
  }

  #particleRow(property: string, row: PlainRow): Layout & { kind: "row" } {
    const occurrence = parseOccurrence(row[2] ?? "");
    const { array, min, max } = occurrence;
    const field: Field = { property, kind: array ? FieldKind.array : FieldKind.value };
    const repeats = max > 1 || array || this.#groups.length > 0;
    const particle = this.#particle(field, row, occurrence.nillable, repeats, undefined);
    const content = { kind: "leaf", leaf: particle, min, max } as const;
    return { kind: "row", row: { kind: "particle", property, particle, array }, min, max, content };
  }

  #particle(field: Field, row: PlainRow, nillable: boolean, repeats: boolean, key: string | undefined): Particle {
    const particle = this.#makeParticle(field, row, nillable, repeats, key);
    this.#particles.push(particle);
    return particle;
  }

  #makeParticle(field: Field, row: PlainRow, nillable: boolean, repeats: boolean, key: string | undefined): Particle {
    const [text, reference, , options] = row;
    const place = { field, groups: this.#groups };
    const column = parseColumn(text, this.#elementNamespace);
    switch (column.kind) {
      case "elementWildcard": {
        const content = reference()["~table"];
        if (content.kind === "xmlElement") useFamilies(content.families());
        // In the row of an element wildcard a function gives its element sets.
        const sets = typeof options === "function" ? (options as () => readonly ElementSet[]) : () => [];
        const wildcard = compileWildcard(column.wildcard, this.#namespace);
        return new Particle(place, { wildcard, find: elementFinder(sets, this.#linker), key: key ?? field.property });
      }
      case "reference": {
        const { members, substitutable } = this.#linker.refer(reference()["~table"]);
        const named = members.map((member) => this.#member(member.declaration, member.itemName ?? key ?? "", repeats));
        return new Particle(place, { members: named, substitutable });
      }
      case "element": {
        const declaration = this.#linker.declare(column.name, reference, nillable, typeof options === "object" ? options : {});
        return new Particle(place, { members: [this.#member(declaration, key ?? text, repeats)], substitutable: false });
      }
      default:
        throw new Error(`internal: a row of "${text}" where an element or a wildcard is needed`);
    }
  }

  /** Names that may come more than once in a parent are counted there. */
  #member(declaration: Declaration, itemName: string, repeats: boolean): Member {
    const counters = this.#counters;
    const { name } = declaration;
    let counter = counters.get(name) ?? -1;
    if (counter < 0 && repeats) {
      counter = counters.size;
      counters.set(name, counter);
    }
    return { declaration, itemName, counter };
  }

  #membersRow(property: string, row: MembersRow): Layout & { kind: "row" } {
    const [kind, members, occurrence, options] = row;
    const mixed = kind === "mixed";
    if (mixed) this.#contentProperty = property;
    const field: Field = { property, kind: mixed ? FieldKind.content : FieldKind.items };
    const byKey = new Map<string, Content<Particle>>();
    const byItemName = new Map<string, { particle: Particle; member: Member | undefined }>();
    for (const [key, memberRow] of Object.entries(members)) {
      const particle = this.#memberParticle(field, key, memberRow);
      byKey.set(key, { kind: "leaf", leaf: particle, min: 1, max: 1 });
      if (particle.wildcard !== undefined) byItemName.set(key, { particle, member: undefined });
      for (const member of particle.members) byItemName.set(member.itemName, { particle, member });
    }
    const { min, max } = parseOccurrence(occurrence ?? "");
    const content = membersContent(byKey, { min, max }, options?.model, mixed);
    return { kind: "row", row: { kind: "members", property, mixed, field, byItemName }, min, max, content };
  }

  #memberParticle(field: Field, key: string, row: MemberRow): Particle {
    if (typeof row === "function") return this.#particle(field, [key, row], false, true, key);
    const nillable = parseOccurrence(row[2] ?? "").nillable;
    return this.#particle(field, row, nillable, true, key);
  }

  #groupRow(property: string, row: GroupRow): Layout & { kind: "row" } {
    const [, reference, occurrence] = row;
    const { min, max } = parseOccurrence(occurrence ?? "");
    const contents: GroupContent<Particle>[] = [];
    const field: GroupField = { property, create: recordConstructor(), contents };
    const group = reference();
    const inner = new RowsCompiler(group, this.#linker, this.#counters, [...this.#groups, field]).compile();
    this.#particles.push(...inner.particles);
    const content: GroupContent<Particle> = { kind: "sequence", children: [contentOf(inner.layout)], min, max };
    contents.push(content);
    let known: ContentModel<Particle> | undefined;
    const model = () => {
      known ??= modelOf(inner.layout, this.#options.lenient === true, group.compileContent ?? this.#compileContent);
      return known;
    };
    return { kind: "row", row: { kind: "group", property, field, rows: inner.rows, layout: inner.layout, model }, min, max, content };
  }
}

/** The occurrence of mixed content is that of text and elements together, so it does not apply to the model. */
function membersContent(
  byKey: ReadonlyMap<string, Content<Particle>>,
  bounds: Bounds,
  model: string | undefined,
  mixed: boolean,
): Content<Particle> {
  if (model === undefined) {
    if (byKey.size === 0 && mixed) return { kind: "sequence", children: [], min: 1, max: 1 };
    return { kind: "choice", children: [...byKey.values()], min: bounds.min, max: bounds.max };
  }
  const content = contentOfModel(parseModel(model), byKey);
  return mixed ? content : { kind: "sequence", children: [content], min: bounds.min, max: bounds.max };
}

function contentOfModel(model: Model, byKey: ReadonlyMap<string, Content<Particle>>): Content<Particle> {
  if (model.kind !== "name") return { ...model, children: model.children.map((child) => contentOfModel(child, byKey)) };
  const content = byKey.get(model.name);
  if (content === undefined) throw new Error(`internal: model names "${model.name}", which has no row`);
  return { ...content, ...model.bounds };
}

function layoutOfModel(model: Model, byProperty: ReadonlyMap<string, Layout & { kind: "row" }>): Layout {
  if (model.kind !== "name") return { ...model, children: model.children.map((child) => layoutOfModel(child, byProperty)) };
  const layout = byProperty.get(model.name);
  if (layout === undefined) throw new Error(`internal: model names "${model.name}", which has no row`);
  if (model.bounds === undefined) return layout;
  const content = { ...layout.content, ...model.bounds };
  if (layout.row.kind === "group" && content.kind !== "leaf") layout.row.field.contents.push(content);
  return { ...layout, ...model.bounds, content };
}

function elementFinder(sets: () => readonly ElementSet[], linker: Linker): (clark: string) => Declaration | undefined {
  const find = findByName(() => sets().flatMap((set) => set.elements()));
  return (clark) => {
    const codec = find(clark);
    return codec === undefined ? undefined : linker.refer(codec["~table"]).members[0]?.declaration;
  };
}

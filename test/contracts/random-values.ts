/**
 * Tables -> random values of the types that they describe: what the type allows, with simple values that their facets allow.
 *
 * What a type does not say (identity constraints, counts of combined groups) is left to chance; the validator says which values break it.
 */

import { DocumentPrefixes } from "../../codegen/tools/sample/prefixes.js";
import { Random } from "../../codegen/tools/sample/random.js";
import { textFor } from "../../codegen/tools/sample/values.js";
import type { Datatype } from "../../src/datatypes/datatype.js";
import { isFault } from "../../src/datatypes/fault.js";
import type { Content } from "../../src/runtime/automaton/content.js";
import type { ElementCodec } from "../../src/runtime/codec.js";
import type { ValueConstraint } from "../../src/runtime/compile/attribute-use.js";
import { refer } from "../../src/runtime/compile/compile-type.js";
import {
  type CompiledRow,
  type CompiledType,
  ContentKind,
  type Declaration,
  type Layout,
  type Member,
  type MembersRowPlan,
  type Particle,
} from "../../src/runtime/compile/compiled-type.js";

/** There is no value here, or none that was found. */
export class NoValue extends Error {}

type Value = Record<string, unknown>;

/** Beyond this depth only what is required is made; far beyond it, nothing. */
const shallow = 4;
const deepest = 24;
/** Values of one document. */
const most = 3000;

const unknownNamespace = "urn:soapwright:unknown";

/** Draws one value of an element. Throws NoValue where none is found. */
export function randomValue(codec: ElementCodec, seed: number): unknown {
  const maker = new ValueMaker(new Random(seed));
  const { members, substitutable } = refer(codec["~table"]);
  const [member] = members;
  if (substitutable || member === undefined) throw new NoValue("a substitution group");
  return maker.element(member.declaration, 0);
}

class ValueMaker {
  readonly #random: Random;
  readonly #prefixes = new DocumentPrefixes();
  readonly #ids: string[] = [];
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  element(declaration: Declaration, depth: number): unknown {
    if (depth > deepest || this.#made++ > most) throw new NoValue("too deep, or too much");
    if (declaration.abstract) throw new NoValue("an abstract element");
    const { constraint, nillable, hierarchy } = declaration;
    const isFixed = constraint?.fixed === true;
    if (hierarchy !== undefined && !isFixed) {
      const members = [...hierarchy.members.values()];
      if (hierarchy.untagged !== undefined && (members.length === 0 || depth >= shallow || this.#random.chance(0.5))) {
        return this.#typed(hierarchy.untagged, declaration, depth, undefined);
      }
      const { tag, type } = this.#random.pick(members);
      return this.#typed(type, declaration, depth, tag);
    }
    if (nillable && !isFixed && this.#random.chance(depth >= shallow ? 0.7 : 0.2)) return this.#nil(declaration.type, depth);
    return this.#typed(declaration.type, declaration, depth, undefined);
  }

  #nil(type: CompiledType, depth: number): unknown {
    if (type.open) return { $nil: true, ...this.#anything([]) };
    return type.hasAttributes ? { $nil: true, ...this.#attributes(type, depth) } : null;
  }

  #typed(type: CompiledType, { constraint }: Declaration, depth: number, tag: string | undefined): unknown {
    if (type.abstract) throw new NoValue("an abstract type");
    if (type.open) return this.#anything(constraint === undefined ? ["anything"] : [constraint.text]);
    if (type.simple) return this.#simple(type.datatype, constraint);
    const value: Value = { ...(tag === undefined ? {} : { $type: tag }), ...this.#attributes(type, depth) };
    if (type.content === ContentKind.simple) value[type.textProperty] = this.#simple(type.datatype, constraint);
    else if (type.content === ContentKind.mixed && constraint !== undefined) value[type.contentProperty ?? ""] = [constraint.text];
    else if (type.content !== ContentKind.empty) this.#fill(type.layout, value, depth);
    return value;
  }

  #anything(children: readonly string[]): Value {
    return { attributes: {}, namespaces: {}, children };
  }

  #attributes(type: CompiledType, depth: number): Value {
    const value: Value = {};
    for (const { property, required, datatype, constraint } of type.attributes) {
      if (!required && !this.#random.chance(depth >= shallow ? 0.1 : 0.5)) continue;
      try {
        value[property] = constraint?.fixed === true ? this.#decoded(datatype, constraint) : this.#simple(datatype, undefined);
      } catch (error) {
        if (required || !(error instanceof NoValue)) throw error;
      }
    }
    return value;
  }

  #simple(datatype: Datatype | undefined, constraint: ValueConstraint | undefined): unknown {
    if (datatype === undefined) throw new NoValue("no type");
    if (constraint?.fixed === true) return this.#decoded(datatype, constraint);
    const role = roleOf(datatype);
    if (role === "ID") return this.#id(datatype);
    if (role !== undefined) {
      if (role === "ENTITY" || this.#ids.length === 0) throw new NoValue("nothing to refer to");
      const id = this.#random.pick(this.#ids);
      return datatype.variety === "list" ? [id] : id;
    }
    const text = this.#text(datatype);
    if (text === undefined) throw new NoValue(`no text of ${datatype.name}`);
    // The empty text of an element with a default has the default as its value.
    if (constraint !== undefined && text === "") return this.#decoded(datatype, constraint);
    return this.#decoded(datatype, { text, namespaces: this.#prefixes });
  }

  #text(datatype: Datatype): string | undefined {
    return textFor(datatype, { random: this.#random, prefixes: this.#prefixes, namespace: unknownNamespace });
  }

  #id(datatype: Datatype): string {
    const plain = `id${this.#ids.length + 1}`;
    const id = datatype.check(plain, this.#prefixes) === undefined ? plain : this.#text(datatype);
    if (id === undefined || this.#ids.includes(id)) throw new NoValue("no other ID");
    this.#ids.push(id);
    return id;
  }

  #decoded(datatype: Datatype, { text, namespaces }: Pick<ValueConstraint, "text" | "namespaces">): unknown {
    const value = datatype.decode(text, namespaces);
    if (isFault(value)) throw new NoValue(value.message);
    return value;
  }

  /** Fills the properties that a layout says. */
  #fill(layout: Layout, value: Value, depth: number): void {
    if (layout.kind === "row") {
      this.#fillRow(layout.row, layout, value, depth);
      return;
    }
    if (layout.min === 0 && (depth >= shallow || this.#random.chance(0.4))) return;
    if (layout.kind === "choice") {
      if (layout.children.length === 0) throw new NoValue("a choice without branches");
      this.#fillBranch(layout.children, value, depth);
      return;
    }
    for (const child of layout.kind === "all" ? this.#random.shuffled(layout.children) : layout.children) this.#fill(child, value, depth);
  }

  /** The first branch, in random order, that can be filled. */
  #fillBranch(branches: readonly Layout[], value: Value, depth: number): void {
    let last: unknown;
    for (const branch of this.#random.shuffled(branches)) {
      const tried: Value = {};
      try {
        this.#fill(branch, tried, depth);
        Object.assign(value, tried);
        return;
      } catch (error) {
        if (!(error instanceof NoValue)) throw error;
        last = error;
      }
    }
    throw last;
  }

  #fillRow(row: CompiledRow, layout: Layout & { readonly kind: "row" }, value: Value, depth: number): void {
    if (row.kind === "members") {
      const items: unknown[] = [];
      this.#items(row, layout.content, items, depth);
      if (row.mixed && typeof items.at(-1) !== "string" && this.#random.chance(0.7)) items.push("text ");
      if (items.length > 0) value[row.property] = items;
      return;
    }
    const count = this.#count(layout.min, row.kind === "particle" && !row.array ? 1 : layout.max, depth);
    const values: unknown[] = [];
    for (let index = 0; index < count; index++) {
      try {
        values.push(row.kind === "group" ? this.#round(row.layout, depth) : this.#child(row.particle, depth));
      } catch (error) {
        if (index < layout.min || !(error instanceof NoValue)) throw error;
        break;
      }
    }
    if (values.length === 0) return;
    value[row.property] = row.kind === "group" || row.array ? values : values[0];
  }

  #round(layout: Layout, depth: number): Value {
    const round: Value = {};
    this.#fill({ ...layout, min: 1 }, round, depth);
    if (Object.keys(round).length === 0) throw new NoValue("an empty round");
    return round;
  }

  /** Walks a content model, one item an element. */
  #items(row: MembersRowPlan, content: Content<Particle>, items: unknown[], depth: number): void {
    const count = this.#count(content.min, content.max, depth);
    for (let round = 0; round < count; round++) {
      const made: unknown[] = [];
      try {
        this.#itemsOnce(row, content, made, depth);
      } catch (error) {
        if (round < content.min || !(error instanceof NoValue)) throw error;
        return;
      }
      items.push(...made);
    }
  }

  #itemsOnce(row: MembersRowPlan, content: Content<Particle>, items: unknown[], depth: number): void {
    if (content.kind === "leaf") {
      items.push(this.#item(row, content.leaf, depth));
      if (row.mixed && this.#random.chance(0.3)) items.push(" and ");
    } else if (content.kind === "choice") {
      const branch = this.#random.shuffled(content.children)[0];
      if (branch === undefined) throw new NoValue("a choice without branches");
      this.#items(row, branch, items, depth);
    } else {
      const children = content.kind === "all" ? this.#random.shuffled(content.children) : content.children;
      for (const child of children) this.#items(row, child, items, depth);
    }
  }

  #item(row: MembersRowPlan, particle: Particle, depth: number): unknown {
    if (particle.wildcard !== undefined) return { name: particle.wildcardKey, value: this.#node(particle) };
    const names = [...row.byItemName].filter(([, place]) => place.particle === particle);
    const [name, { member }] = this.#random.pick(names.length > 0 ? names : [...row.byItemName]);
    if (member === undefined) throw new NoValue("no member");
    return { name, value: this.element(member.declaration, depth + 1) };
  }

  #child(particle: Particle, depth: number): unknown {
    if (particle.wildcard !== undefined) return this.#node(particle);
    const member: Member | undefined = this.#random.shuffled(particle.members)[0];
    if (member === undefined) throw new NoValue("no member");
    const value = this.element(member.declaration, depth + 1);
    return particle.substitutable ? { name: member.itemName, value } : value;
  }

  /** An element that nobody declares. */
  #node({ wildcard }: Particle): unknown {
    if (wildcard === undefined || wildcard.process === "strict") throw new NoValue("a strict wildcard");
    const namespace = [unknownNamespace, ""].find((candidate) => wildcard.admits(candidate));
    if (namespace === undefined) throw new NoValue("a wildcard of a namespace");
    const name = namespace === "" ? "unknown" : `{${namespace}}unknown`;
    return { name, attributes: { at: "a" }, namespaces: {}, children: ["some ", { name, attributes: {}, namespaces: {}, children: [] }] };
  }

  #count(min: number, max: number, depth: number): number {
    if (depth >= shallow) return Math.min(min, max);
    return Math.min(max, min + this.#random.below(min === 0 ? 2 + (max > 1 ? 1 : 0) : max > min ? 2 : 1));
  }
}

/** ID, IDREF and ENTITY have rules of the whole document. */
function roleOf(datatype: Datatype): "ID" | "IDREF" | "ENTITY" | undefined {
  for (let type: Datatype | undefined = datatype.item ?? datatype; type !== undefined; type = type.base) {
    const [, role] = /^\{http:\/\/www\.w3\.org\/2001\/XMLSchema\}(ID|IDREF|ENTITY)$/.exec(type.name ?? "") ?? [];
    // The expression has these three alternatives.
    if (role !== undefined) return role as "ID" | "IDREF" | "ENTITY";
  }
  return undefined;
}

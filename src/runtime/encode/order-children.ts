/**
 * Value + layout -> its children in the order of the content model.
 *
 * The order of the value's keys matters only if the model leaves the order open: xs:all, and choices of permutations.
 */
import { findInternedName, makeName, type Name, parseClark } from "../../xml/names.js";
import type { CompiledRow, Layout, Member, Particle } from "../compile/compiled-type.js";
import { isRecord } from "../is-record.js";

/** One child to write, or text of mixed content. */
export interface Child {
  readonly particle: Particle | undefined;
  readonly member: Member | undefined;
  readonly value: unknown;
  readonly property: string;
  /** The index in the property's array; -1 if the property is not an array. */
  readonly index: number;
}

/** Reports a problem with the shape of a value. */
export type ReportShape = (message: string, property: string, index: number) => void;

type Value = Readonly<Record<string, unknown>>;

/** Lists the children of a value. Reports properties that do not fit into the chosen branches. */
export function orderChildren(layout: Layout, rows: readonly CompiledRow[], value: Value, report: ReportShape): Child[] {
  const order = new ChildOrder(value, report);
  order.add(layout);
  order.checkAll(rows);
  return order.children;
}

class ChildOrder {
  readonly children: Child[] = [];
  readonly #value: Value;
  readonly #report: ReportShape;
  readonly #written = new Set<string>();

  constructor(value: Value, report: ReportShape) {
    this.#value = value;
    this.#report = report;
  }

  add(layout: Layout): void {
    if (layout.kind === "row") this.#addRow(layout.row);
    else if (layout.kind === "sequence") for (const child of layout.children) this.add(child);
    else if (layout.kind === "all") for (const child of this.#inKeyOrder(layout.children)) this.add(child);
    else {
      const branch = this.#chooseBranch(layout.children);
      if (branch !== undefined) this.add(branch);
    }
  }

  /** Reports properties that were not used. */
  checkAll(rows: readonly CompiledRow[]): void {
    for (const { property } of rows) {
      if (this.#value[property] === undefined || this.#written.has(property)) continue;
      this.#report(`"${property}" does not go with the other properties`, property, -1);
    }
  }

  #addRow(row: CompiledRow): void {
    const { property } = row;
    const value = this.#value[property];
    if (value === undefined || this.#written.has(property)) return;
    this.#written.add(property);
    if (row.kind === "particle" && !row.array) this.#addChild(row.particle, value, property, -1);
    else if (!Array.isArray(value)) this.#report(`"${property}" is not an array`, property, -1);
    else for (let index = 0; index < value.length; index++) this.#addElement(row, value[index], property, index);
  }

  #addElement(row: CompiledRow, value: unknown, property: string, index: number): void {
    if (row.kind === "particle") this.#addChild(row.particle, value, property, index);
    else if (row.kind === "group") this.#addRound(row, value, property, index);
    else if (typeof value === "string" && row.mixed) this.children.push({ particle: undefined, member: undefined, value, property, index });
    else {
      const item = itemOf(value);
      const location = item === undefined ? undefined : row.byItemName.get(item.name);
      if (item === undefined || location === undefined) this.#report(itemMessage(value, row.byItemName.keys()), property, index);
      else this.children.push({ particle: location.particle, member: location.member, value: item.value, property, index });
    }
  }

  #addRound(row: CompiledRow & { kind: "group" }, value: unknown, property: string, index: number): void {
    if (!isRecord(value)) {
      this.#report(`"${property}" has a member that is not an object`, property, index);
      return;
    }
    const known = new Set(row.rows.map((inner) => inner.property));
    for (const key of Object.keys(value)) {
      if (!known.has(key) && value[key] !== undefined) this.#report(`there is no property "${key}"`, property, index);
    }
    const round = orderChildren(row.layout, row.rows, value, (message) => this.#report(message, property, index));
    if (!isComplete(row, round)) this.#report(`a round of "${property}" is not complete`, property, index);
    for (const child of round) this.children.push({ ...child, property, index });
  }

  #addChild(particle: Particle, value: unknown, property: string, index: number): void {
    if (!particle.substitutable) {
      this.children.push({ particle, member: particle.members[0], value, property, index });
      return;
    }
    const item = itemOf(value);
    const member = item === undefined ? undefined : particle.members.find((candidate) => candidate.itemName === item.name);
    const names = particle.members.map((candidate) => candidate.itemName);
    if (item === undefined || member === undefined) this.#report(itemMessage(value, names), property, index);
    else this.children.push({ particle, member, value: item.value, property, index });
  }

  #inKeyOrder(children: readonly Layout[]): readonly Layout[] {
    const keys = Object.keys(this.#value);
    const position = (layout: Layout) => {
      const found = keys.findIndex((key) => mentions(layout, key));
      return found < 0 ? keys.length : found;
    };
    return [...children].sort((left, right) => position(left) - position(right));
  }

  /** The branch that contains all present properties and has all required ones. Among permutations, the one in key order. */
  #chooseBranch(branches: readonly Layout[]): Layout | undefined {
    const present = Object.keys(this.#value).filter(
      (key) => this.#value[key] !== undefined && branches.some((branch) => mentions(branch, key)),
    );
    if (present.length === 0) return undefined;
    const whole = branches.filter((branch) => present.every((key) => mentions(branch, key)));
    const complete = whole.filter((branch) => this.#hasRequired(branch));
    const fitting = complete.length > 0 ? complete : whole;
    if (fitting.length > 1) return fitting.find((branch) => this.#isInKeyOrder(branch, present)) ?? fitting[0];
    return fitting[0] ?? branches.find((branch) => present.some((key) => mentions(branch, key)));
  }

  #hasRequired(layout: Layout): boolean {
    if (layout.min === 0) return true;
    if (layout.kind === "row") return this.#value[layout.row.property] !== undefined;
    if (layout.kind === "choice") return layout.children.some((child) => this.#hasRequired(child));
    return layout.children.every((child) => this.#hasRequired(child));
  }

  #isInKeyOrder(layout: Layout, keys: readonly string[]): boolean {
    const order = new ChildOrder(this.#value, () => {});
    order.add(layout);
    const properties = [...new Set(order.children.map((child) => child.property))];
    return properties.every((property, index) => property === keys[index]);
  }
}

/** Tests if a round is complete. Two partial rounds would be read as one. */
function isComplete(row: CompiledRow & { kind: "group" }, round: readonly Child[]): boolean {
  const matcher = row.model().matcher();
  return round.every(({ particle, member, value }) => matcher.step(nameOf(member, value))?.leaf === particle) && matcher.isFinal();
}

/** The element name of a child: that of its declaration or of its node. */
export function nameOf(member: Member | undefined, value: unknown): Name {
  if (member !== undefined) return member.declaration.name;
  const { namespace, local } = parseClark(isRecord(value) && typeof value.name === "string" ? value.name : "");
  return findInternedName(namespace, local) ?? makeName(namespace, local);
}

function itemOf(value: unknown): { readonly name: string; readonly value: unknown } | undefined {
  return isRecord(value) && typeof value.name === "string" ? { name: value.name, value: value.value } : undefined;
}

function itemMessage(value: unknown, names: Iterable<string>): string {
  const known = [...names].slice(0, 12).map((name) => `"${name}"`);
  const found = itemOf(value)?.name;
  const wanted = known.length === 0 ? "nothing is" : `${known.join(", ")} ${known.length === 1 ? "is" : "are"}`;
  return found === undefined ? `an item { name, value } is expected: ${wanted} known` : `there is no item "${found}": ${wanted} known`;
}

function mentions(layout: Layout, property: string): boolean {
  if (layout.kind === "row") return layout.row.property === property;
  return layout.children.some((child) => mentions(child, property));
}

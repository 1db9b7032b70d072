/**
 * Plan -> tables as JSON, for a runtime that has no compiler beside it: the very tables that would be printed.
 *
 * Declarations are named by their place in one list, so the graph's cycles are gone. A value is itself if it is a text, a number, a boolean or a
 * list; everything else is an object with one key that says what it is.
 */
import type { Constant, Declaration, Literal, Plan, RegistryEntry } from "../lower/plan.js";
import { isList } from "./print-shape.js";

/** A node of a table. */
export type PortableValue =
  | string
  | number
  | boolean
  | readonly PortableValue[]
  | { readonly undefined: true }
  | { readonly bigint: string }
  | { readonly object: readonly (readonly [key: string, value: PortableValue])[] }
  | { readonly call: string; readonly with: readonly PortableValue[] }
  | { readonly ref: number }
  /** What it names is read when it is called: the place of a declaration, or the name of a constant of the runtime. */
  | { readonly lazy: number | string | readonly (number | string)[] };

/** The tables of a contract: everything global by Clark name, as places in the list. */
export interface PortableTables {
  readonly declarations: readonly PortableValue[];
  readonly elements: Readonly<Record<string, number>>;
  readonly types: Readonly<Record<string, number>>;
  readonly attributes: Readonly<Record<string, number>>;
}

/** Writes the tables of everything global. */
export function portableTables({ registry }: Plan): PortableTables {
  const writer = new Writer();
  const byName = (entries: readonly RegistryEntry[]): Record<string, number> =>
    Object.fromEntries(entries.map(({ clark, declaration }) => [clark, writer.numberOf(declaration)]));
  const { elements, types, attributes } = registry;
  return { elements: byName(elements), types: byName(types), attributes: byName(attributes), declarations: writer.list() };
}

class Writer {
  readonly #numbers = new Map<Declaration, number>();
  readonly #pending: Declaration[] = [];

  numberOf(declaration: Declaration): number {
    const known = this.#numbers.get(declaration);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(declaration, number);
    this.#pending.push(declaration);
    return number;
  }

  list(): readonly PortableValue[] {
    const written: PortableValue[] = [];
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) written.push(this.#value(next.table?.value));
    return written;
  }

  #value(literal: Literal): PortableValue {
    if (isList(literal)) return literal.map((item) => this.#value(item));
    if (literal === undefined) return { undefined: true };
    if (typeof literal === "bigint") return { bigint: String(literal) };
    if (typeof literal !== "object") return literal;
    switch (literal.kind) {
      case "object":
        return { object: literal.entries.map(([key, value]) => [key, this.#value(value)] as const) };
      case "call":
        return { call: literal.function, with: literal.arguments.map((argument) => this.#value(argument)) };
      case "declaration":
        return { ref: this.numberOf(literal) };
      case "lazy":
        return { lazy: isConstants(literal.value) ? literal.value.map((each) => this.#constant(each)) : this.#constant(literal.value) };
    }
  }

  #constant(constant: Constant): number | string {
    if (constant.kind === "declaration") return this.numberOf(constant);
    if (constant.kind === "runtime") return constant.name;
    throw new Error(`internal: a ${constant.kind} constant is not portable`);
  }
}

function isConstants(value: Constant | readonly Constant[]): value is readonly Constant[] {
  return Array.isArray(value);
}

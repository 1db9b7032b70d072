/**
 * Validates messages in the browser: the tables that a server has, and the decoder that it runs.
 */
import type { PortableTables, PortableValue } from "../../../codegen/emit/portable.js";
import type { ElementCodec, SchemaSet, SimpleType } from "../../runtime/codec.js";
import { tryDecode, validateDocument } from "../../runtime/decode.js";
import type { Issue } from "../../runtime/issues.js";
import { readText } from "../../runtime/simple-text.js";
import { schemaSet } from "../../runtime/table-functions.js";
import { calledByTables, namedByTables as constants } from "../../runtime/table-vocabulary.js";

export interface Validate {
  /** `maxExpected`: how many names an issue has of what was expected. */
  (text: string, maxExpected?: number): readonly Issue[];
  /** The value of a document as generated code has it; undefined where it is not valid, or no element has that Clark name. */
  readonly read: (root: string, text: string) => unknown;
  /** The value of a text of a simple type as generated code has it; undefined where it is not valid, or no type has that Clark name. */
  readonly readSimple: (type: string, text: string) => unknown;
}

/** Makes the validator of a contract from its tables. */
export function createValidator(tables: PortableTables): Validate {
  const evaluation = new Evaluation(tables);
  const set = evaluation.schemaSet();
  const read = (root: string, text: string): unknown => {
    const codec = evaluation.elementCodec(root);
    const result = codec && tryDecode(codec, text);
    return result?.ok === true ? result.value : undefined;
  };
  const readSimple = (clark: string, text: string): unknown => {
    const type = evaluation.simpleType(clark);
    const result = type && readText(type, text);
    return result?.ok === true ? result.value : undefined;
  };
  const validate = (text: string, maxExpected?: number): readonly Issue[] =>
    validateDocument(set, text, maxExpected === undefined ? {} : { maxExpected });
  return Object.assign(validate, { read, readSimple });
}

// The compiler checks calls of these functions in generated code; here the arguments come from tables, which the compiler's plan vouches for.
const functions = calledByTables as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** Evaluates declarations, each once and on first use. */
class Evaluation {
  readonly #tables: PortableTables;
  readonly #values = new Map<number, unknown>();

  constructor(tables: PortableTables) {
    this.#tables = tables;
  }

  schemaSet(): SchemaSet {
    const byName = (places: Readonly<Record<string, number>>): Record<string, unknown> =>
      Object.assign(
        Object.create(null),
        Object.fromEntries(Object.entries(places).map(([clark, place]) => [clark, this.#declaration(place)])),
      );
    const { elements, types, attributes } = this.#tables;
    const globals = { elements: byName(elements), types: byName(types), attributes: byName(attributes) };
    // The lists say what each declaration is.
    return schemaSet(globals as unknown as Parameters<typeof schemaSet>[0]);
  }

  elementCodec(clark: string): ElementCodec<unknown> | undefined {
    const place = Object.hasOwn(this.#tables.elements, clark) ? this.#tables.elements[clark] : undefined;
    // The list says that the declaration is an element.
    return place === undefined ? undefined : (this.#declaration(place) as ElementCodec<unknown>);
  }

  /** A simple type: the contract's, or one of XML Schema's own. */
  simpleType(clark: string): SimpleType | undefined {
    const place = Object.hasOwn(this.#tables.types, clark) ? this.#tables.types[clark] : undefined;
    const [, builtIn] = /^\{http:\/\/www\.w3\.org\/2001\/XMLSchema\}(.+)$/.exec(clark) ?? [];
    const constant = builtIn && `xs${builtIn.charAt(0).toUpperCase()}${builtIn.slice(1)}`;
    const found = place === undefined ? constants[constant ?? ""] : this.#declaration(place);
    // Parameters have simple types; the contract was checked for it.
    return found as SimpleType | undefined;
  }

  #declaration(place: number): unknown {
    if (this.#values.has(place)) return this.#values.get(place);
    const table = this.#tables.declarations[place];
    if (table === undefined) throw new Error("internal: a declaration is missing");
    const value = this.#value(table);
    this.#values.set(place, value);
    return value;
  }

  #value(table: PortableValue): unknown {
    if (typeof table !== "object") return table;
    if (isList(table)) return table.map((item) => this.#value(item));
    if ("undefined" in table) return undefined;
    if ("bigint" in table) return BigInt(table.bigint);
    if ("object" in table) return Object.fromEntries(table.object.map(([key, value]) => [key, this.#value(value)]));
    if ("ref" in table) return this.#declaration(table.ref);
    if ("lazy" in table) {
      const { lazy } = table;
      return isList(lazy) ? () => lazy.map((each) => this.#constant(each)) : () => this.#constant(lazy);
    }
    const called = Object.hasOwn(functions, table.call) ? functions[table.call] : undefined;
    if (called === undefined) throw new Error(`internal: there is no function "${table.call}"`);
    return called(...table.with.map((argument) => this.#value(argument)));
  }

  #constant(constant: number | string): unknown {
    return typeof constant === "number" ? this.#declaration(constant) : constants[constant];
  }
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

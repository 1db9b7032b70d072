/**
 * Typed values <-> JSON values. Values that JSON cannot represent become strings, and tables show how to read them back.
 *
 * bigint -> digits, bytes -> base64, Date -> ISO 8601, INF, -INF, NaN and -0 -> those strings. Everything else is unchanged, including `$`
 * properties and the order of keys.
 */

import { base64Binaries } from "../datatypes/built-in-families.js";
import { builtInOf } from "../datatypes/built-in-registry.js";
import type { Datatype } from "../datatypes/datatype.js";
import { isFault } from "../datatypes/fault.js";
import { isByteStream } from "../xml/byte-stream.js";
import { defaultLimits } from "../xml/limits.js";
import { noNamespaces } from "../xml/names.js";
import type { Codec } from "./codec.js";
import { refer, resolveType } from "./compile/compile-type.js";
import type { CompiledHierarchy, CompiledRow, CompiledType, Declaration } from "./compile/compiled-type.js";
import { validateValue } from "./encode.js";
import { isRecord } from "./is-record.js";
import { ValidationError } from "./issues.js";
import type { Table } from "./table.js";

/** A result of JSON.parse. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Converts a value to one that JSON.stringify can write without loss. Throws ValidationError if the value is invalid. */
export function toJson<T, O>(codec: Codec<T, O>, value: T): JsonValue {
  const issues = validateValue(codec["~table"], value);
  if (issues.length > 0) throw new ValidationError(issues);
  return jsonOf(value);
}

/** Converts a result of `toJson` back to a value. Throws ValidationError if it is invalid. */
export function fromJson<T, O>(codec: Codec<T, O>, json: JsonValue): O {
  const value = new JsonReader().root(codec["~table"], json);
  const issues = validateValue(codec["~table"], value);
  if (issues.length > 0) throw new ValidationError(issues);
  // A value without issues has the type.
  return value as O;
}

const noNames = (namespace: string, local: string) => `{${namespace}}${local}`;

function jsonOf(value: unknown): JsonValue {
  switch (typeof value) {
    case "bigint":
      return String(value);
    case "number":
      return Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : Number.isNaN(value) ? "NaN" : value > 0 ? "INF" : "-INF";
    case "string":
    case "boolean":
      return value;
    default:
      return value === null || value === undefined ? null : compoundJson(value);
  }
}

function compoundJson(value: object): JsonValue {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (value instanceof Uint8Array) return String(builtInOf("base64Binary", [base64Binaries]).encode(value, noNames));
  if (isByteStream(value) && value.content !== undefined) return compoundJson(value.content);
  if (value instanceof Date) return value.toISOString();
  if ("toJSON" in value && typeof value.toJSON === "function") return jsonOf(value.toJSON());
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([key, member]) => [key, jsonOf(member)]));
}

const numbers: ReadonlyMap<unknown, number> = /*@__PURE__*/ new Map([
  ["INF", Number.POSITIVE_INFINITY],
  ["-INF", Number.NEGATIVE_INFINITY],
  ["NaN", Number.NaN],
  ["-0", -0],
]);

/** Converts JSON to values. What does not match the type is returned unchanged, and validation reports it. */
class JsonReader {
  #depth = 0;

  root(table: Table, json: unknown): unknown {
    if (table.kind === "element" || table.kind === "head") {
      const { members, substitutable } = refer(table);
      if (!substitutable) return members[0] === undefined ? json : this.#element(members[0].declaration, json);
      return this.#item(json, (name) => members.find((member) => member.itemName === name)?.declaration);
    }
    if (table.kind === "xmlElement" || table.kind === "xmlAttributes") return json;
    const { type, hierarchy } = resolveType(table);
    return this.#typed(type, hierarchy, json);
  }

  #element(declaration: Declaration, json: unknown): unknown {
    return json === null ? null : this.#typed(declaration.type, declaration.hierarchy, json);
  }

  #typed(declared: CompiledType, hierarchy: CompiledHierarchy | undefined, json: unknown): unknown {
    const tag = isRecord(json) && typeof json.$type === "string" ? json.$type : undefined;
    const type = (tag === undefined ? undefined : hierarchy?.tags.get(tag)?.type) ?? declared;
    if (type.open) return json;
    if (type.simple) return type.datatype === undefined ? json : simpleOf(type.datatype, json);
    // Deeper values are invalid, so they are not converted.
    if (!isRecord(json) || this.#depth >= defaultLimits.depth) return json;
    this.#depth++;
    const value = this.#complex(type, json);
    this.#depth--;
    return value;
  }

  #complex(type: CompiledType, json: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const readers = new Map<string, (member: unknown) => unknown>();
    for (const { property, datatype } of type.attributes) readers.set(property, (member) => simpleOf(datatype, member));
    const { datatype } = type;
    if (datatype !== undefined) readers.set(type.textProperty, (member) => simpleOf(datatype, member));
    for (const row of type.rows) readers.set(row.property, (member) => this.#row(row, member));
    return mapRecord(json, readers);
  }

  #row(row: CompiledRow, json: unknown): unknown {
    if (row.kind === "group") {
      const readers = new Map(row.rows.map((inner) => [inner.property, (member: unknown) => this.#row(inner, member)] as const));
      return each(json, (round) => (isRecord(round) ? mapRecord(round, readers) : round));
    }
    if (row.kind === "members") {
      return each(json, (item) => this.#item(item, (name) => row.byItemName.get(name)?.member?.declaration));
    }
    const { particle } = row;
    const read = (member: unknown) => {
      const [first] = particle.members;
      if (!particle.substitutable) return first === undefined ? member : this.#element(first.declaration, member);
      return this.#item(member, (name) => particle.members.find((candidate) => candidate.itemName === name)?.declaration);
    };
    return row.array ? each(json, read) : read(json);
  }

  #item(json: unknown, find: (name: string) => Declaration | undefined): unknown {
    if (!isRecord(json) || typeof json.name !== "string") return json;
    const declaration = find(json.name);
    return declaration === undefined ? json : { ...json, value: this.#element(declaration, json.value) };
  }
}

/** Converts the properties of an object. An own property "__proto__", as JSON.parse creates it, stays an own property. */
function mapRecord(
  json: Readonly<Record<string, unknown>>,
  readers: ReadonlyMap<string, (member: unknown) => unknown>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json).map(([key, member]) => [key, readers.get(key)?.(member) ?? member]));
}

function each(json: unknown, read: (member: unknown) => unknown): unknown {
  return Array.isArray(json) ? json.map(read) : json;
}

function simpleOf(datatype: Datatype, json: unknown): unknown {
  switch (datatype.kind) {
    case "list": {
      const { item } = datatype;
      return item === undefined ? json : each(json, (member) => simpleOf(item, member));
    }
    case "union":
      return unionOf(datatype, json);
    case "number":
      return numbers.get(json) ?? json;
    case "bigint":
      return typeof json === "string" && /^[+-]?[0-9]+$/.test(json) ? BigInt(json) : json;
    case "bytes": {
      const bytes = typeof json === "string" ? builtInOf("base64Binary", [base64Binaries]).decode(json, noNamespaces) : json;
      return isFault(bytes) ? json : bytes;
    }
    case "stream":
    case "converted": {
      const value = typeof json === "object" ? json : datatype.decode(String(json), noNamespaces);
      return isFault(value) ? json : value;
    }
    case "date":
      return typeof json === "string" && isoDate.test(json) ? new Date(json) : json;
    default:
      return json;
  }
}

/** The format of Date.prototype.toISOString. */
const isoDate = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The value for the first member that accepts it, as decoding uses the first member that accepts a text. */
function unionOf(datatype: Datatype, json: unknown): unknown {
  for (const member of datatype.members) {
    const value = simpleOf(member, json);
    if (!isFault(member.encode(value, noNames))) return value;
  }
  return json;
}

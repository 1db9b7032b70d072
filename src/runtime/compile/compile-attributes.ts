/**
 * Attribute rows -> attribute uses and the attribute wildcard. XSD 1.0 Part 1 §3.2, §3.5, §3.10
 */
import { internName, type Name, parseClark } from "../../xml/names.js";
import type { AttributeOptions, AttributeSet, AttributeTable, HasTable, PlainRow } from "../table.js";
import { datatypeOf, isReferring, namespaceLookup } from "./compile-simple.js";
import type { AttributeUse, AttributeWildcard, ValueConstraint } from "./compiled-type.js";
import { parseWildcard, uniteWildcards } from "./wildcard.js";

/** `["@name", type, "?"?, options?]`; a bare name is in no namespace. */
export function compileAttribute(property: string, row: PlainRow, index: number): AttributeUse {
  const [column, reference, occurrence, options] = row;
  const datatype = simpleTypeOf(reference());
  const name = clarkName(column.slice(1));
  const constraint = typeof options === "object" ? valueConstraint(options) : undefined;
  return { name, property, index, required: occurrence !== "?", datatype, referring: isReferring(datatype), constraint };
}

/** `["@any ##other lax", xmlAttributes, "?", sets?]`. */
export function compileAttributeWildcard(property: string, row: PlainRow, namespace: string): AttributeWildcard {
  const [column, , , sets] = row;
  const find = typeof sets === "function" ? attributeFinder(sets) : () => undefined;
  return { wildcard: parseWildcard(column, namespace), property, find };
}

/** What an extension allows: its own wildcard and its base's. XSD 1.0 Part 1 §3.4.2 */
export function joinAttributeWildcards(
  own: AttributeWildcard | undefined,
  base: AttributeWildcard | undefined,
): AttributeWildcard | undefined {
  if (own === undefined || base === undefined) return own ?? base;
  return {
    wildcard: uniteWildcards(own.wildcard, base.wildcard),
    property: own.property,
    find: (clark) => own.find(clark) ?? base.find(clark),
  };
}

/** The default or fixed value of an element or attribute. */
export function valueConstraint(options: AttributeOptions): ValueConstraint | undefined {
  const text = options.fixed ?? options.default;
  if (text === undefined) return undefined;
  return { fixed: options.fixed !== undefined, text, namespaces: namespaceLookup(options.namespaces) };
}

/** The datatype of a simple type's codec. */
export function simpleTypeOf(codec: HasTable): ReturnType<typeof datatypeOf> {
  const table = codec["~table"];
  if (table.kind !== "simple") throw new Error(`internal: "${codec.name}" is not a simple type`);
  return datatypeOf(table);
}

/** The interned name of "{namespace}local" or "local" (no namespace). */
export function clarkName(clark: string): Name {
  const { namespace, local } = parseClark(clark);
  return internName(namespace, local);
}

function attributeFinder(sets: NonNullable<PlainRow[3]> & (() => unknown)): (clark: string) => AttributeTable | undefined {
  let known: Map<string, AttributeTable> | undefined;
  return (clark) => {
    known ??= collectAttributes(sets() as readonly AttributeSet[]);
    return known.get(clark);
  };
}

function collectAttributes(sets: readonly AttributeSet[]): Map<string, AttributeTable> {
  const known = new Map<string, AttributeTable>();
  for (const set of sets) for (const attribute of set.attributes()) known.set(attribute.name, attribute);
  return known;
}

/**
 * Attribute rows -> attribute uses and the attribute wildcard. XSD 1.0 Part 1 §3.2, §3.5, §3.10
 */
import type { Name } from "../../xml/names.js";
import type { AttributeOptions, AttributeSet, HasTable, PlainRow } from "../table.js";
import type { AttributeUse, AttributeWildcard, ValueConstraint } from "./attribute-use.js";
import { datatypeOf, isReferring, namespaceLookup } from "./compile-simple.js";
import { uniteWildcards, type Wildcard } from "./wildcard.js";

/** The attribute that a row describes. */
export function compileAttribute(property: string, name: Name, row: PlainRow, index: number): AttributeUse {
  const [, reference, occurrence, options] = row;
  const datatype = simpleTypeOf(reference());
  const constraint = typeof options === "object" ? valueConstraint(options) : undefined;
  return { name, property, index, required: occurrence !== "?", datatype, referring: isReferring(datatype), constraint };
}

/** The attribute wildcard that a row describes. */
export function compileAttributeWildcard(property: string, wildcard: Wildcard, row: PlainRow): AttributeWildcard {
  const [, , , options] = row;
  // In the row of an attribute wildcard a function gives its attribute sets.
  const sets = typeof options === "function" ? (options as () => readonly AttributeSet[]) : () => [];
  return { wildcard, property, find: findByName(() => sets().flatMap((set) => set.attributes())) };
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

/** Finds items by name; the list is made when the first one is looked for. */
export function findByName<Item extends { readonly name: string }>(list: () => readonly Item[]): (name: string) => Item | undefined {
  let known: Map<string, Item> | undefined;
  return (name) => {
    known ??= new Map(list().map((item) => [item.name, item]));
    return known.get(name);
  };
}

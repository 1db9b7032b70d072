/**
 * The first column of a row: text <-> what the row is about.
 *
 * "Line" and "{urn:x}Line" (elements), "@id" and "@{urn:x}id" (attributes), "any ##other lax" and "@any ##any skip" (wildcards), "&" (a global
 * element), "#text" (simple content), "|" (a repeated choice), "mixed" (mixed content), "()" (a repeated group).
 */
import { internClark, internName, type Name } from "../../xml/names.js";

type MarkedKind = "reference" | "text" | "choice" | "mixed" | "group";

/** The first column of a row. */
export type Column =
  | { readonly kind: MarkedKind }
  | { readonly kind: "element" | "attribute"; readonly name: Name }
  /** `wildcard` in the notation of wildcard.ts. */
  | { readonly kind: "elementWildcard" | "attributeWildcard"; readonly wildcard: string };

const marks: ReadonlyMap<string, MarkedKind> = new Map([
  ["&", "reference"],
  ["#text", "text"],
  ["|", "choice"],
  ["mixed", "mixed"],
  ["()", "group"],
]);

/** Writes a column. `bareNamespace`: the namespace of elements that are written without one. */
export function printColumn(column: Column, bareNamespace: string): string {
  switch (column.kind) {
    case "element": {
      const { namespace, local } = column.name;
      // An element may be called "mixed".
      return namespace === bareNamespace && !marks.has(local) ? local : `{${namespace}}${local}`;
    }
    case "attribute":
      return `@${column.name.clark}`;
    case "elementWildcard":
      return `any ${column.wildcard}`;
    case "attributeWildcard":
      return `@any ${column.wildcard}`;
    default:
      for (const [mark, kind] of marks) if (kind === column.kind) return mark;
      throw new Error(`internal: a column of kind "${column.kind}"`);
  }
}

/** Reads a column. */
export function parseColumn(text: string, bareNamespace: string): Column {
  const kind = marks.get(text);
  if (kind !== undefined) return { kind };
  if (text.startsWith("any ")) return { kind: "elementWildcard", wildcard: text.slice(4) };
  if (text.startsWith("@any ")) return { kind: "attributeWildcard", wildcard: text.slice(5) };
  if (text.startsWith("@")) return { kind: "attribute", name: internClark(text.slice(1)) };
  return { kind: "element", name: text.startsWith("{") ? internClark(text) : internName(bareNamespace, text) };
}

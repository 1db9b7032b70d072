/**
 * Structure of content -> models of tables ("amount (card | (iban bic))") and comments for people ("(Amount, (Card | Iban), Note?)").
 */
import { type Model, printModel } from "../../../src/runtime/table-language/model.js";
import { printBounds, printOccurrence } from "../../../src/runtime/table-language/occurrence.js";
import type { Wildcard } from "../../schema/components.js";
import { type Bounds, type Content, sameBounds } from "./content.js";
import type { ContentLayout, Field, Placed } from "./layout.js";

/** The model of rows; `undefined` where the content is the sequence of the rows. */
export function modelOf({ root, fields }: ContentLayout): string | undefined {
  return root === undefined || isPlainSequence(root, fields) ? undefined : printModel(toModel(root));
}

function isPlainSequence(root: Placed, fields: readonly Field[]): boolean {
  if (root.kind === "field") return fields.length === 1;
  if (root.kind !== "sequence" || root.min !== 1 || root.max !== 1) return false;
  return (
    root.children.length === fields.length &&
    root.children.every((child, index) => child.kind === "field" && child.field === fields[index] && child.field.places.length < 2)
  );
}

function toModel(placed: Placed): Model {
  const { min, max } = placed;
  if (placed.kind !== "field") return { kind: placed.kind, children: placed.children.map(toModel), min, max };
  const { property, places } = placed.field;
  const differs = places.length > 1 && !sameBounds(placed, commonBounds(places));
  return { kind: "name", name: property, bounds: differs ? { min, max } : undefined };
}

/** The content model in XML names, for a comment. */
export function describeContent(content: Content): string {
  const text = describe(content);
  return content.kind === "leaf" ? `(${text})` : text;
}

const separators = { sequence: ", ", choice: " | ", all: " & " } as const;

function describe(content: Content): string {
  const occurrence = printBounds(content);
  if (content.kind === "leaf")
    return (content.term.kind === "wildcard" ? describeWildcard(content.term) : content.term.name.local) + occurrence;
  return `(${content.children.map(describe).join(separators[content.kind])})${occurrence}`;
}

function describeWildcard(wildcard: Wildcard): string {
  return wildcard.namespaceConstraint.kind === "any" ? "any" : "any of other namespaces";
}

/** The occurrence column of a field's row. */
export function fieldOccurrence(field: Field, flattened: boolean, nillable: boolean): string {
  const bounds = commonBounds(field.places);
  const array = field.kind === "items" || field.kind === "group" || field.slot.array || bounds.max > 1;
  return printOccurrence({ ...bounds, array, nillable, flattened });
}

/** Bounds that hold for all places. */
function commonBounds(places: readonly Bounds[]): Bounds {
  const [first, ...others] = places;
  if (first === undefined) return { min: 0, max: 1 };
  return others.reduce((left, right) => ({ min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) }), first);
}

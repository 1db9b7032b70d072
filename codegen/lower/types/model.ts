/**
 * Structure of content -> model strings of tables ("amount (card | (iban bic))") and comments for people ("(Amount, (Card | Iban), Note?)").
 */
import type { Wildcard } from "../../schema/components.js";
import type { Bounds, Content } from "./content.js";
import type { ContentLayout, Field, ItemsField, Placed, Structure } from "./layout.js";
import { commonBounds, groupOccurrence, placeOccurrence, rowOccurrence, sameBounds } from "./occurrence.js";

/** The model of rows; `undefined` where the content is the sequence of the rows. */
export function modelOf(layout: ContentLayout): string | undefined {
  const { root } = layout;
  if (root === undefined || isPlainSequence(root, layout.fields)) return undefined;
  return withoutOuterParentheses(root, printPlaced(root, layout.arrangement.flattened));
}

/** The model of items. */
export function itemModel(field: ItemsField): string | undefined {
  return field.model === undefined ? undefined : withoutOuterParentheses(field.model, printStructure(field.model));
}

function isPlainSequence(root: Placed, fields: readonly Field[]): boolean {
  if (root.kind === "field") return fields.length === 1;
  if (root.kind !== "sequence" || root.min !== 1 || root.max !== 1) return false;
  return (
    root.children.length === fields.length &&
    root.children.every((child, index) => child.kind === "field" && child.field === fields[index] && child.field.places.length < 2)
  );
}

function printPlaced(placed: Placed, flattened: ReadonlySet<Field>): string {
  if (placed.kind !== "field")
    return printGroup(
      placed,
      placed.children.map((child) => printPlaced(child, flattened)),
    );
  const { field } = placed;
  const differs = field.places.length > 1 && !sameBounds(placed, commonBounds(field.places));
  return quote(field.property) + (differs ? placeOccurrence(placed) : "");
}

function printStructure(structure: Structure): string {
  if (structure.kind === "name") return quote(structure.name) + groupOccurrence(structure);
  return printGroup(structure, structure.children.map(printStructure));
}

const separators = { sequence: " ", choice: " | ", all: " & " } as const;

function printGroup(group: Bounds & { readonly kind: "sequence" | "choice" | "all" }, children: readonly string[]): string {
  if (children.length === 0) return group.kind === "choice" ? `(|)${groupOccurrence(group)}` : "";
  return `(${children.join(separators[group.kind])})${groupOccurrence(group)}`;
}

/** A sequence that occurs once needs no parentheses. */
function withoutOuterParentheses(root: Bounds & { readonly kind: string }, text: string): string {
  return root.kind === "sequence" && root.min === 1 && root.max === 1 ? text.slice(1, -1) : text;
}

function quote(name: string): string {
  return /^[A-Za-z0-9_$]+$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

/** The content model in XML names, for a comment. */
export function describeContent(content: Content): string {
  const text = describe(content);
  return content.kind === "leaf" ? `(${text})` : text;
}

const commentSeparators = { sequence: ", ", choice: " | ", all: " & " } as const;

function describe(content: Content): string {
  const occurrence = groupOccurrence(content);
  if (content.kind === "leaf")
    return (content.term.kind === "wildcard" ? describeWildcard(content.term) : content.term.name.local) + occurrence;
  return `(${content.children.map(describe).join(commentSeparators[content.kind])})${occurrence}`;
}

function describeWildcard(wildcard: Wildcard): string {
  return wildcard.namespaceConstraint.kind === "any" ? "any" : "any of other namespaces";
}

/** The occurrence column of a field's row, flattened choice and nil included. */
export function fieldOccurrence(field: Field, flattened: boolean, nillable: boolean): string {
  const array = field.kind === "items" || field.kind === "group" || field.slot.array;
  return (flattened ? "|" : "") + rowOccurrence(commonBounds(field.places), array) + (nillable ? "nil" : "");
}

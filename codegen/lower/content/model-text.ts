/**
 * Structure of content -> models of tables ("amount (card | (iban bic))") and comments for people ("(Amount, (Card | Iban), Note?)").
 */
import { type Model, printModel } from "../../../src/runtime/table-language/model.js";
import { printBounds, printOccurrence } from "../../../src/runtime/table-language/occurrence.js";
import type { Wildcard } from "../../schema/components.js";
import type { ContentFields, Field, FieldModel } from "./fields.js";
import { type Bounds, type NormalContent, sameBounds } from "./normal-form.js";

/** The model of rows; undefined if the content is the sequence of the rows. */
export function modelOf({ model, fields }: ContentFields): string | undefined {
  return model === undefined || isPlainSequence(model, fields) ? undefined : printModel(toModel(model));
}

function isPlainSequence(model: FieldModel, fields: readonly Field[]): boolean {
  if (model.kind === "field") return fields.length === 1;
  if (model.kind !== "sequence" || model.min !== 1 || model.max !== 1) return false;
  return (
    model.children.length === fields.length &&
    model.children.every((child, index) => child.kind === "field" && child.field === fields[index] && child.field.occurrences.length < 2)
  );
}

function toModel(model: FieldModel): Model {
  const { min, max } = model;
  if (model.kind !== "field") return { kind: model.kind, children: model.children.map(toModel), min, max };
  const { property, occurrences } = model.field;
  const differs = occurrences.length > 1 && !sameBounds(model, commonBounds(occurrences));
  return { kind: "name", name: property, bounds: differs ? { min, max } : undefined };
}

/** The content model in XML names, for a comment. */
export function describeContent(content: NormalContent): string {
  const text = describe(content);
  return content.kind === "leaf" ? `(${text})` : text;
}

const separators = { sequence: ", ", choice: " | ", all: " & " } as const;

function describe(content: NormalContent): string {
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
  const bounds = commonBounds(field.occurrences);
  const array = field.kind === "items" || field.kind === "group" || field.named.array || bounds.max > 1;
  return printOccurrence({ min: bounds.min, max: bounds.max, array, nillable, flattened });
}

/** Bounds that hold for all of them. */
function commonBounds(occurrences: readonly Bounds[]): Bounds {
  const first = occurrences[0];
  if (first === undefined) return { min: 0, max: 1 };
  if (occurrences.length === 1) return first;
  return occurrences.reduce((left, right) => ({ min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) }));
}

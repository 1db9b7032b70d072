/**
 * Attributes of two types: what the one lets through and the other does not. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.3, .4)
 */
import { internName, type Name } from "../../../src/xml/names.js";
import type { AttributeUse, ComplexTypeDefinition, Schema, TypeDefinition, Wildcard } from "../../schema/components.js";
import { allowsNamespace, isSubset } from "../../schema/namespace-constraint.js";
import { effectiveConstraint } from "../../schema/queries.js";
import type { SampleElement } from "../sample/document.js";
import type { DocumentBuilder } from "../sample/document-builder.js";
import type { Difference, ReportDifference } from "./difference.js";
import { type MakeElement, type Place, pathOf } from "./places.js";
import { findValue } from "./value-search.js";

export interface AttributeComparison {
  readonly place: Place;
  readonly from: TypeDefinition;
  readonly to: TypeDefinition;
  readonly toSchema: Schema;
  readonly report: ReportDifference;
}

/** Compares all attributes that elements at the place may have. */
export function compareAttributes(comparison: AttributeComparison): void {
  const { from, to } = comparison;
  const fromUses = usesOf(from);
  const toUses = usesOf(to);
  for (const use of fromUses.values()) {
    const other = toUses.get(use.declaration.name);
    if (other !== undefined) compareUse(use, other, comparison);
    else if (!passesWildcard(use.declaration.name, wildcardOf(to), comparison.toSchema)) reportGone(use, comparison);
  }
  for (const use of toUses.values()) {
    const own = fromUses.get(use.declaration.name);
    if (use.required && own?.required !== true) reportRequired(use, own, comparison);
    if (own === undefined) guessTyped(use, comparison);
  }
  compareWildcards(comparison);
}

function usesOf(type: TypeDefinition): ReadonlyMap<Name, AttributeUse> {
  return new Map(type.kind === "simpleType" ? [] : type.attributeUses.map((use) => [use.declaration.name, use]));
}

function wildcardOf(type: TypeDefinition): Wildcard | undefined {
  return type.kind === "simpleType" ? undefined : type.attributeWildcard;
}

function passesWildcard(name: Name, wildcard: Wildcard | undefined, schema: Schema): boolean {
  if (wildcard === undefined || !allowsNamespace(wildcard.namespaceConstraint, name.namespace)) return false;
  return wildcard.processContents !== "strict" || schema.attributes.has(name.clark);
}

function difference(
  { place }: AttributeComparison,
  name: Name,
  parts: Pick<Difference, "id" | "wording" | "from" | "to" | "makes"> & { readonly guess?: true },
): Difference {
  return { subject: `${pathOf(place).slice(1)}/@${name.local}`, place, ...parts };
}

function reportGone(use: AttributeUse, comparison: AttributeComparison): void {
  const { name } = use.declaration;
  const wording = { lost: `the attribute "${name.local}" is no longer allowed`, gained: `the attribute "${name.local}" is new` };
  comparison.report(
    difference(comparison, name, {
      id: "attribute",
      wording,
      from: use.at,
      to: comparison.to.at,
      makes: [withAttribute(comparison.place, use)],
    }),
  );
}

function reportRequired(use: AttributeUse, own: AttributeUse | undefined, comparison: AttributeComparison): void {
  const { name } = use.declaration;
  const wording = { lost: `the attribute "${name.local}" is required now`, gained: `the attribute "${name.local}" is no longer required` };
  const make: MakeElement = (builder) => {
    const element = content(comparison.place, builder);
    removeAttribute(element, name);
    return element;
  };
  comparison.report(
    difference(comparison, name, { id: "attribute-required", wording, from: own?.at ?? comparison.from.at, to: use.at, makes: [make] }),
  );
}

/** A wildcard let anything through where a declaration now wants a type. */
function guessTyped(use: AttributeUse, comparison: AttributeComparison): void {
  const { name } = use.declaration;
  const wildcard = wildcardOf(comparison.from);
  if (wildcard === undefined || !allowsNamespace(wildcard.namespaceConstraint, name.namespace)) return;
  const wording = { lost: `the attribute "${name.local}" has a type now`, gained: `the attribute "${name.local}" may have any value now` };
  const makes = ["", "any value", "-"].map(
    (text): MakeElement =>
      (builder) =>
        withText(content(comparison.place, builder), name, text),
  );
  comparison.report(difference(comparison, name, { id: "attribute-value", wording, from: wildcard.at, to: use.at, makes, guess: true }));
}

function compareUse(use: AttributeUse, other: AttributeUse, comparison: AttributeComparison): void {
  const { name, type } = use.declaration;
  const otherType = other.declaration.type;
  const own = effectiveConstraint(use);
  const others = effectiveConstraint(other);
  const places = { from: use.at, to: other.at };
  if (others?.kind === "fixed" && !(own?.kind === "fixed" && own.lexical === others.lexical)) {
    const wording = {
      lost: `the attribute "${name.local}" has the fixed value "${others.lexical}" now`,
      gained: `the attribute "${name.local}" no longer has the fixed value "${others.lexical}"`,
    };
    comparison.report(
      difference(comparison, name, {
        id: "attribute-fixed",
        wording,
        ...places,
        makes: [withAttribute(comparison.place, use), withOtherValue(comparison.place, use, others.lexical)],
      }),
    );
    return;
  }
  if (own?.kind === "fixed" && others?.kind === "fixed") return;
  const found = findValue(type.datatype, otherType.datatype);
  if (found === "included") return;
  const wording =
    found === "unknown"
      ? { lost: `the type of the attribute "${name.local}" has changed`, gained: `the type of the attribute "${name.local}" has changed` }
      : valueWording(`the attribute "${name.local}"`, found.text, found.fault.expected);
  const makes: MakeElement[] = found === "unknown" ? [] : [(builder) => withText(content(comparison.place, builder), name, found.text)];
  comparison.report(difference(comparison, name, { id: "attribute-value", wording, ...places, makes }));
}

/** How a value that one type has and the other has not is spoken of. */
export function valueWording(subject: string, text: string, expected: string): { readonly lost: string; readonly gained: string } {
  const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return {
    lost: `${subject} no longer allows "${shown}": expected ${expected}`,
    gained: `${subject} allows "${shown}" now, before: ${expected}`,
  };
}

function compareWildcards(comparison: AttributeComparison): void {
  const own = wildcardOf(comparison.from);
  const other = wildcardOf(comparison.to);
  if (own === undefined) return;
  const narrower = other === undefined || !isSubset(own.namespaceConstraint, other.namespaceConstraint);
  const stricter = other?.processContents === "strict" && own.processContents !== "strict";
  if (!narrower && !stricter) return;
  const wording = { lost: "fewer attributes of other namespaces are allowed", gained: "more attributes of other namespaces are allowed" };
  const names = freshNames(own, other);
  const makes = names.map(
    (name): MakeElement =>
      (builder) =>
        withText(content(comparison.place, builder), name, "any"),
  );
  const subject = internName("", "*");
  comparison.report(
    difference(comparison, subject, { id: "attribute-wildcard", wording, from: own.at, to: other?.at ?? comparison.to.at, makes }),
  );
}

function freshNames(own: Wildcard, other: Wildcard | undefined): readonly Name[] {
  const constraints = [own.namespaceConstraint, ...(other === undefined ? [] : [other.namespaceConstraint])];
  const named = constraints.flatMap((each) => (each.kind === "list" ? each.namespaces : each.kind === "not" ? [each.namespace] : []));
  const namespaces = [...new Set(["urn:example:extension", "", ...named])];
  return namespaces
    .filter((namespace) => allowsNamespace(own.namespaceConstraint, namespace))
    .map((namespace) => internName(namespace, "extension"));
}

/** The element at the place as the builder makes it. */
function content({ declaration, type }: Place, builder: DocumentBuilder): SampleElement {
  return builder.typedElement(declaration, type);
}

function withAttribute(place: Place, use: AttributeUse): MakeElement {
  return (builder) => {
    const element = content(place, builder);
    const { name, type } = use.declaration;
    if (element.attributes.some((attribute) => attribute.name === name)) return element;
    const value = builder.value(type, effectiveConstraint(use), { name, parent: undefined, namespace: name.namespace });
    element.attributes.push({ name, value, required: true });
    return element;
  };
}

/** The attribute with a value that is not the one given. */
function withOtherValue(place: Place, use: AttributeUse, unwanted: string): MakeElement {
  return (builder) => {
    const element = content(place, builder);
    const { name, type } = use.declaration;
    removeAttribute(element, name);
    for (let attempt = 0; attempt < 10; attempt++) {
      const value = builder.value(type, undefined, { name, parent: undefined, namespace: name.namespace });
      if (value.text !== unwanted || attempt === 9) return withText(element, name, value.text);
    }
    return element;
  };
}

function withText(element: SampleElement, name: Name, text: string): SampleElement {
  removeAttribute(element, name);
  element.attributes.push({ name, value: { text, type: undefined, fixed: true }, required: true });
  return element;
}

function removeAttribute(element: SampleElement, name: Name): void {
  const index = element.attributes.findIndex((attribute) => attribute.name === name);
  if (index >= 0) element.attributes.splice(index, 1);
}

/** Defaults of attributes that both types have. */
export function changedDefaults(
  from: ComplexTypeDefinition,
  to: ComplexTypeDefinition,
): readonly { readonly use: AttributeUse; readonly before: AttributeUse }[] {
  const before = usesOf(from);
  return to.attributeUses.flatMap((use) => {
    const other = before.get(use.declaration.name);
    if (other === undefined) return [];
    const [own, others] = [effectiveConstraint(use), effectiveConstraint(other)];
    const changed = own?.kind === "default" && others?.kind === "default" && own.lexical !== others.lexical;
    return changed ? [{ use, before: other }] : [];
  });
}

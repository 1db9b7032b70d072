/**
 * Our own rules about types and values: mistakes that a schema may contain without breaking a rule of XML Schema.
 */

import type { Datatype } from "../../../src/datatypes/datatype.js";
import { xsdNamespace } from "../../load/names.js";
import type { ElementDeclaration, Facet, SimpleTypeDefinition, TypeDefinition } from "../../schema/components.js";
import { derivationChain, leavesOf } from "../../schema/queries.js";
import { type PlaceFinding, reportByDocument } from "./report-together.js";
import type { LintContext, Report } from "./rule.js";

/** Patterns have no anchors: they match whole values, and "^" and "$" are plain characters. XSD 1.0 Part 2 §F */
export function checkPatternAnchors({ schema }: LintContext, report: Report): void {
  for (const { facet } of facetsOf(schema.simpleTypes, "pattern")) {
    if (/^\^/.test(facet.value) || /(^|[^\\])(\\\\)*\$$/.test(facet.value)) {
      report(
        `the pattern "${facet.value}" has an anchor, which XML Schema takes for a plain character: patterns match whole values anyway`,
        facet.at,
      );
    }
  }
}

/** Values of an enumeration are not empty and have no blanks around them. */
export function checkBlankValues({ schema }: LintContext, report: Report): void {
  for (const { facet } of facetsOf(schema.simpleTypes, "enumeration")) {
    if (facet.value === "") report("an enumeration has the empty value; an absent element or attribute says the same", facet.at);
    else if (facet.value !== facet.value.trim()) report(`the enumeration value "${facet.value}" begins or ends with a blank`, facet.at);
  }
}

/** Values of an enumeration differ by more than case. */
export function checkCaseOfValues({ schema }: LintContext, report: Report): void {
  const seen = new Map<SimpleTypeDefinition, Map<string, Facet>>();
  for (const { type, facet } of facetsOf(schema.simpleTypes, "enumeration")) {
    const values = seen.get(type) ?? new Map<string, Facet>();
    seen.set(type, values);
    const first = values.get(facet.value.toLowerCase());
    if (first === undefined) values.set(facet.value.toLowerCase(), facet);
    else if (first.value !== facet.value) {
      report(`the values "${first.value}" and "${facet.value}" differ by case only`, facet.at, [
        { message: "the other one", at: first.at },
      ]);
    }
  }
}

function facetsOf(
  types: readonly SimpleTypeDefinition[],
  kind: string,
): readonly { readonly type: SimpleTypeDefinition; readonly facet: Facet }[] {
  return types.flatMap((type) => type.facets.filter((facet) => facet.kind === kind).map((facet) => ({ type, facet })));
}

/** An element says what it holds. */
export function checkAnyType({ schema, substitution }: LintContext, report: Report): void {
  for (const element of schema.elementDeclarations) {
    const { name, type, abstract, at } = element;
    if (isUrType(type) && !abstract && !substitution.isHead(element))
      report(`element "${name.local}" has the type xs:anyType: whatever it holds is not checked`, at);
  }
}

function isUrType({ name }: TypeDefinition): boolean {
  return name?.namespace === xsdNamespace && name.local === "anyType";
}

/** Identifiers are not numbers with fractions: as such, "007" is "7", and 16 digits are too many for a double. */
export function checkNumbersAsIdentifiers({ schema }: LintContext, report: Report): void {
  for (const { name, type, at } of [...schema.elementDeclarations, ...schema.attributeDeclarations]) {
    if (!/(^id|[a-z]I[dD]|Identifier|Gtin|GTIN|Ean|EAN|Iban|IBAN|Postcode|ZipCode|PhoneNumber)$/.test(name.local)) continue;
    const number = numberTypeOf(type, ["decimal", "float", "double"]);
    if (number !== undefined)
      report(`"${name.local}" is an identifier by its name and xs:${number} by its type: leading zeros mean nothing to numbers`, at);
  }
}

/** Money is not a binary number: 0.1 has no exact binary form. */
export function checkFloatingAmounts({ schema }: LintContext, report: Report): void {
  for (const { name, type, at } of [...schema.elementDeclarations, ...schema.attributeDeclarations]) {
    if (!/(Amount|Price|Total|Cost|Balance|Fee|Tax|^amount|^price|^cost|^balance|^fee|^tax)$/.test(name.local)) continue;
    const number = numberTypeOf(type, ["float", "double"]);
    if (number !== undefined)
      report(`"${name.local}" is an amount by its name and xs:${number} by its type, which cannot hold 0.1; xs:decimal can`, at);
  }
}

/** The built-in type that a type's values are of, if it is one of these and no integer. */
function numberTypeOf(type: TypeDefinition, wanted: readonly string[]): string | undefined {
  const content = type.kind === "complexType" ? (type.contentType.kind === "simple" ? type.contentType.type : undefined) : type;
  if (content === undefined || content.variety !== "atomic" || isWhole(content.datatype)) return undefined;
  const builtIn = derivationChain(content).find(({ name }) => name?.namespace === xsdNamespace)?.name?.local;
  return wanted.find((name) => name === builtIn);
}

function isWhole({ facets }: Datatype): boolean {
  return facets.fractionDigits === 0;
}

/** Absent and nil are not both needed. */
export function checkNillableOptional({ schema }: LintContext, report: Report): void {
  const reported = new Set<ElementDeclaration>();
  const found: PlaceFinding[] = [];
  for (const { ownParticle } of schema.complexTypes) {
    if (ownParticle === undefined) continue;
    for (const { term, minOccurs, maxOccurs, at } of leavesOf(ownParticle)) {
      if (term.kind !== "element" || minOccurs > 0 || maxOccurs > 1 || !term.nillable || reported.has(term)) continue;
      reported.add(term);
      found.push({
        message: `element "${term.name.local}" may be absent and may be nil: senders and receivers must agree on what each means`,
        at,
      });
    }
  }
  reportByDocument(found, report);
}

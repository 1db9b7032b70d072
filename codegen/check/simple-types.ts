/**
 * Rules for simple types: what may be derived from what, and which facets a step may set.
 * XSD 1.0 Part 1 §3.14.6, Part 2 §4.1.5 and §4.3.
 */

import { checkFacets } from "../../src/datatypes/check-facets.js";
import { isFault } from "../../src/datatypes/fault.js";
import { nameOf } from "../../src/datatypes/value.js";
import type { Span } from "../diagnostics.js";
import { anySimpleType } from "../schema/built-in-components.js";
import type { SimpleFinal, SimpleTypeDefinition } from "../schema/components.js";
import { atomicMembers } from "../schema/queries.js";
import { typeName } from "./breach.js";
import type { CheckContext, ReportBreach } from "./context.js";

/**
 * A base type may rule out derivation from it by {final}. XSD 1.0 Part 1 §3.14.6 (st-props-correct.3; cos-st-restricts.2.3.1.1, .3.3.1.1)
 */
export function checkSimpleFinal({ schema, report }: CheckContext): void {
  for (const type of schema.simpleTypes) {
    if (type.derivation === "list" && type.itemType !== undefined) refuseFinal(type, type.itemType, "list", report);
    if (type.derivation === "union") for (const member of type.memberTypes) refuseFinal(type, member, "union", report);
    if (type.derivation === "restriction" && type.baseType.kind === "simpleType") refuseFinal(type, type.baseType, "restriction", report);
  }
}

const finalRules: Readonly<Record<string, string>> = {
  list: "cos-st-restricts.2.3.1.1",
  union: "cos-st-restricts.3.3.1.1",
  restriction: "st-props-correct.3",
};

function refuseFinal(type: SimpleTypeDefinition, from: SimpleTypeDefinition, method: SimpleFinal, report: ReportBreach): void {
  if (!from.final.has(method)) return;
  const message = `${typeName(from)} is final for ${method}`;
  const id = finalRules[method] ?? "st-props-correct.3";
  report({ id, message, at: type.at, related: [{ message: "the final type", at: from.at }] });
}

/**
 * Restrictions need a base to restrict, which anySimpleType is not. XSD 1.0 Part 1 §3.14.6 (cos-st-restricts.1.1)
 */
export function checkRestrictionBase({ schema, report }: CheckContext): void {
  for (const type of schema.simpleTypes) {
    if (type.derivation !== "restriction" || type.baseType !== anySimpleType) continue;
    const message = "anySimpleType cannot be restricted, expected an atomic, list or union type";
    report({ id: "cos-st-restricts.1.1", message, at: type.at });
  }
}

/**
 * Items of a list are atomic: not lists, and no unions with lists among them. XSD 1.0 Part 1 §3.14.6 (cos-st-restricts.2.1)
 */
export function checkListItems({ schema, report }: CheckContext): void {
  for (const type of schema.simpleTypes) {
    if (type.derivation !== "list" || type.itemType === undefined) continue;
    const list = atomicMembers(type.itemType).find((member) => member.variety !== "atomic");
    if (list === undefined) continue;
    const message = `a list cannot have ${list.variety === "list" ? "lists" : "anySimpleType"} as its items`;
    report({ id: "cos-st-restricts.2.1", message, at: type.at, related: [{ message: "the item", at: list.at }] });
  }
}

/**
 * Members of a union are atomic types, lists, or unions of those. XSD 1.0 Part 1 §3.14.6 (cos-st-restricts.3.1)
 */
export function checkUnionMembers({ schema, report }: CheckContext): void {
  for (const type of schema.simpleTypes) {
    if (type.derivation !== "union" || !type.memberTypes.includes(anySimpleType)) continue;
    const message = "anySimpleType cannot be a member of a union";
    report({ id: "cos-st-restricts.3.1", message, at: type.at });
  }
}

/**
 * Facets fit the base type and its facets. XSD 1.0 Part 2 §4.3, Part 1 §3.14.6 (cos-st-restricts.1.3, .2.3.2.4, .3.3.2.4)
 */
export function checkFacetLegality({ schema, report }: CheckContext): void {
  for (const type of schema.simpleTypes) {
    if (type.facets.length === 0 || type.baseType.kind !== "simpleType" || type.baseType === anySimpleType) continue;
    for (const { rule, facet, message } of checkFacets(type.baseType.datatype, type.facets)) {
      const at = type.facets.find((own) => own === facet)?.at ?? type.at;
      report({ id: rule, message, at });
    }
  }
}

/**
 * Values of NOTATION types name declared notations. XSD 1.0 Part 2 §3.2.19 (enumeration-valid-restriction)
 */
export function checkNotationValues({ schema, report }: CheckContext): void {
  for (const type of schema.simpleTypes) {
    if (type.datatype.primitive !== "NOTATION") continue;
    for (const facet of type.facets) {
      if (facet.kind !== "enumeration" || facet.namespaces === undefined || type.baseType.kind !== "simpleType") continue;
      const value = type.baseType.datatype.valueOf(facet.value, facet.namespaces);
      const name = isFault(value) ? undefined : nameOf(value);
      if (name === undefined) continue;
      const clark = name.namespace === "" ? name.local : `{${name.namespace}}${name.local}`;
      if (schema.notations.has(clark)) continue;
      report({ id: "enumeration-valid-restriction", message: `there is no notation "${clark}"`, at: facet.at });
    }
  }
}

/**
 * NOTATION itself is not allowed as a type of elements and attributes, only its enumerations are. XSD 1.0 Part 2 §3.2.19 (enumeration-required-notation)
 */
export function checkNotationUse({ schema, report }: CheckContext): void {
  for (const { type, name, at } of [...schema.elementDeclarations, ...schema.attributeDeclarations]) {
    const simple = type.kind === "simpleType" ? type : type.contentType.kind === "simple" ? type.contentType.type : undefined;
    if (simple !== undefined && isBareNotation(simple)) reportBareNotation(`"${name.clark}" has the type NOTATION`, at, report);
  }
}

function isBareNotation(type: SimpleTypeDefinition): boolean {
  return type.datatype.primitive === "NOTATION" && type.datatype.facets.enumeration === undefined;
}

function reportBareNotation(what: string, at: Span, report: ReportBreach): void {
  const message = `${what}, expected a restriction of it with an enumeration`;
  report({ id: "enumeration-required-notation", message, at });
}

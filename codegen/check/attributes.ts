/**
 * Rules for attribute declarations, attribute uses and the sets of them. XSD 1.0 Part 1 §3.2.6, §3.4.6, §3.5.6, §3.6.6.
 */

import { xsiNamespace } from "../../src/xml/names.js";
import type { AttributeDeclaration, AttributeUse, Schema } from "../schema/components.js";
import type { Breach } from "./breach.js";
import type { CheckContext, ReportBreach } from "./context.js";
import { isIdType, isSameValue, simpleValueFault } from "./value-constraints.js";

/** No attribute is called "xmlns". XSD 1.0 Part 1 §3.2.6 (no-xmlns) */
export function checkNoXmlns({ schema, report }: CheckContext): void {
  for (const { name, at } of schema.attributeDeclarations) {
    if (name.local === "xmlns") report({ id: "no-xmlns", message: 'an attribute cannot be called "xmlns"', at });
  }
}

/** The attributes of xsi: are built in, others in that namespace are not allowed. XSD 1.0 Part 1 §3.2.6 (no-xsi) */
export function checkNoXsi({ schema, report }: CheckContext): void {
  for (const { name, at } of schema.attributeDeclarations) {
    if (name.namespace !== xsiNamespace) continue;
    report({ id: "no-xsi", message: `attributes in the namespace "${xsiNamespace}" cannot be declared`, at });
  }
}

/**
 * Default and fixed values of attributes are values of the type, and an ID has none. XSD 1.0 Part 1 §3.2.6 (a-props-correct.2, .3)
 */
export function checkAttributeValues({ schema, report }: CheckContext): void {
  for (const declaration of schema.attributeDeclarations) checkValue(declaration, declaration, report);
  for (const use of ownUses(schema)) checkValue(use.declaration, use, report);
}

function checkValue(
  { name, type }: AttributeDeclaration,
  { valueConstraint }: AttributeDeclaration | AttributeUse,
  report: ReportBreach,
): void {
  if (valueConstraint === undefined) return;
  const { kind, at } = valueConstraint;
  if (isIdType(type)) {
    const message = `"${name.clark}" is an ID, which cannot have a ${kind} value`;
    report({ id: "a-props-correct.3", message, at });
  }
  const fault = simpleValueFault(valueConstraint, type);
  if (fault === undefined) return;
  const message = `the ${kind} value of "${name.clark}" is wrong: ${fault.message}`;
  report({ id: "a-props-correct.2", message, at, harmless: fault.harmless });
}

/**
 * A use of an attribute with a fixed value cannot give it another one. XSD 1.0 Part 1 §3.5.6 (au-props-correct.2)
 */
export function checkAttributeUses({ schema, report }: CheckContext): void {
  for (const { declaration, valueConstraint } of ownUses(schema)) {
    const fixed = declaration.valueConstraint;
    if (fixed?.kind !== "fixed" || valueConstraint === undefined) continue;
    const { type } = declaration;
    if (valueConstraint.kind === "fixed" && isSameValue({ constraint: valueConstraint, type }, { constraint: fixed, type })) continue;
    report({
      id: "au-props-correct.2",
      message: `"${declaration.name.clark}" is declared with the fixed value "${fixed.lexical}", expected the same here`,
      at: valueConstraint.at,
      related: [{ message: "the declaration", at: fixed.at }],
    });
  }
}

/** Every attribute use once, where it is written. */
function ownUses(schema: Schema): ReadonlySet<AttributeUse> {
  const uses = new Set<AttributeUse>();
  for (const group of schema.attributeGroups.values()) for (const use of group.attributeUses) uses.add(use);
  for (const type of schema.complexTypes) for (const use of type.ownAttributeUses) uses.add(use);
  return uses;
}

/**
 * An attribute group has no two attributes of one name, and not two IDs. XSD 1.0 Part 1 §3.6.6 (ag-props-correct.2, .3)
 *
 * The document that is redefined must be sound by itself, so that original groups count too. §4.2.2 (src-redefine.2)
 */
export function checkAttributeGroups({ schema, report }: CheckContext): void {
  const originals = schema.redefinitions.flatMap((redefinition) => (redefinition.kind === "attributeGroup" ? [redefinition.original] : []));
  for (const { attributeUses, name, at } of [...originals, ...schema.attributeGroups.values()]) {
    const owner = `the attribute group "${name.clark}"`;
    for (const breach of setFaults(attributeUses, { owner, at, sameName: "ag-props-correct.2", twoIds: "ag-props-correct.3" })) {
      report(breach);
    }
  }
}

/** What breaks a set of attributes, and under which rules. */
interface SetRules extends Pick<Breach, "at"> {
  readonly owner: string;
  readonly sameName: string;
  readonly twoIds: string;
}

/** Attributes of the same name, and a second ID. */
export function setFaults(uses: readonly AttributeUse[], { owner, at, sameName, twoIds }: SetRules): readonly Breach[] {
  const breaches: Breach[] = [];
  const byName = new Map<unknown, AttributeUse>();
  let firstId: AttributeUse | undefined;
  // One use that comes in on two ways, by a group that the type and its base both name, is one use.
  for (const use of new Set(uses)) {
    const { name, type } = use.declaration;
    const same = byName.get(name);
    if (same === undefined) byName.set(name, use);
    else
      breaches.push({
        id: sameName,
        message: `${owner} has the attribute "${name.clark}" twice`,
        at: use.at,
        related: [{ message: "first here", at: same.at }],
      });
    if (!isIdType(type)) continue;
    if (firstId === undefined) firstId = use;
    else breaches.push({ id: twoIds, message: `${owner} has two attributes of type ID`, at, related: placesOf(firstId, use) });
  }
  return breaches;
}

function placesOf(...uses: readonly AttributeUse[]): Breach["related"] & {} {
  return uses.map((use) => ({ message: `"${use.declaration.name.clark}"`, at: use.at }));
}

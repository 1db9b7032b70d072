/**
 * Derivation Valid (Restriction, Complex): what a restricted type allows, its base allows. XSD 1.0 Part 1 §3.4.6 (derivation-ok-restriction).
 */

import type { AttributeUse, ComplexTypeDefinition, ContentType, Wildcard } from "../schema/components.js";
import { allowsNamespace, isSubset } from "../schema/namespace-constraint.js";
import { effectiveConstraint, isTypeDerivedOk } from "../schema/queries.js";
import type { Substitution } from "../schema/substitution.js";
import { isEmptiable } from "../schema/total-range.js";
import { type Breach, typeName } from "./breach.js";
import { isRestriction } from "./complex-types.js";
import type { CheckContext } from "./context.js";
import { isAsStrict } from "./leaf-restriction.js";
import { findRestrictionFault } from "./particle-restriction.js";
import { isSameValue } from "./value-constraints.js";

const noMethods: ReadonlySet<string> = new Set();

/** The base allows to be restricted. XSD 1.0 Part 1 §3.4.6 (derivation-ok-restriction.1) */
export function checkRestrictionFinal({ schema, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    const { baseType, at } = type;
    if (!isRestriction(type) || baseType.kind !== "complexType" || !baseType.final.has("restriction")) continue;
    const message = `${typeName(baseType)} is final for restriction`;
    report({ id: "derivation-ok-restriction.1", message, at, related: [{ message: "the base", at: baseType.at }] });
  }
}

/** What attributes are compared: of types, or of a redefined attribute group. */
export interface AttributeSet {
  readonly attributeUses: readonly AttributeUse[];
  readonly attributeWildcard: Wildcard | undefined;
  readonly at: Breach["at"];
}

/** Attributes of a restriction. XSD 1.0 Part 1 §3.4.6 (derivation-ok-restriction.2, .3, .4) */
export function checkRestrictedAttributes({ schema, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    if (!isRestriction(type) || type.baseType.kind !== "complexType") continue;
    for (const breach of attributeFaults(type, type.baseType)) report(breach);
  }
}

/** Why the attributes of `derived` do not restrict those of `base`. */
export function attributeFaults(derived: AttributeSet, base: AttributeSet): readonly Breach[] {
  const breaches: Breach[] = [];
  const byName = new Map(base.attributeUses.map((use) => [use.declaration.name, use] as const));
  const names = new Set(derived.attributeUses.map((use) => use.declaration.name));
  for (const use of derived.attributeUses) {
    const restricted = byName.get(use.declaration.name);
    if (restricted === use) continue;
    const fault = restricted === undefined ? newUseFault(use, base) : useFault(use, restricted);
    if (fault !== undefined) breaches.push(fault);
  }
  for (const use of base.attributeUses) {
    if (!use.required || names.has(use.declaration.name)) continue;
    const message = `the attribute "${use.declaration.name.clark}" is required in the base, it cannot be left out`;
    breaches.push({ id: "derivation-ok-restriction.3", message, at: derived.at, related: [{ message: "in the base", at: use.at }] });
  }
  const wildcard = wildcardFault(derived, base);
  return wildcard === undefined ? breaches : [...breaches, wildcard];
}

function newUseFault({ declaration: { name }, at }: AttributeUse, { attributeWildcard, at: baseAt }: AttributeSet): Breach | undefined {
  if (attributeWildcard !== undefined && allowsNamespace(attributeWildcard.namespaceConstraint, name.namespace)) return undefined;
  const message = `the base has no attribute "${name.clark}" and no wildcard that allows it`;
  return { id: "derivation-ok-restriction.2.2", message, at, related: [{ message: "the base", at: baseAt }] };
}

function useFault(use: AttributeUse, base: AttributeUse): Breach | undefined {
  const name = use.declaration.name.clark;
  const fault = (clause: string, message: string): Breach => {
    return { id: `derivation-ok-restriction.2.1.${clause}`, message, at: use.at, related: [{ message: "in the base", at: base.at }] };
  };
  if (base.required && !use.required) return fault("1", `the attribute "${name}" is required in the base`);
  const { type } = use.declaration;
  if (!isTypeDerivedOk(type, base.declaration.type, noMethods)) {
    return fault("2", `the type of the attribute "${name}" is not derived from its type in the base`);
  }
  const fixed = effectiveConstraint(base);
  if (fixed?.kind !== "fixed") return undefined;
  const own = effectiveConstraint(use);
  const same = own?.kind === "fixed" && isSameValue({ constraint: own, type }, { constraint: fixed, type: base.declaration.type });
  return same
    ? undefined
    : fault("3", `the attribute "${name}" has the fixed value "${fixed.lexical}" in the base, expected the same here`);
}

function wildcardFault({ attributeWildcard: own, at }: AttributeSet, base: AttributeSet): Breach | undefined {
  if (own === undefined) return undefined;
  const allowed = base.attributeWildcard;
  if (allowed === undefined) {
    const message = "the base has no wildcard for attributes";
    return { id: "derivation-ok-restriction.4.1", message, at: own.at, related: [{ message: "the base", at: base.at }] };
  }
  const related = [{ message: "the wildcard of the base", at: allowed.at }];
  if (!isSubset(own.namespaceConstraint, allowed.namespaceConstraint)) {
    const message = "the wildcard for attributes allows namespaces that the base does not allow";
    return { id: "derivation-ok-restriction.4.2", message, at: own.at ?? at, related };
  }
  if (isAsStrict(own, allowed)) return undefined;
  const message = `the wildcard for attributes says "${own.processContents}" where the base says "${allowed.processContents}"`;
  return { id: "derivation-ok-restriction.4.3", message, at: own.at, related };
}

/** Content of a restriction. XSD 1.0 Part 1 §3.4.6 (derivation-ok-restriction.5) */
export function checkRestrictedContent({ schema, substitution, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    if (!isRestriction(type) || type.baseType.kind !== "complexType") continue;
    const breach = contentFault(type, type.baseType, substitution);
    if (breach !== undefined) report(breach);
  }
}

function contentFault(type: ComplexTypeDefinition, base: ComplexTypeDefinition, substitution: Substitution): Breach | undefined {
  const own = type.contentType;
  const { contentType } = base;
  const related = [{ message: "the base", at: base.at }];
  const fault = (clause: string, message: string): Breach => {
    return { id: `derivation-ok-restriction.${clause}`, message, at: type.at, related };
  };
  switch (own.kind) {
    case "simple":
      if (contentType.kind === "simple") {
        const derived = isTypeDerivedOk(own.type, contentType.type, noMethods);
        return derived ? undefined : fault("5.2.2.1", "the simple content is not derived from the simple content of the base");
      }
      return contentType.kind === "mixed" && isEmptiable(contentType.particle)
        ? undefined
        : fault("5.2.2.2", "simple content can only restrict simple content, or mixed content that may be empty");
    case "empty":
      return mayBeEmpty(contentType) ? undefined : fault("5.3.2", "the content of the base cannot be empty");
    case "elementOnly":
    case "mixed":
      break;
  }
  if (contentType.kind === "simple") return fault("5.4.1", "elements cannot restrict simple content");
  if (contentType.kind === "empty") return isWithoutElements(own) ? undefined : fault("5.4.1", "the content of the base is empty");
  if (own.kind === "mixed" && contentType.kind === "elementOnly")
    return fault("5.4.1.2", "mixed content cannot restrict element-only content");
  const particleFault = findRestrictionFault(own.particle, contentType.particle, substitution);
  return particleFault && { ...particleFault, related: [...(particleFault.related ?? []), ...related] };
}

function mayBeEmpty(content: ContentType): boolean {
  if (content.kind === "empty") return true;
  return content.kind !== "simple" && isEmptiable(content.particle);
}

function isWithoutElements(content: ContentType): boolean {
  return content.kind === "elementOnly" && content.particle.term.kind === "modelGroup" && content.particle.term.particles.length === 0;
}

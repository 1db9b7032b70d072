/**
 * Restriction of single elements and wildcards. XSD 1.0 Part 1 §3.9.6 (rcase-NameAndTypeOK, rcase-NSCompat, rcase-NSSubset).
 */

import { anyType } from "../schema/built-in-components.js";
import type { ElementDeclaration, Particle, Wildcard } from "../schema/components.js";
import { allowsNamespace, isSubset } from "../schema/namespace-constraint.js";
import { isTypeDerivedOk } from "../schema/queries.js";
import { rangeOf } from "../schema/total-range.js";
import type { Breach } from "./breach.js";
import { formatRange, isRangeOk } from "./particle-normal-form.js";
import { isSameValue } from "./value-constraints.js";

/** A particle with the term that it is known to have. */
interface Leaf<Term> {
  readonly particle: Particle;
  readonly term: Term;
}

const blockedMethods: ReadonlySet<string> = new Set(["extension", "list", "union"]);

/** Element restricts element. XSD 1.0 Part 1 §3.9.6 (rcase-NameAndTypeOK) */
export function elementFault(own: Leaf<ElementDeclaration>, base: Leaf<ElementDeclaration>): Breach | undefined {
  const fault = (clause: string, message: string): Breach =>
    breachOf(`rcase-NameAndTypeOK.${clause}`, message, own.particle, base.particle);
  const name = own.term.name.clark;
  if (own.term.name !== base.term.name) return fault("1", `"${name}" stands where the base has "${base.term.name.clark}"`);
  if (!isRangeOk(rangeOf(own.particle), rangeOf(base.particle)))
    return fault("2", `"${name}" ${rangeMessage(own.particle, base.particle)}`);
  if (own.term === base.term || (own.term.scope === "global" && base.term.scope === "global")) return undefined;
  return declarationFault(own.term, base.term, fault);
}

/** Clause 3.2 */
function declarationFault(
  own: ElementDeclaration,
  base: ElementDeclaration,
  fault: (clause: string, message: string) => Breach,
): Breach | undefined {
  const name = own.name.clark;
  if (own.nillable && !base.nillable) return fault("3.2.1", `"${name}" is nillable, in the base it is not`);
  const fixed = base.valueConstraint;
  if (fixed?.kind === "fixed" && !hasFixedValue(own, base)) {
    return fault("3.2.2", `"${name}" has the fixed value "${fixed.lexical}" in the base, expected the same here`);
  }
  const added = own.identityConstraints.find((constraint) => !base.identityConstraints.includes(constraint));
  if (added !== undefined) return fault("3.2.3", `"${name}" has the identity constraint "${added.name.clark}", which the base lacks`);
  const allowed = [...base.disallowedSubstitutions].find((method) => !own.disallowedSubstitutions.has(method));
  if (allowed !== undefined) return fault("3.2.4", `"${name}" allows substitution by ${allowed}, which the base blocks`);
  if (isTypeDerivedOk(own.type, base.type, blockedMethods)) return undefined;
  return fault("3.2.5", `the type of "${name}" is not derived from its type in the base by restriction`);
}

function hasFixedValue(own: ElementDeclaration, base: ElementDeclaration): boolean {
  const [constraint, expected] = [own.valueConstraint, base.valueConstraint];
  if (constraint?.kind !== "fixed" || expected === undefined) return false;
  return isSameValue({ constraint, type: own.type }, { constraint: expected, type: base.type });
}

/** Element restricts wildcard. XSD 1.0 Part 1 §3.9.6 (rcase-NSCompat) */
export function wildcardElementFault(own: Leaf<ElementDeclaration>, base: Leaf<Wildcard>, withRange: boolean): Breach | undefined {
  const { name } = own.term;
  if (!allowsNamespace(base.term.namespaceConstraint, name.namespace)) {
    return breachOf("rcase-NSCompat.1", `the wildcard of the base does not allow "${name.clark}"`, own.particle, base.particle);
  }
  if (!withRange || isRangeOk(rangeOf(own.particle), rangeOf(base.particle))) return undefined;
  return breachOf("rcase-NSCompat.2", `"${name.clark}" ${rangeMessage(own.particle, base.particle)}`, own.particle, base.particle);
}

const strength = { skip: 0, lax: 1, strict: 2 };

/** Wildcard restricts wildcard. XSD 1.0 Part 1 §3.9.6 (rcase-NSSubset) */
export function wildcardFault(own: Leaf<Wildcard>, base: Leaf<Wildcard>, withRange: boolean): Breach | undefined {
  const fault = (clause: string, message: string): Breach => breachOf(`rcase-NSSubset.${clause}`, message, own.particle, base.particle);
  if (withRange && !isRangeOk(rangeOf(own.particle), rangeOf(base.particle)))
    return fault("1", `the wildcard ${rangeMessage(own.particle, base.particle)}`);
  if (!isSubset(own.term.namespaceConstraint, base.term.namespaceConstraint)) {
    return fault("2", "the wildcard allows namespaces that the base does not allow");
  }
  if (isAsStrict(own.term, base.term) || isUrWildcard(base.term)) return undefined;
  return fault("3", `the wildcard says "${own.term.processContents}" where the base says "${base.term.processContents}"`);
}

/** Tests if a wildcard processes contents at least as strictly as another one. */
export function isAsStrict(own: Wildcard, base: Wildcard): boolean {
  return strength[own.processContents] >= strength[base.processContents];
}

/** The content wildcard of the ur-type promises nothing. */
function isUrWildcard(wildcard: Wildcard): boolean {
  return wildcard === anyType.attributeWildcard;
}

/** "occurs 0..2, in the base 1..1". */
export function rangeMessage(own: Particle, base: Particle): string {
  return `occurs ${formatRange(rangeOf(own))}, in the base ${formatRange(rangeOf(base))}`;
}

/** A breach at a particle of the restriction, with the place in the base. */
export function breachOf(id: string, message: string, own: Particle, base: Particle): Breach {
  return { id, message, at: own.at, related: [{ message: "in the base", at: base.at }] };
}

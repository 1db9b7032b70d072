/**
 * Particle Valid (Restriction): what a particle of a restricted type allows, the particle of its base allows.
 * XSD 1.0 Part 1 §3.9.6 (cos-particle-restrict and the rcase- rules).
 *
 * The rule compares structure, not languages: (a, b) restricts (a, b, c?), but not ((a, b) | c).
 */

import type { ElementDeclaration, Particle, Wildcard } from "../schema/components.js";
import { contractLimits } from "../schema/limits.js";
import type { Substitution } from "../schema/substitution.js";
import { effectiveTotalRange, isEmptiable, type Range, rangeOf } from "../schema/total-range.js";
import type { Breach } from "./breach.js";
import { breachOf, elementFault, wildcardElementFault, wildcardFault } from "./leaf-restriction.js";
import { formatRange, isRangeOk, membersOf, withoutUnaryGroups } from "./particle-normal-form.js";

/** Why `derived` is not a valid restriction of `base`; undefined if it is. */
export function findRestrictionFault(derived: Particle, base: Particle, substitution: Substitution): Breach | undefined {
  if (derived === base) return undefined;
  // Empty contents are compared to nothing, but walked all the same.
  if (Math.max(leafCount(derived, substitution), 1) * Math.max(leafCount(base, substitution), 1) > contractLimits.particleComparisons) {
    return breachOf("limit-content", "the contents of the type and of its base are too large to be compared", derived, base);
  }
  return compare(sideOf(derived, substitution), sideOf(base, substitution), true);
}

/** Groups are walked by recursion. */
const deepestNesting = 1000;

/** The number of elements and wildcards, members of substitution groups among them; infinite where groups nest too deeply. */
function leafCount(particle: Particle, substitution: Substitution): number {
  let count = 0;
  let level: readonly Particle[] = [particle];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestNesting) return Number.POSITIVE_INFINITY;
    const next: Particle[] = [];
    for (const { term } of level) {
      if (term.kind === "modelGroup") for (const inner of term.particles) next.push(inner);
      else count += term.kind === "element" ? substitution.elementsFor(term).length : 1;
    }
    level = next;
  }
  return count;
}

/** A particle as it is compared. */
type Side = ElementSide | WildcardSide | GroupSide;

interface ElementSide {
  readonly kind: "element";
  readonly particle: Particle;
  readonly term: ElementDeclaration;
}

interface WildcardSide {
  readonly kind: "wildcard";
  readonly particle: Particle;
  readonly term: Wildcard;
}

interface GroupSide {
  readonly kind: "sequence" | "choice" | "all";
  readonly particle: Particle;
  /** Pointless groups are not among them. */
  readonly members: readonly Side[];
  /** An element with its substitution group, as a choice. */
  readonly expanded: boolean;
}

function sideOf(outer: Particle, substitution: Substitution): Side {
  const particle = withoutUnaryGroups(outer);
  const { term } = particle;
  if (term.kind === "wildcard") return { kind: "wildcard", particle, term };
  if (term.kind === "modelGroup") {
    const members = membersOf(term).map((member) => sideOf(member, substitution));
    return { kind: term.compositor, particle, members, expanded: false };
  }
  const elements = substitution.elementsFor(term);
  return elements.length === 1 ? { kind: "element", particle, term } : choiceOf(elements, particle);
}

/** In one order for all heads, because members are compared in order. */
function choiceOf(elements: readonly ElementDeclaration[], particle: Particle): GroupSide {
  const sorted = [...elements].sort((left, right) => (left.name.clark < right.name.clark ? -1 : 1));
  const members = sorted.map((term): Side => ({ kind: "element", particle: { ...particle, term, minOccurs: 1, maxOccurs: 1 }, term }));
  return { kind: "choice", particle, members, expanded: true };
}

const once: Range = { min: 1, max: 1 };

/**
 * The table of XSD 1.0 Part 1 §3.9.6 (cos-particle-restrict.2). `withRange`: a wildcard's bounds hold for this particle alone.
 *
 * Deviation: a group without particles restricts anything that may be empty, as empty content does (derivation-ok-restriction.5.3.2). By the
 * letter it depends on "mixed" and on the kind of group, though what it allows is the same.
 */
function compare(derived: Side, base: Side, withRange: boolean): Breach | undefined {
  if (isEmpty(derived) && isEmptiable(base.particle)) return undefined;
  if (base.kind === "wildcard") return compareToWildcard(derived, base, withRange);
  switch (derived.kind) {
    case "wildcard":
      return forbidden(derived, base);
    case "element":
      return base.kind === "element" ? elementFault(derived, base) : compareAsGroup(derived, base);
    case "all":
      return base.kind === "all" ? recurse(derived, base) : forbidden(derived, base);
    case "choice":
      return base.kind === "choice" ? recurseLax([...derived.members], rangeOf(derived.particle), derived, base) : forbidden(derived, base);
    case "sequence":
      if (base.kind === "sequence") return recurse(derived, base);
      if (base.kind === "all") return recurseUnordered(derived, base);
      return base.kind === "choice" ? mapAndSum(derived, base) : forbidden(derived, base);
  }
}

function isEmpty(side: Side): boolean {
  return "members" in side && side.members.length === 0;
}

function forbidden(derived: Side, base: Side): Breach {
  const message = `${describe(derived)} cannot restrict ${describe(base)}`;
  return breachOf("cos-particle-restrict.2", message, derived.particle, base.particle);
}

function describe(side: Side): string {
  if (side.kind === "element") return `the element "${side.term.name.clark}"`;
  if (side.kind === "wildcard") return "a wildcard";
  return "expanded" in side && side.expanded ? "a substitution group" : `${side.kind === "all" ? "an" : "a"} ${side.kind}`;
}

function compareToWildcard(derived: Side, base: WildcardSide, withRange: boolean): Breach | undefined {
  if (derived.kind === "element") return wildcardElementFault(derived, base, withRange);
  if (derived.kind === "wildcard") return wildcardFault(derived, base, withRange);
  return checkCardinality(derived, base, withRange);
}

/**
 * Group restricts wildcard: each member is allowed, and all together do not occur too often. XSD 1.0 Part 1 §3.9.6 (rcase-NSRecurseCheckCardinality)
 *
 * Deviation: members are compared to the wildcard without its bounds, which hold for the group as a whole (clause 2); else (a, b) would
 * not restrict any{2,2}.
 */
function checkCardinality(derived: GroupSide, base: WildcardSide, withRange: boolean): Breach | undefined {
  for (const member of derived.members) {
    const fault = compareToWildcard(member, base, false);
    if (fault !== undefined) return fault;
  }
  if (!withRange) return undefined;
  const range = derived.expanded ? rangeOf(derived.particle) : effectiveTotalRange(derived.particle);
  return rangeFault("rcase-NSRecurseCheckCardinality.2", range, derived, base);
}

function rangeFault(id: string, range: Range, derived: Side, base: Side): Breach | undefined {
  if (isRangeOk(range, rangeOf(base.particle))) return undefined;
  const message = `${describe(derived)} occurs ${formatRange(range)}, in the base ${formatRange(rangeOf(base.particle))}`;
  return breachOf(id, message, derived.particle, base.particle);
}

/**
 * Element restricts group: as the only member of such a group that occurs once. XSD 1.0 Part 1 §3.9.6 (rcase-RecurseAsIfGroup)
 *
 * Deviation: a* restricts (a | b)*, as (a)* does by MapAndSum and as the W3C test suite has it (particlesZ001). Of choices that have an end,
 * and of substitution substitution, the rule is taken at its word: a? does not restrict (a | b)? (particlesHa161), nor a{2,2} (a | b){2,3}.
 */
function compareAsGroup(derived: ElementSide, base: GroupSide): Breach | undefined {
  if (base.kind !== "choice") return recurseInOrder([derived], once, derived, base);
  const fault = recurseLax([derived], once, derived, base);
  if (fault === undefined || base.expanded || base.particle.minOccurs > 1 || base.particle.maxOccurs < Number.POSITIVE_INFINITY)
    return fault;
  const single = { ...derived, particle: { ...derived.particle, minOccurs: 1, maxOccurs: 1 } };
  return recurseLax([single], rangeOf(derived.particle), derived, base) && fault;
}

/** XSD 1.0 Part 1 §3.9.6 (rcase-Recurse) */
function recurse(derived: GroupSide, base: GroupSide): Breach | undefined {
  return recurseInOrder(derived.members, rangeOf(derived.particle), derived, base);
}

/** Members follow those of the base in their order, and what is left out may be left out. */
function recurseInOrder(members: readonly Side[], range: Range, derived: Side, base: GroupSide): Breach | undefined {
  const fault = rangeFault("rcase-Recurse.1", range, derived, base);
  if (fault !== undefined) return fault;
  let next = 0;
  for (const member of members) {
    let found = false;
    while (!found && next < base.members.length) {
      const candidate = base.members[next++];
      if (candidate === undefined) break;
      const reason = compare(member, candidate, true);
      found = reason === undefined;
      if (reason !== undefined && !isEmptiable(candidate.particle))
        return sameName(member, candidate) ? reason : unmatched(member, base, "Recurse");
      if (reason !== undefined && sameName(member, candidate)) return reason;
    }
    if (!found) return unmatched(member, base, "Recurse");
  }
  return leftOut(base.members.slice(next), derived, "Recurse");
}

/** The reason for the element of the same name is the more helpful one. */
function sameName(derived: Side, base: Side): boolean {
  return derived.kind === "element" && base.kind === "element" && derived.term.name === base.term.name;
}

function unmatched(member: Side, base: Side, rule: string): Breach {
  const message = `${describe(member)} does not fit into the base at this place`;
  return breachOf(`rcase-${rule}.2`, message, member.particle, base.particle);
}

function leftOut(rest: readonly Side[], derived: Side, rule: string): Breach | undefined {
  const required = rest.find((side) => !isEmptiable(side.particle));
  if (required === undefined) return undefined;
  return breachOf(
    `rcase-${rule}.2`,
    `${describe(required)} is required in the base, it cannot be left out`,
    derived.particle,
    required.particle,
  );
}

/** Sequence restricts all: each member has a member of the base of its own, in any order. XSD 1.0 Part 1 §3.9.6 (rcase-RecurseUnordered) */
function recurseUnordered(derived: GroupSide, base: GroupSide): Breach | undefined {
  const fault = rangeFault("rcase-RecurseUnordered.1", rangeOf(derived.particle), derived, base);
  if (fault !== undefined) return fault;
  const open = new Set(base.members);
  for (const member of derived.members) {
    const partner = [...open].find((candidate) => compare(member, candidate, true) === undefined);
    if (partner === undefined) {
      const named = base.members.find((candidate) => sameName(member, candidate));
      return (named && open.has(named) ? compare(member, named, true) : undefined) ?? unmatched(member, base, "RecurseUnordered");
    }
    open.delete(partner);
  }
  return leftOut([...open], derived, "RecurseUnordered");
}

/** Choice restricts choice: its members follow those of the base in their order. XSD 1.0 Part 1 §3.9.6 (rcase-RecurseLax) */
function recurseLax(members: readonly Side[], range: Range, derived: Side, base: GroupSide): Breach | undefined {
  const fault = rangeFault("rcase-RecurseLax.1", range, derived, base);
  if (fault !== undefined) return fault;
  let next = 0;
  for (const member of members) {
    let named: Breach | undefined;
    let found = false;
    while (!found && next < base.members.length) {
      const candidate = base.members[next++];
      if (candidate === undefined) break;
      const reason = compare(member, candidate, true);
      found = reason === undefined;
      if (sameName(member, candidate)) named = reason;
      // A substitution group stands for several members of a choice, so it may be met again.
      if (found && "expanded" in candidate && candidate.expanded) next--;
    }
    if (!found) return named ?? unmatched(member, base, "RecurseLax");
  }
  return undefined;
}

/** Sequence restricts choice: each member fits one of the base, and their number is allowed. XSD 1.0 Part 1 §3.9.6 (rcase-MapAndSum) */
function mapAndSum(derived: GroupSide, base: GroupSide): Breach | undefined {
  for (const member of derived.members) {
    if (!base.members.some((candidate) => compare(member, candidate, true) === undefined)) {
      return { ...unmatched(member, base, "MapAndSum"), id: "rcase-MapAndSum.1" };
    }
  }
  const { minOccurs, maxOccurs } = derived.particle;
  const number = derived.members.length;
  return rangeFault("rcase-MapAndSum.2", { min: minOccurs * number, max: number === 0 ? 0 : maxOccurs * number }, derived, base);
}

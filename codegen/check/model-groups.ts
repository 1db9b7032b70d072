/**
 * Rules for model groups. XSD 1.0 Part 1 §3.8.6.
 */

import type { ModelGroup, Particle } from "../schema/components.js";
import type { CheckContext, ReportBreach } from "./context.js";

/**
 * An xs:all group is a whole content model: neither within another group nor repeated. XSD 1.0 Part 1 §3.8.6 (cos-all-limited.1.2, .2)
 *
 * Group definitions are checked by themselves, and types for what they add to their base only, so that each mistake is reported once.
 */
export function checkAllLimited({ schema, report }: CheckContext): void {
  const seen = new Set<ModelGroup>();
  for (const { modelGroup } of schema.modelGroups.values()) checkNesting(modelGroup, seen, report);
  for (const type of schema.complexTypes) {
    const { ownParticle, contentType, baseType } = type;
    if (ownParticle !== undefined) {
      checkRepetition(ownParticle, report);
      if (ownParticle.term.kind === "modelGroup") checkNesting(ownParticle.term, seen, report);
    }
    const extended = type.derivation === "extension" && baseType.kind === "complexType" && contentType !== baseType.contentType;
    if (extended && (contentType.kind === "elementOnly" || contentType.kind === "mixed")) {
      checkExtension(contentType.particle, ownParticle, type.at, report);
    }
  }
}

function isAll(particle: Particle): boolean {
  return particle.term.kind === "modelGroup" && particle.term.compositor === "all";
}

function checkNesting(group: ModelGroup, seen: Set<ModelGroup>, report: ReportBreach): void {
  const pending = [group];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    for (const particle of current.particles) {
      if (particle.term.kind !== "modelGroup") {
        if (current.compositor === "all") checkMember(particle, report);
        continue;
      }
      if (isAll(particle)) refuse(particle.at, particle.term.at, report);
      pending.push(particle.term);
    }
  }
}

function checkMember({ maxOccurs, at }: Particle, report: ReportBreach): void {
  if (maxOccurs <= 1) return;
  report({ id: "cos-all-limited.2", message: 'an element of an "all" group cannot occur more than once', at });
}

function checkRepetition(particle: Particle, report: ReportBreach): void {
  if (!isAll(particle) || particle.maxOccurs === 1) return;
  report({ id: "cos-all-limited.1.2", message: 'an "all" group cannot be repeated', at: particle.at });
}

/**
 * An extension puts the base's content and its own one after the other; where it is mixed, its own is a sequence without particles at least.
 * XSD 1.0 Part 1 §3.4.2, clauses 3.1.1 and 4.2.3
 */
function checkExtension(whole: Particle, own: Particle | undefined, at: Particle["at"], report: ReportBreach): void {
  if (whole === own || whole.term.kind !== "modelGroup") return;
  const parts = whole.term.particles;
  const all = parts.length > 1 ? parts.find(isAll) : undefined;
  if (all !== undefined) refuse(at, all.term.at, report);
}

function refuse(at: Particle["at"], group: Particle["at"], report: ReportBreach): void {
  const message = 'an "all" group must be the whole content, it cannot be part of another group';
  report({ id: "cos-all-limited.1.2", message, at, related: [{ message: "the group", at: group }] });
}

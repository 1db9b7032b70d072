/**
 * Redefinitions that do not refer to what they redefine: they must restrict it. XSD 1.0 Part 1 §4.2.2 (src-redefine.6.2.2, .7.2.2).
 */

import type { ModelGroupDefinition, Particle } from "../schema/components.js";
import type { CheckContext } from "./context.js";
import { findRestrictionFault } from "./particle-restriction.js";
import { attributeFaults } from "./restriction.js";

/** Checks redefined groups and attribute groups; redefined types are derived from the old ones and checked as such. */
export function checkRedefinitions({ schema, substitution, report }: CheckContext): void {
  for (const redefinition of schema.redefinitions) {
    const { redefined, original } = redefinition;
    const related = [{ message: "the original", at: original.at }];
    if (redefinition.kind === "attributeGroup") {
      for (const fault of attributeFaults(redefinition.redefined, redefinition.original)) {
        const message = `the redefined attribute group "${redefined.name.clark}" does not restrict the original: ${fault.message}`;
        report({ id: "src-redefine.7.2.2", message, at: fault.at, related: [...(fault.related ?? []), ...related] });
      }
      continue;
    }
    const fault = findRestrictionFault(particleOf(redefinition.redefined), particleOf(redefinition.original), substitution);
    if (fault === undefined) continue;
    const message = `the redefined group "${redefined.name.clark}" does not restrict the original: ${fault.message}`;
    report({ id: "src-redefine.6.2.2", message, at: fault.at, related: [...(fault.related ?? []), ...related] });
  }
}

function particleOf({ modelGroup, at }: ModelGroupDefinition): Particle {
  return { kind: "particle", minOccurs: 1, maxOccurs: 1, term: modelGroup, at };
}

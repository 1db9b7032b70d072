/**
 * Particles as people read them, in lists and diagrams. XSD 1.0 Part 1 §3.9
 */
import type { ModelGroup, Particle } from "../../schema/components.js";

/** Sequences that stand once in a sequence and have no name of their own are read as part of it. */
export function membersOf(group: ModelGroup): readonly Particle[] {
  if (group.compositor !== "sequence") return group.particles;
  const flat: Particle[] = [];
  const pending = [...group.particles].reverse();
  for (let particle = pending.pop(); particle !== undefined; particle = pending.pop()) {
    const { term, minOccurs, maxOccurs } = particle;
    const isPart = term.kind === "modelGroup" && term.compositor === "sequence" && term.definition === undefined;
    if (isPart && minOccurs === 1 && maxOccurs === 1) pending.push(...[...term.particles].reverse());
    else flat.push(particle);
  }
  return flat;
}

/** "0..1", "1..∞"; nothing for exactly once. */
export function occursText({ minOccurs, maxOccurs }: Particle): string {
  if (minOccurs === 1 && maxOccurs === 1) return "";
  const most = maxOccurs === Number.POSITIVE_INFINITY ? "∞" : String(maxOccurs);
  return minOccurs === maxOccurs ? `${minOccurs} times` : `${minOccurs}..${most}`;
}

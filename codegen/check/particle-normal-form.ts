/**
 * Particles without pointless groups, and comparing their bounds. XSD 1.0 Part 1 §3.9.6 (cos-particle-restrict)
 */
import type { ModelGroup, Particle } from "../schema/components.js";
import type { Range } from "../schema/total-range.js";

/** XSD 1.0 Part 1 §3.9.6 (range-ok) */
export function isRangeOk(range: Range, base: Range): boolean {
  return range.min >= base.min && range.max <= base.max;
}

/** Bounds as a message shows them. */
export function formatRange({ min, max }: Range): string {
  return `${min}..${max === Number.POSITIVE_INFINITY ? "unbounded" : max}`;
}

/** The particle that remains when groups of one particle that occur once are looked through. */
export function withoutUnaryGroups(particle: Particle): Particle {
  let current = particle;
  while (current.term.kind === "modelGroup" && isOnce(current) && current.term.particles.length === 1) {
    const [only] = current.term.particles;
    if (only === undefined) break;
    current = only;
  }
  return current;
}

/** The particles of a group, pointless groups among them replaced by their particles. */
export function membersOf(group: ModelGroup): readonly Particle[] {
  const members: Particle[] = [];
  const pending = [...group.particles].reverse();
  for (let particle = pending.pop(); particle !== undefined; particle = pending.pop()) {
    const { term } = particle;
    if (term.kind !== "modelGroup") members.push(particle);
    else if (isOnce(particle) && isAbsorbed(term, group)) pending.push(...[...term.particles].reverse());
    else if (!isPointless(particle)) members.push(particle);
  }
  return members;
}

function isOnce({ minOccurs, maxOccurs }: Particle): boolean {
  return minOccurs === 1 && maxOccurs === 1;
}

/** Of the parent's kind, or with one particle only. */
function isAbsorbed(group: ModelGroup, parent: ModelGroup): boolean {
  return (group.compositor === parent.compositor && group.compositor !== "all") || group.particles.length === 1;
}

/** Nothing is in it, and nothing is needed. */
function isPointless({ term, minOccurs }: Particle): boolean {
  return term.kind === "modelGroup" && term.particles.length === 0 && (term.compositor !== "choice" || minOccurs === 0);
}

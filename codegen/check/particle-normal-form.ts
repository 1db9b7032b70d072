/**
 * Particles without pointless substitution, and what their bounds come to. XSD 1.0 Part 1 §3.9.6 (cos-particle-restrict), §3.8.6
 */
import type { ModelGroup, Particle } from "../schema/components.js";

/** How often something occurs; `max` is `Infinity` for "unbounded". */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The bounds of a particle. */
export function rangeOf({ minOccurs, maxOccurs }: Particle): Range {
  return { min: minOccurs, max: maxOccurs };
}

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

const ranges = new WeakMap<ModelGroup, Range>();

/** How many elements a particle stands for, at least and at most. XSD 1.0 Part 1 §3.8.6 (effective total range) */
export function effectiveTotalRange(particle: Particle): Range {
  const own = rangeOf(particle);
  if (particle.term.kind !== "modelGroup") return own;
  const inner = groupRange(particle.term);
  return { min: times(own.min, inner.min), max: times(own.max, inner.max) };
}

/** For one occurrence. A stack of its own, because groups may refer to groups in long chains. */
function groupRange(group: ModelGroup): Range {
  const stack = [group];
  for (let current = stack[stack.length - 1]; current !== undefined; current = stack[stack.length - 1]) {
    const open = current.particles.flatMap(({ term }) => (term.kind === "modelGroup" && !ranges.has(term) ? [term] : []));
    if (open.length > 0) stack.push(...open);
    else {
      stack.pop();
      ranges.set(current, combine(current));
    }
  }
  return ranges.get(group) ?? { min: 0, max: 0 };
}

function combine({ compositor, particles }: ModelGroup): Range {
  const parts = particles.map(effectiveTotalRange);
  if (parts.length === 0) return { min: 0, max: 0 };
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const [mins, maxes] = [parts.map(({ min }) => min), parts.map(({ max }) => max)];
  return compositor === "choice"
    ? { min: mins.reduce((least, min) => Math.min(least, min)), max: maxes.reduce((most, max) => Math.max(most, max)) }
    : { min: sum(mins), max: sum(maxes) };
}

/** 0 times unbounded is 0. */
function times(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : left * right;
}

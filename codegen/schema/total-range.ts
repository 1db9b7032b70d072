/**
 * How many elements a content model stands for, and whether it can be empty. XSD 1.0 Part 1 §3.8.6 (effective total range), §3.9.6
 * (cos-group-emptiable)
 */
import type { ModelGroup, Particle } from "./components.js";

/** How often something occurs; `max` is `Infinity` for "unbounded". */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The bounds of a particle. */
export function rangeOf({ minOccurs, maxOccurs }: Particle): Range {
  return { min: minOccurs, max: maxOccurs };
}

/** Tests if a particle can match nothing: its effective total range begins at 0. */
export function isEmptiable(particle: Particle): boolean {
  return effectiveTotalRange(particle).min === 0;
}

/** Answers for groups that were asked for: groups never change, and large ones are shared by reference. */
const ranges = new WeakMap<ModelGroup, Range>();

/** How many elements a particle stands for, at least and at most. */
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

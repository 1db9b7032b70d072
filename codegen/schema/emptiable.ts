/**
 * Can a content model match nothing? XSD 1.0 Part 1 §3.9.6 (cos-group-emptiable)
 */
import type { ModelGroup, Particle } from "./components.js";

/** Answers of groups that were asked for: groups never change, and large ones are shared by reference. */
const known = new WeakMap<ModelGroup, boolean>();

/** Tests if a particle can match the empty sequence: its effective total range begins at 0. */
export function isEmptiable(particle: Particle): boolean {
  if (particle.minOccurs === 0) return true;
  return particle.term.kind === "modelGroup" && isGroupEmptiable(particle.term);
}

/** Goes down with a stack of its own, because groups may refer to groups in long chains. */
function isGroupEmptiable(group: ModelGroup): boolean {
  const stack: ModelGroup[] = [group];
  while (stack.length > 0) {
    const current = stack[stack.length - 1];
    if (current === undefined) break;
    const waiting = current.particles.flatMap(({ minOccurs, term }) =>
      minOccurs > 0 && term.kind === "modelGroup" && !known.has(term) ? [term] : [],
    );
    if (waiting.length > 0 && !known.has(current)) stack.push(...waiting);
    else {
      stack.pop();
      known.set(current, decide(current));
    }
  }
  return known.get(group) ?? false;
}

function decide(group: ModelGroup): boolean {
  const emptiable = ({ minOccurs, term }: Particle): boolean => minOccurs === 0 || (term.kind === "modelGroup" && known.get(term) === true);
  if (group.compositor !== "choice") return group.particles.every(emptiable);
  // The minimum over no particles is 0. XSD 1.0 Part 1 §3.8.6 (effective total range of a choice)
  return group.particles.length === 0 || group.particles.some(emptiable);
}

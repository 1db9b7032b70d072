/**
 * Stores the value of a child in the object of its parent: in a property, an array, a list of items, mixed content, or a round of a group.
 */
import type { Transition } from "../automaton/matcher.js";
import { FieldKind, type Member, type Particle } from "../compile/compiled-type.js";
import type { OpenElement } from "./open-elements.js";

/** Stores the value of a child where its particle says. `member` is undefined for wildcards. */
export function putValue(element: OpenElement, transition: Transition<Particle>, member: Member | undefined, value: unknown): void {
  const particle = transition.leaf;
  const { field } = particle;
  let target = element.value;
  if (target === undefined) return;
  if (particle.groups.length > 0) target = openRounds(element, target, transition);
  const { kind } = field;
  if (kind === FieldKind.value) {
    target[field.property] = particle.substitutable ? { name: member?.itemName, value } : value;
    return;
  }
  if (kind === FieldKind.content) {
    element.content?.push({ name: member?.itemName ?? particle.wildcardKey, value });
    return;
  }
  const item = kind === FieldKind.items || particle.substitutable ? { name: member?.itemName ?? particle.wildcardKey, value } : value;
  if (element.field === field && element.array !== undefined) {
    element.array.push(item);
    return;
  }
  appendTo(element, target, particle, item);
}

function appendTo(element: OpenElement, target: Record<string, unknown>, particle: Particle, item: unknown): void {
  const { field } = particle;
  const known = target[field.property];
  const array: unknown[] = Array.isArray(known) ? known : [];
  array.push(item);
  if (array !== known) target[field.property] = array;
  element.field = field;
  element.array = array;
}

/** Finds the object of the innermost group, after creating those of the rounds that begin with this child. */
function openRounds(element: OpenElement, outermost: Record<string, unknown>, transition: Transition<Particle>): Record<string, unknown> {
  let target = outermost;
  let isNew = false;
  const { groups } = transition.leaf;
  for (let level = 0; level < groups.length; level++) {
    const group = groups[level];
    if (group === undefined) break;
    const at = transition.repeated.findIndex((content) => group.contents.includes(content));
    let round = element.rounds[level];
    if (isNew || round === undefined || at >= transition.kept) {
      isNew = true;
      round = new group.create();
      const known = target[group.property];
      if (Array.isArray(known)) known.push(round);
      else target[group.property] = [round];
      element.rounds[level] = round;
      element.field = undefined;
    }
    target = round;
  }
  return target;
}

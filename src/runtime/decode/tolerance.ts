/**
 * Where the parts of a document go that does not conform: by their names, whatever their order and namespaces.
 *
 * Asked only where the decoder has found something wrong, so a document that conforms costs nothing.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import type { Name, NamespaceLookup } from "../../xml/names.js";
import type { Transition } from "../automaton/matcher.js";
import { type CompiledType, type Declaration, FieldKind, type Member, type Particle } from "../compile/compiled-type.js";
import type { OpenElement } from "./open-elements.js";

/** Where the value of a child goes. `member` is undefined for wildcards. */
export interface Place {
  readonly transition: Transition<Particle>;
  readonly member: Member | undefined;
}

interface Candidate {
  readonly particle: Particle;
  readonly member: Member;
}

const none: readonly Candidate[] = [];
const candidatesOf = new WeakMap<CompiledType, ReadonlyMap<string, readonly Candidate[]>>();

/**
 * Finds a place for a child that the content model does not expect: a particle with its name, else with its local name, else a wildcard. A particle
 * whose single value is there already has no place left, unless its group can begin again. Undefined: the child is unknown.
 */
export function findPlace(element: OpenElement, name: Name): Place | undefined {
  const candidates = (candidatesByLocalName(element.type).get(name.local) ?? none).filter(({ particle }) => hasRoom(element, particle));
  const found = candidates.find(({ member }) => member.declaration.name.clark === name.clark) ?? candidates[0];
  if (found !== undefined) return { transition: transitionTo(element, found.particle), member: found.member };
  const open = element.type.particles.find((each) => each.wildcard?.admits(name.namespace) === true && hasRoom(element, each));
  return open && { transition: transitionTo(element, open), member: undefined };
}

/** A particle's member with the local name of an element. */
export function memberByLocalName(particle: Particle, { local }: Name): Member | undefined {
  return particle.members.find(({ declaration }) => declaration.name.local === local);
}

function candidatesByLocalName(type: CompiledType): ReadonlyMap<string, readonly Candidate[]> {
  const known = candidatesOf.get(type);
  if (known !== undefined) return known;
  const found = new Map<string, Candidate[]>();
  for (const particle of type.particles) {
    for (const member of particle.members) {
      const { local } = member.declaration.name;
      const same = found.get(local);
      if (same === undefined) found.set(local, [{ particle, member }]);
      else same.push({ particle, member });
    }
  }
  candidatesOf.set(type, found);
  return found;
}

function hasRoom(element: OpenElement, particle: Particle): boolean {
  return particle.groups.length > 0 || !isTaken(element, particle);
}

/** The particle's single value is in the current object already. */
function isTaken({ value, rounds }: OpenElement, { field, groups }: Particle): boolean {
  const target = groups.length === 0 ? value : rounds[groups.length - 1];
  return field.kind === FieldKind.value && target?.[field.property] !== undefined;
}

/** A step to the particle: its innermost group begins another round if this one has its value. */
function transitionTo(element: OpenElement, particle: Particle): Transition<Particle> {
  const group = particle.groups[particle.groups.length - 1];
  return { leaf: particle, repeated: group !== undefined && isTaken(element, particle) ? group.contents : [], kept: 0 };
}

/**
 * The value that a text has by the nearest base of its datatype whose values are of the same TypeScript type: what a facet forbids is kept.
 * Undefined: the text is no value of that type at all.
 */
export function decodeLexically(datatype: Datatype, text: string, namespaces: NamespaceLookup): unknown {
  for (let base = datatype.base; base !== undefined && base.kind === datatype.kind; base = base.base) {
    const value = base.decode(text, namespaces);
    if (!isFault(value)) return value;
  }
  return undefined;
}

/** Tests if an element says that it is nil though its declaration does not allow that: it has no value then. */
export function isNilAnyway({ nillable }: Declaration, text: string): boolean {
  return !nillable && /^\s*(?:true|1)\s*$/.test(text);
}

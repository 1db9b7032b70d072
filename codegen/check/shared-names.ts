/**
 * Content models -> those in which two particles may take one element: the few that the rules on names look at closely.
 * XSD 1.0 Part 1 §3.8.6 (cos-nonambig, cos-element-consistent), appendix H ("overlap")
 *
 * A type that extends another one begins with the other's content. So contents are walked as the types derive, with one set of names that
 * grows on the way down and shrinks on the way back: each particle is looked at once, however long the chains of derivation are.
 */

import type { Name } from "../../src/xml/names.js";
import type { ComplexTypeDefinition, Particle, Schema, Wildcard } from "../schema/components.js";
import { allowsNamespace, intersectConstraints } from "../schema/namespace-constraint.js";
import type { Substitution } from "../schema/substitution.js";

/** Types by what their content models share. */
export interface SharedNames {
  /** What a type adds to the content of its base can take an element that something else in the content can take. */
  readonly added: ReadonlySet<ComplexTypeDefinition>;
  /** Any two particles of the type's content model can, inherited ones included. */
  readonly any: ReadonlySet<ComplexTypeDefinition>;
}

/** Tests if two leaves of a content may take one element. */
export function mayShareNames(particle: Particle, substitution: Substitution): boolean {
  return new NamesOnTheWay(substitution).add(particle);
}

/** The types whose content models share names, found in time linear in the particles that the types state. */
export function findSharedNames(schema: Schema, substitution: Substitution): SharedNames {
  const known = new Set<unknown>(schema.complexTypes);
  const extensions = new Map<unknown, ComplexTypeDefinition[]>();
  const roots: ComplexTypeDefinition[] = [];
  for (const type of schema.complexTypes) {
    const base = isContinuation(type) && known.has(type.baseType) ? type.baseType : undefined;
    if (base === undefined) roots.push(type);
    else {
      const siblings = extensions.get(base);
      if (siblings === undefined) extensions.set(base, [type]);
      else siblings.push(type);
    }
  }
  const shared = { added: new Set<ComplexTypeDefinition>(), any: new Set<ComplexTypeDefinition>() };
  const names = new NamesOnTheWay(substitution);
  for (const root of roots) walk(root, (type) => extensions.get(type) ?? none, names, shared);
  return shared;
}

const none: readonly never[] = [];

interface Found {
  readonly added: Set<ComplexTypeDefinition>;
  readonly any: Set<ComplexTypeDefinition>;
}

/** A stack of its own: chains may be longer than the machine's is high. */
function walk(
  root: ComplexTypeDefinition,
  extensionsOf: (type: ComplexTypeDefinition) => readonly ComplexTypeDefinition[],
  names: NamesOnTheWay,
  { added, any }: Found,
): void {
  const stack: { readonly type: ComplexTypeDefinition; readonly mark: Mark; next: number }[] = [];
  const enter = (type: ComplexTypeDefinition, own: Particle | undefined, inherits: boolean): void => {
    const mark = names.mark();
    const shares = own !== undefined && names.add(own);
    if (shares) added.add(type);
    if (shares || inherits) any.add(type);
    stack.push({ type, mark, next: 0 });
  };
  enter(root, particleOf(root), false);
  for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
    const extension = extensionsOf(top.type)[top.next++];
    if (extension !== undefined) enter(extension, addedBy(extension), any.has(top.type));
    else {
      names.reset(top.mark);
      stack.pop();
    }
  }
}

function particleOf({ contentType }: ComplexTypeDefinition): Particle | undefined {
  return contentType.kind === "elementOnly" || contentType.kind === "mixed" ? contentType.particle : undefined;
}

/** Tests if the content model is the base's, or begins with it. XSD 1.0 Part 1 §3.4.2 ({content type} of an extension) */
function isContinuation(type: ComplexTypeDefinition): boolean {
  const [whole, base] = [particleOf(type), type.baseType.kind === "complexType" ? particleOf(type.baseType) : undefined];
  if (whole === undefined || base === undefined) return false;
  return whole === base || (whole.term.kind === "modelGroup" && whole.term.definition === undefined && whole.term.particles[0] === base);
}

/** What stands behind the base's content. */
function addedBy(type: ComplexTypeDefinition): Particle | undefined {
  const whole = particleOf(type);
  const base = type.baseType.kind === "complexType" ? particleOf(type.baseType) : undefined;
  return whole === base || whole?.term.kind !== "modelGroup" ? undefined : whole.term.particles[1];
}

/** How much was known at one point. */
interface Mark {
  readonly names: number;
  readonly wildcards: number;
}

class NamesOnTheWay {
  readonly #substitution: Substitution;
  readonly #names = new Set<Name>();
  /** The same names in the order in which they came. */
  readonly #added: Name[] = [];
  /** How many of the names each namespace has. */
  readonly #namespaces = new Map<string, number>();
  readonly #wildcards: Wildcard[] = [];

  constructor(substitution: Substitution) {
    this.#substitution = substitution;
  }

  mark(): Mark {
    return { names: this.#added.length, wildcards: this.#wildcards.length };
  }

  reset({ names, wildcards }: Mark): void {
    for (let name = this.#added.length > names ? this.#added.pop() : undefined; name !== undefined; ) {
      this.#names.delete(name);
      const left = (this.#namespaces.get(name.namespace) ?? 0) - 1;
      if (left > 0) this.#namespaces.set(name.namespace, left);
      else this.#namespaces.delete(name.namespace);
      name = this.#added.length > names ? this.#added.pop() : undefined;
    }
    this.#wildcards.length = wildcards;
  }

  /** Adds all leaves of a particle. True if one of them can take an element that another one, or an earlier one, can take. */
  add(particle: Particle): boolean {
    let shares = false;
    const pending: Particle[] = [particle];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { term } = next;
      if (term.kind === "modelGroup") for (const inner of term.particles) pending.push(inner);
      else if (term.kind === "wildcard") shares = this.#addWildcard(term) || shares;
      else for (const element of this.#substitution.elementsFor(term)) shares = this.#addName(element.name) || shares;
    }
    return shares;
  }

  #addName(name: Name): boolean {
    if (this.#names.has(name)) return true;
    this.#names.add(name);
    this.#added.push(name);
    this.#namespaces.set(name.namespace, (this.#namespaces.get(name.namespace) ?? 0) + 1);
    return this.#wildcards.some(({ namespaceConstraint }) => allowsNamespace(namespaceConstraint, name.namespace));
  }

  #addWildcard(wildcard: Wildcard): boolean {
    const { namespaceConstraint: own } = wildcard;
    const shares =
      [...this.#namespaces.keys()].some((namespace) => allowsNamespace(own, namespace)) ||
      this.#wildcards.some(({ namespaceConstraint }) => haveCommon(own, namespaceConstraint));
    this.#wildcards.push(wildcard);
    return shares;
  }
}

/** Tests if there are namespaces that both wildcards allow. */
export function haveCommon(left: Wildcard["namespaceConstraint"], right: Wildcard["namespaceConstraint"]): boolean {
  const common = intersectConstraints(left, right);
  return common?.kind !== "list" || common.namespaces.length > 0;
}

/**
 * Particle -> content in normal form: the same language with as few groups as possible.
 *
 * Groups of one member and groups within groups of their kind are dissolved where that changes nothing: ((a), (b, (c))) is (a, b, c).
 * XSD 1.0 Part 1 §3.8, §3.9
 */
import { isContiguous } from "../../../src/runtime/automaton/tree.js";
import type { Bounds } from "../../../src/runtime/table-language/occurrence.js";
import type { Span } from "../../diagnostics.js";
import type { Annotation, ElementDeclaration, ModelGroupDefinition, Particle, Wildcard } from "../../schema/components.js";

export type { Bounds };

/** Tests if two bounds are the same. */
export function sameBounds(left: Bounds, right: Bounds): boolean {
  return left.min === right.min && left.max === right.max;
}

export interface Leaf extends Bounds {
  readonly kind: "leaf";
  readonly term: ElementDeclaration | Wildcard;
  /** What a reference says about its element at this place. */
  readonly annotation: Annotation | undefined;
}

export interface Group extends Bounds {
  readonly kind: "sequence" | "choice" | "all";
  /** Empty only for the choice that nothing can match. */
  readonly children: readonly NormalContent[];
  /** The model group definition that the group came from. */
  readonly definition: ModelGroupDefinition | undefined;
  readonly at: Span;
}

export type NormalContent = Leaf | Group;

/** Undefined for content that is always empty. */
export function normalizeContent(particle: Particle): NormalContent | undefined {
  if (particle.maxOccurs === 0) return undefined;
  const { term } = particle;
  const { min, max } = countable(particle.minOccurs, particle.maxOccurs);
  if (term.kind !== "modelGroup") return { kind: "leaf", term, annotation: particle.annotation, min, max };
  const members = term.particles.filter((member) => member.maxOccurs !== 0);
  const children: NormalContent[] = [];
  let lowest = min;
  for (const member of members) {
    const child = normalizeContent(member);
    if (child !== undefined) lowest = Math.min(lowest, addChild(children, child, term.compositor) ? min : 0);
    // A branch without content: the choice may be left out.
    else if (term.compositor === "choice") lowest = 0;
  }
  // A choice without branches that must occur can never be satisfied; any other group without members is empty.
  if (children.length === 0 && (term.compositor !== "choice" || lowest === 0)) return undefined;
  return dissolve({ kind: term.compositor, children, definition: term.definition, at: term.at, min: lowest, max });
}

/** Adds a child, or its members if it is of the group's own kind. False if the group may be left out because of it. */
function addChild(children: NormalContent[], child: NormalContent, compositor: Group["kind"]): boolean {
  const sameKind = child.kind === compositor && child.kind !== "all";
  if (!sameKind || child.max > 1 || (child.min === 0 && compositor === "sequence")) {
    children.push(child);
    return true;
  }
  children.push(...child.children);
  return child.min === 1;
}

/** A group with one member is the member, where the rounds of one within the other are a single range. */
function dissolve(group: Group): NormalContent {
  const [only] = group.children;
  if (only !== undefined && group.children.length === 1) {
    const bounds = multiply(only, group);
    if (bounds !== undefined) return rebound(only, bounds, group.definition);
  }
  // A repeated group that can be empty needs no minimum.
  return group.max > 1 && group.min > 0 && isEmptiable(group) ? { ...group, min: 0 } : group;
}

function rebound(content: NormalContent, bounds: Bounds, definition: ModelGroupDefinition | undefined): NormalContent {
  return content.kind === "leaf" ? { ...content, ...bounds } : { ...content, ...bounds, definition: content.definition ?? definition };
}

/** (X{m,n}){k,l} as X{p,q}; undefined where the sums leave gaps: (X{2,2}){1,3} is two, four or six. */
export function multiply(inner: Bounds, outer: Bounds): Bounds | undefined {
  const sums = { least: inner.min, most: inner.max, min: outer.min, max: outer.max };
  return isContiguous(sums) ? countable(inner.min * outer.min, inner.max * outer.max) : undefined;
}

/** No document has more elements than a number counts exactly, so that greater bounds say no more. */
function countable(min: number, max: number): Bounds {
  return { min: Math.min(min, Number.MAX_SAFE_INTEGER), max: max > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : max };
}

/** Bounds of an element up to this one are counted by states. */
const mostCounted = 100;

/**
 * Tests if states alone match the content: no xs:all, and no bounds but 0, 1 and unbounded, except those of elements outside of repeated
 * groups. Such bounds in a repeated group may leave open which round an element belongs to.
 */
export function isPlain(content: NormalContent | undefined, repeated = false): boolean {
  if (content === undefined) return true;
  const { kind, min, max } = content;
  const highest = max === Number.POSITIVE_INFINITY ? min : max;
  if (kind === "leaf") return highest <= (repeated ? 1 : mostCounted);
  return kind !== "all" && highest <= 1 && content.children.every((child) => isPlain(child, repeated || max > 1));
}

/** Tests if the content can be empty. XSD 1.0 Part 1 §3.9.6 (cos-group-emptiable) */
export function isEmptiable(content: NormalContent): boolean {
  if (content.min === 0) return true;
  if (content.kind === "leaf") return false;
  return content.kind === "choice" ? content.children.some(isEmptiable) : content.children.every(isEmptiable);
}

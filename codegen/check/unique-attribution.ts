/**
 * Unique Particle Attribution: while reading, each child element can belong to one particle only.
 * XSD 1.0 Part 1 §3.8.6 (cos-nonambig), appendix H.
 *
 * (a?, a) is wrong: a first "a" fits both. (a{2,2}, a) is right: the counter distinguishes them.
 *
 * Nothing is expanded: only leaves that can take one name and are not too far apart are compared, two at a time, by where the one can follow
 * the other.
 */

import { leafOf } from "../../src/runtime/automaton/automaton.js";
import { edgesBetween } from "../../src/runtime/automaton/edges.js";
import {
  buildTree,
  canBeginWith,
  childToward,
  isInside,
  restIsNullable,
  type Tree,
  type TreeNode,
} from "../../src/runtime/automaton/tree.js";
import type { Name } from "../../src/xml/names.js";
import type { ComplexTypeDefinition, ElementDeclaration, Particle } from "../schema/components.js";
import { allowsNamespace } from "../schema/namespace-constraint.js";
import type { LeafParticle } from "../schema/queries.js";
import type { Substitution } from "../schema/substitution.js";
import { typeName } from "./breach.js";
import type { CheckContext } from "./context.js";
import { contentOf } from "./particle-content.js";
import { EarlierLeaves, firstRival } from "./rivals.js";
import { haveCommon, mayShareNames } from "./shared-names.js";

type Leaf = TreeNode<LeafParticle>;

/** Two particles that compete for an element, and for which. */
export interface Conflict {
  readonly first: LeafParticle;
  readonly second: LeafParticle;
  readonly subject: string;
}

/** Checks every content model. One conflict is reported for each pair of particles, and not again in the types that extend the model. */
export function checkUniqueAttribution({ schema, substitution, sharedNames, report }: CheckContext): void {
  for (const type of schema.complexTypes) {
    const { contentType } = type;
    if (!sharedNames.added.has(type) || !("particle" in contentType)) continue;
    const conflicts = findConflicts(contentType.particle, substitution);
    if (conflicts.length === 0) continue;
    const inherited = inheritedLeaves(type);
    for (const { first, second, subject } of conflicts) {
      if (inherited.has(first.term) && inherited.has(second.term)) continue;
      const message = `${subject} matches two particles of ${typeName(type)}`;
      report({ id: "cos-nonambig", message, at: second.at, related: [{ message: "first here", at: first.at }] });
    }
  }
}

/** Terms of the base's content: its conflicts are reported there. */
function inheritedLeaves(type: ComplexTypeDefinition): ReadonlySet<unknown> {
  const base = type.baseType;
  if (type.derivation === "restriction" || base.kind !== "complexType") return new Set();
  if (base.contentType.kind !== "elementOnly" && base.contentType.kind !== "mixed") return new Set();
  const own = new Set<unknown>();
  if (type.ownParticle !== undefined) for (const leaf of buildTree(contentOf(type.ownParticle)).leaves) own.add(leafOf(leaf).term);
  const inherited = new Set<unknown>();
  for (const leaf of buildTree(contentOf(base.contentType.particle)).leaves) {
    if (!own.has(leafOf(leaf).term)) inherited.add(leafOf(leaf).term);
  }
  return inherited;
}

/** More conflicts of one content model are not reported: a thousand particles of one name may all compete with each other. */
const mostConflicts = 1000;

/** The conflicts in one content model, in document order of the second particle. */
export function findConflicts(particle: Particle, substitution: Substitution): readonly Conflict[] {
  if (!mayShareNames(particle, substitution)) return [];
  const all = membersOfAll(particle);
  const conflicts: Conflict[] = [];
  for (const { first, second, subject } of overlappingPairs(buildTree(contentOf(particle)), substitution, all)) {
    if (!all && !compete(first, second) && !compete(second, first)) continue;
    conflicts.push({ first: leafOf(first), second: leafOf(second), subject });
    if (conflicts.length === mostConflicts) break;
  }
  return conflicts;
}

/** Of the members of an xs:all any two are candidates at the same time. */
function membersOfAll(particle: Particle): boolean {
  let term = particle.term;
  while (term.kind === "modelGroup" && term.compositor !== "all" && term.particles.length === 1 && term.particles[0] !== undefined) {
    term = term.particles[0].term;
  }
  return term.kind === "modelGroup" && term.compositor === "all";
}

interface Pair {
  readonly first: Leaf;
  readonly second: Leaf;
  readonly subject: string;
}

/** Pairs of leaves that can take one and the same name, without those that are too far apart. XSD 1.0 Part 1 appendix H ("overlap") */
function* overlappingPairs(tree: Tree<LeafParticle>, substitution: Substitution, all: boolean): Iterable<Pair> {
  const byName = new Map<Name, EarlierLeaves<LeafParticle>>();
  const elements = new EarlierLeaves<LeafParticle>();
  const wildcards = new EarlierLeaves<LeafParticle>();
  for (const second of tree.leaves) {
    const { term } = leafOf(second);
    const firsts = new Map<Leaf, string>();
    const nearest = all ? 0 : firstRival(second);
    for (const first of wildcards.rivals(second, nearest)) addWildcardOverlap(firsts, first, first, second, substitution);
    if (term.kind === "wildcard") {
      for (const first of elements.rivals(second, nearest)) addWildcardOverlap(firsts, first, second, first, substitution);
      wildcards.add(second);
    } else {
      elements.add(second);
      for (const name of namesFor(term, substitution)) {
        const same = byName.get(name) ?? new EarlierLeaves<LeafParticle>();
        for (const first of same.rivals(second, nearest)) if (!firsts.has(first)) firsts.set(first, `"${name.clark}"`);
        same.add(second);
        byName.set(name, same);
      }
    }
    for (const [first, subject] of firsts) yield { first, second, subject };
  }
}

function namesFor(declaration: ElementDeclaration, substitution: Substitution): readonly Name[] {
  return substitution.elementsFor(declaration).map(({ name }) => name);
}

/** Adds what a wildcard and another leaf can both take. */
function addWildcardOverlap(firsts: Map<Leaf, string>, first: Leaf, wildcard: Leaf, leaf: Leaf, substitution: Substitution): void {
  const { term } = leafOf(wildcard);
  const other = leafOf(leaf).term;
  if (term.kind !== "wildcard" || firsts.has(first)) return;
  if (other.kind === "wildcard") {
    if (haveCommon(term.namespaceConstraint, other.namespaceConstraint)) firsts.set(first, "an element that both wildcards allow");
    return;
  }
  const name = namesFor(other, substitution).find(({ namespace }) => allowsNamespace(term.namespaceConstraint, namespace));
  if (name !== undefined) firsts.set(first, `"${name.clark}"`);
}

/** Tests if there is a place in the content where both leaves may come next. Half of the answer: `two` is reached further out than `one`. */
function compete(one: Leaf, two: Leaf): boolean {
  if (beginTogether(one, two)) return true;
  for (let node: Leaf | undefined = one; node !== undefined && canBeginWith(node, one); node = node.parent) {
    if (node.max > 1 && competesWithRound(node, two)) return true;
    const before: Leaf | undefined = node.index > 0 && node.parent?.kind === "sequence" ? node.parent.children[node.index - 1] : undefined;
    if (before !== undefined && edgesBetween(before, two).some((edge) => edge.repeats !== before)) return true;
  }
  return false;
}

/** Both stand at the beginning of a group, or in a sequence with nothing between them that must occur. */
function beginTogether(one: Leaf, two: Leaf): boolean {
  let group: Leaf | undefined = one.parent;
  while (group !== undefined && !isInside(two, group)) group = group.parent;
  if (group === undefined) return false;
  if (canBeginWith(group, one) && canBeginWith(group, two)) return true;
  const [near, far] = [childToward(group, one), childToward(group, two)];
  if (group.kind !== "sequence" || near.index >= far.index) return false;
  return near.nullable && canBeginWith(near, one) && canBeginWith(far, two) && restIsNullable(near, far);
}

/** After an occurrence of `node`, `two` may follow while another occurrence may begin: not where the counter decides, as in a{2,2}. */
function competesWithRound(node: Leaf, two: Leaf): boolean {
  return !counterDecides(node) && edgesBetween(node, two).some((edge) => edge.repeats !== node);
}

/** The count is fixed, and follows from what has been read: in (a{2,3} | b){2,2} "a a a a" may be one round or two. */
function counterDecides(node: Leaf): boolean {
  if (!node.counted || node.min < node.max) return false;
  return !leavesOf(node).some((leaf) => canBeginWith(node, leaf) && mayRepeatWithin(node, leaf));
}

/** The leaf may follow itself both within an occurrence of `node` and in the next one. */
function mayRepeatWithin(node: Leaf, leaf: Leaf): boolean {
  for (let inner = leaf; inner !== node && inner.parent !== undefined; inner = inner.parent) {
    // Of a{2,3} two rounds are at least 4, one is at most 3: only where the sums meet is there a doubt.
    const sumsMeet = inner.max === Number.POSITIVE_INFINITY || node.max * inner.min <= (node.max - 1) * inner.max;
    const repeats = inner.max > 1 && sumsMeet && !counterDecides(inner);
    if (repeats && edgesBetween(inner, leaf).some((edge) => edge.repeats === node)) return true;
  }
  return false;
}

function leavesOf(node: Leaf): readonly Leaf[] {
  const nodes = [node];
  for (const next of nodes) nodes.push(...next.children);
  return nodes.filter((next) => next.kind === "leaf");
}

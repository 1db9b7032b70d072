/**
 * Unique Particle Attribution: while reading, each child element can belong to one particle only.
 * XSD 1.0 Part 1 §3.8.6 (cos-nonambig), appendix H.
 *
 * (a?, a) is wrong: a first "a" fits both. (a{2,2}, a) is right: the counter tells them apart.
 *
 * Nothing is expanded: only leaves that can take one name are compared, two at a time, by where the one can follow the other.
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
import type { Report } from "../diagnostics.js";
import type { ComplexTypeDefinition, Particle, Schema } from "../schema/components.js";
import { allowsNamespace, intersectConstraints } from "../schema/namespace-constraint.js";
import { reportFinding, typeName } from "./finding.js";
import { contentOf, type LeafParticle, mayShareNames, SubstitutionGroups } from "./particle-content.js";

type Leaf = TreeNode<LeafParticle>;

/** Two particles that compete for an element, and for which. */
export interface Conflict {
  readonly first: LeafParticle;
  readonly second: LeafParticle;
  readonly subject: string;
}

/** Checks every content model. One conflict is reported for each pair of particles, and not again in the types that extend the model. */
export function checkUniqueAttribution(schema: Schema, report: Report): void {
  const groups = new SubstitutionGroups(schema);
  for (const type of schema.complexTypes) {
    const particle = ownContent(type);
    if (particle === undefined) continue;
    const conflicts = findConflicts(particle, groups);
    if (conflicts.length === 0) continue;
    const inherited = inheritedLeaves(type);
    for (const { first, second, subject } of conflicts) {
      if (inherited.has(first.term) && inherited.has(second.term)) continue;
      const message = `${subject} matches two particles of ${typeName(type)}`;
      reportFinding(report, { id: "cos-nonambig", message, at: second.at, related: [{ message: "first here", at: first.at }] });
    }
  }
}

function ownContent(type: ComplexTypeDefinition): Particle | undefined {
  const { contentType, baseType } = type;
  if (contentType.kind !== "elementOnly" && contentType.kind !== "mixed") return undefined;
  if (baseType.kind === "complexType" && baseType.contentType === contentType) return undefined;
  return contentType.particle;
}

/** Terms of the base's content: its conflicts were told there. */
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

/** The conflicts in one content model, in document order of the second particle. */
export function findConflicts(particle: Particle, groups: SubstitutionGroups): readonly Conflict[] {
  if (!mayShareNames(particle, groups)) return [];
  const all = membersOfAll(particle);
  const tree = buildTree(contentOf(particle));
  const conflicts: Conflict[] = [];
  for (const { first, second, subject } of overlappingPairs(tree, groups)) {
    if (all || compete(first, second) || compete(second, first)) {
      conflicts.push({ first: leafOf(first), second: leafOf(second), subject });
    }
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

/** Leaves that can take one and the same name. XSD 1.0 Part 1 appendix H ("overlap") */
function overlappingPairs(tree: Tree<LeafParticle>, groups: SubstitutionGroups): readonly Pair[] {
  const pairs = new Map<Leaf, Map<Leaf, Pair>>();
  const add = (one: Leaf, other: Leaf, subject: string) => {
    const [first, second] = one.order < other.order ? [one, other] : [other, one];
    const known = pairs.get(second) ?? new Map<Leaf, Pair>();
    if (!known.has(first)) known.set(first, { first, second, subject });
    pairs.set(second, known);
  };
  const byName = new Map<Name, Leaf[]>();
  const wildcards: Leaf[] = [];
  for (const leaf of tree.leaves) {
    const { term } = leafOf(leaf);
    for (const wildcard of wildcards) addWildcardOverlap(wildcard, leaf, groups, add);
    if (term.kind === "wildcard") {
      for (const other of tree.leaves) {
        if (other.order < leaf.order && leafOf(other).term.kind === "element") addWildcardOverlap(leaf, other, groups, add);
      }
      wildcards.push(leaf);
      continue;
    }
    for (const name of groups.namesFor(term)) {
      const same = byName.get(name) ?? [];
      for (const other of same) add(other, leaf, `"${name.clark}"`);
      same.push(leaf);
      byName.set(name, same);
    }
  }
  return [...pairs.values()].flatMap((known) => [...known.values()]).sort((left, right) => left.second.order - right.second.order);
}

function addWildcardOverlap(
  wildcard: Leaf,
  leaf: Leaf,
  groups: SubstitutionGroups,
  add: (one: Leaf, other: Leaf, subject: string) => void,
): void {
  const { term } = leafOf(wildcard);
  const other = leafOf(leaf).term;
  if (term.kind !== "wildcard") return;
  if (other.kind === "wildcard") {
    const common = intersectConstraints(term.namespaceConstraint, other.namespaceConstraint);
    if (common?.kind !== "list" || common.namespaces.length > 0) add(wildcard, leaf, "an element that both wildcards allow");
  } else {
    const name = groups.namesFor(other).find(({ namespace }) => allowsNamespace(term.namespaceConstraint, namespace));
    if (name !== undefined) add(wildcard, leaf, `"${name.clark}"`);
  }
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

/** The count is fixed, and what has been read tells the count: in (a{2,3} | b){2,2} "a a a a" may be one round or two. */
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

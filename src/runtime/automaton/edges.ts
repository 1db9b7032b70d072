/**
 * The edges of the automaton, computed from the tree and never listed in full.
 *
 * A state means "this node has just occurred". What can follow is a repetition of the node or of a group that it completes, or what comes
 * after it. Bounds become conditions on counters.
 *
 * (a{2,3}, b?)+ after "a": another "a" (counter below 3), "b" (counter at least 2), "a" in a new round (counter at least 2).
 */
import { acceptsCount, canBeginWith, childToward, isInside, restIsNullable, type TreeNode } from "./tree.js";

/** An edge from a state to a leaf. */
export interface Edge<Leaf> {
  readonly to: TreeNode<Leaf>;
  /** Counted nodes that the edge leaves. Each must have occurred often enough. */
  readonly exits: readonly TreeNode<Leaf>[];
  /** The node that is repeated, if the edge is a repetition. */
  readonly repeats: TreeNode<Leaf> | undefined;
  /** The number of the leaf's repeated groups, outermost first, that stay in their round; the others begin a new one. */
  readonly kept: number;
  /** The number of counters, outermost first, that keep their values. */
  readonly keptCounters: number;
}

/** Counted nodes that must have occurred often enough; undefined if the content cannot end. */
export type Exits<Leaf> = readonly TreeNode<Leaf>[] | undefined;

/** All edges from the state "`from` occurred" to `leaf`, staying in the innermost round first. */
export function edgesBetween<Leaf>(from: TreeNode<Leaf>, leaf: TreeNode<Leaf>): readonly Edge<Leaf>[] {
  const edges: Edge<Leaf>[] = [];
  const exits: TreeNode<Leaf>[] = [];
  for (let node = from; ; ) {
    if (node.max > 1 && canBeginWith(node, leaf)) edges.push(repetition(node, leaf, exits));
    if (node.counted) exits.push(node);
    const group = node.parent;
    if (group === undefined) return edges;
    if (group.kind === "sequence") {
      const follower = isInside(leaf, group) ? childToward(group, leaf) : undefined;
      if (follower !== undefined && follower.index > node.index && canBeginWith(follower, leaf) && restIsNullable(node, follower)) {
        edges.push(following(follower, leaf, exits));
      }
      if (!restIsNullable(node)) return edges;
    }
    node = group;
  }
}

function repetition<Leaf>(node: TreeNode<Leaf>, leaf: TreeNode<Leaf>, exits: readonly TreeNode<Leaf>[]): Edge<Leaf> {
  return { to: leaf, exits: [...exits], repeats: node, kept: node.repeatedOutside.length, keptCounters: node.counterIndex };
}

function following<Leaf>(follower: TreeNode<Leaf>, leaf: TreeNode<Leaf>, exits: readonly TreeNode<Leaf>[]): Edge<Leaf> {
  return { to: leaf, exits: [...exits], repeats: undefined, kept: follower.repeatedOutside.length, keptCounters: follower.counterIndex };
}

/** The edge from the start to `leaf`, if the model can begin with it. */
export function edgeFromStart<Leaf>(root: TreeNode<Leaf>, leaf: TreeNode<Leaf>): Edge<Leaf> | undefined {
  return canBeginWith(root, leaf) ? { to: leaf, exits: [], repeats: undefined, kept: 0, keptCounters: 0 } : undefined;
}

/** The nodes that must have occurred often enough for the content to end after `from`; undefined if it cannot end there. */
export function exitsToEnd<Leaf>(from: TreeNode<Leaf>): Exits<Leaf> {
  const exits: TreeNode<Leaf>[] = [];
  for (let node: TreeNode<Leaf> | undefined = from; node !== undefined; node = node.parent) {
    if (node.counted) exits.push(node);
    if (node.parent?.kind === "sequence" && !restIsNullable(node)) return undefined;
  }
  return exits;
}

/** The state after a leaf: the outermost node that it completes, so that all members of a choice share one state. */
export function stateNodeOf<Leaf>(leaf: TreeNode<Leaf>): TreeNode<Leaf> {
  let node = leaf;
  while (node.max === 1 && node.parent !== undefined) {
    if (node.parent.kind === "sequence" && node.index < node.parent.children.length - 1) break;
    node = node.parent;
  }
  return node;
}

/** Tests if the counters allow an edge. */
export function isOpen(edge: Edge<unknown>, counters: readonly number[]): boolean {
  const { repeats } = edge;
  if (repeats?.counted && (counters[repeats.counterIndex] ?? 0) >= repeats.max) return false;
  return mayExit(edge.exits, counters);
}

/** Tests if all of the nodes have occurred often enough. */
export function mayExit(exits: readonly TreeNode<unknown>[], counters: readonly number[]): boolean {
  for (const node of exits) {
    if (!acceptsCount(node, counters[node.counterIndex] ?? 0)) return false;
  }
  return true;
}

/** Updates the counters for an edge. */
export function count(edge: Edge<unknown>, counters: number[]): void {
  const { repeats } = edge;
  let index = edge.keptCounters;
  if (repeats?.counted) {
    const next = (counters[index] ?? 0) + 1;
    // Without an upper bound, counts beyond the lower bound are equivalent.
    counters[index] = repeats.max === Number.POSITIVE_INFINITY && repeats.split === undefined ? Math.min(next, repeats.min) : next;
    index++;
  }
  for (const end = edge.to.counterIndex + (edge.to.counted ? 1 : 0); index < end; index++) counters[index] = 1;
}

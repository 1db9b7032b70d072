/**
 * Content model -> tree of nodes that answer "can leaf q follow here" in time proportional to the depth of the tree.
 *
 * Groups that occur exactly once are merged into a parent of the same kind, bounds are normalized (a group that can be empty has a lower
 * bound of 0), and a repetition directly within a repetition becomes one count if the sums allow it.
 * XSD 1.0 Part 1 §3.8.6 (emptiable, effective total range), §3.9.4 (cvc-particle)
 */
import type { Content, GroupContent } from "./content.js";

/** A node without its position in the tree. */
interface NodeShape<Leaf> {
  readonly kind: "leaf" | "sequence" | "choice";
  readonly leaf: Leaf | undefined;
  readonly min: number;
  readonly max: number;
  readonly split: Split | undefined;
  readonly nullable: boolean;
  readonly repeatedOutside: readonly GroupContent<Leaf>[];
  readonly children: readonly TreeNode<Leaf>[];
}

/** A particle in normal form. */
export class TreeNode<Leaf> implements NodeShape<Leaf> {
  readonly kind: "leaf" | "sequence" | "choice";
  readonly leaf: Leaf | undefined;
  /** The occurrences needed once there is one. 0 if the term can be empty, since empty rounds need not be counted. */
  readonly min: number;
  readonly max: number;
  /** Set if two repetitions were combined: the total is valid if it splits into rounds of valid sizes. */
  readonly split: Split | undefined;
  /** The bounds need a counter: they are neither 0..1 or 1..1, nor unbounded from 0 or 1. */
  readonly counted: boolean;
  /** The particle can be absent or empty. */
  readonly nullable: boolean;
  /** The repeated groups around this node, outermost first, without the node itself. */
  readonly repeatedOutside: readonly GroupContent<Leaf>[];
  readonly children: readonly TreeNode<Leaf>[];
  parent: TreeNode<Leaf> | undefined = undefined;
  index = 0;
  depth = 0;
  /** The number of counted nodes around this one, which is the index of its own counter. */
  counterIndex = 0;
  /** The number of siblings before this one that cannot be empty (in a sequence). */
  requiredBefore = 0;
  /** The preorder numbers of this node and of the last node in it. */
  order = 0;
  lastOrder = 0;
  /** For a leaf: the depth of the outermost node that can begin with it. */
  firstDepth = 0;

  constructor(shape: NodeShape<Leaf>) {
    this.kind = shape.kind;
    this.leaf = shape.leaf;
    this.min = shape.min;
    this.max = shape.max;
    this.split = shape.split;
    this.counted = shape.min > 1 || (shape.max > 1 && shape.max !== Number.POSITIVE_INFINITY) || shape.split !== undefined;
    this.nullable = shape.nullable;
    this.repeatedOutside = shape.repeatedOutside;
    this.children = shape.children;
  }
}

/** (X{least, most}){min, max} as one count of X. */
export interface Split {
  readonly least: number;
  readonly most: number;
  readonly min: number;
  readonly max: number;
}

/** The normal form of a content model, with its leaves in document order. */
export interface Tree<Leaf> {
  readonly root: TreeNode<Leaf>;
  readonly leaves: readonly TreeNode<Leaf>[];
  /** The number of counted nodes on the path with the most of them. */
  readonly counterCount: number;
}

/** Tests if a node can be left after a number of occurrences. */
export function acceptsCount(node: TreeNode<unknown>, count: number): boolean {
  if (count < node.min) return false;
  if (node.split === undefined) return true;
  const rounds = Math.max(node.split.min, Math.ceil(count / node.split.most));
  return rounds <= node.split.max && rounds * node.split.least <= count;
}

/** Tests if `node` can begin with `leaf`. */
export function canBeginWith(node: TreeNode<unknown>, leaf: TreeNode<unknown>): boolean {
  return isInside(leaf, node) && node.depth >= leaf.firstDepth;
}

/** Tests if `inner` is `outer` or one of its descendants. */
export function isInside(inner: TreeNode<unknown>, outer: TreeNode<unknown>): boolean {
  return inner.order >= outer.order && inner.order <= outer.lastOrder;
}

/** The child of `group` that is `node` or contains it. */
export function childToward<Leaf>(group: TreeNode<Leaf>, node: TreeNode<Leaf>): TreeNode<Leaf> {
  let child = node;
  while (child.parent !== group && child.parent !== undefined) child = child.parent;
  return child;
}

/** Tests if all siblings of a sequence after `node`, and before `end` if given, can be empty. */
export function restIsNullable(node: TreeNode<unknown>, end?: TreeNode<unknown>): boolean {
  const siblings = node.parent?.children ?? [];
  const last = siblings[siblings.length - 1];
  const before = end !== undefined ? end.requiredBefore : last === undefined ? 0 : last.requiredBefore + (last.nullable ? 0 : 1);
  return before === node.requiredBefore + (node.nullable ? 0 : 1);
}

interface ChildNodes<Leaf> {
  readonly nodes: TreeNode<Leaf>[];
  /** For a choice: one of the alternatives is an empty group. */
  emptyAlternative: boolean;
}

interface OpenGroup<Leaf> {
  readonly content: GroupContent<Leaf>;
  readonly repeatedOutside: readonly GroupContent<Leaf>[];
  readonly repeatedInside: readonly GroupContent<Leaf>[];
  /** Those of the parent, if the group is merged into it. */
  readonly members: ChildNodes<Leaf>;
  readonly merged: boolean;
  next: number;
}

/** Builds the tree. Iterative, because long chains of extensions nest sequences deeply. */
export function buildTree<Leaf>(content: Content<Leaf>): Tree<Leaf> {
  const top: ChildNodes<Leaf> = { nodes: [], emptyAlternative: false };
  const stack: OpenGroup<Leaf>[] = [];
  open(content, stack, top);
  for (let group = stack[stack.length - 1]; group !== undefined; group = stack[stack.length - 1]) {
    const child = group.content.children[group.next++];
    if (child !== undefined) open(child, stack, group.members);
    else {
      stack.pop();
      if (!group.merged) addNode(stack[stack.length - 1]?.members ?? top, groupNode(group));
    }
  }
  return number(top.nodes[0] ?? emptyNode());
}

function open<Leaf>(content: Content<Leaf>, stack: OpenGroup<Leaf>[], members: ChildNodes<Leaf>): void {
  const parent = stack[stack.length - 1];
  const outside = parent?.repeatedInside ?? [];
  if (content.max === 0) return;
  if (content.kind === "leaf") addNode(members, leafNode(content.leaf, content.min, content.max, outside));
  else {
    const merged = parent !== undefined && isOnce(content) && content.kind === parent.content.kind;
    const own = merged ? members : { nodes: [], emptyAlternative: false };
    const inside = content.max > 1 ? [...outside, content] : outside;
    stack.push({ content, repeatedOutside: outside, repeatedInside: inside, members: own, merged, next: 0 });
  }
}

function addNode<Leaf>(members: ChildNodes<Leaf>, node: TreeNode<Leaf> | undefined): void {
  if (node === undefined) members.emptyAlternative = true;
  else members.nodes.push(node);
}

function isOnce(content: Content<unknown>): boolean {
  return content.min === 1 && content.max === 1;
}

/**
 * An xs:all within another group is treated as a repeated choice.
 * Deviation: XSD 1.0 forbids it (cos-all-limited), so this only matters after that error. `AllMatcher` matches a group on its own exactly.
 */
function groupKind(content: GroupContent<unknown>): "sequence" | "choice" {
  return content.kind === "sequence" ? "sequence" : "choice";
}

const none: readonly never[] = [];

function leafNode<Leaf>(leaf: Leaf, min: number, max: number, repeatedOutside: readonly GroupContent<Leaf>[]): TreeNode<Leaf> {
  return new TreeNode({ kind: "leaf", leaf, min, max, split: undefined, nullable: min === 0, repeatedOutside, children: none });
}

function emptyNode<Leaf>(): TreeNode<Leaf> {
  const bounds = { min: 1, max: 1, split: undefined, nullable: true };
  return new TreeNode<Leaf>({ kind: "sequence", leaf: undefined, ...bounds, repeatedOutside: none, children: none });
}

/** The node of a group whose members are complete; undefined for a group that is always empty. */
function groupNode<Leaf>(group: OpenGroup<Leaf>): TreeNode<Leaf> | undefined {
  const { content, members, repeatedOutside } = group;
  const kind = groupKind(content);
  const children = members.nodes;
  // A choice without alternatives accepts nothing, not even the empty sequence; a sequence without members is empty.
  const inner =
    kind === "sequence" ? children.every((child) => child.nullable) : members.emptyAlternative || children.some((child) => child.nullable);
  const only = children[0];
  if (only === undefined && (inner || content.min === 0)) return undefined;
  if (only !== undefined && children.length === 1 && !(kind === "choice" && members.emptyAlternative)) {
    const merged = mergeRepetition(content, only);
    if (merged !== undefined) return merged;
  }
  const within = content.kind === "all" ? { min: 0, max: Number.POSITIVE_INFINITY } : content;
  const bounds = { min: inner ? 0 : within.min, max: within.max, split: undefined };
  return new TreeNode({ kind, leaf: undefined, ...bounds, nullable: bounds.min === 0, repeatedOutside, children });
}

/**
 * Combines the repetition of a repeated particle: (a{2,4}){3,5} is a{6,20}, and (a{5,6}){1,3} is a{5,18} with a total of 5..6, 10..12 or
 * 15..18. Fixed inner counts are not combined, because their rounds are unambiguous.
 */
function mergeRepetition<Leaf>(group: GroupContent<Leaf>, child: TreeNode<Leaf>): TreeNode<Leaf> | undefined {
  if (group.kind === "all" || child.split !== undefined) return undefined;
  if (isOnce(group)) return child;
  if (group.max === 1 || child.max === 1 || child.min === child.max) return undefined;
  const nullable = child.nullable || group.min === 0;
  const sizes = { least: child.min, most: child.max, min: nullable ? 1 : group.min, max: group.max };
  const split = isContiguous(sizes) ? undefined : sizes;
  const { kind, leaf, repeatedOutside, children } = child;
  const bounds = { min: sizes.least * sizes.min, max: sizes.most * sizes.max, split, nullable };
  return new TreeNode({ kind, leaf, ...bounds, repeatedOutside, children });
}

/** Tests if there is no gap between the totals of k and k + 1 rounds, for the smallest k and therefore for all. */
export function isContiguous({ least, most, min, max }: Split): boolean {
  // 0 times unbounded is 0.
  const mostInFewest = min === 0 ? 0 : min * most;
  return max <= min || (min + 1) * least <= mostInFewest + 1;
}

/** Fills in parents, depths, preorder numbers and counter indices. */
function number<Leaf>(root: TreeNode<Leaf>): Tree<Leaf> {
  const leaves: TreeNode<Leaf>[] = [];
  const ways: TreeNode<Leaf>[] = [];
  let counterCount = 0;
  let order = 0;
  const pending: { node: TreeNode<Leaf>; next: number }[] = [{ node: root, next: 0 }];
  root.order = order++;
  for (let top = pending[pending.length - 1]; top !== undefined; top = pending[pending.length - 1]) {
    const { node } = top;
    const child = node.children[top.next];
    if (child === undefined) {
      node.lastOrder = order - 1;
      counterCount = Math.max(counterCount, node.counterIndex + (node.counted ? 1 : 0));
      if (node.kind === "leaf") leaves.push(node);
      ways.push(node);
      pending.pop();
      continue;
    }
    const previous = node.children[top.next - 1];
    child.parent = node;
    child.index = top.next++;
    child.depth = node.depth + 1;
    child.counterIndex = node.counterIndex + (node.counted ? 1 : 0);
    child.requiredBefore = previous === undefined ? 0 : previous.requiredBefore + (previous.nullable ? 0 : 1);
    child.order = order++;
    pending.push({ node: child, next: 0 });
  }
  markFirsts(ways);
  return { root, leaves, counterCount };
}

/** Fills in `firstDepth`. `nodes` are in postorder, so going backwards visits parents before their children. */
function markFirsts(nodes: readonly TreeNode<unknown>[]): void {
  for (let at = nodes.length - 1; at >= 0; at--) {
    const node = nodes[at];
    if (node?.parent === undefined) continue;
    const begins = node.parent.kind === "choice" || node.requiredBefore === 0;
    node.firstDepth = begins ? node.parent.firstDepth : node.depth;
  }
}

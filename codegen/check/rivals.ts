/**
 * Which of the leaves before a leaf may compete with it, by their places alone.
 *
 * While a content model is read, two leaves can come next at once only where nothing that must occur stands between them, or where a group
 * that repeats begins with the earlier one again. So of thousands of particles of one name each is compared with a few.
 * XSD 1.0 Part 1 §3.8.6 (cos-nonambig)
 */
import { canBeginWith, isInside, type TreeNode } from "../../src/runtime/automaton/tree.js";

/** The number (in preorder) from which on leaves may compete with `leaf` within one round of everything around it. */
export function firstRival(leaf: TreeNode<unknown>): number {
  let node = leaf;
  while (node.parent !== undefined && node.depth > leaf.firstDepth) node = node.parent;
  const { parent } = node;
  if (parent === undefined) return 0;
  if (parent.kind !== "sequence") return parent.order;
  // What must occur just before can repeat, and so compete with what follows.
  for (let index = node.index - 1; index >= 0; index--) {
    const sibling = parent.children[index];
    if (sibling !== undefined && !sibling.nullable) return sibling.order;
  }
  return parent.order;
}

/** Leaves that came already, in document order. */
export class EarlierLeaves<Leaf> {
  readonly #leaves: TreeNode<Leaf>[] = [];
  /** Those that a group that repeats begins with, with the outermost such group. */
  readonly #starters: { readonly leaf: TreeNode<Leaf>; readonly group: TreeNode<Leaf> }[] = [];

  add(leaf: TreeNode<Leaf>): void {
    this.#leaves.push(leaf);
    const group = outermostRepeated(leaf);
    if (group !== undefined) this.#starters.push({ leaf, group });
  }

  /** Those that may compete with `second`; `nearest` is its `firstRival`. */
  rivals(second: TreeNode<Leaf>, nearest: number): readonly TreeNode<Leaf>[] {
    const found: TreeNode<Leaf>[] = [];
    for (const { leaf, group } of this.#starters) if (leaf.order < nearest && isInside(second, group)) found.push(leaf);
    let from = this.#leaves.length;
    while (from > 0 && (this.#leaves[from - 1]?.order ?? -1) >= nearest) from--;
    return found.concat(this.#leaves.slice(from));
  }
}

/** The outermost group around a leaf that repeats and can begin with it. */
function outermostRepeated<Leaf>(leaf: TreeNode<Leaf>): TreeNode<Leaf> | undefined {
  let found: TreeNode<Leaf> | undefined;
  for (let node = leaf.parent; node !== undefined && canBeginWith(node, leaf); node = node.parent) if (node.max > 1) found = node;
  return found;
}

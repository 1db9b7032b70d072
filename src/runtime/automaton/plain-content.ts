/**
 * Content models that states alone match: each element has one particle, and bounds are 0, 1 and unbounded; elements outside of repeated
 * groups may have other small ones. Most models are so, and programs whose contracts have no others are bundled without counters.
 *
 * A state means "this node has just occurred", and for an element with other bounds, how often. Whether a leaf can follow is found from the tree when its name is first asked for, in time
 * proportional to the depth, so compiling takes time linear in the number of particles. XSD 1.0 Part 1 §3.8.4 (cvc-model-group)
 */
import type { Name } from "../../xml/names.js";
import type { Content, GroupContent, LeafTest } from "./content.js";
import type { ContentModel, ContentState, ContentStep } from "./matcher.js";
import { StateMatcher } from "./state-matcher.js";

/** A particle. */
class Node<Leaf> {
  readonly content: Content<Leaf>;
  /** The groups around it that can occur more than once, outermost first. */
  readonly outside: readonly GroupContent<Leaf>[];
  /** How often it may occur, and must before what comes after it. A group that can repeat has no bounds. */
  readonly max: number;
  readonly min: number;
  readonly children: readonly Node<Leaf>[];
  /** It can be absent or empty. */
  readonly nullable: boolean;
  /** The number of children that cannot be empty. */
  readonly required: number;
  parent: Node<Leaf> | undefined = undefined;
  index = 0;
  /** The number of siblings before it that cannot be empty. */
  before = 0;
  /** The states after it, by the number of its occurrences. */
  readonly states: PlainState<Leaf>[] = [];

  constructor(content: Content<Leaf>, outside: readonly GroupContent<Leaf>[]) {
    const { kind, max } = content;
    this.content = content;
    this.outside = outside;
    // Deviation: an xs:all within another group is a repeated choice. XSD 1.0 forbids it (cos-all-limited), so this only matters after that error.
    const isAll = kind === "all";
    const isLeaf = kind === "leaf";
    this.max = isLeaf ? max : max > 1 || isAll ? Number.POSITIVE_INFINITY : 1;
    this.min = isLeaf ? content.min : 1;
    const inside = !isLeaf && max > 1 ? [...outside, content] : outside;
    this.children = isLeaf ? [] : membersOf(content).map((member) => new Node(member, inside));
    let required = 0;
    for (const [index, child] of this.children.entries()) {
      child.parent = this;
      child.index = index;
      child.before = required;
      if (!child.nullable) required++;
    }
    this.required = required;
    // A choice without alternatives accepts nothing, not even the empty sequence; a sequence without members is empty.
    const inner = kind === "sequence" ? required === 0 : required < this.children.length;
    this.nullable = content.min === 0 || isAll || inner;
  }

  /** The number of children of its sequence, up to this one, that cannot be empty. */
  get requiredSoFar(): number {
    return this.before + (this.nullable ? 0 : 1);
  }

  /** It can begin with `leaf`. */
  canBeginWith(leaf: Node<Leaf>): boolean {
    let node = leaf;
    for (let group = node.parent; node !== this; group = node.parent) {
      if (group === undefined || (group.content.kind === "sequence" && node.before > 0)) return false;
      node = group;
    }
    return true;
  }
}

/** The members of a group, with those of groups of its kind in it that change nothing. A loop, because such groups may nest deeply. */
function membersOf<Leaf>({ kind, children }: GroupContent<Leaf>): readonly Content<Leaf>[] {
  const members: Content<Leaf>[] = [];
  const pending = children.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind !== "leaf" && next.kind === kind && next.min === 1 && next.max === 1) pending.push(...next.children.toReversed());
    else if (next.max > 0) members.push(next);
  }
  return members;
}

/** The child of `group` that is `leaf` or contains it. */
function childToward<Leaf>(group: Node<Leaf>, leaf: Node<Leaf>): Node<Leaf> | undefined {
  let node: Node<Leaf> | undefined = leaf;
  while (node !== undefined && node.parent !== group) node = node.parent;
  return node;
}

/** The node whose occurrence is the state after a leaf: the outermost one that the leaf completes, so that members of a choice share one. */
function stateNodeOf<Leaf>(leaf: Node<Leaf>): Node<Leaf> {
  let node = leaf;
  for (let group = node.parent; group !== undefined && node.max === 1; group = node.parent) {
    if (group.content.kind === "sequence" && node.index < group.children.length - 1) break;
    node = group;
  }
  return node;
}

/** The content may end after a node that occurred so often. */
function canEndAfter(last: Node<unknown>, count: number): boolean {
  if (count < last.min) return false;
  let node = last;
  for (let group = node.parent; group !== undefined; group = node.parent) {
    if (group.content.kind === "sequence" && group.required !== node.requiredSoFar) return false;
    node = group;
  }
  return true;
}

/** The leaves by what they accept. */
class Leaves<Leaf> {
  readonly all: Node<Leaf>[] = [];
  readonly byName = new Map<Name, Node<Leaf>[]>();
  readonly wildcards: { readonly leaf: Node<Leaf>; readonly accepts: (name: Name) => boolean }[] = [];

  constructor(root: Node<Leaf>, test: (leaf: Leaf) => LeafTest) {
    this.#collect(root, test);
  }

  #collect(node: Node<Leaf>, test: (leaf: Leaf) => LeafTest): void {
    for (const child of node.children) this.#collect(child, test);
    if (node.content.kind !== "leaf") return;
    this.all.push(node);
    const tested = test(node.content.leaf);
    if (tested.kind === "wildcard") this.wildcards.push({ leaf: node, accepts: tested.accepts });
    else for (const name of tested.names) this.#add(name, node);
  }

  #add(name: Name, leaf: Node<Leaf>): void {
    const known = this.byName.get(name);
    if (known === undefined) this.byName.set(name, [leaf]);
    else known.push(leaf);
  }
}

class PlainState<Leaf> implements ContentState<Leaf> {
  readonly final: boolean;
  readonly #node: Node<Leaf>;
  readonly #count: number;
  readonly #leaves: Leaves<Leaf>;
  readonly #steps = new Map<Name, ContentStep<Leaf>>();
  #wildcards: readonly { readonly accepts: (name: Name) => boolean; readonly step: ContentStep<Leaf> }[] | undefined;
  #lastName: Name | undefined;
  #lastStep: ContentStep<Leaf> | undefined;

  constructor(node: Node<Leaf>, count: number, leaves: Leaves<Leaf>) {
    this.final = canEndAfter(node, count);
    this.#node = node;
    this.#count = count;
    this.#leaves = leaves;
  }

  next(name: Name): ContentStep<Leaf> | undefined {
    if (name === this.#lastName) return this.#lastStep;
    const leaves = this.#leaves.byName.get(name);
    // Names that only match wildcards come from documents and are unbounded, so caching them would let documents fill the memory.
    if (leaves === undefined) return this.#wildcardStep(name);
    const step = this.#steps.get(name) ?? this.#findStep(name, leaves);
    this.#lastName = name;
    this.#lastStep = step;
    return step;
  }

  #findStep(name: Name, leaves: readonly Node<Leaf>[]): ContentStep<Leaf> | undefined {
    let step: ContentStep<Leaf> | undefined;
    for (const leaf of leaves) step ??= this.#stepTo(leaf);
    step ??= this.#wildcardStep(name);
    if (step !== undefined) this.#steps.set(name, step);
    return step;
  }

  #wildcardStep(name: Name): ContentStep<Leaf> | undefined {
    this.#wildcards ??= this.#leaves.wildcards.flatMap(({ leaf, accepts }) => {
      const step = this.#stepTo(leaf);
      return step === undefined ? [] : [{ accepts, step }];
    });
    return this.#wildcards.find(({ accepts }) => accepts(name))?.step;
  }

  /** The step to a leaf, staying in the innermost round; undefined if it cannot follow. */
  #stepTo(leaf: Node<Leaf>): ContentStep<Leaf> | undefined {
    let node = this.#node;
    let count = this.#count;
    for (let group = node.parent; ; group = node.parent) {
      if (count < node.max && node.canBeginWith(leaf)) return this.#step(leaf, node);
      if (group === undefined || count < node.min) return undefined;
      if (group.content.kind === "sequence") {
        const next = childToward(group, leaf);
        const follows = next !== undefined && next.index > node.index && next.before === node.requiredSoFar;
        if (follows && next.canBeginWith(leaf)) return this.#step(leaf, next);
        if (group.required !== node.requiredSoFar) return undefined;
      }
      node = group;
      count = 1;
    }
  }

  #step(leaf: Node<Leaf>, begun: Node<Leaf>): ContentStep<Leaf> {
    const node = stateNodeOf(leaf);
    const { min, max, states } = node;
    // Without an upper bound, counts beyond the lower bound are equivalent.
    const most = max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max;
    const count = begun === this.#node && begun === leaf ? Math.min(this.#count + 1, most) : 1;
    states[count] ??= new PlainState(node, count, this.#leaves);
    return { leaf: leafOf(leaf), repeated: leaf.outside, kept: begun.outside.length, state: states[count] };
  }

  expected(): readonly Leaf[] {
    const open = this.#leaves.all.filter((leaf) => this.#stepTo(leaf) !== undefined);
    return [...new Set(open.map(leafOf))];
  }
}

function leafOf<Leaf>({ content }: Node<Leaf>): Leaf {
  if (content.kind !== "leaf") throw new Error("internal: a group is no leaf");
  return content.leaf;
}

/** Compiles a content model that needs neither counters nor several attributions at a time. */
export function compilePlain<Leaf>(content: Content<Leaf>, test: (leaf: Leaf) => LeafTest): ContentModel<Leaf> {
  // What has occurred at the start.
  const nothing = { kind: "choice", children: [], min: 0, max: 1 } as const;
  const root = new Node<Leaf>({ kind: "sequence", children: [nothing, content], min: 1, max: 1 }, []);
  const [first = root] = root.children;
  const start = new PlainState(first, 1, new Leaves(root, test));
  return { start, matcher: () => new StateMatcher(start) };
}

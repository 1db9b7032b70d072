/**
 * Content model -> deterministic automaton with counters.
 *
 * Used twice: to check Unique Particle Attribution, and to match content that takes more than the states of plain-content.ts.
 * (a, b?, c+) gives 0 -a-> 1, 1 -b-> 2, 1 -c-> 3, 2 -c-> 3, 3 -c-> 3; 3 is final.
 *
 * States are nodes of the tree, and edges are computed on first use. So compiling a model takes time linear in the number of its particles,
 * whatever their bounds, and memory grows with use. XSD 1.0 Part 1 §3.8.4 (cvc-model-group), §3.9.4 (cvc-particle)
 */
import type { Name } from "../../xml/names.js";
import type { Content, LeafTest } from "./content.js";
import { type Edge, type Exits, edgeFromStart, edgesBetween, exitsToEnd, stateNodeOf } from "./edges.js";
import type { Transition } from "./matcher.js";
import { buildTree, type Tree, type TreeNode } from "./tree.js";

/** How to compile a content model. */
export interface AutomatonOptions<Leaf> {
  /** Returns what a leaf accepts. */
  readonly test: (leaf: Leaf) => LeafTest;
  /**
   * The model may break Unique Particle Attribution. An element is then attributed to the first matching particle, element declarations
   * before wildcards, and the content is valid if any attribution makes it valid.
   */
  readonly ambiguous?: boolean;
}

/** A transition, its target state, and the edge with its conditions on the counters. */
export interface Step<Leaf> extends Transition<Leaf> {
  readonly state: State<Leaf>;
  readonly edge: Edge<Leaf>;
}

interface WildcardSteps<Leaf> {
  readonly accepts: (name: Name) => boolean;
  readonly steps: readonly Step<Leaf>[];
}

const noSteps: readonly never[] = [];

/** A compiled content model. */
export class Automaton<Leaf> {
  readonly start: State<Leaf>;
  /** Matching needs counters or several attributions at a time. Otherwise plain-content.ts is sufficient. */
  readonly counting: boolean;
  readonly tree: Tree<Leaf>;
  readonly ambiguous: boolean;
  readonly #states = new Map<TreeNode<Leaf>, State<Leaf>>();
  readonly #byName = new Map<Name, TreeNode<Leaf>[]>();
  readonly #wildcards: { readonly node: TreeNode<Leaf>; readonly accepts: (name: Name) => boolean }[] = [];

  constructor(content: Content<Leaf>, options: AutomatonOptions<Leaf>) {
    this.tree = buildTree(content);
    this.ambiguous = options.ambiguous ?? false;
    this.counting = this.ambiguous || this.tree.counterCount > 0;
    for (const node of this.tree.leaves) this.#register(node, options.test(leafOf(node)));
    this.start = new State(this, undefined);
  }

  #register(node: TreeNode<Leaf>, test: LeafTest): void {
    if (test.kind === "wildcard") {
      this.#wildcards.push({ node, accepts: test.accepts });
      return;
    }
    for (const name of test.names) {
      const nodes = this.#byName.get(name);
      if (nodes === undefined) this.#byName.set(name, [node]);
      else nodes.push(node);
    }
  }

  /** The state after `leaf` has been matched. */
  stateAfter(leaf: TreeNode<Leaf>): State<Leaf> {
    const node = stateNodeOf(leaf);
    const known = this.#states.get(node);
    if (known !== undefined) return known;
    const state = new State(this, node);
    this.#states.set(node, state);
    return state;
  }

  /** Tests if some leaf other than a wildcard accepts this name. */
  names(name: Name): boolean {
    return this.#byName.has(name);
  }

  /** The steps to leaves with this name, in order of preference. */
  namedSteps(from: TreeNode<Leaf> | undefined, name: Name): readonly Step<Leaf>[] {
    const steps: Step<Leaf>[] = [];
    for (const leaf of this.#byName.get(name) ?? noSteps) this.#addSteps(from, leaf, steps);
    return steps;
  }

  /** The steps to wildcards that can follow. */
  wildcardSteps(from: TreeNode<Leaf> | undefined): readonly WildcardSteps<Leaf>[] {
    const open: WildcardSteps<Leaf>[] = [];
    for (const { node, accepts } of this.#wildcards) {
      const steps: Step<Leaf>[] = [];
      this.#addSteps(from, node, steps);
      if (steps.length > 0) open.push({ accepts, steps });
    }
    return open;
  }

  #addSteps(from: TreeNode<Leaf> | undefined, leaf: TreeNode<Leaf>, steps: Step<Leaf>[]): void {
    const edges = from === undefined ? edgeFromStart(this.tree.root, leaf) : edgesBetween(from, leaf);
    for (const edge of edges === undefined ? noSteps : "to" in edges ? [edges] : edges) {
      steps.push({ leaf: leafOf(leaf), repeated: leaf.repeatedOutside, kept: edge.kept, state: this.stateAfter(leaf), edge });
    }
  }
}

/** A position in the content. */
export class State<Leaf> {
  /** The nodes that must have occurred often enough for the content to end here; undefined if it cannot end here. */
  readonly exits: Exits<Leaf>;
  /** The node that has just occurred; undefined at the start. */
  readonly node: TreeNode<Leaf> | undefined;
  readonly #automaton: Automaton<Leaf>;
  readonly #steps = new Map<Name, readonly Step<Leaf>[]>();
  #wildcards: readonly WildcardSteps<Leaf>[] | undefined;
  #lastName: Name | undefined;
  #lastSteps: readonly Step<Leaf>[] = noSteps;

  constructor(automaton: Automaton<Leaf>, node: TreeNode<Leaf> | undefined) {
    this.#automaton = automaton;
    this.node = node;
    this.exits = node !== undefined ? exitsToEnd(node) : automaton.tree.root.nullable ? noSteps : undefined;
  }

  /** All steps for an element name that counters may allow. */
  stepsFor(name: Name): readonly Step<Leaf>[] {
    if (name === this.#lastName) return this.#lastSteps;
    // Names that only match wildcards come from documents and are unbounded, so caching them would let documents fill the memory.
    if (!this.#automaton.names(name)) return this.#stepsThroughWildcards(name);
    const steps = this.#steps.get(name) ?? this.#findSteps(name);
    this.#lastName = name;
    this.#lastSteps = steps;
    return steps;
  }

  #findSteps(name: Name): readonly Step<Leaf>[] {
    const named = this.#automaton.namedSteps(this.node, name);
    const steps = named.length > 0 && !this.#automaton.ambiguous ? named : [...named, ...this.#stepsThroughWildcards(name)];
    this.#steps.set(name, steps);
    return steps;
  }

  #stepsThroughWildcards(name: Name): readonly Step<Leaf>[] {
    this.#wildcards ??= this.#automaton.wildcardSteps(this.node);
    let found: readonly Step<Leaf>[] = noSteps;
    for (const { accepts, steps } of this.#wildcards) {
      if (accepts(name)) found = found.length === 0 ? steps : [...found, ...steps];
    }
    return found;
  }

  /** The edges out of this state, in document order of their leaves. Slow, because it visits every leaf; for messages. */
  edges(): readonly Edge<Leaf>[] {
    const { root, leaves } = this.#automaton.tree;
    const edges: Edge<Leaf>[] = [];
    for (const leaf of leaves) {
      if (this.node !== undefined) edges.push(...edgesBetween(this.node, leaf));
      else {
        const edge = edgeFromStart(root, leaf);
        if (edge !== undefined) edges.push(edge);
      }
    }
    return edges;
  }
}

/** The caller's leaf in a leaf node. */
export function leafOf<Leaf>(node: TreeNode<Leaf>): Leaf {
  // `leaf` is undefined for groups only, which are not in `Tree.leaves`. `Leaf` itself may include undefined, so there is no check.
  return node.leaf as Leaf;
}

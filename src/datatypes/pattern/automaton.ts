/**
 * Expression tree -> nondeterministic automaton, with counters for loops that would be too large to unroll.
 *
 * a{2} becomes aa; ([a-z]{1,9}-){1,5000} keeps one copy of [a-z]{1,9}- and counts its iterations. So the size of the automaton depends on
 * the length of the expression, not on its numbers.
 */
import type { CharacterClass } from "./character-class.js";
import { type Expression, isNullable, type Repeat } from "./expression.js";

/** A counted loop. `min` is at least 1: a loop that may be skipped is skipped before entering it. */
export interface Loop {
  readonly min: number;
  readonly max: number;
  /** The counted loop around this one. */
  readonly outer: Loop | undefined;
}

/** A node of the automaton; `next` and the like are indices of nodes. */
export type Node =
  | { readonly kind: "character"; readonly set: number; readonly next: number }
  | { readonly kind: "split"; readonly first: number; readonly second: number }
  | { readonly kind: "accept" }
  /** Enters a loop with its first iteration. */
  | { readonly kind: "enter"; readonly loop: Loop; readonly next: number }
  /** Ends an iteration: starts another one, or leaves the loop. */
  | { readonly kind: "round"; readonly loop: Loop; readonly again: number; readonly next: number };

/** A nondeterministic automaton. */
export interface Automaton {
  readonly nodes: readonly Node[];
  readonly start: number;
  /** The innermost counted loop around each node. */
  readonly loopOf: readonly (Loop | undefined)[];
  readonly sets: readonly CharacterClass[];
  readonly counting: boolean;
}

/** Expressions up to this size are unrolled completely, because the deterministic automaton is much faster than counting. */
const unrolledWhole = 2_000;
/** In larger expressions, loops up to this size are unrolled and larger ones are counted. */
const unrolledPart = 64;

/** Builds the automaton of an expression. Only tests set the sizes. */
export function buildAutomaton(expression: Expression, whole = unrolledWhole, part = unrolledPart): Automaton {
  const limit = unrolledSize(expression) <= whole ? whole : part;
  return new Builder(limit).build(expression);
}

/** The number of character nodes when all loops are unrolled. */
function unrolledSize(expression: Expression): number {
  if (expression.kind === "empty") return 0;
  if (expression.kind === "set") return 1;
  if (expression.kind === "sequence") return expression.parts.reduce((sum, part) => sum + unrolledSize(part), 0);
  if (expression.kind === "choice") return expression.branches.reduce((sum, branch) => sum + unrolledSize(branch), 0);
  return unrolledSize(expression.body) * copies(expression);
}

/** x* and x+ have one copy of x; x{2,} has two. */
function copies({ min, max }: Repeat): number {
  return max === Number.POSITIVE_INFINITY ? Math.max(min, 1) : max;
}

class Builder {
  readonly #limit: number;
  readonly #nodes: Node[] = [];
  readonly #loopOf: (Loop | undefined)[] = [];
  readonly #sets: CharacterClass[] = [];
  readonly #setNumbers = new Map<string, number>();
  #loop: Loop | undefined;
  #counting = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  build(expression: Expression): Automaton {
    const accept = this.#add({ kind: "accept" });
    const start = this.#node(expression, accept);
    return { nodes: this.#nodes, start, loopOf: this.#loopOf, sets: this.#sets, counting: this.#counting };
  }

  #add(node: Node): number {
    this.#loopOf.push(this.#loop);
    return this.#nodes.push(node) - 1;
  }

  /** The start node of an expression that continues with `next`. Built from the end, so that most nodes know their successors. */
  #node(expression: Expression, next: number): number {
    if (expression.kind === "empty") return next;
    if (expression.kind === "set") return this.#add({ kind: "character", set: this.#setNumber(expression.set), next });
    if (expression.kind === "sequence") return expression.parts.reduceRight((after, part) => this.#node(part, after), next);
    if (expression.kind === "choice") {
      return expression.branches
        .map((branch) => this.#node(branch, next))
        .reduceRight((second, first) => this.#add({ kind: "split", first, second }));
    }
    return this.#repeat(expression, next);
  }

  #setNumber(set: CharacterClass): number {
    const known = this.#setNumbers.get(set.key);
    if (known !== undefined) return known;
    const added = this.#sets.push(set) - 1;
    this.#setNumbers.set(set.key, added);
    return added;
  }

  #repeat(repeat: Repeat, next: number): number {
    if (copies(repeat) > 1 && unrolledSize(repeat) > this.#limit) return this.#count(repeat, next);
    const { body, min, max } = repeat;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#star(body, next);
      if (min === 0) return loop.entry;
      return this.#copies(body, min - 1, loop.body);
    }
    let entry = next;
    for (let left = max - min; left > 0; left--) entry = this.#add({ kind: "split", first: this.#node(body, entry), second: next });
    return this.#copies(body, min, entry);
  }

  #copies(body: Expression, count: number, next: number): number {
    let entry = next;
    for (let left = count; left > 0; left--) entry = this.#node(body, entry);
    return entry;
  }

  #star(body: Expression, next: number): { entry: number; body: number } {
    const entry = this.#add({ kind: "accept" });
    const first = this.#node(body, entry);
    this.#nodes[entry] = { kind: "split", first, second: next };
    return { entry, body: first };
  }

  #count({ body, min, max }: Repeat, next: number): number {
    this.#counting = true;
    const outer = this.#loop;
    const loop: Loop = { min: Math.max(min, 1), max, outer };
    this.#loop = loop;
    const round = this.#add({ kind: "accept" });
    const again = this.#node(body, round);
    this.#nodes[round] = { kind: "round", loop, again, next };
    this.#loop = outer;
    const enter = this.#add({ kind: "enter", loop, next: again });
    return min === 0 || isNullable(body) ? this.#add({ kind: "split", first: enter, second: next }) : enter;
  }
}

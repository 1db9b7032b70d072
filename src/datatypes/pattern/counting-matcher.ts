/**
 * Automaton with counters -> matcher that tracks sets of nodes and counts.
 *
 * Each active node has, for each combination of outer counts, the set of counts of its innermost loop. The size of these sets is bounded by
 * the expression, so each character costs a bounded number of steps.
 */
import { Alphabet } from "./alphabet.js";
import type { Automaton, Loop } from "./automaton.js";
import { addCounts, type Counts, firstRound, mayEnd, nextRound } from "./counts.js";

/** Counts of the innermost loop by the counts of the loops around it, encoded by `within`. */
type CountsByOuter = Map<string, Counts>;

interface Arrival {
  readonly node: number;
  readonly outer: string;
  readonly counts: Counts;
}

/** Matches texts against an automaton with counters. */
export class CountingMatcher {
  readonly #automaton: Automaton;
  readonly #alphabet: Alphabet;
  /** What the current closure has reached so far, by node. */
  #reached = new Map<number, CountsByOuter>();
  #accepting = false;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.#alphabet = new Alphabet(automaton.sets);
  }

  matches(text: string): boolean {
    let alive = this.#closure([{ node: this.#automaton.start, outer: "", counts: firstRound }]);
    for (let at = 0; at < text.length; at++) {
      const code = text.codePointAt(at) ?? 0;
      if (code > 0xffff) at++;
      alive = this.#step(alive, this.#alphabet.classOf(code));
      if (alive.size === 0) return false;
    }
    return this.#accepting;
  }

  #step(alive: ReadonlyMap<number, CountsByOuter>, characterClass: number): Map<number, CountsByOuter> {
    const members = this.#alphabet.membersOf(characterClass);
    const arrivals: Arrival[] = [];
    for (const [number, byOuter] of alive) {
      const node = this.#automaton.nodes[number];
      if (node?.kind !== "character" || members[node.set] !== 1) continue;
      for (const [outer, counts] of byOuter) arrivals.push({ node: node.next, outer, counts });
    }
    // The smallest outer counts come last and are followed first, because what they reach makes the others redundant.
    if (arrivals.some(({ outer }) => outer !== ""))
      arrivals.sort((left, right) => (left.outer < right.outer ? 1 : left.outer > right.outer ? -1 : 0));
    return this.#closure(arrivals);
  }

  /** Everything reachable without consuming a character. Sets `#accepting` if the end is. Consumes `pending`. */
  #closure(pending: Arrival[]): Map<number, CountsByOuter> {
    this.#reached = new Map();
    this.#accepting = false;
    for (let arrival = pending.pop(); arrival !== undefined; arrival = pending.pop()) {
      const fresh = this.#note(arrival);
      if (fresh !== undefined) this.#follow({ ...arrival, counts: fresh }, pending);
    }
    return this.#reached;
  }

  /** Adds counts to a node and returns those that are new. */
  #note({ node, outer, counts }: Arrival): Counts | undefined {
    let byOuter = this.#reached.get(node);
    if (byOuter === undefined) {
      byOuter = new Map();
      this.#reached.set(node, byOuter);
    }
    const added = addCounts(byOuter.get(outer), counts, this.#automaton.loopOf[node]);
    if (added === undefined) return undefined;
    byOuter.set(outer, added.all);
    return added.fresh;
  }

  #follow({ node: number, outer, counts }: Arrival, pending: Arrival[]): void {
    const node = this.#automaton.nodes[number];
    if (node === undefined || node.kind === "character") return;
    if (node.kind === "accept") {
      this.#accepting = true;
    } else if (node.kind === "split") {
      pending.push({ node: node.second, outer, counts }, { node: node.first, outer, counts });
    } else if (node.kind === "enter") {
      const around = node.loop.outer;
      if (around === undefined) pending.push({ node: node.next, outer: "", counts: firstRound });
      else for (const inner of within(outer, counts, around)) pending.push({ node: node.next, outer: inner, counts: firstRound });
    } else {
      const next = nextRound(counts, node.loop);
      if (next.length > 0) pending.push({ node: node.again, outer, counts: next });
      if (mayEnd(counts, node.loop)) pending.push(leave(node.next, outer, node.loop.outer));
    }
  }
}

/** No text is so long that a count could exceed 30 bits. */
const greatestCount = 2 ** 30 - 1;

/** Encodes a count as two code units that sort the more useful count first. */
function writeCount(count: number, loop: Loop): string {
  const bits = loop.max === Number.POSITIVE_INFINITY ? greatestCount - count : count;
  return String.fromCharCode(bits >> 15, bits & 0x7fff);
}

/** Enters a nested loop: each count of the outer loop becomes a separate combination. */
function within(outer: string, counts: Counts, loop: Loop): string[] {
  const states: string[] = [];
  for (let at = 0; at < counts.length; at += 2) {
    for (let count = counts[at + 1] ?? 0; count >= (counts[at] ?? 1); count--) states.push(outer + writeCount(count, loop));
  }
  return states;
}

/** Leaves a loop: the last outer count becomes the innermost. */
function leave(node: number, outer: string, loop: Loop | undefined): Arrival {
  if (loop === undefined) return { node, outer: "", counts: firstRound };
  const end = outer.length - 2;
  const bits = (outer.charCodeAt(end) << 15) | outer.charCodeAt(end + 1);
  const count = loop.max === Number.POSITIVE_INFINITY ? greatestCount - bits : bits;
  return { node, outer: outer.slice(0, end), counts: [count, count] };
}

/**
 * Drops redundant readings: a reading is redundant if another one allows every continuation that it allows.
 *
 * For a{0,100} a lower count is better, for a{100,} a higher one, for a{50,100} a lower one that is at least 50.
 */
import type { State } from "./automaton.js";
import type { TreeNode } from "./tree.js";

/** One reading of the content so far. */
export interface Reading<Leaf> {
  state: State<Leaf>;
  /** Occurrences of the counted nodes around the state, by `counterIndex`. */
  counters: number[];
}

/** Drops the readings that another one dominates. Of equal ones, the first is kept. */
export function dropDominated<Leaf>(readings: Reading<Leaf>[]): Reading<Leaf>[] {
  if (readings.length === 1) return readings;
  const kept: Reading<Leaf>[] = [];
  for (const reading of readings) {
    if (kept.some((other) => dominates(other, reading))) continue;
    let at = 0;
    for (const other of kept) {
      if (!dominates(reading, other)) kept[at++] = other;
    }
    kept.length = at;
    kept.push(reading);
  }
  return kept;
}

function dominates<Leaf>(better: Reading<Leaf>, worse: Reading<Leaf>): boolean {
  if (better.state !== worse.state) return false;
  for (let node = better.state.node; node !== undefined; node = node.parent) {
    if (node.counted && !isAsGood(node, better.counters[node.counterIndex] ?? 0, worse.counters[node.counterIndex] ?? 0)) return false;
  }
  return true;
}

function isAsGood(node: TreeNode<unknown>, count: number, other: number): boolean {
  if (count === other) return true;
  if (node.split !== undefined) return false;
  if (node.max === Number.POSITIVE_INFINITY) return count > other;
  return count < other && count >= node.min;
}

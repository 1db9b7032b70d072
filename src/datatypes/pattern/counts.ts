/**
 * Sets of loop counts as sorted, disjoint intervals: [1, 3, 7, 7] is 1, 2, 3, 7.
 *
 * If only the smallest or the greatest count matters, the set keeps only that one: in x{1,n}, fewer iterations allow everything that more
 * iterations allow; in x{n,} it is the other way round.
 */
import type { Loop } from "./automaton.js";

/** Pairs of first and last count, ascending. */
export type Counts = readonly number[];

/** The first iteration. */
export const firstRound: Counts = [1, 1];

/** The counts that the loop has to distinguish. */
function reduce(counts: Counts, loop: Loop | undefined): Counts {
  const first = counts[0] ?? 0;
  const last = counts[counts.length - 1] ?? 0;
  if (loop === undefined || loop.min === 1) return [first, first];
  return loop.max === Number.POSITIVE_INFINITY ? [last, last] : counts;
}

/** The union, and the part of `added` that was not in `known`; `undefined` if nothing is new. */
export function addCounts(known: Counts | undefined, added: Counts, loop: Loop | undefined): { all: Counts; fresh: Counts } | undefined {
  if (known === undefined) {
    const all = reduce(added, loop);
    return { all, fresh: all };
  }
  const all = reduce(union(known, added), loop);
  if (all.length === known.length && all.every((count, index) => count === known[index])) return undefined;
  return { all, fresh: all.length === 2 && all[0] === all[1] ? all : difference(all, known) };
}

function union(left: Counts, right: Counts): Counts {
  const result: number[] = [];
  let leftAt = 0;
  let rightAt = 0;
  while (leftAt < left.length || rightAt < right.length) {
    const fromLeft = rightAt >= right.length || (left[leftAt] ?? Number.POSITIVE_INFINITY) <= (right[rightAt] ?? 0);
    const [source, at] = fromLeft ? [left, leftAt] : [right, rightAt];
    const [first = 0, last = 0] = [source[at], source[at + 1]];
    const end = result.length - 1;
    const previous = result[end];
    if (previous !== undefined && first <= previous + 1) result[end] = Math.max(previous, last);
    else result.push(first, last);
    if (fromLeft) leftAt += 2;
    else rightAt += 2;
  }
  return result;
}

function difference(from: Counts, removed: Counts): Counts {
  const result: number[] = [];
  let removedAt = 0;
  for (let at = 0; at < from.length; at += 2) {
    let first = from[at] ?? 0;
    const last = from[at + 1] ?? 0;
    while (removedAt < removed.length && (removed[removedAt] ?? 0) <= last) {
      if (first < (removed[removedAt] ?? 0)) result.push(first, (removed[removedAt] ?? 0) - 1);
      first = Math.max(first, (removed[removedAt + 1] ?? 0) + 1);
      if (first > last) break;
      removedAt += 2;
    }
    if (first <= last) result.push(first, last);
  }
  return result;
}

/** The counts after one more iteration, if the loop allows it. Without an upper bound, counts beyond the lower bound are equivalent. */
export function nextRound(counts: Counts, loop: Loop): Counts {
  if (loop.max === Number.POSITIVE_INFINITY) {
    const round = Math.min((counts[counts.length - 1] ?? 0) + 1, loop.min);
    return [round, round];
  }
  const result: number[] = [];
  for (let at = 0; at < counts.length; at += 2) {
    const first = (counts[at] ?? 0) + 1;
    const last = Math.min((counts[at + 1] ?? 0) + 1, loop.max);
    if (first <= last) result.push(first, last);
  }
  return result;
}

/** Tests if the loop may end after one of the counts. */
export function mayEnd(counts: Counts, loop: Loop): boolean {
  return (counts[counts.length - 1] ?? 0) >= loop.min;
}

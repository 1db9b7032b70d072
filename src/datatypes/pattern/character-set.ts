/**
 * Sets of code points as sorted, disjoint, non-adjacent ranges, and their algebra.
 *
 * [0x30, 0x39, 0x41, 0x46] is [0-9A-F]. XML characters only: sets are made within U+0000 to U+10FFFF, surrogates never matter.
 */

/** Flat pairs of first and last code point, ascending. */
export type CharacterRanges = readonly number[];

export const lastCodePoint = 0x10ffff;
export const emptySet: CharacterRanges = [];

/** The union of any number of sets, given as pairs in any order. */
export function normalizeRanges(pairs: readonly number[]): CharacterRanges {
  const ranges: [number, number][] = [];
  for (let at = 0; at < pairs.length; at += 2) ranges.push([pairs[at] ?? 0, pairs[at + 1] ?? 0]);
  ranges.sort((left, right) => left[0] - right[0]);
  const result: number[] = [];
  for (const [first, last] of ranges) {
    const end = result.length - 1;
    const previous = result[end];
    if (previous !== undefined && first <= previous + 1) result[end] = Math.max(previous, last);
    else result.push(first, last);
  }
  return result;
}

/** Every code point that is not in the set. */
export function complementOf(ranges: CharacterRanges): CharacterRanges {
  const result: number[] = [];
  let next = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    const first = ranges[at] ?? 0;
    if (first > next) result.push(next, first - 1);
    next = (ranges[at + 1] ?? 0) + 1;
  }
  if (next <= lastCodePoint) result.push(next, lastCodePoint);
  return result;
}

/** What is in both sets. */
export function intersectionOf(left: CharacterRanges, right: CharacterRanges): CharacterRanges {
  const result: number[] = [];
  let leftAt = 0;
  let rightAt = 0;
  while (leftAt < left.length && rightAt < right.length) {
    const first = Math.max(left[leftAt] ?? 0, right[rightAt] ?? 0);
    const leftLast = left[leftAt + 1] ?? 0;
    const rightLast = right[rightAt + 1] ?? 0;
    const last = Math.min(leftLast, rightLast);
    if (first <= last) result.push(first, last);
    if (leftLast < rightLast) leftAt += 2;
    else rightAt += 2;
  }
  return result;
}

/** What is in the first set and not in the second. */
export function differenceOf(left: CharacterRanges, right: CharacterRanges): CharacterRanges {
  return right.length === 0 ? left : intersectionOf(left, complementOf(right));
}

/** Tests if a code point is in the set. */
export function isInSet(ranges: CharacterRanges, code: number): boolean {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (code > (ranges[2 * middle + 1] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return 2 * low < ranges.length && code >= (ranges[2 * low] ?? 0);
}

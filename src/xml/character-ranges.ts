/**
 * Sorted, disjoint ranges of code points: [0x30, 0x39, 0x41, 0x46] is [0-9A-F].
 */

/** Pairs of first and last code point, ascending. */
export type CharacterRanges = readonly number[];

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

/**
 * Bounds -> the occurrence column of rows and model strings.
 */
import type { Bounds } from "./content.js";

/** The occurrence of a row. Braces mean an array even where the bounds would not need one: "{0,1}". */
export function rowOccurrence(bounds: Bounds, array: boolean): string {
  if (array || bounds.max > 1) return bounds.max > 1 ? shortest(bounds) : `{${bounds.min},${bounds.max}}`;
  return bounds.min === 0 ? "?" : "";
}

/** The occurrence of a group in a model: nothing for exactly once. */
export function groupOccurrence(bounds: Bounds): string {
  if (bounds.max === 1 && bounds.min === 1) return "";
  return bounds.max === 1 && bounds.min === 0 ? "?" : shortest(bounds);
}

/** The occurrence of a name in a model: always written. */
export function placeOccurrence(bounds: Bounds): string {
  return groupOccurrence(bounds) || "{1,1}";
}

function shortest({ min, max }: Bounds): string {
  if (max !== Number.POSITIVE_INFINITY) return `{${min},${max}}`;
  return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
}

/** Bounds that hold for all places. */
export function commonBounds(places: readonly Bounds[]): Bounds {
  const [first, ...others] = places;
  if (first === undefined) return { min: 0, max: 1 };
  return others.reduce((left, right) => ({ min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) }), first);
}

export function sameBounds(left: Bounds, right: Bounds): boolean {
  return left.min === right.min && left.max === right.max;
}

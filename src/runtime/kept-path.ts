/**
 * Paths of elements that an issue may need after the elements ended: chains that elements share, written only then.
 */
import type { Name } from "../xml/names.js";

/** A path as a chain; `undefined` is the document. `index` counts elements of one name; 0 where there is no other. */
export type KeptPath = { readonly parent: KeptPath; readonly name: Name; readonly index: number } | undefined;

/** Writes a path: `/Order/Line[2]/Quantity`. */
export function writePath(path: KeptPath): string {
  const segments: string[] = [];
  for (let at = path; at !== undefined; at = at.parent) segments.push(pathSegment(at.name, at.index));
  return segments.reverse().join("");
}

/** Writes one step of a path. */
export function pathSegment({ local }: Name, index: number): string {
  return index > 0 ? `/${local}[${index}]` : `/${local}`;
}

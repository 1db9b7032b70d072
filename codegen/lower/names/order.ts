/**
 * The orders in which components are named and printed: the same on every machine and for any order of documents.
 */
import type { Span } from "../../diagnostics.js";
import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";

/** By UTF-16 code units. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By namespace, then by local name. */
export function byName(left: TypeDefinition | ElementDeclaration, right: TypeDefinition | ElementDeclaration): number {
  const [a, b] = [left.name, right.name];
  if (a === undefined || b === undefined) return 0;
  return compareText(a.namespace, b.namespace) || compareText(a.local, b.local);
}

export type PlaceOrder = (left: { readonly at: Span }, right: { readonly at: Span }) => number;

/** By the path of the document, then by the place in it. */
export function orderByPlace(pathOf: (uri: string) => string): PlaceOrder {
  return ({ at: left }, { at: right }) =>
    left.uri === right.uri ? left.offset - right.offset : compareText(pathOf(left.uri), pathOf(right.uri));
}

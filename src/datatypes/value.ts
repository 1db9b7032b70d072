/**
 * Values of the XSD value spaces: equality, partial order and hash keys. XSD 1.0 Part 2 §2.2 and §4.2
 *
 * Values of different primitive types are never equal or comparable; derived types share the value space of their primitive. A value brings its space, so that
 * programs are bundled with those that their types have.
 */
import type { Decimal } from "./decimal.js";

/** How two values stand to one another; `undefined` if they are not comparable. */
export type Order = -1 | 0 | 1 | undefined;

/** The values of a primitive type. */
export interface ValueSpace<Content> {
  /** A text that is equal for equal values of the space and different for different ones. */
  keyOf(content: Content): string;
  /** The order, which unordered types lack. */
  compare?(left: Content, right: Content): Order;
}

/** A value of a value space. A value of anySimpleType has no primitive type, so it is not an xs:string. */
export interface XsdValue<Content = unknown> {
  /** The name of the primitive type, or "list". */
  readonly kind: string;
  readonly content: Content;
  readonly space: ValueSpace<Content>;
}

/** The number of a value of xs:decimal and types derived from it. */
export function decimalOf({ kind, content }: XsdValue): Decimal | undefined {
  // The rules of xs:decimal alone make values of that kind.
  return kind === "decimal" ? (content as Decimal) : undefined;
}

/** A qualified name, resolved. */
export interface QualifiedName {
  readonly namespace: string;
  readonly local: string;
}

/** The name that a value of xs:QName or xs:NOTATION is. */
export function nameOf({ kind, content }: XsdValue): QualifiedName | undefined {
  // The rules of these two alone make values of those kinds.
  return kind === "QName" || kind === "NOTATION" ? (content as QualifiedName) : undefined;
}

/** Tests if two values are the same value of the same value space. */
export function equalValues(left: XsdValue, right: XsdValue): boolean {
  return left === right || (left.kind === right.kind && keyOf(left) === keyOf(right));
}

/** -1, 0 or 1; `undefined` if the values are not comparable (P1M and P30D, times with and without a zone, unordered types). */
export function compareValues(left: XsdValue, right: XsdValue): Order {
  if (left.kind !== right.kind) return undefined;
  if (left.space.compare !== undefined) return left.space.compare(left.content, right.content);
  return equalValues(left, right) ? 0 : undefined;
}

/** A text that is equal for equal values and different for different ones, across all types. */
export function keyOf({ kind, content, space }: XsdValue): string {
  return `${kind} ${space.keyOf(content)}`;
}

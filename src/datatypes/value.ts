/**
 * Values of the XSD value spaces: equality, partial order and hash keys. XSD 1.0 Part 2 §2.2 and §4.2
 *
 * Values of different primitive types are never equal or comparable; derived types share the value space of their primitive.
 */
import { compareDecimals, type Decimal } from "./decimal.js";
import { compareDurations, type Duration, durationKey } from "./duration.js";
import { compareInstants, type Instant, type InstantKind, instantKey } from "./instant.js";

/** A value of a value space. A value of anySimpleType has no primitive type, so it is not an xs:string. */
export type XsdValue =
  | { readonly kind: "string" | "anySimpleType" | "anyURI"; readonly text: string }
  | { readonly kind: "boolean"; readonly truth: boolean }
  | { readonly kind: "decimal"; readonly decimal: Decimal }
  | { readonly kind: "float" | "double"; readonly number: number }
  | { readonly kind: "duration"; readonly duration: Duration }
  | { readonly kind: InstantKind; readonly instant: Instant }
  | { readonly kind: "hexBinary" | "base64Binary"; readonly bytes: Uint8Array }
  | { readonly kind: "QName" | "NOTATION"; readonly namespace: string; readonly local: string }
  | { readonly kind: "list"; readonly items: readonly XsdValue[] };

/** Tests if two values are the same value of the same value space. */
export function equalValues(left: XsdValue, right: XsdValue): boolean {
  return left === right || (left.kind === right.kind && keyOf(left) === keyOf(right));
}

/** -1, 0 or 1; `undefined` if the values are not comparable (P1M and P30D, times with and without a zone, unordered types). */
export function compareValues(left: XsdValue, right: XsdValue): -1 | 0 | 1 | undefined {
  if (left.kind !== right.kind) return undefined;
  if ("decimal" in left && "decimal" in right) return compareDecimals(left.decimal, right.decimal);
  if ("number" in left && "number" in right) return compareNumbers(left.number, right.number);
  if ("instant" in left && "instant" in right) return compareInstants(left.instant, right.instant);
  if ("duration" in left && "duration" in right) return compareDurations(left.duration, right.duration);
  return equalValues(left, right) ? 0 : undefined;
}

/** NaN equals itself and is not comparable to anything else. XSD 1.0 Part 2 §3.2.4.1 */
function compareNumbers(left: number, right: number): -1 | 0 | 1 | undefined {
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right || (Number.isNaN(left) && Number.isNaN(right)) ? 0 : undefined;
}

/** A text that is equal for equal values and different for different ones, across all types. */
export function keyOf(value: XsdValue): string {
  return `${value.kind} ${bodyOf(value)}`;
}

function bodyOf(value: XsdValue): string {
  if ("text" in value) return value.text;
  if ("truth" in value) return value.truth ? "true" : "false";
  if ("decimal" in value) return `${value.decimal.negative ? "-" : ""}${value.decimal.integer}.${value.decimal.fraction}`;
  // There is one zero: "-0" and "0" are equal.
  if ("number" in value) return String(value.number + 0);
  if ("duration" in value) return durationKey(value.duration);
  if ("instant" in value) return instantKey(value.instant);
  if ("bytes" in value) return Array.from(value.bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if ("local" in value) return `{${value.namespace}}${value.local}`;
  return listKey(value.items);
}

/** Length prefixes distinguish ["a b"] from ["a", "b"]. */
function listKey(items: readonly XsdValue[]): string {
  let key = "";
  for (const item of items) {
    const itemKey = keyOf(item);
    key += `${itemKey.length} ${itemKey} `;
  }
  return key;
}

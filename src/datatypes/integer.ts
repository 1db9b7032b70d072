/**
 * xs:integer and types derived from it in TypeScript: `number` if every value is a safe integer, otherwise `bigint`.
 */
import type { Facets, TypeScriptKind } from "./datatype.js";
import { compareDecimals, type Decimal } from "./decimal.js";
import { decimalOf, type XsdValue } from "./value.js";

/** 2^53 - 1: up to here, `number` represents all integers exactly. */
const greatestSafe: Decimal = { negative: false, integer: "9007199254740991", fraction: "" };
const leastSafe: Decimal = { negative: true, integer: "9007199254740991", fraction: "" };
/** Every integer with this many digits is safe. */
const safeDigits = 15;

/** The JavaScript type that can represent every value allowed by the facets. */
export function integerKind(facets: Facets): TypeScriptKind {
  if (facets.totalDigits !== undefined && facets.totalDigits <= safeDigits) return "number";
  const { enumeration } = facets;
  if (enumeration !== undefined && enumeration.length > 0) return enumeration.every(({ value }) => isSafe(value)) ? "number" : "bigint";
  const upper = [facets.maxInclusive, facets.maxExclusive].some((bound) => bound !== undefined && isAtMost(bound.value, greatestSafe));
  const lower = [facets.minInclusive, facets.minExclusive].some((bound) => bound !== undefined && isAtLeast(bound.value, leastSafe));
  return upper && lower ? "number" : "bigint";
}

function isAtMost(value: XsdValue, limit: Decimal): boolean {
  const decimal = decimalOf(value);
  return decimal !== undefined && compareDecimals(decimal, limit) <= 0;
}

function isAtLeast(value: XsdValue, limit: Decimal): boolean {
  const decimal = decimalOf(value);
  return decimal !== undefined && compareDecimals(decimal, limit) >= 0;
}

function isSafe(value: XsdValue): boolean {
  return isAtMost(value, greatestSafe) && isAtLeast(value, leastSafe);
}

/** The text of an integer of the given kind; `undefined` for anything else. */
export function encodeInteger(value: unknown, kind: TypeScriptKind): string | undefined {
  if (kind === "bigint") return typeof value === "bigint" ? value.toString() : undefined;
  // String(-0) is "0".
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

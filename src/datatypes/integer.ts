/**
 * xs:integer and its descendants in TypeScript: number where every value is a safe integer, else bigint.
 */
import type { Facets, TypeScriptKind } from "./datatype.js";
import { compareDecimals, type Decimal } from "./decimal.js";
import type { XsdValue } from "./value.js";

/** 2^53 - 1, the last integer before which all are exact. */
const greatestSafe: Decimal = { negative: false, integer: "9007199254740991", fraction: "" };
const leastSafe: Decimal = { negative: true, integer: "9007199254740991", fraction: "" };
/** Every integer of this many digits is safe. */
const safeDigits = 15;

/** The JavaScript type that holds every value that the facets leave. */
export function integerKind(facets: Facets): TypeScriptKind {
  if (facets.totalDigits !== undefined && facets.totalDigits <= safeDigits) return "number";
  const { enumeration } = facets;
  if (enumeration !== undefined && enumeration.length > 0) return enumeration.every(({ value }) => isSafe(value)) ? "number" : "bigint";
  const upper = [facets.maxInclusive, facets.maxExclusive].some((bound) => bound !== undefined && isAtMost(bound.value, greatestSafe));
  const lower = [facets.minInclusive, facets.minExclusive].some((bound) => bound !== undefined && isAtLeast(bound.value, leastSafe));
  return upper && lower ? "number" : "bigint";
}

function isAtMost(value: XsdValue, limit: Decimal): boolean {
  return "decimal" in value && compareDecimals(value.decimal, limit) <= 0;
}

function isAtLeast(value: XsdValue, limit: Decimal): boolean {
  return "decimal" in value && compareDecimals(value.decimal, limit) >= 0;
}

function isSafe(value: XsdValue): boolean {
  return isAtMost(value, greatestSafe) && isAtLeast(value, leastSafe);
}

/** The text of an integer of the kind that the type has; `undefined` for anything else. */
export function encodeInteger(value: unknown, kind: TypeScriptKind): string | undefined {
  if (kind === "bigint") return typeof value === "bigint" ? value.toString() : undefined;
  // String(-0) is "0".
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

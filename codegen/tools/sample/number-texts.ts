/**
 * Numeric facets -> lexical forms of numbers within them, the bounds among them. XSD 1.0 Part 2 §4.3.7 to §4.3.12
 */
import type { Datatype } from "../../../src/datatypes/datatype.js";
import type { Random } from "./random.js";

/** Candidates for a decimal type, simple ones first; each must still be checked. */
export function* decimalTexts(type: Datatype, random: Random): Generator<string> {
  const { facets } = type;
  const bounds = [facets.minInclusive, facets.minExclusive, facets.maxInclusive, facets.maxExclusive];
  const written = bounds.flatMap((bound) => (bound === undefined ? [] : [bound.lexical]));
  const digits = Math.max(Math.min(facets.fractionDigits ?? 2, 18), ...written.map(fractionLength));
  const low = higher(scaled(facets.minInclusive?.lexical, digits), plus(scaled(facets.minExclusive?.lexical, digits), 1n));
  const high = lower(scaled(facets.maxInclusive?.lexical, digits), plus(scaled(facets.maxExclusive?.lexical, digits), -1n));
  const unit = 10n ** BigInt(digits);
  const room = facets.totalDigits === undefined ? 3 : Math.max(0, Math.min(3, facets.totalDigits - digits));
  const from =
    low !== undefined && low > 0n
      ? low
      : high !== undefined && high < 0n
        ? (higher(low, high - 100n * unit) ?? 0n)
        : (low ?? 0n) > 0n
          ? (low ?? 0n)
          : 0n;
  const to = lower(high, from + unit * 10n ** BigInt(room) - 1n) ?? from;
  for (let round = 0; round < 4; round++) {
    const width = to - from + 1n;
    const offset = width <= 0n ? 0n : BigInt(Math.floor(random.next() * 2 ** 40)) % width;
    yield unscaled(from + offset, digits);
    // Whole numbers, for few total digits.
    yield unscaled(((from + offset) / unit) * unit, digits);
  }
  for (const edge of [low, high, 0n, unit]) if (edge !== undefined) yield unscaled(edge, digits);
  yield* written;
  for (let length = 1; length <= Math.min(facets.totalDigits ?? 0, 30); length++) yield "9".repeat(length);
}

/** Candidates for float and double. */
export function* floatTexts({ facets }: Datatype, random: Random): Generator<string> {
  const low = Number(facets.minInclusive?.lexical ?? facets.minExclusive?.lexical ?? Number.NaN);
  const high = Number(facets.maxInclusive?.lexical ?? facets.maxExclusive?.lexical ?? Number.NaN);
  const from = Number.isFinite(low) ? low : Number.isFinite(high) ? high - 100 : 0;
  const to = Number.isFinite(high) ? high : from + 100;
  for (let round = 0; round < 6; round++) yield String(Math.round((from + random.next() * (to - from)) * 100) / 100);
  yield String((from + to) / 2);
  yield* ["1", "0", "-1", "0.5", "1.0", "INF", "-INF", "NaN"];
  yield* [facets.minInclusive, facets.maxInclusive].flatMap((bound) => (bound === undefined ? [] : [bound.lexical]));
}

function fractionLength(lexical: string): number {
  const point = lexical.indexOf(".");
  return point < 0 ? 0 : lexical.length - point - 1;
}

/** "1.5" with two digits is 150. */
function scaled(lexical: string | undefined, digits: number): bigint | undefined {
  if (lexical === undefined) return undefined;
  const negative = lexical.startsWith("-");
  const [whole = "", fraction = ""] = lexical.replace(/^[+-]/, "").split(".");
  const value = BigInt(`${whole}${fraction.padEnd(digits, "0").slice(0, digits)}` || "0");
  return negative ? -value : value;
}

function unscaled(value: bigint, digits: number): string {
  const text = String(value < 0n ? -value : value).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? "" : `.${text.slice(-digits)}`;
  return `${value < 0n ? "-" : ""}${whole}${/^\.0*$/.test(fraction) ? "" : fraction}`;
}

function plus(value: bigint | undefined, step: bigint): bigint | undefined {
  return value === undefined ? undefined : value + step;
}

function higher(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left > right ? left : right;
}

function lower(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left < right ? left : right;
}

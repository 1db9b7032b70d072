/**
 * xs:float and xs:double: lexical forms, correctly rounded values, shortest texts. XSD 1.0 Part 2 §3.2.4, §3.2.5
 */
import { compareDecimals, type Decimal, parseDecimal, skipDecimal, skipDigits, skipSign } from "./decimal.js";

/** Tests if a text is in the lexical space of float and double: a decimal numeral with an optional exponent, INF, -INF or NaN. */
export function isFloat(text: string): boolean {
  const mantissa = skipDecimal(text, 0);
  if (mantissa < 0) return text === "INF" || text === "-INF" || text === "NaN";
  if (mantissa === text.length) return true;
  if ((text.charCodeAt(mantissa) | 32) !== 101) return false;
  const exponent = skipSign(text, mantissa + 1);
  return exponent < text.length && skipDigits(text, exponent) === text.length;
}

/** The double nearest to a text that `isFloat` accepts. */
export function parseDouble(text: string): number {
  if (text.endsWith("INF")) return text.length === 3 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return Number(text);
}

/**
 * The single precision number nearest to a text that `isFloat` accepts.
 *
 * Rounding to double first and then to single is wrong if the double is halfway between two floats and the text is not:
 * 1.00000005960464477540 is above the midpoint 1.000000059604644775390625, but its double is the midpoint, which rounds down.
 */
export function parseFloat32(text: string): number {
  const double = parseDouble(text);
  const single = Math.fround(double);
  if (single === double || Number.isNaN(double)) return single;
  const other = neighbour(single, double > single);
  const bound = Number.isFinite(single) ? single : single > 0 ? 2 ** 128 : -(2 ** 128);
  const otherBound = Number.isFinite(other) ? other : other > 0 ? 2 ** 128 : -(2 ** 128);
  if ((bound + otherBound) / 2 !== double) return single;
  const side = compareDecimals(scientific(text), exactDecimal(double));
  if (side === 0) return single;
  return side > 0 === other > single ? other : single;
}

const word = /*@__PURE__*/ new DataView(/*@__PURE__*/ new ArrayBuffer(4));

/** The next float above or below. The neighbours of zero are the smallest subnormals. */
function neighbour(single: number, above: boolean): number {
  if (single === 0) return above ? 2 ** -149 : -(2 ** -149);
  word.setFloat32(0, single);
  const outward = above === single > 0;
  word.setInt32(0, word.getInt32(0) + (outward ? 1 : -1));
  return word.getFloat32(0);
}

/** The exact value of a numeral with an exponent. Only called near a midpoint, where exponents lie between -60 and 40. */
function scientific(text: string): Decimal {
  const at = text.search(/[eE]/);
  if (at < 0) return parseDecimal(text);
  const mantissa = text.slice(0, at);
  const exponent = Number(text.slice(at + 1));
  const start = skipSign(mantissa, 0);
  const point = mantissa.indexOf(".");
  const digits = mantissa.slice(start).replace(".", "");
  const place = (point < 0 ? mantissa.length : point) - start + exponent;
  const sign = mantissa.startsWith("-") ? "-" : "";
  if (place <= 0) return parseDecimal(`${sign}0.${"0".repeat(-place)}${digits}`);
  return parseDecimal(`${sign}${digits.slice(0, place).padEnd(place, "0")}.${digits.slice(place)}`);
}

/** Every double is a finite decimal: m × 2^-k = m × 5^k × 10^-k. */
function exactDecimal(double: number): Decimal {
  let mantissa = Math.abs(double);
  let places = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    places++;
  }
  const digits = (BigInt(mantissa) * 5n ** BigInt(places)).toString().padStart(places + 1, "0");
  const point = digits.length - places;
  return parseDecimal(`${double < 0 ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`);
}

/** The shortest text that reads back as the same double precision number. */
export function formatDouble(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value).replace("e+", "E").replace("e", "E");
  return Number.isNaN(value) ? "NaN" : value > 0 ? "INF" : "-INF";
}

/** The shortest text that reads back as the single precision number nearest to `value`. */
export function formatFloat32(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single) || (Number.isInteger(single) && Math.abs(single) < 2 ** 24)) return formatDouble(single);
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(single.toPrecision(digits));
    if (Math.fround(text) === single) return formatDouble(text);
  }
  return formatDouble(Number(single.toPrecision(9)));
}

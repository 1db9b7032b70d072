/**
 * Decimal numbers of any length: lexical forms, exact values, order and digit counts. XSD 1.0 Part 2 §3.2.3, §3.3.13
 *
 * A value is two strings of digits, so every operation is linear in the length of the text: "+007.50" is "7" and "5".
 */

/** An exact decimal in normal form: no redundant zeros, and zero is not negative. */
export interface Decimal {
  readonly negative: boolean;
  /** "0" or digits without a leading zero. */
  readonly integer: string;
  /** "" or digits without a trailing zero. */
  readonly fraction: string;
}

const zero = 48;
const nine = 57;

/** The index after the run of digits that begins at `at`. */
export function skipDigits(text: string, at: number): number {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) break;
  }
  return at;
}

/** The index after an optional sign. */
export function skipSign(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code === 43 || code === 45 ? at + 1 : at;
}

/** The index after the longest decimal numeral that begins at `at`; -1 if no numeral begins there. "5." and ".5" are numerals, "." is not. */
export function skipDecimal(text: string, at: number): number {
  const start = skipSign(text, at);
  const point = skipDigits(text, start);
  if (text.charCodeAt(point) !== 46) return point > start ? point : -1;
  const end = skipDigits(text, point + 1);
  return end - start > 1 ? end : -1;
}

/** Tests if a text is in the lexical space of xs:decimal. */
export function isDecimal(text: string): boolean {
  return skipDecimal(text, 0) === text.length;
}

/** Tests if a text is in the lexical space of xs:integer. */
export function isInteger(text: string): boolean {
  const start = skipSign(text, 0);
  return start < text.length && skipDigits(text, start) === text.length;
}

/** The value of a text that `isDecimal` accepts. */
export function parseDecimal(text: string): Decimal {
  const point = text.indexOf(".");
  const pointOrEnd = point < 0 ? text.length : point;
  let start = skipSign(text, 0);
  while (start < pointOrEnd && text.charCodeAt(start) === zero) start++;
  let end = text.length;
  if (point >= 0) while (end > point + 1 && text.charCodeAt(end - 1) === zero) end--;
  const integer = start < pointOrEnd ? text.slice(start, pointOrEnd) : "0";
  const fraction = point < 0 ? "" : text.slice(point + 1, end);
  const negative = text.charCodeAt(0) === 45 && (integer !== "0" || fraction !== "");
  return { negative, integer, fraction };
}

/** Numerical order. */
export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const magnitude = compareMagnitudes(left, right);
  return left.negative ? (-magnitude as -1 | 0 | 1) /* the negative of -1, 0 or 1 is one of them */ : magnitude;
}

function compareMagnitudes(left: Decimal, right: Decimal): -1 | 0 | 1 {
  if (left.integer.length !== right.integer.length) return left.integer.length < right.integer.length ? -1 : 1;
  if (left.integer !== right.integer) return left.integer < right.integer ? -1 : 1;
  // Without trailing zeros, fractions sort like their texts: "45" < "5".
  if (left.fraction !== right.fraction) return left.fraction < right.fraction ? -1 : 1;
  return 0;
}

/** The smallest totalDigits that allows the value: 0.05 = 5 × 10^-2 needs two. XSD 1.0 Part 2 §4.3.11 */
export function totalDigits(decimal: Decimal): number {
  return (decimal.integer === "0" ? 0 : decimal.integer.length) + decimal.fraction.length;
}

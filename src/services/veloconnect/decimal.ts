/**
 * Exact arithmetic on xs:decimal, which messages carry as text: quantities and prices never pass through floating point.
 */

/** unscaled / 10^scale. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Reads the lexical form of xs:decimal. XSD 1.0 Part 2 §3.2.3.1 */
export function parseDecimal(text: string): Decimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const [, sign = "", whole = "", fraction = ""] = match ?? [];
  if (match === null || whole + fraction === "") throw new Error(`internal: "${text}" is not a decimal`);
  return { unscaled: BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`), scale: fraction.length };
}

/** Writes without trailing zeros behind the point: 2.50 is "2.5", 3.0 is "3". */
export function formatDecimal({ unscaled, scale }: Decimal): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${unscaled < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Negative, 0 or positive as a is less than, equal to or greater than b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = toCommonScale(a, b);
  return left === right ? 0 : left < right ? -1 : 1;
}

/** How many whole steps are needed to reach the amount: 500 in steps of 100 are 5, 501 are 6. The step is positive, the amount not negative. */
export function stepsToReach(amount: Decimal, step: Decimal): bigint {
  const [left, right] = toCommonScale(amount, step);
  return (left + right - 1n) / right;
}

/** A decimal times a whole number. */
export function multiply({ unscaled, scale }: Decimal, factor: bigint): Decimal {
  return { unscaled: unscaled * factor, scale };
}

function toCommonScale(a: Decimal, b: Decimal): readonly [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale);
  return [a.unscaled * 10n ** BigInt(scale - a.scale), b.unscaled * 10n ** BigInt(scale - b.scale)];
}

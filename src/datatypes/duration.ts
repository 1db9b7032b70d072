/**
 * xs:duration: lexical form, value and partial order. XSD 1.0 Part 2 §3.2.6
 *
 * A value is a number of months and an exact number of seconds: P1Y equals P12M, P1D equals PT24H, but P1M and P30D are not comparable.
 */
import { skipDigits } from "./decimal.js";
import { daysSinceYear1 } from "./instant.js";

/** A duration in normal form. */
export interface Duration {
  readonly months: bigint;
  /** Rounded down, so that the fraction is never negative: -PT0.3S is -1 and "7". */
  readonly seconds: bigint;
  /** Digits after the decimal point, without trailing zeros. */
  readonly fraction: string;
}

/** The designators in order; "m" is minutes. */
const designators = "YMDHmS";

/** Calls `field` for each number of a duration such as -P1Y2M3DT5H20M30.123S. False: the text is not a duration. */
function readDuration(text: string, field: ((designator: string, start: number, end: number) => void) | undefined): boolean {
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  if (text[at++] !== "P") return false;
  let next = 0;
  let inTime = false;
  let fieldNeeded = true;
  while (at < text.length) {
    if (text[at] === "T") {
      if (inTime) return false;
      inTime = fieldNeeded = true;
      at++;
      continue;
    }
    const start = at;
    at = skipDigits(text, at);
    const digits = at;
    if (digits === start) return false;
    if (text[at] === ".") at = skipDigits(text, at + 1);
    const letter = text[at] ?? "";
    const designator = inTime && letter === "M" ? "m" : letter;
    const place = designators.indexOf(designator);
    if (letter === "" || letter === "m" || place < next || place > 2 !== inTime) return false;
    // Only seconds have a fraction, with at least one digit.
    if (at !== digits && (designator !== "S" || at === digits + 1)) return false;
    field?.(designator, start, at);
    next = place + 1;
    fieldNeeded = false;
    at++;
  }
  return !fieldNeeded;
}

/** Tests if a text is in the lexical space of xs:duration. */
export function isDuration(text: string): boolean {
  return readDuration(text, undefined);
}

const monthsPer: Readonly<Record<string, bigint>> = { Y: 12n, M: 1n };
const secondsPer: Readonly<Record<string, bigint>> = { D: 86_400n, H: 3_600n, m: 60n };

/** The value of a text that `isDuration` accepts. */
export function parseDuration(text: string): Duration {
  let months = 0n;
  let seconds = 0n;
  let fraction = "";
  readDuration(text, (designator, start, end) => {
    const [whole = "", part = ""] = text.slice(start, end).split(".");
    const count = BigInt(whole);
    const inMonths = monthsPer[designator];
    if (inMonths !== undefined) months += count * inMonths;
    else seconds += count * (secondsPer[designator] ?? 1n);
    fraction = withoutTrailingZeros(part);
  });
  if (!text.startsWith("-")) return { months, seconds, fraction };
  if (fraction === "") return { months: -months, seconds: -seconds, fraction };
  return { months: -months, seconds: -seconds - 1n, fraction: complement(fraction) };
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

/** The digits of 1 - 0.digits; the last digit is not 0. */
function complement(digits: string): string {
  let nines = "";
  for (let at = 0; at < digits.length - 1; at++) nines += 57 - digits.charCodeAt(at);
  return nines + (58 - digits.charCodeAt(digits.length - 1));
}

/** The four moments (year, month; first day, midnight UTC) that decide the order. XSD 1.0 Part 2 §3.2.6.2 */
const referenceMoments: readonly (readonly [bigint, bigint])[] = [
  [1696n, 9n],
  [1697n, 2n],
  [1903n, 3n],
  [1903n, 7n],
];

/** A duration is less than another if that holds from each of the four reference moments. */
export function compareDurations(left: Duration, right: Duration): -1 | 0 | 1 | undefined {
  let common: -1 | 0 | 1 | undefined;
  for (const [year, month] of referenceMoments) {
    const order = compareEnds(endOf(left, year, month), left.fraction, endOf(right, year, month), right.fraction);
    if (common !== undefined && order !== common) return undefined;
    common = order;
  }
  return common;
}

function compareEnds(left: bigint, leftFraction: string, right: bigint, rightFraction: string): -1 | 0 | 1 {
  if (left !== right) return left < right ? -1 : 1;
  if (leftFraction === rightFraction) return 0;
  return leftFraction < rightFraction ? -1 : 1;
}

/** Whole seconds from 0001-01-01 to the end of a duration that begins at a reference moment. */
function endOf(duration: Duration, year: bigint, month: bigint): bigint {
  const months = year * 12n + month - 1n + duration.months;
  // 4,800 months are 146,097 days; the rest is a year from 400 to 799.
  const cycles = floorDivide(months, 4_800n) - 1n;
  const rest = Number(months - cycles * 4_800n);
  const days = BigInt(daysSinceYear1(Math.floor(rest / 12), (rest % 12) + 1, 1)) + cycles * 146_097n;
  return days * 86_400n + duration.seconds;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** Equal for equal durations. */
export function durationKey(duration: Duration): string {
  return `${duration.months} ${duration.seconds}.${duration.fraction}`;
}

/**
 * The eight date and time types: lexical forms, values on the timeline and their partial order. XSD 1.0 Part 2 §3.2.7 to §3.2.14
 *
 * A value is its starting moment in seconds since 0001-01-01T00:00:00Z, exact for years and fractions of any length.
 * Values of recurring types are placed in a fixed leap year, since they are only compared among themselves.
 */

/** The kinds of dates and times. */
export type InstantKind = "dateTime" | "time" | "date" | "gYearMonth" | "gYear" | "gMonthDay" | "gDay" | "gMonth";

/** A moment on the timeline; on the local timeline if no time zone is given. */
export interface Instant {
  /** Whole seconds; a bigint for years beyond eight digits. */
  readonly seconds: number | bigint;
  /** Digits after the decimal point, without trailing zeros. */
  readonly fraction: string;
  readonly zoned: boolean;
}

interface Shape {
  readonly year: boolean;
  readonly month: boolean;
  readonly day: boolean;
  readonly time: boolean;
}

const shapes: Readonly<Record<InstantKind, Shape>> = {
  dateTime: { year: true, month: true, day: true, time: true },
  time: { year: false, month: false, day: false, time: true },
  date: { year: true, month: true, day: true, time: false },
  gYearMonth: { year: true, month: true, day: false, time: false },
  gYear: { year: true, month: false, day: false, time: false },
  gMonthDay: { year: false, month: true, day: true, time: false },
  gDay: { year: false, month: false, day: true, time: false },
  gMonth: { year: false, month: true, day: false, time: false },
};

/** A leap year, so that every gMonthDay, gDay and time exists in it. */
const arbitraryYear = 1972;
const fourteenHours = 50_400;

// Character codes.
const plus = 43;
const hyphen = 45;
const point = 46;
const zero = 48;
const nine = 57;
const colon = 58;
const letterT = 84;
const letterZ = 90;

/** Reads the fields of a text. One object serves all calls, so that checking allocates nothing. */
class InstantReader {
  text = "";
  at = 0;
  /** Where the year's digits begin and end. */
  yearStart = 0;
  yearEnd = 0;
  month = 1;
  day = 1;
  hour = 0;
  minute = 0;
  second = 0;
  fractionStart = 0;
  fractionEnd = 0;
  zoned = false;
  zoneMinutes = 0;

  /** Reads the whole text as a value of one kind; false if it is not one. */
  read(kind: InstantKind, text: string): boolean {
    const shape = shapes[kind];
    this.text = text;
    this.at = 0;
    this.month = kind === "time" || kind === "gDay" ? 12 : 1;
    this.day = kind === "time" ? 31 : 1;
    this.hour = this.minute = this.second = 0;
    this.yearStart = this.yearEnd = this.fractionStart = this.fractionEnd = 0;
    if (!this.#readDate(shape)) return false;
    if (shape.time && !((!shape.day || this.#skip(letterT)) && this.#readTime())) return false;
    // Midnight recurs every day: 24:00:00 is 00:00:00. XSD 1.0 Part 2 §3.2.8.2
    if (kind === "time" && this.hour === 24) this.hour = 0;
    return this.#readZone() && this.at === text.length;
  }

  /** A missing year leaves a hyphen, a missing month leaves nothing: --12-31, ---31, --12. */
  #readDate(shape: Shape): boolean {
    if (shape.year ? !this.#readYear() : (shape.month || shape.day) && !this.#skip(hyphen)) return false;
    if ((shape.month || shape.day) && !this.#skip(hyphen)) return false;
    if (shape.month) {
      this.month = this.#twoDigits();
      if (this.month < 1 || this.month > 12) return false;
    }
    if (!shape.day) return true;
    if (!this.#skip(hyphen)) return false;
    this.day = this.#twoDigits();
    return this.day >= 1 && this.day <= this.#daysInMonth();
  }

  #daysInMonth(): number {
    if (this.month !== 2) return this.month === 4 || this.month === 6 || this.month === 9 || this.month === 11 ? 30 : 31;
    if (this.yearEnd === 0) return 29;
    // 10,000 is a multiple of 400, so the last four digits decide.
    return isLeapYear(Number(this.text.slice(this.yearEnd - 4, this.yearEnd))) ? 29 : 28;
  }

  /** At least four digits, no leading zero beyond four, and no year 0000. */
  #readYear(): boolean {
    const start = this.text.charCodeAt(0) === hyphen ? 1 : 0;
    let code = this.text.charCodeAt(start);
    const leadingZero = code === zero;
    let zeros = true;
    let at = start;
    while (code >= zero && code <= nine) {
      if (code !== zero) zeros = false;
      code = this.text.charCodeAt(++at);
    }
    this.yearStart = start;
    this.yearEnd = this.at = at;
    return !zeros && (at - start === 4 || (at - start > 4 && !leadingZero));
  }

  #readTime(): boolean {
    this.hour = this.#twoDigits();
    if (!this.#skip(colon)) return false;
    this.minute = this.#twoDigits();
    if (!this.#skip(colon)) return false;
    this.second = this.#twoDigits();
    if (this.hour < 0 || this.hour > 24 || this.minute < 0 || this.minute > 59 || this.second < 0 || this.second > 59) return false;
    if (this.text.charCodeAt(this.at) === point && !this.#readFraction()) return false;
    return this.hour < 24 || (this.minute === 0 && this.second === 0 && this.fractionStart === this.fractionEnd);
  }

  /** Leaves `fractionEnd` before the trailing zeros. */
  #readFraction(): boolean {
    const start = ++this.at;
    let end = start;
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code < zero || code > nine) break;
      if (code !== zero) end = this.at + 1;
    }
    this.fractionStart = start;
    this.fractionEnd = end;
    return this.at > start;
  }

  #readZone(): boolean {
    this.zoned = false;
    this.zoneMinutes = 0;
    if (this.at === this.text.length) return true;
    this.zoned = true;
    if (this.#skip(letterZ)) return true;
    const west = this.text.charCodeAt(this.at) === hyphen;
    if (!west && this.text.charCodeAt(this.at) !== plus) return false;
    this.at++;
    const hours = this.#twoDigits();
    if (!this.#skip(colon)) return false;
    const minutes = this.#twoDigits();
    if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 840) return false;
    this.zoneMinutes = west ? -hours * 60 - minutes : hours * 60 + minutes;
    return true;
  }

  #skip(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  /** The number in the next two digits; -1 if there are no digits. */
  #twoDigits(): number {
    const tens = this.text.charCodeAt(this.at) - zero;
    const ones = this.text.charCodeAt(this.at + 1) - zero;
    if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return -1;
    this.at += 2;
    return tens * 10 + ones;
  }

  instant(): Instant {
    const fraction = this.text.slice(this.fractionStart, this.fractionEnd);
    const within = (this.hour * 60 + this.minute - this.zoneMinutes) * 60 + this.second;
    if (this.yearEnd - this.yearStart > 8) {
      const year = BigInt(this.text.slice(0, this.yearEnd));
      // The Gregorian calendar repeats every 400 years of 146,097 days.
      const cycles = year / 400n;
      const sameInCycle = Number(year % 400n) + (year < 0n ? -400 : 400);
      const days = BigInt(daysSinceYear1(sameInCycle, this.month, this.day)) + (cycles - (year < 0n ? -1n : 1n)) * 146_097n;
      return { seconds: days * 86_400n + BigInt(within), fraction, zoned: this.zoned };
    }
    const year = this.yearEnd === 0 ? arbitraryYear : Number(this.text.slice(0, this.yearEnd));
    return { seconds: daysSinceYear1(year, this.month, this.day) * 86_400 + within, fraction, zoned: this.zoned };
  }
}

const reader = new InstantReader();

/** Tests if a text is in the lexical space of a date or time type. */
export function isInstant(kind: InstantKind, text: string): boolean {
  return reader.read(kind, text);
}

/** The value of a text that `isInstant` accepts. In a dateTime, 24:00:00 is the first moment of the next day. */
export function parseInstant(kind: InstantKind, text: string): Instant {
  reader.read(kind, text);
  return reader.instant();
}

/**
 * Tests for a leap year. XSD 1.0 Part 2 Appendix E (maximumDayInMonthFor) applies the rule to the year as written, negative
 * years included: -0004 is a leap year, -0001 is not.
 */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** Days from 0001-01-01 to a day. There is no year 0: year 1 follows year -1. */
export function daysSinceYear1(year: number, month: number, day: number): number {
  const past = year > 0 ? year - 1 : -year;
  const pastDays = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const leapDay = month > 2 && isLeapYear(year) ? 1 : 0;
  return (year > 0 ? pastDays : -pastDays) + (daysBeforeMonth[month - 1] ?? 0) + leapDay + day - 1;
}

/**
 * The order of XSD 1.0 Part 2 §3.2.7.4: a moment without a zone may be up to fourteen hours earlier or later than it would be in UTC.
 * 2000-01-16T12:00:00 and 2000-01-16T12:00:00Z cannot be ordered.
 */
export function compareInstants(left: Instant, right: Instant): -1 | 0 | 1 | undefined {
  if (left.zoned === right.zoned) return compareMoments(left, right);
  if (compareMoments(shift(left, fourteenHours), shift(right, -fourteenHours)) < 0) return -1;
  if (compareMoments(shift(left, -fourteenHours), shift(right, fourteenHours)) > 0) return 1;
  return undefined;
}

/** Moves a moment that has no zone. */
function shift(instant: Instant, by: number): Instant {
  if (instant.zoned) return instant;
  const { seconds } = instant;
  return { ...instant, seconds: typeof seconds === "bigint" ? seconds + BigInt(by) : seconds + by };
}

function compareMoments(left: Instant, right: Instant): -1 | 0 | 1 {
  if (left.seconds < right.seconds) return -1;
  if (left.seconds > right.seconds) return 1;
  if (left.fraction === right.fraction) return 0;
  return left.fraction < right.fraction ? -1 : 1;
}

/** The same text for equal moments. A moment with a zone never equals one without. */
export function instantKey(instant: Instant): string {
  return `${instant.seconds}.${instant.fraction}${instant.zoned ? "Z" : ""}`;
}

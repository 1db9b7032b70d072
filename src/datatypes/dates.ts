/**
 * Texts of xs:dateTime and xs:date <-> JavaScript dates, for programs. Decoded values stay texts, so that nothing is lost unasked.
 *
 * A Date has milliseconds and no zone: finer fractions are cut off, and the zone is gone once a text is converted.
 */
import { isInstant, parseInstant } from "./instant.js";

/** Seconds from 0001-01-01 to 1970-01-01. */
const unixEpoch = 62_135_596_800;

/**
 * The moment of a dateTime, or of the first moment of a date. `zone` ("Z", "+02:00") is taken where the text has none.
 * `undefined`: the text is neither, or lies before the year 1 or after what a Date can hold.
 */
export function toDate(text: string, zone = "Z"): Date | undefined {
  const kind = isInstant("dateTime", text) ? "dateTime" : "date";
  if (!isInstant(kind, text)) return undefined;
  const zoned = isInstant(kind, text + zone) ? text + zone : text;
  const { seconds, fraction } = parseInstant(kind, zoned);
  if (seconds < 0) return undefined;
  const date = new Date((Number(seconds) - unixEpoch) * 1_000 + Number(fraction.slice(0, 3).padEnd(3, "0")));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The dateTime of a moment, in UTC, to the millisecond. Throws a RangeError for an invalid Date and for years before 1. */
export function fromDate(date: Date): string {
  const year = date.getUTCFullYear();
  if (!(year >= 1)) throw new RangeError("the date has no year of xs:dateTime");
  // toISOString writes years beyond 9999 as +012345.
  return date.toISOString().replace(/^\+0*/, "").replace(".000Z", "Z");
}

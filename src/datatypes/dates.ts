/**
 * xs:dateTime and xs:date texts <-> JavaScript dates. Decoded values are texts, so programs choose what to lose.
 *
 * A Date has millisecond precision and no time zone: finer fractions are cut off and the zone is lost.
 */
import { isInstant, parseInstant } from "./instant.js";

/** Seconds from 0001-01-01 to 1970-01-01. */
const unixEpoch = 62_135_596_800;

/**
 * The moment of a dateTime, or the first moment of a date. `zone` ("Z", "+02:00") applies if the text has no zone.
 * `undefined`: the text is neither, or is outside the years from 1 to the last that a Date can represent.
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

/** The dateTime text of a Date, in UTC with milliseconds. Throws a RangeError for an invalid Date and for years before 1. */
export function fromDate(date: Date): string {
  const year = date.getUTCFullYear();
  if (!(year >= 1)) throw new RangeError("the date has no year of xs:dateTime");
  // toISOString writes years beyond 9999 as +012345.
  return date.toISOString().replace(/^\+0*/, "").replace(".000Z", "Z");
}

/**
 * The usual forms of dates and times, among bytes that are read or were just written: tested by digits, since most values have them.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import type { InstantKind } from "../../datatypes/instant.js";
import * as Byte from "../../xml/byte.js";

/** Tests for 2026-11-30 and 2026-11-30T08:00:00, with a "Z" or nothing after it, and with days and hours that occur every month and day. */
export function isUsualInstant(kind: InstantKind, bytes: Uint8Array, from: number, to: number): boolean {
  if (!isUsualDate(bytes, from)) return false;
  if (kind === "date") return to - from === 10 || (to - from === 11 && bytes[from + 10] === letterZ);
  if (kind !== "dateTime" || bytes[from + 10] !== letterT || bytes[from + 13] !== Byte.colon || bytes[from + 16] !== Byte.colon)
    return false;
  const isTime = twoDigits(bytes, from + 11) < 24 && twoDigits(bytes, from + 14) < 60 && twoDigits(bytes, from + 17) < 60;
  return isTime && (to - from === 19 || (to - from === 20 && bytes[from + 19] === letterZ));
}

function isUsualDate(bytes: Uint8Array, from: number): boolean {
  if (bytes[from + 4] !== Byte.hyphen || bytes[from + 7] !== Byte.hyphen) return false;
  const century = twoDigits(bytes, from);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  return century > 0 && century < 100 && twoDigits(bytes, from + 2) < 100 && month > 0 && month < 13 && day > 0 && day < 29;
}

const letterT = 0x54;
const letterZ = 0x5a;

/** The number in the next two digits; 100 if there are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

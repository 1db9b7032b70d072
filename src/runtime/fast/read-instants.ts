/**
 * Dates and times in the input of generated readers: the usual forms are tested by digits, and `Datatype.decode` decides about all others.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { type InstantKind, isInstant } from "../../datatypes/instant.js";
import { Byte } from "../../xml/characters.js";
import { asciiOf, cursor as sharedCursor, input as sharedInput, inputView as sharedView } from "./input.js";
import { asOther, mix, rawText } from "./read-values.js";

// As constants of this module, the engine knows them.
const cursor = sharedCursor;
const input = sharedInput;
const inputView = sharedView;

/** A date or time, whose value is its text. */
export function asInstant(kind: InstantKind, type: never): unknown {
  if (isUsualInstant(kind)) return knownInstant(cursor.from, cursor.to);
  const text = rawText();
  return isInstant(kind, text) ? text : asOther(type);
}

/** Strings of dates and times, which documents repeat, and their bytes as words: the first sixteen at most and the last four; and their lengths. */
const instants: string[] = /*@__PURE__*/ new Array(2048).fill("");
const wordsOfInstant = 6;
const instantWords = /*@__PURE__*/ new Int32Array(2048 * wordsOfInstant);

/** The string of a date or time of ten bytes or more: the one that was made before, if it is still known. */
function knownInstant(from: number, to: number): string {
  const length = to - from;
  const first = inputView.getInt32(from, true);
  const second = inputView.getInt32(from + 4, true);
  const third = length < 16 ? 0 : inputView.getInt32(from + 8, true);
  const fourth = length < 16 ? 0 : inputView.getInt32(from + 12, true);
  const last = inputView.getInt32(to - 4, true);
  const slot = mix(second ^ Math.imul(third, 31), fourth ^ Math.imul(last, 31), first) & 2047;
  const at = slot * wordsOfInstant;
  if (
    instantWords[at] === first &&
    instantWords[at + 1] === second &&
    instantWords[at + 2] === third &&
    instantWords[at + 3] === fourth &&
    instantWords[at + 4] === last &&
    instantWords[at + 5] === length
  )
    return instants[slot] as string;
  instantWords[at] = first;
  instantWords[at + 1] = second;
  instantWords[at + 2] = third;
  instantWords[at + 3] = fourth;
  instantWords[at + 4] = last;
  instantWords[at + 5] = length;
  const text = asciiOf(from, to);
  instants[slot] = text;
  return text;
}

/** Tests for 2026-11-30 and 2026-11-30T08:00:00, with a "Z" or nothing after it, and with days and hours that occur every month and day. */
function isUsualInstant(kind: InstantKind): boolean {
  const { from, to } = cursor;
  if (!isUsualDate(from)) return false;
  if (kind === "date") return to - from === 10 || (to - from === 11 && input[from + 10] === letterZ);
  if (kind !== "dateTime" || input[from + 10] !== letterT || input[from + 13] !== Byte.colon || input[from + 16] !== Byte.colon)
    return false;
  const isTime = twoDigits(from + 11) < 24 && twoDigits(from + 14) < 60 && twoDigits(from + 17) < 60;
  return isTime && (to - from === 19 || (to - from === 20 && input[from + 19] === letterZ));
}

function isUsualDate(from: number): boolean {
  if (input[from + 4] !== Byte.hyphen || input[from + 7] !== Byte.hyphen) return false;
  const century = twoDigits(from);
  const month = twoDigits(from + 5);
  const day = twoDigits(from + 8);
  return century > 0 && century < 100 && twoDigits(from + 2) < 100 && month > 0 && month < 13 && day > 0 && day < 29;
}

const letterT = 0x54;
const letterZ = 0x5a;

/** The number in the next two digits; 100 if there are no digits. */
function twoDigits(at: number): number {
  const tens = (input[at] as number) - 48;
  const ones = (input[at + 1] as number) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

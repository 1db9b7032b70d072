/**
 * Dates and times in the input of generated readers: the usual forms are tested by digits, and `Datatype.decode` decides about all others.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { type InstantKind, isInstant } from "../../datatypes/instant.js";
import { asciiOf, cursor as sharedCursor, input as sharedInput, inputView as sharedView } from "./input.js";
import { asOther, mix, rawText } from "./read-values.js";
import { isUsualInstant } from "./usual-instants.js";

// As constants of this module, the engine knows them.
const cursor = sharedCursor;
const input = sharedInput;
const inputView = sharedView;

/** A date or time, whose value is its text. */
export function asInstant(kind: InstantKind, type: never): unknown {
  if (isUsualInstant(kind, input, cursor.from, cursor.to)) return knownInstant(cursor.from, cursor.to);
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

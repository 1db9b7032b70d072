/**
 * Values of simple types in the input of generated readers: each takes the text that was read last. What they do not know, `Datatype.decode` decides.
 *
 * Every function gives what `Datatype.decode` gives for the text, or gives up.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import type { Datatype, WhiteSpace } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { normalizeWhiteSpace } from "../../datatypes/white-space.js";
import * as Byte from "../../xml/byte.js";
import { attributeClasses, textClasses } from "../../xml/characters.js";
import { noNamespaces } from "../../xml/names.js";
import * as TextClass from "../../xml/text-class.js";
import {
  asciiOf,
  giveUp,
  readLeaf,
  resolveSpecial,
  runEnd,
  cursor as sharedCursor,
  input as sharedInput,
  inputView as sharedView,
  stringOf,
  withBlanks,
} from "./input.js";
import { hasSpace, specialClasses } from "./resolved-text.js";

// As constants of this module, the engine knows them.
const cursor = sharedCursor;
const input = sharedInput;
const inputView = sharedView;
const classesOf: Uint8Array = /*@__PURE__*/ withBlanks(attributeClasses);
const textClassesOf: Uint8Array = /*@__PURE__*/ withBlanks(textClasses);
const stop = runEnd;

/** Reads an attribute's value after its opening quote. */
export function readQuoted(from: number): void {
  let index = from;
  let classes = 0;
  let byteClass = classesOf[input[index] as number] as number;
  while (byteClass < stop) {
    classes |= byteClass;
    byteClass = classesOf[input[++index] as number] as number;
  }
  if (input[index] !== Byte.quote || (classes & TextClass.lineBlank) !== 0) giveUp(index);
  cursor.from = from;
  cursor.to = index;
  cursor.classes = classes;
  cursor.at = index + 1;
  resolveSpecial();
}

/** The text as the reader gives it. */
export function rawText(): string {
  const { from, to, classes } = cursor;
  if (from === to) return "";
  return (classes & TextClass.high) === 0 ? asciiOf(from, to) : stringOf(from, to);
}

/** White space processing, as generated code passes it. */
const whiteSpaces: readonly WhiteSpace[] = ["preserve", "replace", "collapse"];

/** Texts without these need no processing. */
const blanksBy: readonly number[] = [0, TextClass.lineBlank, TextClass.lineBlank | hasSpace];

/** Texts without these are ASCII as well, and need no second look. */
const unusualBy: readonly number[] = /*@__PURE__*/ blanksBy.map((classes) => classes | specialClasses | TextClass.high);

/** A string without facets. */
export function asText(whiteSpace: number): string {
  const text = rawText();
  return (cursor.classes & (blanksBy[whiteSpace] as number)) === 0
    ? text
    : normalizeWhiteSpace(text, whiteSpaces[whiteSpace] as WhiteSpace);
}

/** Reads an element with text as `readLeaf` and `asText` do; most texts at once. */
export function leafText(at: number, whiteSpace: number): string {
  const from = at + 1;
  const to = plainTextEnd(at, unusualBy[whiteSpace] as number);
  if (to !== 0) return from === to ? "" : asciiOf(from, to);
  readLeaf(at);
  return asText(whiteSpace);
}

/** The end of text without bytes of some classes, between tags; 0: there are such bytes, or the start tag has more than a name. */
function plainTextEnd(at: number, unusual: number): number {
  if (input[at] !== Byte.greaterThan) return 0;
  let index = at + 1;
  let classes = 0;
  let byteClass = textClassesOf[input[index] as number] as number;
  while (byteClass < stop) {
    classes |= byteClass;
    byteClass = textClassesOf[input[++index] as number] as number;
  }
  if ((classes & unusual) !== 0 || input[index] !== Byte.lessThan || input[index + 1] !== Byte.slash) return 0;
  cursor.tag = index;
  return index;
}

/** A string of a length in characters. */
export function asMeasuredText(whiteSpace: number, least: number, most: number, type: never): unknown {
  // Some characters beyond ASCII have two units.
  if ((cursor.classes & TextClass.high) !== 0) return asOther(type);
  const text = asText(whiteSpace);
  return text.length >= least && text.length <= most ? text : asOther(type);
}

/** A value of any type. Generated code passes the datatype: `never` says that a compiler cannot check it. */
export function asOther(type: never): unknown {
  const datatype: Datatype = type;
  const value = datatype.decode(rawText(), noNamespaces);
  return isFault(value) ? giveUp(cursor.at) : value;
}

/** An integer of a type whose values are numbers. */
export function asInteger(least: number, most: number, type: never): unknown {
  const number = digits();
  return number >= least && number <= most ? number : asOther(type);
}

/** Reads an element with text as `readLeaf` and `asInteger` do; most integers at once. */
export function leafInteger(at: number, least: number, most: number, type: never): unknown {
  const from = at + 1;
  let to = from;
  let number = 0;
  for (let digit = (input[to] as number) - 48; digit >= 0 && digit <= 9; digit = (input[++to] as number) - 48) number = number * 10 + digit;
  const isPlain = input[at] === Byte.greaterThan && input[to] === Byte.lessThan && input[to + 1] === Byte.slash && to !== from;
  if (isPlain && to - from <= 15 && number >= least && number <= most) {
    cursor.tag = to;
    return number;
  }
  readLeaf(at);
  return asInteger(least, most, type);
}

/** An integer of a type whose values are bigints. */
export function asBigInteger(least: number, most: number, type: never): unknown {
  const number = digits();
  return number >= least && number <= most ? BigInt(number) : asOther(type);
}

/** The number of one to fifteen digits with an optional "-"; NaN for any other text. */
function digits(): number {
  const { from, to } = cursor;
  const negative = input[from] === Byte.hyphen;
  const start = negative ? from + 1 : from;
  if (to - start < 1 || to - start > 15) return Number.NaN;
  let number = 0;
  for (let at = start; at < to; at++) {
    const digit = (input[at] as number) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return negative ? 0 - number : number;
}

/** A decimal, whose value is its text. */
export function asDecimal(totalDigits: number, fractionDigits: number, least: number, most: number, type: never): unknown {
  const { from, to } = cursor;
  const negative = input[from] === Byte.hyphen;
  let at = negative ? from + 1 : from;
  const start = at;
  let number = 0;
  let scale = 1;
  let digit = (input[at] as number) - 48;
  for (; digit >= 0 && digit <= 9; digit = (input[++at] as number) - 48) number = number * 10 + digit;
  const integers = at - start;
  let fractions = 0;
  if (at < to && input[at] === 46) {
    digit = (input[++at] as number) - 48;
    for (; digit >= 0 && digit <= 9; digit = (input[++at] as number) - 48) {
      number = number * 10 + digit;
      scale *= 10;
      fractions++;
    }
    if (fractions === 0) return asOther(type);
  }
  if (at !== to || integers === 0 || integers + fractions > totalDigits || fractions > fractionDigits) return asOther(type);
  const value = (negative ? 0 - number : number) / scale;
  return value >= least && value <= most ? asciiOf(from, to) : asOther(type);
}

/** A value of an enumeration, and its bytes as words. The last word has only the bytes that are left. */
interface Word {
  readonly word: string;
  readonly length: number;
  readonly words: Int32Array;
  readonly lastMask: number;
}

/** The values of an enumeration of strings: bytes -> the one string of a value. */
export class Words {
  readonly #slots: (Word | undefined)[];
  readonly #mask: number;

  constructor(words: readonly string[]) {
    let size = 4;
    while (size < words.length * 2) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Array(size).fill(undefined);
    for (const word of words) {
      const bytes = new TextEncoder().encode(word);
      const { length } = bytes;
      const padded = new Uint8Array((length + 3) & ~3);
      padded.set(bytes);
      const view = new DataView(padded.buffer);
      const values = Int32Array.from({ length: padded.length >> 2 }, (_, index) => view.getInt32(index * 4, true));
      let slot = hash(view, 0, length) & this.#mask;
      while (this.#slots[slot] !== undefined) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = { word, length, words: values, lastMask: maskOf(length & 3) };
    }
  }

  find(from: number, to: number): string | undefined {
    const length = to - from;
    for (let slot = hash(inputView, from, length) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const known = this.#slots[slot];
      if (known === undefined) return undefined;
      if (known.length === length && isWord(known, from)) return known.word;
    }
  }
}

function isWord({ words, lastMask }: Word, from: number): boolean {
  const last = words.length - 1;
  for (let index = 0; index < last; index++) if (inputView.getInt32(from + index * 4, true) !== words[index]) return false;
  return last < 0 || (inputView.getInt32(from + last * 4, true) & lastMask) === words[last];
}

/** The first of a word's four bytes; all of them for 0. */
function maskOf(count: number): number {
  return count === 0 ? -1 : 2 ** (count * 8) - 1;
}

/** Of the length, the first four bytes and the last four. */
function hash(view: DataView, from: number, length: number): number {
  if (length < 4) return length === 0 ? 0 : mix(view.getUint8(from), view.getUint8(from + length - 1), length);
  return mix(view.getInt32(from, true), view.getInt32(from + length - 4, true), length);
}

/** A hash of words. */
export function mix(first: number, last: number, length: number): number {
  const sum = Math.imul(first, 0x2c1b3c6d) + Math.imul(last, 0x297a2d39) + length;
  return sum ^ (sum >>> 15);
}

/** An enumerated string. */
export function asWord(words: Words, type: never): unknown {
  return words.find(cursor.from, cursor.to) ?? asOther(type);
}

/** Reads an element with text as `readLeaf` and `asWord` do; most words at once. */
export function leafWord(at: number, words: Words, type: never): unknown {
  const to = plainTextEnd(at, specialClasses);
  const word = to === 0 ? undefined : words.find(at + 1, to);
  if (word !== undefined) return word;
  readLeaf(at);
  return asWord(words, type);
}

/** The values of an enumeration, for `asWord`. */
export function wordsOf(...words: readonly string[]): Words {
  return new Words(words);
}

const truths = /*@__PURE__*/ wordsOf("true", "false", "1", "0");

export function asBoolean(type: never): unknown {
  const word = truths.find(cursor.from, cursor.to);
  return word === undefined ? asOther(type) : word === "true" || word === "1";
}

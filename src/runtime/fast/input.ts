/**
 * The input of generated readers: the bytes of one window, where an element is read without tokens.
 *
 * Generated code compares names four bytes at a time with constants, in one buffer that all documents share, so that the engine knows where it
 * is. Zero bytes follow the window's bytes, and stop every loop. Whatever is not as usual is refused: the element is then read from its start
 * tag by the general decoder, which knows what it means or what is wrong with it.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../../xml/byte.js";
import { blankBytes, cdataClasses, nameBytes, textClasses } from "../../xml/characters.js";
import { asciiString, stringOfUtf8 } from "../../xml/read/byte-strings.js";
import type { Window } from "../../xml/read/window.js";
import * as TextClass from "../../xml/text-class.js";
import type { NamePrefix } from "./name-prefixes.js";
import { hasSections, hasSpace, resolveText, specialClasses } from "./resolved-text.js";
import { blockLength, endBits, loadVectorText, longestInput, type VectorText } from "./vector-text.js";

const capacity = 64 * 1024;
/** More than the longest name that is compared without a test for the end. */
const room = 2048;
/** Where a text is copied whose references and the like stand for something else. It is not longer than it was, with a byte after it. */
const copied = capacity + room;

// The engine knows the value of a constant of its own module. It reads an exported or imported one from its module each time, and knows nothing
// about it; that costs a quarter of the speed.
const bytes: Uint8Array = /*@__PURE__*/ new Uint8Array(copied + capacity + room);
const view: DataView = /*@__PURE__*/ new DataView(bytes.buffer);
const blanks = blankBytes;
/** Up to so many bytes, a loop is as fast as a call for sixteen bytes at a time. */
const shortText = 32;
const endMask = (1 << endBits) - 1;
/** The class of bytes that end a run. */
const stop = 128;
export const runEnd: number = stop;
const classesOf: Uint8Array = /*@__PURE__*/ withBlanks(textClasses);
const sectionClasses: Uint8Array = /*@__PURE__*/ withBlanks(cdataClasses);

/** Classes that tell spaces from tabs and line feeds, which white space processing replaces. */
export function withBlanks(classes: Uint8Array): Uint8Array {
  const table = classes.map((byteClass) => (byteClass >= TextClass.stop ? stop : byteClass));
  table[Byte.space] = hasSpace;
  table[Byte.tab] = table[Byte.lineFeed] = TextClass.lineBlank;
  return table;
}

/** The bytes of the window, at the same indices, and the same bytes as words. */
export const input: Uint8Array = bytes;
export const inputView: DataView = view;

/** An index at which there are only zero bytes, so no name and no tag. */
export const nowhere: number = capacity + room / 2;
const noTag = nowhere;

const place = {
  /** The index after what was read last. After a refusal, where it happened. */
  at: 0,
  /** The value that was read last, and the classes of its bytes. */
  from: 0,
  to: 0,
  classes: 0,
  /** The tag after the text that was read last, and the last end tag. */
  tag: 0,
  endTag: 0,
  /** What `limits.markup` counts. */
  markup: 0,
  /** How many more elements may be open. */
  levels: 0,
  /** The end of the document, if all of it was loaded. */
  end: 0,
  /** A reader is at work: a conversion of a value may decode, too. */
  busy: false,
};
/** What readers know beside the index that they pass along. Names of elements and values are between indices of `input`. */
export const cursor: typeof place = place;

/** Thrown, always the same one, where an element is for the general decoder. */
export const unusual: Error = /*@__PURE__*/ new Error("internal: the general decoder reads the element");

/** Leaves the element to the general decoder. */
export function giveUp(at: number): never {
  place.at = at;
  throw unusual;
}

/** Which bytes are in `input`: of which reader's window, or of a document that no reader has. */
let loaded = { reader: 0, base: 0, end: 0 };

/** Copies the window's bytes from an index on, unless they are there. False: they do not fit. */
export function loadInput(window: Window, start: number, reader: number): boolean {
  const { base, end } = window;
  if (end > capacity) return false;
  if (loaded.reader === reader && loaded.base === base && loaded.end === end) return true;
  loaded = { reader, base, end };
  bytes.set(window.bytes.subarray(start, end), start);
  endInput(start, end);
  return true;
}

/** Where the input begins and ends that `vectors` does not have yet; both are 0 if it has all. */
let newFrom = 0;
let newTo = 0;

function endInput(start: number, end: number): void {
  bytes.fill(0, end, end + room / 2);
  newFrom = start;
  newTo = end;
}

let vectors: VectorText | undefined;
let longTexts = 0;
/** Loading `vectors` takes some milliseconds, which few texts do not repay. */
const textsBeforeLoading = 200;

/** What reads long texts, with a copy of the input: the engine reads the input itself faster where it is not in WebAssembly's memory. */
function vectorsWithInput(): VectorText | undefined {
  if (++longTexts === textsBeforeLoading) vectors = loadVectorText();
  if (vectors !== undefined && newTo > 0) {
    // With zero bytes after it, which stop loops.
    vectors.bytes.set(bytes.subarray(newFrom, newTo + blockLength), newFrom);
    newFrom = newTo = 0;
  }
  return vectors;
}

const noReader = { reader: 0, base: 0, end: 0 };
const encoder = /*@__PURE__*/ new TextEncoder();

/** Loads a whole document of so many bytes at most. False: it is longer than that or the input, or a string with other characters than ASCII. */
export function loadDocument(document: unknown, most: number): boolean {
  const isText = typeof document === "string";
  if (!isText && !(document instanceof Uint8Array)) return false;
  const { length } = document;
  if (length > capacity || length > most) return false;
  loaded = noReader;
  if (!isText) bytes.set(document);
  else if (encoder.encodeInto(document, bytes).written !== length) return false;
  endInput(0, length);
  place.end = length;
  return true;
}

/** The string of ASCII bytes. */
export function asciiOf(from: number, to: number): string {
  return asciiString(bytes, from, to);
}

/** The string of any valid bytes. */
export function stringOf(from: number, to: number): string {
  const long = to - from > shortText ? vectorsWithInput() : undefined;
  const text = long === undefined || to > longestInput ? stringOfUtf8(bytes, from, to) : longString(long, from, to);
  return text ?? giveUp(place.at);
}

function longString(long: VectorText, from: number, to: number): string | undefined {
  if (from >= copied) long.bytes.set(bytes.subarray(from, to + 1), from);
  return long.string(from, to);
}

/** The index of the local name in a tag, if it begins with the prefix. */
export function nameIn(tag: number, prefix: NamePrefix): number {
  const differs =
    ((view.getInt32(tag, true) ^ prefix.word0) & prefix.mask0) | ((view.getInt32(tag + 4, true) ^ prefix.word1) & prefix.mask1);
  return differs === 0 ? tag + prefix.length : noTag;
}

/** 1 for bytes that end the name of an element. */
export const nameEnds: Uint8Array = /*@__PURE__*/ nameBytes.map((isName, byte) =>
  isName === 0 && byte < 0x3f && byte > 0x1f ? 1 : (blankBytes[byte] ?? 0),
);

/** Tests if the name between two indices is at another index as well, as the whole name of an element. */
export function isSameElement(start: number, end: number, at: number): boolean {
  return isSameName(start, end, at) && nameEnds[bytes[at + end - start] as number] === 1;
}

/** Tests if a name, which is between two indices, is at another index as well. What follows there may be more of a name. */
function isSameName(start: number, end: number, at: number): boolean {
  const last = at + end - start;
  if (end - start < 8) {
    for (let from = start, to = at; to < last; from++, to++) if (bytes[from] !== bytes[to]) return false;
    return true;
  }
  // Eight bytes of a name are not zero, so no others are the same number.
  for (let from = start, to = at; to < last - 8; from += 8, to += 8) if (view.getFloat64(from) !== view.getFloat64(to)) return false;
  return view.getFloat64(end - 8) === view.getFloat64(last - 8);
}

/** The index of the next attribute's name; 0 after the last attribute, with the end of the tag at `place.at`. */
export function nextAttribute(from: number): number {
  const at = pastBlanks(from);
  place.at = at;
  const byte = bytes[at] as number;
  if (byte === Byte.greaterThan || byte === Byte.slash) return 0;
  if (at === from) giveUp(at);
  place.markup++;
  return at;
}

/** The index after the end of a start tag; -1: the element is empty, and has been read. */
export function beginContent(at: number): number {
  const end = pastBlanks(at);
  if (bytes[end] === Byte.greaterThan) return end + 1;
  endEmpty(end);
  place.levels++;
  return -1;
}

/** The index after blanks. */
export function pastBlanks(from: number): number {
  let at = from;
  while (blanks[bytes[at] as number] === 1) at++;
  return at;
}

function endEmpty(at: number): void {
  place.at = pastEmptyEnd(at);
  place.markup++;
  place.endTag = at;
}

function pastEmptyEnd(at: number): number {
  if (bytes[at] !== Byte.slash || bytes[at + 1] !== Byte.greaterThan) giveUp(at);
  return at + 2;
}

/** Ends content of elements at the end tag of the element that starts at `start`. So many elements with text were read in it. */
export function endContentAt(start: number, nameEnd: number, at: number, leaves: number): void {
  place.levels++;
  place.markup += leaves;
  endElement(start, nameEnd, at);
}

function endElement(start: number, nameEnd: number, at: number): void {
  place.at = pastEndTag(start, nameEnd, at);
  place.markup++;
  place.endTag = at;
}

/** The index after the end tag of the element that starts at `start`. */
function pastEndTag(start: number, nameEnd: number, at: number): number {
  if (bytes[at] !== Byte.lessThan || bytes[at + 1] !== Byte.slash || !isSameName(start + 1, nameEnd, at + 2)) giveUp(at);
  let to = at + 1 + nameEnd - start;
  if (bytes[to] !== Byte.greaterThan) to = pastBlanks(to);
  if (bytes[to] !== Byte.greaterThan) giveUp(to);
  return to + 1;
}

/** Reads content that is text, and the end tag. The start tag ends at `at`. */
export function readContent(start: number, nameEnd: number, at: number): void {
  readLeaf(at);
  if (place.tag !== noTag) endElement(start, nameEnd, place.tag);
  else endEmpty(place.at - 2);
}

/** Reads content that is text up to the end tag, at `cursor.tag`, which is nowhere if the element is empty. The start tag ends at `at`. */
export function readLeaf(at: number): void {
  const end = bytes[at] === Byte.greaterThan ? at : pastBlanks(at);
  if (bytes[end] === Byte.greaterThan) readRun(end + 1);
  else {
    place.at = pastEmptyEnd(end);
    place.from = place.to = at;
    place.classes = 0;
    place.tag = noTag;
  }
}

/** The index after an element with text, whose end tag is at `at`. Generated code calls it for end tags that are not as usual. */
export function endLeaf(start: number, nameEnd: number, at: number): number {
  return at === noTag ? place.at : pastEndTag(start, nameEnd, at);
}

/** Reads text up to the next tag. */
export function readRun(from: number): void {
  const index = textEnd(from);
  place.from = from;
  place.to = index;
  place.at = place.tag = index;
  if (bytes[index + 1] === Byte.exclamation) readSections();
  resolveSpecial();
}

/** Has the text that was read last be what it stands for. */
export function resolveSpecial(): void {
  if ((place.classes & specialClasses) !== 0 && !resolveText(bytes, view, place, copied)) giveUp(place.at);
}

/** Reads CDATA sections at the next tag, and text between and after them. One without other text is like text. */
function readSections(): void {
  const { from, to } = place;
  let { classes } = place;
  let start = to;
  let end = to;
  let next = to;
  let count = 0;
  for (; bytes[next + 1] === Byte.exclamation; count++) {
    if (view.getInt32(next, true) !== sectionOpening || view.getInt32(next + 4, true) !== sectionWord) giveUp(next);
    start = next + 9;
    end = sectionEnd(start);
    classes |= place.classes;
    next = textEnd(end + 3);
    classes |= place.classes;
  }
  place.markup += count;
  const isAlone = count === 1 && from === to && next === end + 3 && (classes & TextClass.carriageReturn) === 0;
  place.from = isAlone ? start : from;
  place.to = isAlone ? end : next;
  place.classes = isAlone ? classes : classes | hasSections;
  place.at = place.tag = next;
}

/** "<![C" and "DATA". */
const sectionOpening = 0x435b213c;
const sectionWord = 0x41544144;

/** The index of the "]]>" that ends a CDATA section. */
function sectionEnd(start: number): number {
  if (bytes[start - 1] !== Byte.leftBracket) giveUp(start);
  let classes = 0;
  for (let index = start; ; index++) {
    let byteClass = sectionClasses[bytes[index] as number] as number;
    while (byteClass < stop) {
      classes |= byteClass;
      byteClass = sectionClasses[bytes[++index] as number] as number;
    }
    if (bytes[index] !== Byte.rightBracket) giveUp(index);
    place.classes = classes;
    if (bytes[index + 1] === Byte.rightBracket && bytes[index + 2] === Byte.greaterThan) return index;
    classes |= TextClass.other;
  }
}

/** Reads the rest of a long text. Returns the classes of its bytes, and leaves the index that ends it in `place.to`. */
function readLongText(from: number): number {
  const found = vectorsWithInput()?.end(from);
  if (found !== undefined) {
    place.to = found & endMask;
    return found >>> endBits;
  }
  let index = from;
  let classes = 0;
  let byteClass = classesOf[bytes[index] as number] as number;
  while (byteClass < stop) {
    classes |= byteClass;
    byteClass = classesOf[bytes[++index] as number] as number;
  }
  place.to = index;
  return classes;
}

/** The index of the tag, or CDATA section, that ends text. */
function textEnd(start: number): number {
  const most = start + shortText;
  let index = start;
  let classes = 0;
  let byteClass = classesOf[bytes[index] as number] as number;
  while (byteClass < stop && index < most) {
    classes |= byteClass;
    byteClass = classesOf[bytes[++index] as number] as number;
  }
  if (byteClass < stop) {
    classes |= readLongText(index);
    index = place.to;
  }
  if (bytes[index] !== Byte.lessThan) giveUp(index);
  place.classes = classes;
  return index;
}

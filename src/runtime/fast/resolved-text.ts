/**
 * Text in the input of generated readers, with references, line ends of other systems or CDATA sections -> the bytes of what it stands for.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../../xml/byte.js";
import { characterInBytes, predefinedInBytes } from "../../xml/read/references.js";
import * as TextClass from "../../xml/text-class.js";

/** In the classes of a text, beside the bits of TextClass: there is a space. */
export const hasSpace = 64;
/** There are CDATA sections among other text. */
export const hasSections = 256;

/** A text between two indices, the classes of its bytes, and what `limits.markup` counts. */
interface Text {
  from: number;
  to: number;
  classes: number;
  markup: number;
}

/** What is resolved, or refused. */
export const specialClasses: number = TextClass.ampersand | TextClass.carriageReturn | TextClass.rightBracket | hasSections;
const resolved = specialClasses & ~TextClass.rightBracket;
/** The length of `<![CDATA[`. */
const openingLength = 9;

/**
 * Resolves a text into the bytes from `target` on. They are not more than it has. False: it is not well-formed, or refers to an entity. `view` has the
 * same bytes.
 */
export function resolveText(bytes: Uint8Array, view: DataView, text: Text, target: number): boolean {
  const { from, to, classes } = text;
  if ((classes & resolved) === 0) return !hasSectionEnd(bytes, from, to);
  // Values of attributes may have it.
  const refusesEnd = (classes & TextClass.rightBracket) !== 0;
  const hasReferencesOnly = (classes & specialClasses) === TextClass.ampersand;
  let found = (classes & TextClass.carriageReturn) === 0 ? classes : classes | TextClass.lineBlank;
  let length = target;
  let inSection = false;
  for (let at = from; at < to; ) {
    if (hasReferencesOnly && at + 4 <= to && !hasAmpersand(view.getInt32(at, true))) {
      view.setInt32(length, view.getInt32(at, true), true);
      length += 4;
      at += 4;
      continue;
    }
    const byte = bytes[at] as number;
    if (byte === Byte.ampersand && !inSection) {
      const end = semicolonAfter(bytes, at, to) + 1;
      const character = characterOf(bytes, at, end);
      if (end > to || character < 0) return false;
      found |= classOf(character);
      length = putCharacter(bytes, length, character);
      text.markup++;
      at = end;
    } else if (byte === Byte.lessThan && !inSection) {
      inSection = true;
      at += openingLength;
    } else if (byte === Byte.rightBracket && isSectionEnd(bytes, at) && (inSection || refusesEnd)) {
      if (!inSection) return false;
      inSection = false;
      at += 3;
    } else {
      at++;
      if (byte !== Byte.carriageReturn) bytes[length++] = byte;
      else if (bytes[at] !== Byte.lineFeed) bytes[length++] = Byte.lineFeed;
    }
  }
  bytes[length] = 0;
  text.from = target;
  text.to = length;
  text.classes = found & ~specialClasses;
  return true;
}

/** Tests the four bytes of a word for "&": the subtraction sets the highest bit of the first byte that is zero, and of no byte before it. */
function hasAmpersand(word: number): boolean {
  const differences = word ^ 0x26262626;
  return ((differences - 0x01010101) & ~differences & 0x80808080) !== 0;
}

function isSectionEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === Byte.rightBracket && bytes[at + 1] === Byte.rightBracket && bytes[at + 2] === Byte.greaterThan;
}

function hasSectionEnd(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isSectionEnd(bytes, at)) return true;
  return false;
}

/** The index of the next semicolon, at most that of the end. */
function semicolonAfter(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== Byte.semicolon) at++;
  return at;
}

/** The character of a reference; negative if it is no reference to a character. */
function characterOf(bytes: Uint8Array, at: number, end: number): number {
  return bytes[at + 1] === Byte.hash ? characterInBytes(bytes, at, end) : (predefinedInBytes(bytes, at)?.charCodeAt(0) ?? -1);
}

function classOf(character: number): number {
  if (character >= 0x80) return TextClass.high;
  if (character > Byte.space) return TextClass.other;
  return character === Byte.space ? hasSpace : TextClass.lineBlank;
}

/** Writes a character in UTF-8, and returns the index after it. */
function putCharacter(bytes: Uint8Array, start: number, code: number): number {
  let at = start;
  if (code < 0x80) bytes[at++] = code;
  else {
    if (code < 0x800) bytes[at++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) bytes[at++] = 0xe0 | (code >> 12);
      else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      }
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return at;
}

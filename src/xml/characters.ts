/**
 * Characters of XML 1.0 (fifth edition): byte tables for scan loops, and tests for strings.
 *
 * Scan loops run over UTF-8 bytes in a window that is followed by zero bytes, so byte 0 stops every loop and no loop tests for the end.
 */
import * as Byte from "./byte.js";
import * as TextClass from "./text-class.js";

function makeTable(entries: readonly (readonly [number, number])[]): Uint8Array {
  const table = new Uint8Array(256).fill(TextClass.other, 0x20, 0x80).fill(TextClass.high, 0x80).fill(TextClass.stop, 0, 0x20);
  for (const [byte, value] of entries) table[byte] = value;
  return table;
}

/** Character data: stops at "<" and at what XML forbids. */
export const textClasses = makeTable([
  [Byte.space, TextClass.blank],
  [Byte.tab, TextClass.blank],
  [Byte.lineFeed, TextClass.blank],
  [Byte.carriageReturn, TextClass.carriageReturn],
  [Byte.rightBracket, TextClass.rightBracket | TextClass.other],
  [Byte.ampersand, TextClass.ampersand | TextClass.other],
  [Byte.lessThan, TextClass.stop],
]);

/** Attribute values: stops at both quotes, "<" and what XML forbids. */
export const attributeClasses = makeTable([
  [Byte.space, TextClass.blank],
  [Byte.tab, TextClass.lineBlank],
  [Byte.lineFeed, TextClass.lineBlank],
  [Byte.carriageReturn, TextClass.lineBlank],
  [Byte.ampersand, TextClass.ampersand],
  [Byte.quote, TextClass.stop],
  [Byte.apostrophe, TextClass.stop],
  [Byte.lessThan, TextClass.stop],
]);

/** Comments: stops at "-" and at what XML forbids. */
export const commentClasses = makeTable([
  [Byte.tab, TextClass.blank],
  [Byte.lineFeed, TextClass.blank],
  [Byte.carriageReturn, TextClass.blank],
  [Byte.hyphen, TextClass.stop],
]);

/** Processing instructions: stops at "?" and at what XML forbids. */
export const instructionClasses = makeTable([
  [Byte.tab, TextClass.blank],
  [Byte.lineFeed, TextClass.blank],
  [Byte.carriageReturn, TextClass.blank],
  [Byte.question, TextClass.stop],
]);

/** CDATA sections: stops at "]" and at what XML forbids. */
export const cdataClasses = makeTable([
  [Byte.space, TextClass.blank],
  [Byte.tab, TextClass.blank],
  [Byte.lineFeed, TextClass.blank],
  [Byte.carriageReturn, TextClass.carriageReturn],
  [Byte.rightBracket, TextClass.stop],
]);

/** 1 for bytes that names can contain. Names are checked as strings when first met, so this table ignores position and accepts all non-ASCII. */
export const nameBytes = makeNameBytes();

function makeNameBytes(): Uint8Array {
  const table = new Uint8Array(256).fill(1, 0x80);
  for (const character of "-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz") table[character.charCodeAt(0)] = 1;
  return table;
}

/** 1 for space, tab, line feed and carriage return: XML 1.0 §2.3 (S). */
export const blankBytes = new Uint8Array(256);
for (const byte of [Byte.space, Byte.tab, Byte.lineFeed, Byte.carriageReturn]) blankBytes[byte] = 1;

/** XML 1.0 §2.2 (Char). */
export function isCharacter(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d;
  return codePoint < 0xd800 || (codePoint > 0xdfff && codePoint < 0xfffe) || (codePoint > 0xffff && codePoint < 0x110000);
}

/** Characters that XML 1.0 cannot represent: the complement of Char, including lone surrogates. */
export const forbiddenCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/u;

/** "U+0001", for messages. */
export function describeCharacter(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The message for a character that XML cannot hold. */
export function describeForbidden(codePoint: number): string {
  const what = codePoint >= 0xd800 && codePoint < 0xe000 ? "the lone surrogate" : "the character";
  return `${what} ${describeCharacter(codePoint)} cannot be written as XML`;
}

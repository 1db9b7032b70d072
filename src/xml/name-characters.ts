/**
 * Name, NCName, Nmtoken and QName: the characters of names, and tests for strings. XML 1.0 (fifth edition) §2.3, Namespaces in XML 1.0 §3
 *
 * The same tables define \i and \c in patterns, so a pattern written for names accepts exactly the names that the reader accepts.
 */
import { type CharacterRanges, isInSet } from "./character-ranges.js";

/** NameStartChar of XML 1.0 fifth edition, with ":". Pairs of first and last code point. */
export const nameStartRanges: CharacterRanges = [
  0x3a, 0x3a, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a, 0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d, 0x2070,
  0x218f, 0x2c00, 0x2fef, 0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x10000, 0xeffff,
];

/** NameChar of XML 1.0 fifth edition. */
export const nameRanges: CharacterRanges = [
  0x2d, 0x2e, 0x30, 0x3a, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a, 0xb7, 0xb7, 0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x37d, 0x37f, 0x1fff, 0x200c,
  0x200d, 0x203f, 0x2040, 0x2070, 0x218f, 0x2c00, 0x2fef, 0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd, 0x10000, 0xeffff,
];

const colon = 58;
const nameStart = 1;
const nameChar = 2;

/** Flags of the ASCII characters. */
const ascii = /*@__PURE__*/ asciiFlags();

function asciiFlags(): Uint8Array {
  const flags = new Uint8Array(128);
  fill(flags, nameRanges, nameChar);
  // What begins a name may stand anywhere in it.
  fill(flags, nameStartRanges, nameStart | nameChar);
  return flags;
}

function fill(flags: Uint8Array, ranges: CharacterRanges, value: number): void {
  for (let index = 0; index < ranges.length; index += 2) flags.fill(value, ranges[index], (ranges[index + 1] ?? 0) + 1);
}

function flagsOf(code: number): number {
  if (code < 128) return ascii[code] ?? 0;
  return isInSet(nameRanges, code) ? nameChar | (isInSet(nameStartRanges, code) ? nameStart : 0) : 0;
}

/** The index after the run of name characters that begins at `at`. With `noColon`, a colon ends the run. */
function skipNameChars(text: string, at: number, noColon: boolean): number {
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    if ((flagsOf(code) & nameChar) === 0 || (noColon && code === colon)) break;
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

function startsName(text: string, at: number): boolean {
  return at < text.length && (flagsOf(text.codePointAt(at) ?? 0) & nameStart) !== 0;
}

/** The index after the Name that begins at `at`; `at` itself if none begins there. */
export function skipName(text: string, at: number): number {
  return startsName(text, at) ? skipNameChars(text, at, false) : at;
}

/** The index after the Nmtoken that begins at `at`; `at` itself if none begins there. */
export function skipNmtoken(text: string, at: number): number {
  return skipNameChars(text, at, false);
}

/** Tests for a Name. XML 1.0 §2.3 */
export function isName(text: string): boolean {
  return startsName(text, 0) && skipNameChars(text, 0, false) === text.length;
}

/** Tests for an NCName. Namespaces in XML 1.0 §3 */
export function isNCName(text: string): boolean {
  return startsName(text, 0) && skipNameChars(text, 0, true) === text.length && text.charCodeAt(0) !== colon;
}

/** Tests for an Nmtoken. XML 1.0 §2.3 */
export function isNmtoken(text: string): boolean {
  return text !== "" && skipNameChars(text, 0, false) === text.length;
}

/** Tests for a QName; whether its prefix is bound is not checked. Namespaces in XML 1.0 §4 */
export function isQName(text: string): boolean {
  const end = skipNameChars(text, 0, true);
  if (!startsName(text, 0) || end === 0) return false;
  if (end === text.length) return true;
  return (
    text.charCodeAt(end) === colon &&
    startsName(text, end + 1) &&
    text.charCodeAt(end + 1) !== colon &&
    skipNameChars(text, end + 1, true) === text.length
  );
}

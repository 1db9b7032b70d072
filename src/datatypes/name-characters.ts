/**
 * Names: Name, NCName, NMTOKEN, QName and the classes behind \i and \c. XML 1.0 §2.3 and Namespaces in XML 1.0 §3
 *
 * Fifth edition tables, as in all XML of today. They are also what \i and \c of patterns mean, so that a pattern for names accepts names.
 */
import { type CharacterRanges, isInSet } from "./pattern/character-ranges.js";

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
  for (let code = 0; code < 128; code++)
    flags[code] = (isInSet(nameStartRanges, code) ? nameStart : 0) | (isInSet(nameRanges, code) ? nameChar : 0);
  return flags;
}

function flagsOf(code: number): number {
  if (code < 128) return ascii[code] ?? 0;
  return isInSet(nameRanges, code) ? nameChar | (isInSet(nameStartRanges, code) ? nameStart : 0) : 0;
}

/** The index behind the run of name characters (without ":" when `noColon`) from `at` on. */
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

/** Tests for a Name. XSD 1.0 Part 2 §3.3.6 */
export function isName(text: string): boolean {
  return startsName(text, 0) && skipNameChars(text, 0, false) === text.length;
}

/** Tests for an NCName. XSD 1.0 Part 2 §3.3.7 */
export function isNCName(text: string): boolean {
  return startsName(text, 0) && skipNameChars(text, 0, true) === text.length && text.charCodeAt(0) !== colon;
}

/** Tests for an NMTOKEN. XSD 1.0 Part 2 §3.3.4 */
export function isNmtoken(text: string): boolean {
  return text !== "" && skipNameChars(text, 0, false) === text.length;
}

/** Tests for a QName, without asking whether its prefix is bound. XSD 1.0 Part 2 §3.2.18 */
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

/** Tests for a language tag: letters, then letters and digits, in parts of one to eight. XSD 1.0 Part 2 §3.3.3 */
export function isLanguage(text: string): boolean {
  return /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/.test(text);
}

/**
 * Bytes of UTF-8 -> strings, one at a time.
 *
 * Each string holds its own characters only, one byte each where U+00FF is the highest. The platform's TextDecoder costs more for a short text than
 * its characters do, so texts are converted here where the platform makes strings of bytes and of code units: `Buffer` does.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */

/** The methods that are used of Node's Buffer, which Deno and Bun have too. They take the bytes as `this`. */
interface Slices {
  readonly latin1Slice: (this: Uint8Array, start: number, end: number) => string;
  readonly ucs2Slice: (this: Uint8Array, start: number, end: number) => string;
}

/** Undefined in browsers. */
export const slices: Slices | undefined = (globalThis as { readonly Buffer?: { readonly prototype: Slices } }).Buffer?.prototype;

const decoder = /*@__PURE__*/ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** It gives each byte a character, and ASCII bytes their own. */
const byteDecoder = /*@__PURE__*/ new TextDecoder("windows-1252");

/** Longer texts are left to the platform. */
const longest = 16 * 1024;
/** The characters of a text, one byte each, or two bytes each with the low one first. */
const narrow = /*@__PURE__*/ new Uint8Array(longest);
const wide = /*@__PURE__*/ new Uint8Array(2 * longest);
const wideView = /*@__PURE__*/ new DataView(wide.buffer);

// The indices are inside the array, so that there is a number at each.
const of = String.fromCharCode as (...codes: readonly (number | undefined)[]) => string;

/**
 * The string of ASCII bytes. For the lengths that most values have, calls of the platform cost three times as much as the engine's own function. A
 * slice of a longer string costs as much as that function; the longer string would have to be made first, and would stay with slices of more than
 * twelve characters.
 */
// biome-ignore format: one line for each of the arguments would hide what it does
export function asciiString(b: Uint8Array, s: number, end: number): string {
  switch (end - s) {
    case 0: return "";
    case 1: return of(b[s]);
    case 2: return of(b[s], b[s + 1]);
    case 3: return of(b[s], b[s + 1], b[s + 2]);
    case 4: return of(b[s], b[s + 1], b[s + 2], b[s + 3]);
    case 5: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4]);
    case 6: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5]);
    case 7: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6]);
    case 8: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7]);
    case 9: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8]);
    case 10: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9]);
    case 11: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10]);
    case 12: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11]);
    case 13: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12]);
    case 14: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13]);
    case 15: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14]);
    case 16: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15]);
    case 17: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16]);
    case 18: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17]);
    case 19: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17], b[s + 18]);
    case 20: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17], b[s + 18], b[s + 19]);
    case 21: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17], b[s + 18], b[s + 19], b[s + 20]);
    case 22: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17], b[s + 18], b[s + 19], b[s + 20], b[s + 21]);
    case 23: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17], b[s + 18], b[s + 19], b[s + 20], b[s + 21], b[s + 22]);
    case 24: return of(b[s], b[s + 1], b[s + 2], b[s + 3], b[s + 4], b[s + 5], b[s + 6], b[s + 7], b[s + 8], b[s + 9], b[s + 10], b[s + 11], b[s + 12],
      b[s + 13], b[s + 14], b[s + 15], b[s + 16], b[s + 17], b[s + 18], b[s + 19], b[s + 20], b[s + 21], b[s + 22], b[s + 23]);
    default: return stringOfBytes(b, s, end);
  }
}

/** A string with a character for each byte, which is the right one for ASCII. */
function stringOfBytes(bytes: Uint8Array, start: number, end: number): string {
  return slices === undefined ? byteDecoder.decode(bytes.subarray(start, end)) : slices.latin1Slice.call(bytes, start, end);
}

/** The string of bytes; undefined if they are not UTF-8, or have a character that XML forbids. */
export function stringOfUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (slices === undefined || end - start > longest) return decodeValid(bytes.subarray(start, end));
  let length = 0;
  for (let index = start; index < end; length++) {
    const byte = bytes[index++] as number;
    if (byte < 0x80) narrow[length] = byte;
    else if ((byte === 0xc2 || byte === 0xc3) && index < end && ((bytes[index] as number) & 0xc0) === 0x80)
      narrow[length] = ((byte & 3) << 6) | ((bytes[index++] as number) & 0x3f);
    else {
      const units = widen(bytes, length, index - 1, end);
      return units < 0 ? undefined : slices.ucs2Slice.call(wide, 0, 2 * units);
    }
  }
  return slices.latin1Slice.call(narrow, 0, length);
}

/** Goes on with code units, after `length` narrow characters. Returns their number; -1 if there is something wrong. */
function widen(bytes: Uint8Array, length: number, start: number, end: number): number {
  for (let index = 0; index < length; index++) wideView.setUint16(2 * index, narrow[index] as number, true);
  let at = 2 * length;
  for (let index = start; index < end; ) {
    const byte = bytes[index] as number;
    if (byte < 0x80) {
      wideView.setUint16(at, byte, true);
      at += 2;
      index++;
      continue;
    }
    const count = sequenceLength(bytes, index, end);
    if (count === 0) return -1;
    const code = codePoint(bytes, index, count);
    if (code < 0x10000) wideView.setUint16(at, code, true);
    else {
      wideView.setUint16(at, 0xd7c0 + (code >> 10), true);
      at += 2;
      wideView.setUint16(at, 0xdc00 | (code & 0x3ff), true);
    }
    at += 2;
    index += count;
  }
  return at >> 1;
}

/** The code point of a valid sequence of two to four bytes. */
function codePoint(bytes: Uint8Array, index: number, count: number): number {
  const first = bytes[index] as number;
  let code = first & (0x7f >> count);
  for (let offset = 1; offset < count; offset++) code = (code << 6) | ((bytes[index + offset] as number) & 0x3f);
  return code;
}

/**
 * The number of bytes of the character beyond ASCII that begins at an index. 0: they are not valid UTF-8, RFC 3629 §4, or XML forbids the
 * character, which is U+FFFE or U+FFFF.
 */
function sequenceLength(bytes: Uint8Array, index: number, end: number): number {
  const first = bytes[index] as number;
  const count = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4 || index + count > end) return 0;
  for (let offset = 1; offset < count; offset++) if (((bytes[index + offset] as number) & 0xc0) !== 0x80) return 0;
  const second = bytes[index + 1] as number;
  if (first === 0xe0) return second >= 0xa0 ? count : 0;
  if (first === 0xed) return second < 0xa0 ? count : 0;
  if (first === 0xef) return second === 0xbf && (bytes[index + 2] as number) >= 0xbe ? 0 : count;
  if (first === 0xf0) return second >= 0x90 ? count : 0;
  return first !== 0xf4 || second < 0x90 ? count : 0;
}

/** The index of the first byte that does not begin a valid character that XML allows, or the end. The bytes begin with a character. */
export function endOfValid(bytes: Uint8Array, start: number, end: number): number {
  for (let index = start; index < end; ) {
    if ((bytes[index] as number) < 0x80) index++;
    else {
      const count = sequenceLength(bytes, index, end);
      if (count === 0) return index;
      index += count;
    }
  }
  return end;
}

function decodeValid(bytes: Uint8Array): string | undefined {
  try {
    const text = decoder.decode(bytes);
    return text.includes("\ufffe") || text.includes("\uffff") ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Detects encodings by byte order mark, media type or declaration, and converts them to UTF-8. XML 1.0 §4.3.3, appendix F
 *
 * The reader works on UTF-8 only. A byte sequence that is invalid in its encoding becomes one that is invalid in UTF-8, so that the reader
 * reports the error at its position.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */

import { findPlatformEncoding, isMultiByte, PlatformTranscoder } from "./platform-encodings.js";
import { invalidByte, type Transcoder } from "./transcoder.js";
import { Utf16Transcoder } from "./utf16.js";

/** An encoding by its canonical name: "UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252", "US-ASCII", or one of the platform. */
export type Encoding = string;

/** What the first bytes reveal. */
export interface Sniffed {
  readonly encoding: Encoding | undefined;
  /** Bytes of the byte order mark. */
  readonly markLength: number;
  /** An encoding that is recognized but not supported. */
  readonly refused: string | undefined;
}

const signatures: readonly (readonly [readonly number[], Sniffed])[] = [
  [[0x00, 0x00, 0xfe, 0xff], refuse("UTF-32")],
  [[0xff, 0xfe, 0x00, 0x00], refuse("UTF-32")],
  [[0x00, 0x00, 0x00, 0x3c], refuse("UTF-32")],
  [[0x3c, 0x00, 0x00, 0x00], refuse("UTF-32")],
  [[0x4c, 0x6f, 0xa7, 0x94], refuse("EBCDIC")],
  [[0xef, 0xbb, 0xbf], { encoding: "UTF-8", markLength: 3, refused: undefined }],
  [[0xfe, 0xff], { encoding: "UTF-16BE", markLength: 2, refused: undefined }],
  [[0xff, 0xfe], { encoding: "UTF-16LE", markLength: 2, refused: undefined }],
  [[0x00, 0x3c, 0x00], { encoding: "UTF-16BE", markLength: 0, refused: undefined }],
  [[0x3c, 0x00], { encoding: "UTF-16LE", markLength: 0, refused: undefined }],
];

function refuse(name: string): Sniffed {
  return { encoding: undefined, markLength: 0, refused: name };
}

/** Detects an encoding from the first four bytes. An undefined encoding means any superset of ASCII. */
export function sniffEncoding(first: Uint8Array): Sniffed {
  const found = signatures.find(([signature]) => signature.every((byte, index) => first[index] === byte));
  return found === undefined ? { encoding: undefined, markLength: 0, refused: undefined } : found[1];
}

/**
 * Finds a supported encoding by a registered name or a label of the platform, ignoring case. "UTF-16" leaves the byte order open.
 *
 * The names here are not left to the platform: its labels take ISO-8859-1 and US-ASCII for windows-1252.
 */
export function encodingByName(name: string): Encoding | undefined {
  switch (name.toLowerCase()) {
    case "utf-8":
    case "utf8":
      return "UTF-8";
    case "utf-16":
    case "utf16":
    case "iso-10646-ucs-2":
      return "UTF-16";
    case "utf-16le":
      return "UTF-16LE";
    case "utf-16be":
      return "UTF-16BE";
    case "iso-8859-1":
    case "iso_8859-1":
    case "iso8859-1":
    case "latin1":
    case "l1":
      return "ISO-8859-1";
    case "windows-1252":
    case "cp1252":
      return "windows-1252";
    case "us-ascii":
    case "ascii":
      return "US-ASCII";
    default:
      return findPlatformEncoding(name);
  }
}

/** The number of input bytes per UTF-16 code unit. Undefined where it varies. */
export function unitLength(encoding: Encoding): number | undefined {
  if (encoding === "UTF-8" || isMultiByte(encoding)) return undefined;
  return encoding === "UTF-16LE" || encoding === "UTF-16BE" ? 2 : 1;
}

/** Returns the transcoder of an encoding; UTF-8 needs none. */
export function transcoderOf(encoding: Encoding): Transcoder | undefined {
  switch (encoding) {
    case "UTF-8":
      return undefined;
    case "ISO-8859-1":
      return new ByteTranscoder(latinCharacters);
    case "windows-1252":
      return new ByteTranscoder(windowsCharacters);
    case "US-ASCII":
      return new ByteTranscoder(noCharacters);
    case "UTF-16LE":
      return new Utf16Transcoder("little");
    case "UTF-16BE":
      return new Utf16Transcoder("big");
    default:
      return new PlatformTranscoder(encoding);
  }
}

/** The characters of the bytes from 0x80 on; 0: none. */
const noCharacters = new Uint16Array(128);
const latinCharacters = noCharacters.map((_, index) => 0x80 + index);
/** windows-1252 from 0x80 to 0x9F, where ISO-8859-1 has control characters; a blank means unassigned. Windows tools write schemas in it. */
const windowsText = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
const windowsCharacters = latinCharacters.map((latin, index) => {
  if (index >= windowsText.length) return latin;
  return windowsText[index] === " " ? 0 : windowsText.charCodeAt(index);
});

/** Encodings of one byte a character whose first half is ASCII. */
class ByteTranscoder implements Transcoder {
  readonly #characters: Uint16Array;
  /** Bytes that a character takes in UTF-8 at most. */
  readonly #most: number;

  constructor(characters: Uint16Array) {
    this.#characters = characters;
    this.#most = characters.some((code) => code >= 0x800) ? 3 : 2;
  }

  convert(chunk: Uint8Array): Uint8Array {
    const first = endOfAscii(chunk);
    if (first === chunk.length) return chunk;
    if (this.#characters === latinCharacters && !hasControls(chunk)) return encoder.encode(latinDecoder.decode(chunk));
    const target = new Uint8Array(first + (chunk.length - first) * this.#most);
    target.set(chunk.subarray(0, first));
    return target.subarray(0, this.#convertFrom(first, chunk, target));
  }

  /** Converts the bytes from `first` on, and returns the length of the result. */
  #convertFrom(first: number, chunk: Uint8Array, target: Uint8Array): number {
    const characters = this.#characters;
    let length = first;
    for (let index = first; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (byte < 0x80) {
        target[length++] = byte;
        continue;
      }
      const code = characters[byte - 0x80] as number;
      if (code === 0) target[length++] = invalidByte;
      else if (code < 0x800) {
        target[length++] = 0xc0 | (code >> 6);
        target[length++] = 0x80 | (code & 0x3f);
      } else {
        target[length++] = 0xe0 | (code >> 12);
        target[length++] = 0x80 | ((code >> 6) & 0x3f);
        target[length++] = 0x80 | (code & 0x3f);
      }
    }
    return length;
  }

  finish(): Uint8Array {
    return new Uint8Array();
  }
}

/** Knows ISO-8859-1 by the name of windows-1252, so not between 0x80 and 0x9F. */
const latinDecoder = new TextDecoder("windows-1252");
const encoder = new TextEncoder();

/** Tests if there are bytes from 0x80 to 0x9F, control characters of ISO-8859-1: those that have the highest bit, but neither of the two below. */
function hasControls(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  let index = 0;
  for (; index + 4 <= bytes.length; index += 4) {
    const word = view.getUint32(index);
    if ((word & 0x80808080 & ~((word << 1) | (word << 2))) !== 0) return true;
  }
  return bytes.subarray(index).some((byte) => byte >= 0x80 && byte < 0xa0);
}

/** The index of the first byte beyond ASCII, or the length. */
function endOfAscii(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  let index = 0;
  while (index + 4 <= bytes.length && (view.getUint32(index) & 0x80808080) === 0) index += 4;
  while (index < bytes.length && (bytes[index] as number) < 0x80) index++;
  return index;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * The characters of a window: the strings of its bytes, each with its own characters only so that no value keeps the window in memory, and the
 * bytes that are not characters.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { asciiString, endOfValid, stringOfUtf8 } from "./byte-strings.js";

/** The characters of one window. */
export class WindowText {
  #bytes: Uint8Array = new Uint8Array();
  #end = 0;
  /** The characters before it are valid. */
  #checked = 0;

  /** Starts over with other bytes. */
  reset(bytes: Uint8Array, end: number): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#checked = 0;
  }

  /** The string of bytes that are all ASCII. */
  ascii(start: number, end: number): string {
    return asciiString(this.#bytes, start, end);
  }

  /** The string of any bytes; undefined if they are not valid, or have a character that XML forbids. */
  string(start: number, end: number): string | undefined {
    return stringOfUtf8(this.#bytes, start, end);
  }

  /** The index of the first invalid byte, or character that XML forbids, before `end`; otherwise `end`, which follows a character. */
  validEnd(end: number): number {
    if (end > this.#checked) this.#checked = endOfValid(this.#bytes, this.#checked, end);
    return Math.min(end, this.#checked);
  }

  /** Tests if there is invalid UTF-8 before `end` among the complete characters, which end at `whole`. */
  isInvalidBefore(end: number, whole: number): boolean {
    const valid = this.validEnd(whole);
    return valid < Math.min(end, whole) && !this.isNoncharacter(valid);
  }

  /** Tests if the character at an index, which `validEnd` found, is U+FFFE or U+FFFF: EF BF BE, EF BF BF. */
  isNoncharacter(index: number): boolean {
    const last = this.#bytes[index + 2] as number;
    return this.#bytes[index] === 0xef && this.#bytes[index + 1] === 0xbf && (last === 0xbe || last === 0xbf);
  }

  /** The end of the last complete character. */
  wholeEnd(): number {
    const bytes = this.#bytes;
    let start = this.#end - 1;
    const lowest = Math.max(0, this.#end - 3);
    while (start > lowest && ((bytes[start] as number) & 0xc0) === 0x80) start--;
    if (start < 0) return this.#end;
    return start + lengthByFirst(bytes[start] as number) > this.#end ? start : this.#end;
  }
}

function lengthByFirst(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

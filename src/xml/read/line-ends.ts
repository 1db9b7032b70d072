/**
 * Strings of bytes whose line ends are normalized. XML 1.0 §2.11
 *
 * The bytes are copied without the carriage returns and then decoded. Replacing in a string costs thirty times as much where every other
 * character is a line end.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { Byte, blankBytes } from "../characters.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Kept for texts that fit, which are nearly all. */
const spare = new Uint8Array(4096);

/** The text of bytes that are valid UTF-8, with each line end as a line feed. */
export function withLineFeeds(bytes: Uint8Array, start: number, end: number): string {
  const target = targetOf(end - start);
  let length = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if (byte !== Byte.carriageReturn) target[length++] = byte;
    else if (index + 1 === end || bytes[index + 1] !== Byte.lineFeed) target[length++] = Byte.lineFeed;
  }
  return decoder.decode(target.subarray(0, length));
}

/**
 * The text of bytes that are valid UTF-8, with each line end and each other blank as a space: XML 1.0 §3.3.3. `keepsReturns`: a carriage return and
 * a line feed are two blanks, as in replacement text, whose line ends are normalized already.
 */
export function withSpaces(bytes: Uint8Array, start: number, end: number, keepsReturns: boolean): string {
  const target = targetOf(end - start);
  let length = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if (blankBytes[byte] !== 1) target[length++] = byte;
    else if (keepsReturns || byte !== Byte.carriageReturn || index + 1 === end || bytes[index + 1] !== Byte.lineFeed)
      target[length++] = Byte.space;
  }
  return decoder.decode(target.subarray(0, length));
}

function targetOf(length: number): Uint8Array {
  return length <= spare.length ? spare : new Uint8Array(length);
}

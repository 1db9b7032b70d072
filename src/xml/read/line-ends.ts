/**
 * Strings of bytes whose line ends are normalized. XML 1.0 §2.11
 *
 * The bytes are copied without the carriage returns and then decoded. Replacing in a string costs thirty times as much where every other
 * character is a line end. Short texts are put together from the runs between their line ends: a call of the decoder costs more than ten of them.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";
import { blankBytes } from "../characters.js";
import type { Window } from "./window.js";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Kept for texts that fit, which are nearly all. */
const spare = new Uint8Array(4096);

/** Texts of no more bytes are put together from runs. */
const short = 64;

/** The text of bytes that are valid UTF-8, with each line end as a line feed. */
export function withLineFeeds(window: Window, start: number, end: number): string {
  return end - start <= short ? runsWithLineFeeds(window, start, end) : copyWithLineFeeds(window.bytes, start, end);
}

function runsWithLineFeeds(window: Window, start: number, end: number): string {
  const { bytes } = window;
  let text = "";
  let from = start;
  for (let index = start; index < end; index++) {
    if (bytes[index] !== Byte.carriageReturn) continue;
    if (index > from) text += window.string(from, index);
    text += "\n";
    if (index + 1 < end && bytes[index + 1] === Byte.lineFeed) index++;
    from = index + 1;
  }
  return from < end ? text + window.string(from, end) : text;
}

function copyWithLineFeeds(bytes: Uint8Array, start: number, end: number): string {
  const target = targetOf(end - start);
  let length = 0;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if (byte !== Byte.carriageReturn) target[length++] = byte;
    else if (index + 1 === end || bytes[index + 1] !== Byte.lineFeed) target[length++] = Byte.lineFeed;
  }
  return decoder.decode(target.subarray(0, length));
}

/** The text of bytes that are valid UTF-8, with each line end and each other blank as a space: XML 1.0 §3.3.3. */
export function withSpaces(window: Window, start: number, end: number): string {
  // Line ends in replacement text are normalized already.
  const keepsReturns = window.entityDepth > 0;
  return end - start <= short ? runsWithSpaces(window, start, end, keepsReturns) : copyWithSpaces(window.bytes, start, end, keepsReturns);
}

function runsWithSpaces(window: Window, start: number, end: number, keepsReturns: boolean): string {
  const { bytes } = window;
  let text = "";
  let from = start;
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number;
    if (byte === Byte.space || blankBytes[byte] !== 1) continue;
    if (index > from) text += window.string(from, index);
    text += " ";
    if (byte === Byte.carriageReturn && !keepsReturns && index + 1 < end && bytes[index + 1] === Byte.lineFeed) index++;
    from = index + 1;
  }
  return from < end ? text + window.string(from, end) : text;
}

function copyWithSpaces(bytes: Uint8Array, start: number, end: number, keepsReturns: boolean): string {
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

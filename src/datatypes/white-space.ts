/**
 * White space processing of simple types. XSD 1.0 Part 2 §4.3.6
 *
 * White space is tab, line feed, carriage return and space. A text that needs no change is returned as it is.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import type { WhiteSpace } from "./datatype.js";

const space = 32;

function isWhiteSpace(code: number): boolean {
  return code === space || (code <= 13 && (code === 9 || code === 10 || code === 13));
}

/** The text after white space processing. */
export function normalizeWhiteSpace(text: string, whiteSpace: WhiteSpace): string {
  if (whiteSpace === "collapse") return collapse(text);
  return whiteSpace === "replace" ? replace(text) : text;
}

function replace(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < space && isWhiteSpace(code)) return isLong(text) ? replaceInBytes(text) : text.replace(/[\t\n\r]/g, " ");
  }
  return text;
}

/** Replaces all white space by spaces, trims the ends and reduces runs to one space. */
export function collapse(text: string): string {
  const { length } = text;
  let afterSpace = true;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > space) {
      afterSpace = false;
    } else if (isWhiteSpace(code)) {
      if (afterSpace || code !== space) return collapseAll(text);
      afterSpace = true;
    } else {
      afterSpace = false;
    }
  }
  return afterSpace && length > 0 ? collapseAll(text) : text;
}

/** Linear: words are cut out one by one. A regular expression that trims would be quadratic on inner runs of spaces. */
function collapseAll(text: string): string {
  if (isLong(text)) return collapseInBytes(text);
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
    const start = at;
    while (at < text.length && !isWhiteSpace(text.charCodeAt(at))) at++;
    if (at > start) words.push(text.slice(start, at));
  }
  return words.join(" ");
}

/** Longer texts are rewritten as bytes: piece by piece they may cost thirty times as much. */
const long = 256;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Bytes would not keep it. */
const loneSurrogate = /[\ud800-\udfff]/u;

function isLong(text: string): boolean {
  return text.length > long && !loneSurrogate.test(text);
}

function replaceInBytes(text: string): string {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at++) if (isWhiteSpace(bytes[at] as number)) bytes[at] = space;
  return decoder.decode(bytes);
}

function collapseInBytes(text: string): string {
  const bytes = encoder.encode(text);
  let length = 0;
  let afterSpace = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    const isSpace = isWhiteSpace(byte);
    if (!isSpace) bytes[length++] = byte;
    else if (!afterSpace) bytes[length++] = space;
    afterSpace = isSpace;
  }
  return decoder.decode(bytes.subarray(0, afterSpace && length > 0 ? length - 1 : length));
}

/** The items of a collapsed text. */
export function splitItems(collapsed: string): string[] {
  return collapsed === "" ? [] : collapsed.split(" ");
}

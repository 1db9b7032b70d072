/**
 * White space processing of simple types. XSD 1.0 Part 2 §4.3.6
 *
 * White space is tab, line feed, carriage return and space. A text that needs no change is returned as it is.
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
    if (code < space && isWhiteSpace(code)) return text.length > long ? rewrite(text, false) : text.replace(/[\t\n\r]/g, " ");
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
  if (text.length > long) return rewrite(text, true);
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

/** From this length on, replacing piece by piece may cost more than writing the text anew: up to thirty times as much. */
const long = 256;
const blockLength = 4096;

/** Writes a text anew, block by block: each white space as a space, or each run of it between two words. */
function rewrite(text: string, collapses: boolean): string {
  const block = new Uint16Array(Math.min(text.length, blockLength));
  let written = "";
  let length = 0;
  let pending = false;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (isWhiteSpace(code)) {
      code = space;
      pending = collapses;
      if (collapses) continue;
    }
    if (length + 2 > block.length) {
      written += charactersOf(block, length);
      length = 0;
    }
    if (pending && (length > 0 || written !== "")) block[length++] = space;
    pending = false;
    block[length++] = code;
  }
  return written + charactersOf(block, length);
}

function charactersOf(units: Uint16Array, length: number): string {
  return Reflect.apply(String.fromCharCode, undefined, units.subarray(0, length));
}

/** The items of a collapsed text. */
export function splitItems(collapsed: string): string[] {
  return collapsed === "" ? [] : collapsed.split(" ");
}

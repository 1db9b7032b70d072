/**
 * What is wrong where a tag is expected, or merely cut off by the end of the window.
 */
import * as Byte from "../byte.js";
import { nameBytes } from "../characters.js";
import type { RawName } from "./name-table.js";
import type { Window } from "./window.js";

/** Refuses a start tag at the window's index whose prefix is not declared or reserved. */
export function refusePrefix(window: Window, prefix: string): never {
  const message = prefix === "xmlns" ? 'an element must not have the prefix "xmlns"' : `the prefix "${prefix}" is not declared`;
  window.fail("xml-namespace", message, window.at);
}

/** Tests if the end tag at the window's index is wrong, and not merely cut off by the end of the window. */
export function endTagDiffers(window: Window, raw: RawName): boolean {
  const { at, end } = window;
  const expected = new TextEncoder().encode(raw.qualified);
  return !window.startsWith(expected.subarray(0, Math.max(0, end - at - 2)), at + 2) || end - at - 2 > expected.length;
}

/** Refuses markup at the window's index that is not a tag, which would otherwise loop. True: there may be more of it. */
export function needsMoreMarkup(window: Window): boolean {
  const next = window.byteAt(window.at + 1);
  if (next === Byte.slash || nameBytes[next] === 1) return false;
  if (!window.isEnd(window.at + 1)) window.fail("xml-not-well-formed", '"<" is not allowed in text', window.at);
  return true;
}

/** Loads more input for a construct that the window ends in. */
export function loadMore(window: Window, what: string): void {
  if (!window.refill()) window.failEnd(what);
}

/**
 * Checks comments and processing instructions, and skips or reads them. XML 1.0 §2.5, §2.6
 *
 * The text of what is skipped is not kept, so its length is unlimited.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";
import { blankBytes, commentClasses, instructionClasses, nameBytes } from "../characters.js";
import { isNCName } from "../name-characters.js";
import * as TextClass from "../text-class.js";
import type { Window } from "./window.js";

/** Gets the text of markup piece by piece, which `start` and `end` cut out of the window. */
type Keep = (start: number, end: number) => void;

const keepNothing: Keep = () => undefined;

/** Skips a comment. `at` is at its "<!--". */
export function skipComment(window: Window, keep: Keep = keepNothing): void {
  window.at += 4;
  for (;;) {
    const index = scanTo(window, commentClasses, Byte.hyphen, "a comment", keep);
    const { bytes } = window;
    if (bytes[index + 1] !== Byte.hyphen) {
      keep(window.at, index + 1);
      window.at = index + 1;
      continue;
    }
    if (bytes[index + 2] !== Byte.greaterThan) {
      if (window.isEnd(index + 2)) window.failEnd("a comment");
      window.fail("xml-not-well-formed", '"--" is not allowed in a comment', index);
    }
    keep(window.at, index);
    window.at = index + 3;
    return;
  }
}

/** Skips a processing instruction and returns its target; all behind that is kept. `at` is at its "<?". */
export function skipProcessingInstruction(window: Window, keep: Keep = keepNothing): string {
  const { end, target } = readTarget(window);
  const { bytes } = window;
  window.at = end;
  if (blankBytes[bytes[end] as number] === 0 && bytes[end] !== Byte.question) {
    if (window.isEnd(end)) window.failEnd("a processing instruction");
    window.fail("xml-not-well-formed", "white space must follow the target of a processing instruction", end);
  }
  // Without white space, "?" must begin "?>".
  const mustEnd = bytes[end] === Byte.question;
  for (;;) {
    const index = scanTo(window, instructionClasses, Byte.question, "a processing instruction", keep);
    if (window.bytes[index + 1] === Byte.greaterThan) {
      keep(window.at, index);
      window.at = index + 2;
      return target;
    }
    if (mustEnd) window.fail("xml-not-well-formed", "white space must follow the target of a processing instruction", index);
    keep(window.at, index + 1);
    window.at = index + 1;
  }
}

/** Reads the target, and returns it and the index after it. */
function readTarget(window: Window): { readonly end: number; readonly target: string } {
  let end = window.at + 2;
  while (nameBytes[window.bytes[end] as number] === 1) end++;
  if (window.isEnd(end) && !window.complete) {
    if (end - window.at > window.limits.nameLength) failLongName(window);
    window.refill();
    return readTarget(window);
  }
  if (end - window.at - 2 > window.limits.nameLength) failLongName(window);
  const target = window.string(window.at + 2, end);
  if (!isNCName(target)) {
    if (window.isEnd(end)) window.failEnd("a processing instruction");
    window.fail("xml-not-well-formed", `"${target.slice(0, 100)}" is not the target of a processing instruction`, window.at);
  }
  if (target.toLowerCase() === "xml") {
    window.fail(
      "xml-not-well-formed",
      target === "xml" ? "an XML declaration is only allowed at the start" : `the target "${target}" is reserved`,
      window.at,
    );
  }
  return { end, target };
}

function failLongName(window: Window): never {
  window.fail("xml-limit-name-length", `a name is longer than ${window.limits.nameLength} bytes`, window.at);
}

/** Scans from `at` to the delimiter, and makes sure that the two bytes after it are in the window. Adjusts `at` if the window moves. */
function scanTo(window: Window, classes: Uint8Array, delimiter: number, what: string, keep: Keep): number {
  for (;;) {
    const { bytes } = window;
    let index = window.at;
    let seen = 0;
    let byteClass = classes[bytes[index] as number] as number;
    while (byteClass < TextClass.stop) {
      seen |= byteClass;
      byteClass = classes[bytes[++index] as number] as number;
    }
    const isEnd = window.isEnd(index);
    if (!isEnd && bytes[index] !== delimiter) window.failCharacter(index);
    const checked = isEnd ? window.wholeEnd() : index;
    if ((seen & TextClass.high) !== 0) window.checkCharacters(checked);
    if (!isEnd && (index + 2 < window.end || window.complete)) return index;
    keep(window.at, checked);
    window.at = checked;
    if (!window.refill() && window.isEnd(window.at)) window.failEnd(what);
  }
}

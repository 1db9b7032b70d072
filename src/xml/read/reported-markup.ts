/**
 * Comments and processing instructions as tokens, for readers that were asked for them. XML 1.0 §2.5, §2.6
 */
import * as Byte from "../byte.js";
import { skipComment, skipProcessingInstruction } from "./markup.js";
import type { Window } from "./window.js";

const commentOpening = new TextEncoder().encode("<!--");

/** The comment or processing instruction that was read last. */
export class ReportedMarkup {
  /** What stands between the delimiters, and behind the target of a processing instruction. */
  text = "";
  /** Undefined: it is a comment. */
  target: string | undefined = undefined;
  readonly #window: Window;

  constructor(window: Window) {
    this.#window = window;
  }

  /** Tests if a comment or processing instruction begins here. */
  isHere(): boolean {
    const window = this.#window;
    window.ensure(commentOpening.length);
    if (window.byteAt(window.at) !== Byte.lessThan) return false;
    return window.byteAt(window.at + 1) === Byte.question || window.startsWith(commentOpening, window.at);
  }

  /** Reads the comment or processing instruction that begins here, if one does. */
  read(): boolean {
    if (!this.isHere()) return false;
    const window = this.#window;
    window.tokenOffset = window.textOffset(window.at);
    window.countMarkup(1);
    const isComment = window.byteAt(window.at + 1) === Byte.exclamation;
    const pieces: string[] = [];
    let length = 0;
    const keep = (start: number, end: number): void => {
      length += end - start;
      if (length > window.limits.textLength)
        window.fail("xml-limit-text-length", `markup is longer than ${window.limits.textLength} bytes`, start);
      pieces.push(window.string(start, end));
    };
    if (isComment) skipComment(window, keep);
    else this.target = skipProcessingInstruction(window, keep);
    if (isComment) this.target = undefined;
    const text = pieces.join("");
    // Line ends in replacement text are normalized already.
    const normalized = window.entityDepth > 0 ? text : text.replaceAll(/\r\n?/g, "\n");
    this.text = isComment ? normalized : normalized.replace(/^[ \t\r\n]+/, "");
    return true;
  }
}

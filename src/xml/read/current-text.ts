/**
 * The character data of the current token. Plain text stays in the window until it is requested.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";
import { nameBytes, textClasses } from "../characters.js";
import * as TextClass from "../text-class.js";
import { withLineFeeds } from "./line-ends.js";
import type { Window } from "./window.js";

/** The text of one reader's current token. */
export class CurrentText {
  /** The text is white space only. */
  isWhitespace = true;
  readonly #window: Window;
  /** Where the last scan ended, and the classes of bytes that it met. */
  #scanned = 0;
  #classes = 0;
  #start = 0;
  #end = 0;
  #text: string | undefined = "";

  constructor(window: Window) {
    this.#window = window;
  }

  /**
   * Looks for the tag that ends the plain text at the window's position. Returns the index of its "<", or -1 if the text is not plain or the
   * window ends first.
   */
  scanToTag(): number {
    const { bytes, at } = this.#window;
    let index = at;
    let classes = 0;
    let byteClass = textClasses[bytes[index] as number] as number;
    while (byteClass < TextClass.stop) {
      classes |= byteClass;
      byteClass = textClasses[bytes[++index] as number] as number;
    }
    this.#scanned = index;
    this.#classes = classes;
    if ((classes & (TextClass.ampersand | TextClass.rightBracket)) !== 0 || bytes[index] !== Byte.lessThan) return -1;
    const next = bytes[index + 1] as number;
    return next === Byte.slash || nameBytes[next] === 1 ? index : -1;
  }

  /** Takes the text that `scanToTag` scanned, and moves the window past it. */
  takePlain(): void {
    const window = this.#window;
    const end = this.#scanned;
    const classes = this.#classes;
    if ((classes & TextClass.high) !== 0) window.checkCharacters(end);
    if (end - window.at > window.limits.textLength) {
      window.fail("xml-limit-text-length", `character data is longer than ${window.limits.textLength} bytes`, window.at);
    }
    this.#start = window.at;
    this.#end = end;
    this.#text = undefined;
    this.isWhitespace = (classes & (TextClass.other | TextClass.high)) === 0;
    window.at = end;
  }

  /** Takes text assembled from references, CDATA sections and other pieces. */
  take(text: string, isWhitespace: boolean): void {
    this.#text = text;
    this.isWhitespace = isWhitespace;
  }

  get value(): string {
    if (this.#text === undefined) this.#text = this.#plainText();
    return this.#text;
  }

  /** Makes the string now, before the window moves on. */
  keep(): void {
    this.#text ??= this.#plainText();
  }

  #plainText(): string {
    const window = this.#window;
    const classes = this.#classes;
    if ((classes & (TextClass.high | TextClass.carriageReturn)) === 0) return window.ascii(this.#start, this.#end);
    // A carriage return in replacement text comes from a character reference, so it is kept.
    const hasLineEnds = (classes & TextClass.carriageReturn) !== 0 && window.entityDepth === 0;
    return hasLineEnds ? withLineFeeds(window, this.#start, this.#end) : window.string(this.#start, this.#end);
  }
}

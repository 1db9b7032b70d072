/**
 * The general path for character data: text that contains references, CDATA sections, comments or processing instructions, or that crosses
 * the end of the window. Everything between two tags becomes one string. XML 1.0 §2.4, §2.7, §4.4
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";
import { blankBytes, cdataClasses, nameBytes, textClasses } from "../characters.js";
import * as TextClass from "../text-class.js";
import { withLineFeeds } from "./line-ends.js";
import { skipComment, skipProcessingInstruction } from "./markup.js";
import { characterInBytes, type Entities, joinedPieces, parseReference, predefinedInBytes, type Refuse } from "./references.js";
import type { ReportedMarkup } from "./reported-markup.js";
import type { Window } from "./window.js";

const commentOpening = new TextEncoder().encode("<!--");
/** Bytes of the references to predefined entities. */
const predefinedLengths = { "&": 5, "<": 4, ">": 4, '"': 6, "'": 6 } as const;
const cdataOpening = new TextEncoder().encode("<![CDATA[");

/** Reads the character data of one document. */
export class CharacterData {
  /** The text read last is white space only. */
  isWhitespace = true;
  /** `read` makes the text; otherwise it only checks what is there. */
  keepsText = true;
  /** The depth at which the innermost open entity began, since its elements must end inside it. 0 outside entities. */
  floor = 0;
  readonly #window: Window;
  readonly #entities: Entities;
  readonly #markup: ReportedMarkup | undefined;
  readonly #floors: number[] = [];
  #pieces: string[] = [];
  #joined = "";
  #length = 0;

  /** `markup`: what ends the text beside tags; undefined: comments and processing instructions are skipped. */
  constructor(window: Window, entities: Entities, markup: ReportedMarkup | undefined) {
    this.#window = window;
    this.#entities = entities;
    this.#markup = markup;
  }

  /** There was no text. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Reads up to the next tag or the end of the input, and returns the text. `depth`: the number of open elements. */
  read(depth: number): string {
    const window = this.#window;
    this.#pieces = [];
    this.#joined = "";
    this.#length = 0;
    this.isWhitespace = true;
    for (;;) {
      if (this.#readPlain()) {
        window.refill();
        continue;
      }
      const byte = window.bytes[window.at];
      if (byte === Byte.lessThan) {
        if (!this.#readMarkup()) return this.#joined + this.#pieces.join("");
      } else if (byte === Byte.ampersand) this.#readReference(depth);
      else if (!window.isEnd(window.at)) window.failCharacter(window.at);
      else if (window.entityDepth > 0) this.#leaveEntity(depth);
      else return this.#joined + this.#pieces.join("");
    }
  }

  /** Reads text up to "<" or "&". True: the window ended first, and more input may follow. */
  #readPlain(): boolean {
    const window = this.#window;
    const { bytes } = window;
    const start = window.at;
    let index = start;
    let classes = 0;
    let byteClass = textClasses[bytes[index] as number] as number;
    while (byteClass < TextClass.stop && (byteClass & TextClass.ampersand) === 0) {
      classes |= byteClass;
      byteClass = textClasses[bytes[++index] as number] as number;
    }
    const isCut = index >= window.end && !window.complete;
    if (isCut) index = this.#heldBack(start);
    if (index > start) this.#addBytes(start, index, classes);
    if ((classes & TextClass.rightBracket) !== 0) this.#refuseCdataEnd(start, index);
    window.at = index;
    return isCut;
  }

  /** Where text can be split at the end of the window: not inside a character, a line end or "]]>". */
  #heldBack(start: number): number {
    const window = this.#window;
    let end = window.wholeEnd();
    while (end > start && window.bytes[end - 1] === Byte.rightBracket && window.end - end < 2) end--;
    if (end > start && window.bytes[end - 1] === Byte.carriageReturn) end--;
    return end;
  }

  #addBytes(start: number, end: number, classes: number): void {
    const window = this.#window;
    const isAscii = (classes & TextClass.high) === 0;
    if (!isAscii) window.checkCharacters(end);
    if ((classes & (TextClass.other | TextClass.high)) !== 0) this.isWhitespace = false;
    this.#count(end - start, start);
    if (!this.keepsText) return;
    // A carriage return in replacement text comes from a character reference, so it is kept.
    const hasLineEnds = (classes & TextClass.carriageReturn) !== 0 && window.entityDepth === 0;
    if (hasLineEnds) this.#add(withLineFeeds(window, start, end));
    else this.#add(isAscii ? window.ascii(start, end) : window.string(start, end));
  }

  #count(length: number, index: number): void {
    this.#length += length;
    if (this.#length > this.#window.limits.textLength) {
      this.#window.fail("xml-limit-text-length", `character data is longer than ${this.#window.limits.textLength} bytes`, index);
    }
  }

  #add(text: string): void {
    if (this.#pieces.push(text) < joinedPieces) return;
    this.#joined += this.#pieces.join("");
    this.#pieces = [];
  }

  #refuseCdataEnd(start: number, end: number): void {
    const { bytes } = this.#window;
    for (let index = start + 2; index < end; index++) {
      if (bytes[index] === Byte.greaterThan && bytes[index - 1] === Byte.rightBracket && bytes[index - 2] === Byte.rightBracket) {
        this.#window.fail("xml-not-well-formed", '"]]>" is not allowed in text', index - 2);
      }
    }
  }

  /** Reads markup that does not end the text. False: it is a tag, markup that is reported, or markup that `next` refuses. */
  #readMarkup(): boolean {
    const window = this.#window;
    window.ensure(cdataOpening.length);
    const next = window.bytes[window.at + 1];
    if (this.#markup?.isHere() === true) return false;
    if (next === Byte.question) {
      window.countMarkup(1);
      skipProcessingInstruction(window);
      return true;
    }
    if (next !== Byte.exclamation) return false;
    window.countMarkup(1);
    if (window.startsWith(commentOpening, window.at)) skipComment(window);
    else if (window.startsWith(cdataOpening, window.at)) this.#readCdata();
    else if (window.isCutOff(commentOpening) || window.isCutOff(cdataOpening)) window.failEnd("markup");
    else window.fail("xml-not-well-formed", '"<!" begins neither a comment nor a CDATA section', window.at);
    return true;
  }

  #readCdata(): void {
    const window = this.#window;
    window.at += cdataOpening.length;
    for (;;) {
      const { bytes } = window;
      const start = window.at;
      let index = start;
      let classes = 0;
      for (;;) {
        let byteClass = cdataClasses[bytes[index] as number] as number;
        while (byteClass < TextClass.stop) {
          classes |= byteClass;
          byteClass = cdataClasses[bytes[++index] as number] as number;
        }
        if (bytes[index] !== Byte.rightBracket) break;
        if (bytes[index + 1] === Byte.rightBracket && bytes[index + 2] === Byte.greaterThan) break;
        classes |= TextClass.other;
        index++;
      }
      if (bytes[index] === Byte.rightBracket) {
        if (index > start) this.#addBytes(start, index, classes);
        window.at = index + 3;
        return;
      }
      if (!window.isEnd(index)) window.failCharacter(index);
      const held = window.complete ? index : this.#heldBack(start);
      if (held > start) this.#addBytes(start, held, classes);
      window.at = held;
      if (!window.refill()) window.failEnd("a CDATA section");
    }
  }

  #readReference(depth: number): void {
    const window = this.#window;
    window.countMarkup(1);
    const plain = predefinedInBytes(window.bytes, window.at);
    if (plain !== undefined) {
      this.#addReplacement(plain, window.at + predefinedLengths[plain]);
      return;
    }
    const end = this.#findReferenceEnd();
    const start = window.at;
    const character = characterInBytes(window.bytes, start, end);
    if (character >= 0) {
      this.#addReplacement(String.fromCodePoint(character), end);
      return;
    }
    const refuse: Refuse = (code, message) => window.fail(code, message, start);
    const reference = parseReference(window.string(start, end), 0, refuse);
    if (reference.text !== undefined) {
      this.#addReplacement(reference.text, end);
      return;
    }
    const name = reference.entity ?? "";
    const entity = this.#entities.find(name, refuse, start);
    const { replacement } = entity;
    if (window.isOpenEntity(name)) window.fail("xml-not-well-formed", `the entity "${name}" refers to itself`, start);
    // Deviation: a reader that does not validate may skip external entities (XML 1.0 §4.4.3), but content would be lost without notice.
    if (replacement === undefined) refuse("xml-entity-not-read", `the external entity "${name}" is not read`, start);
    window.at = end;
    if (window.entityDepth >= window.limits.entityDepth) {
      window.fail("xml-limit-entity-depth", `more than ${window.limits.entityDepth} entities are open`, start);
    }
    this.#entities.charge(replacement.length + 1, refuse, start);
    this.#floors.push(this.floor);
    this.floor = depth;
    window.enterEntity(name, this.#entities.replacementBytes(entity));
  }

  /** Adds what a reference stands for, and moves the window to the end of the reference. */
  #addReplacement(text: string, end: number): void {
    const window = this.#window;
    this.#count(end - window.at, window.at);
    if (blankBytes[text.charCodeAt(0)] !== 1) this.isWhitespace = false;
    if (this.keepsText) this.#add(text);
    window.at = end;
  }

  /** The index after the semicolon. */
  #findReferenceEnd(): number {
    const window = this.#window;
    let end = window.at + 1;
    if (window.bytes[end] === Byte.hash) end++;
    while (nameBytes[window.bytes[end] as number] === 1) end++;
    if (window.isEnd(end)) {
      if (end - window.at > window.limits.nameLength + 2) {
        window.fail("xml-limit-name-length", `a reference is longer than ${window.limits.nameLength} bytes`, window.at);
      }
      if (window.refill()) return this.#findReferenceEnd();
      window.failEnd("a reference");
    }
    if (window.bytes[end] !== Byte.semicolon) window.fail("xml-not-well-formed", '"&" does not begin a reference', window.at);
    return end + 1;
  }

  #leaveEntity(depth: number): void {
    if (depth !== this.floor)
      this.#window.fail("xml-not-well-formed", "an element ends outside of the entity in which it began", this.#window.at);
    this.#window.leaveEntity();
    this.floor = this.#floors.pop() ?? 0;
  }
}

/**
 * Reads everything outside the root element: XML declaration, document type declaration, comments, processing instructions, white space.
 * XML 1.0 §2.1, §2.8
 */
import * as Byte from "../byte.js";
import { blankBytes, nameBytes } from "../characters.js";
import { type DocumentTypes, documentTypesOf } from "./document-types.js";
import { skipComment, skipProcessingInstruction } from "./markup.js";
import type { Entities } from "./references.js";
import type { ReportedMarkup } from "./reported-markup.js";
import type { Window } from "./window.js";
import { readXmlDeclaration } from "./xml-declaration.js";

const commentOpening = new TextEncoder().encode("<!--");
const doctypeOpening = new TextEncoder().encode("<!DOCTYPE");

/** Reads the prolog and the epilog of one document. */
export class OutsideRoot {
  readonly #window: Window;
  readonly #entities: Entities;
  readonly #documentTypes: DocumentTypes | undefined;
  readonly #markup: ReportedMarkup | undefined;
  #isStandalone = false;
  #isBegun = false;

  /**
   * `doctype`: the option of the reader.
   * `markup`: comments and processing instructions are left to it, instead of being skipped.
   */
  constructor(window: Window, entities: Entities, doctype: boolean | DocumentTypes | undefined, markup: ReportedMarkup | undefined) {
    this.#window = window;
    this.#entities = entities;
    this.#documentTypes = documentTypesOf(doctype);
    this.#markup = markup;
  }

  /** Reads up to the start tag of the root element, or to markup that is reported. */
  readProlog(): void {
    if (!this.#isBegun) {
      this.#isBegun = true;
      this.#isStandalone = readXmlDeclaration(this.#window);
    }
    if (this.#readMisc("before")) this.#window.fail("xml-unexpected-end", "the input has no root element", this.#window.end);
  }

  /** Reads up to the end of the input, or to markup that is reported: false. */
  readEpilog(): boolean {
    if (this.#readMisc("after")) return true;
    if (this.#markup?.isHere() !== true) this.#refuse("after");
    return false;
  }

  /** Reads up to a start tag, markup that is reported, or the end of the input. True: the input has ended. */
  #readMisc(where: "before" | "after"): boolean {
    const window = this.#window;
    for (;;) {
      this.#skipBlanks();
      if (window.isEnd(window.at)) return true;
      window.ensure(doctypeOpening.length);
      const { bytes, at } = window;
      const next = window.byteAt(at + 1);
      if (bytes[at] !== Byte.lessThan) this.#refuse(where);
      if (this.#markup?.isHere() === true) return false;
      if (next === Byte.question) skipProcessingInstruction(window);
      else if (window.startsWith(commentOpening, at)) skipComment(window);
      else if (window.startsWith(doctypeOpening, at)) this.#readDoctype(where);
      else if (nameBytes[next] === 1) return false;
      else this.#refuse(where);
    }
  }

  #skipBlanks(): void {
    const window = this.#window;
    do {
      while (blankBytes[window.byteAt(window.at)] === 1) window.at++;
    } while (window.isEnd(window.at) && window.refill());
  }

  #refuse(where: "before" | "after"): never {
    const window: Window = this.#window;
    if (window.isCutOff(commentOpening) || window.isCutOff(doctypeOpening)) window.failEnd("markup");
    const message = `only comments, processing instructions and white space are allowed ${where} the root element`;
    window.fail("xml-not-well-formed", message, window.at);
  }

  #readDoctype(where: "before" | "after"): void {
    const window: Window = this.#window;
    const documentTypes = this.#documentTypes;
    if (documentTypes === undefined) window.fail("xml-doctype", "a document type declaration is not allowed in a message", window.at);
    if (where === "after" || this.#entities.documentType !== undefined) {
      window.fail("xml-not-well-formed", "only one document type declaration is allowed, before the root element", window.at);
    }
    // The window and the entities of a reader are what it is written for.
    documentTypes.read(window as never, this.#entities as never, this.#isStandalone);
  }
}

/**
 * Reads a document type declaration from a window: loads all of it, parses it, and moves the window past it. XML 1.0 §2.8
 */

import { type DocumentTypes, provideDocumentTypes } from "../read/document-types.js";
import type { Entities, Refuse } from "../read/references.js";
import type { Window } from "../read/window.js";
import { DoctypeParser, MoreInputNeeded } from "./doctype-parser.js";

/** Reads the declaration that begins at `at`. */
function readDoctype(window: Window, entities: Entities, isStandalone: boolean): void {
  for (let hasAll = window.complete; ; hasAll = window.complete || !window.refill()) {
    const start = window.at;
    const end = window.text.validEnd(window.wholeEnd());
    const text = window.string(start, end);
    const refuse: Refuse = (code, message, at) => {
      // An error near the end of the window may only be due to text that is not loaded yet.
      if (!hasAll && at + window.limits.nameLength + 64 > text.length) throw new MoreInputNeeded();
      window.checkCharacters(Math.min(start + utf8Length(text.slice(0, at)), window.end));
      window.fail(code, message, start + utf8Length(text.slice(0, at)));
    };
    try {
      const parser = new DoctypeParser(text, { entities, limits: window.limits, isStandalone, refuse });
      const length = parser.parse();
      entities.documentType = parser.documentType;
      window.at = start + utf8Length(text.slice(0, length));
      return;
    } catch (thrown) {
      if (!(thrown instanceof MoreInputNeeded)) throw thrown;
    }
    if (hasAll) {
      window.checkCharacters(window.end);
      window.failEnd("the document type declaration");
    }
  }
}

/** What reads document type declarations, for the option `doctype` of decoding: where a program is not bundled, `true` means the same. */
export const documentTypes: DocumentTypes = { read: readDoctype };

provideDocumentTypes(documentTypes);

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

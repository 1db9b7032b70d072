/**
 * Options of readers.
 */
import type { Limits } from "../limits.js";
import type { DocumentTypes } from "./document-types.js";

/** How to read a document. */
export interface ReaderOptions {
  /** Document mode: allows a document type declaration with an internal subset. Absent: message mode, which refuses it. */
  readonly doctype?: boolean | DocumentTypes;
  readonly limits?: Partial<Limits>;
  /** The charset parameter of the media type. It overrides the XML declaration; a byte order mark overrides both. */
  readonly charset?: string;
  /** The name of the document, for errors. */
  readonly uri?: string;
  /** Comments and processing instructions are tokens, which end text before them. Elements are then read by `next` alone. */
  readonly reportsMarkup?: boolean;
}

/**
 * Errors of reading and writing XML.
 *
 * The reader throws only XmlError, with the position of the error; the writer throws XmlWriteError for values that XML cannot represent.
 */

/** The kinds of errors, so that callers need not parse messages. */
export type XmlErrorCode =
  /** XML 1.0: the text does not match the productions, or breaks a well-formedness constraint. */
  | "xml-not-well-formed"
  /** Namespaces in XML 1.0: an undeclared or reserved prefix, two attributes with the same name, too many colons. */
  | "xml-namespace"
  /** The input ends before the document does. */
  | "xml-unexpected-end"
  /** A document type declaration in a message. */
  | "xml-doctype"
  /** A reference to an entity whose text is in another document, which is not read: part of the content would be missing. */
  | "xml-entity-not-read"
  /** An unsupported encoding, or bytes that are invalid in the encoding. */
  | "xml-encoding"
  | "xml-limit-bytes"
  | "xml-limit-depth"
  | "xml-limit-children"
  | "xml-limit-attributes"
  | "xml-limit-name-length"
  | "xml-limit-text-length"
  | "xml-limit-namespace-declarations"
  | "xml-limit-entity-expansion"
  | "xml-limit-entity-depth"
  | "xml-limit-names"
  | "xml-limit-markup"
  /** Binary XML: an invalid record, or a record that is not allowed here. */
  | "xml-binary-record"
  /** Binary XML: a reference to a missing dictionary string. */
  | "xml-binary-dictionary"
  | "xml-limit-start-tag"
  | "xml-limit-array-length"
  | "xml-limit-name-table"
  | "xml-limit-expansion"
  | "xml-limit-session-strings";

/** A position in the input: the byte offset from 0, line and column from 1. Columns count characters. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A document cannot be read. */
export class XmlError extends Error {
  readonly code: XmlErrorCode;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** The name of the document, if the reader was given one. */
  readonly uri: string | undefined;

  constructor(code: XmlErrorCode, message: string, at: Position, uri?: string) {
    super(message);
    this.name = "XmlError";
    this.code = code;
    this.offset = at.offset;
    this.line = at.line;
    this.column = at.column;
    this.uri = uri;
  }
}

/** A value cannot be written as XML 1.0, for instance a control character. */
export class XmlWriteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "XmlWriteError";
  }
}

/**
 * The errors of reading and writing XML: what is wrong, and where.
 *
 * Bad input is normal, so everything the reader throws is an XmlError; everything the writer refuses is an XmlWriteError.
 */

/** The kinds of refusal, so that a caller need not read messages. */
export type XmlErrorCode =
  /** XML 1.0: the text does not match the productions, or breaks a well-formedness constraint. */
  | "xml-not-well-formed"
  /** Namespaces in XML 1.0: an undeclared prefix, a reserved one, two equal attributes, a colon too many. */
  | "xml-namespace"
  /** The input ends before the document does. */
  | "xml-unexpected-end"
  /** A document type declaration in a message. */
  | "xml-doctype"
  /** An encoding that is not supported, or bytes that are not of the encoding. */
  | "xml-encoding"
  | "xml-limit-bytes"
  | "xml-limit-depth"
  | "xml-limit-attributes"
  | "xml-limit-name-length"
  | "xml-limit-text-length"
  | "xml-limit-namespace-declarations"
  | "xml-limit-entity-expansion"
  | "xml-limit-entity-depth"
  /** Binary XML: octets that are no record, or a record where it has no place. */
  | "xml-binary-record"
  /** Binary XML: a string of a dictionary that is not there. */
  | "xml-binary-dictionary"
  | "xml-limit-start-tag"
  | "xml-limit-array-length"
  | "xml-limit-name-table"
  | "xml-limit-expansion"
  | "xml-limit-session-strings";

/** Where something stands: byte offset in the input from 0, line and column from 1, the column in characters. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A document that was refused. */
export class XmlError extends Error {
  readonly code: XmlErrorCode;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** The name of the document, where the reader was given one. */
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

/** A value that cannot be written as XML 1.0, for instance a control character. */
export class XmlWriteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "XmlWriteError";
  }
}

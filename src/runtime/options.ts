/**
 * Options of decoding, validating and encoding.
 */

import type { ByteStream } from "../xml/byte-stream.js";
import type { Limits } from "../xml/limits.js";
import type { DocumentTypes } from "../xml/read/document-types.js";
import type { SchemaSet } from "./codec.js";
import type { Issue } from "./issues.js";

/** One hint of xsi:schemaLocation (a namespace and a location) or xsi:noNamespaceSchemaLocation (namespace ""). */
export interface SchemaLocationHint {
  readonly namespace: string;
  readonly location: string;
}

/** Where the schema location hints of a document lead. */
export interface SchemaLocations {
  /** Tests if the schema set in use has the document that a hint names. */
  has(hint: SchemaLocationHint): boolean;
  /** The schema set extended by what the hints name; `undefined` if they add nothing. */
  read(hints: readonly SchemaLocationHint[]): SchemaSet | undefined;
}

/** Options of decoding and validation. */
export interface DecodeOptions {
  /** Global components that xsi:type and wildcards can refer to, in addition to those that the codec itself refers to. */
  readonly schema?: SchemaSet;
  /** Adds the defaults of absent attributes to values. */
  readonly defaults?: boolean;
  readonly limits?: Partial<Limits>;
  /** The number of issues after which reading stops, or after which deviations are no longer told. Default: 100. */
  readonly maxIssues?: number;
  /** How many names `expected` of an issue has where a child is not allowed, or one is missing. Default: 12. */
  readonly maxExpected?: number;
  /**
   * Tolerance: receives each deviation; the document is read all the same, as far as its parts can be recognized. A value that was read
   * so may lack what its type requires, and hold what facets forbid. Left out: an invalid document has issues and no value.
   */
  readonly onDeviation?: (issue: Issue) => void;
  /** The charset parameter of the media type. */
  readonly charset?: string;
  /** Document mode: allows a document type declaration with an internal subset. A bundled program passes `documentTypes`, which brings what reads them. */
  readonly doctype?: boolean | DocumentTypes;
  /** Follows the schema location hints of the document. */
  readonly hints?: SchemaLocations;
}

/** Takes content that goes beside a document. */
export interface ContentBeside {
  /**
   * Gives the URI that stands for the content; undefined: it stays in the document. `mediaType` is what its element or the content says that it is. Left
   * out: all content that is in memory stays there.
   */
  put?(content: Uint8Array, mediaType: string | undefined): string | undefined;
  /** Gives the URI that stands for a stream, whose bytes are not in memory. Left out: such values are refused. */
  putStream?(content: ByteStream, mediaType: string | undefined): string | undefined;
}

/** Options of encoding. */
export interface EncodeOptions {
  /** Preferred prefix by namespace; "" makes it the default namespace. It comes before the prefix that the contract has. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** Namespaces that the root declares with their preferred prefixes, instead of each element that needs them. */
  readonly declare?: readonly string[];
  /** Writes an XML declaration. */
  readonly declaration?: boolean;
  /** Tolerance: receives each deviation; the value is written all the same, as far as XML can hold it. */
  readonly onDeviation?: (issue: Issue) => void;
  /** Indents element content with this text. */
  readonly indent?: string;
  readonly schema?: SchemaSet;
  readonly maxIssues?: number;
  /** The maximum number of open elements. */
  readonly depth?: number;
  /** Takes content of xs:base64Binary that goes beside the document, which refers to it with `xop:Include`. */
  readonly beside?: ContentBeside;
}

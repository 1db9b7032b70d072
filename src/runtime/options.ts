/**
 * Options of decoding, validating and encoding.
 */
import type { Limits } from "../xml/limits.js";
import type { SchemaSet } from "./codec.js";

/** One hint of xsi:schemaLocation (a namespace and a location) or xsi:noNamespaceSchemaLocation (namespace ""). */
export interface SchemaLocationHint {
  readonly namespace: string;
  readonly location: string;
}

export interface DecodeOptions {
  /** Everything global that xsi:type and wildcards may name beside what the codec itself refers to. */
  readonly schema?: SchemaSet;
  /** Fills in defaults of absent attributes. */
  readonly defaults?: boolean;
  readonly limits?: Partial<Limits>;
  /** How many issues are collected before reading stops; 100 when absent. */
  readonly maxIssues?: number;
  /** The charset parameter of the media type. */
  readonly charset?: string;
  /** Document mode: a document type declaration with an internal subset is allowed. */
  readonly doctype?: boolean;
  /** Asked when a document's hints name schemas; gives the set extended by them, or `undefined`. */
  readonly hints?: (hints: readonly SchemaLocationHint[]) => SchemaSet | undefined;
}

export interface EncodeOptions {
  /** Preferred prefix by namespace; "" makes it the default namespace. */
  readonly prefixes?: Readonly<Record<string, string>>;
  /** Namespaces that the root declares with their preferred prefixes, instead of each element that needs them. */
  readonly declare?: readonly string[];
  /** Writes an XML declaration. */
  readonly declaration?: boolean;
  /** Indents element content with this text. */
  readonly indent?: string;
  readonly schema?: SchemaSet;
  readonly maxIssues?: number;
  /** Elements open at the same time. */
  readonly depth?: number;
}

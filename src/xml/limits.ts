/**
 * Limits of the reader. All are on by default; exceeding one is an XmlError with its own code.
 *
 * Time is linear in the input and memory is bounded by these numbers, so raising them for larger documents is safe.
 */

/** Upper bounds for one document. */
export interface Limits {
  /** Bytes of the input, and of its text in UTF-8. */
  readonly bytes: number;
  /** Elements open at the same time. */
  readonly depth: number;
  /** Elements that are children of one element. */
  readonly children: number;
  /** Attributes of one element, namespace declarations included. */
  readonly attributes: number;
  /** Bytes of one name (prefix and local part together), in UTF-8. */
  readonly nameLength: number;
  /** Bytes of one run of character data, and of one tag, comment, processing instruction or document type declaration. */
  readonly textLength: number;
  /** Namespace declarations in scope at the same time. */
  readonly namespaceDeclarations: number;
  /** Characters that references to declared entities and defaulted attributes may add to a document, plus one per reference. */
  readonly entityExpansion: number;
  /** Entities open inside one another. */
  readonly entityDepth: number;
  /** Different names of elements and attributes, and different namespaces, that no earlier document has made known. */
  readonly names: number;
  /** Elements, attributes, namespace declarations, references, comments, processing instructions and CDATA sections. */
  readonly markup: number;
}

/** The limits that apply unless a caller sets others. */
export const defaultLimits: Limits = {
  // A decoded value takes one to three times the size of its document, so 256 MiB fits into the default heap of a process.
  bytes: 256 * 1024 * 1024,
  // Real documents stay below 100. At 512, code that recurses once per element still has ample stack.
  depth: 512,
  // As many as `markup` allows: data has lists of any length.
  children: 50_000_000,
  // The widest element types of real contracts have fewer than 100 attributes; a document of the W3C's suite has 2,000. Time is linear in them.
  attributes: 10_000,
  // Names are quoted in messages and kept in tables. Real names stay below 200 bytes.
  nameLength: 4096,
  // The longest real texts are attachments in base64: 64 MiB of text is a file of 48 MiB.
  textLength: 64 * 1024 * 1024,
  // Messages of large SOAP stacks declare a few dozen.
  namespaceDeclarations: 10_000,
  // Schemas use entities for namespace names and patterns: kilobytes. "Billion laughs" needs gigabytes.
  entityExpansion: 1024 * 1024,
  // Real entities nest two or three deep.
  entityDepth: 64,
  // Each one is kept, at a few hundred bytes. The largest vocabularies have some ten thousand names.
  names: 200_000,
  // The shortest element has four bytes, so few documents of 256 MiB come near.
  markup: 50_000_000,
};

/**
 * The limits of messages that a server receives, beside `defaultLimits`: with them, and a body of some megabytes, no message costs more than a
 * tenth of a second before its operation begins. docs/limits.md has what other servers allow.
 */
export const messageLimits = { depth: 100, children: 50_000, attributes: 1000, names: 10_000, markup: 250_000 } satisfies Partial<Limits>;

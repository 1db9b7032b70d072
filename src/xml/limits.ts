/**
 * Limits of the reader. All are on by default; exceeding one is an XmlError with a code of its own.
 *
 * The reader needs time linear in the input and memory bounded by these numbers, whatever they are: whoever reads larger documents raises them.
 */

export interface Limits {
  /** Bytes of the input. */
  readonly bytes: number;
  /** Elements open at the same time. */
  readonly depth: number;
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
}

export const defaultLimits: Limits = {
  // The decoded value takes one to three times the bytes of the document: 256 MiB is what a process of default heap size can hold.
  bytes: 256 * 1024 * 1024,
  // Documents made by people and programs stay below 100; a consumer that recurses once per element still has ample stack at 512.
  depth: 512,
  // The widest element types of real contracts have fewer than 100 attributes.
  attributes: 1000,
  // A tag is quoted in messages and kept in tables; real names stay below 200 bytes.
  nameLength: 4096,
  // An attachment in base64 is the longest real text; 64 MiB of it are a file of 48 MiB.
  textLength: 64 * 1024 * 1024,
  // SOAP messages of large stacks declare some dozens.
  namespaceDeclarations: 10_000,
  // Schemas use entities for namespace names and patterns: kilobytes. "Billion laughs" needs gigabytes.
  entityExpansion: 1024 * 1024,
  // Real entities nest two or three deep.
  entityDepth: 64,
};

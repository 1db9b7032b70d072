/**
 * Pull reader: bytes in, tokens out. XML 1.0 (fifth edition) with Namespaces in XML 1.0.
 */
import type { Limits } from "./limits.js";
import type { Name, NamespaceLookup } from "./names.js";

/** What the reader stands on. */
export const Token = { startElement: 1, endElement: 2, text: 3, endOfDocument: 4 } as const;
export type Token = (typeof Token)[keyof typeof Token];

export interface ReaderOptions {
  /** Document mode: a document type declaration with an internal subset is allowed. Absent: message mode, which refuses it. */
  readonly doctype?: boolean;
  readonly limits?: Partial<Limits>;
  /** The charset parameter of the media type. It outweighs the XML declaration; a byte order mark outweighs both. */
  readonly charset?: string;
  /** The name of the document, for errors. */
  readonly uri?: string;
}

export interface NamespaceDeclaration {
  readonly prefix: string;
  readonly namespace: string;
}

export declare class Reader implements NamespaceLookup {
  constructor(input: Uint8Array | string | Iterable<Uint8Array>, options?: ReaderOptions);
  next(): Token;
  readonly name: Name;
  readonly prefix: string;
  readonly attributeCount: number;
  attributeName(index: number): Name;
  attributePrefix(index: number): string;
  attributeValue(index: number): string;
  attributeOffset(index: number): number;
  namespaceDeclarations(): readonly NamespaceDeclaration[];
  lookupNamespace(prefix: string): string | undefined;
  readonly selfClosing: boolean;
  readonly text: string;
  readonly textIsWhitespace: boolean;
  readLeaf(): string | undefined;
  skipElement(): void;
  readonly depth: number;
  readonly offset: number;
  position(offset?: number): { line: number; column: number };
  readonly unparsedEntities: ReadonlySet<string>;
  readonly notations: ReadonlySet<string>;
  readonly hasDoctype: boolean;
}

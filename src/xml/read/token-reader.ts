/**
 * The interface of readers, for text (`Reader`) and other encodings of the XML information set.
 *
 * Properties describe the current token and are valid until the next call. `Reader` is the reference for every implementation.
 */
import type { TextSource } from "../byte-stream.js";
import type { Name, NamespaceDeclaration } from "../names.js";
import type { Token } from "./reader.js";

/** Reads one document. */
export interface TokenReader extends TextSource {
  /** The element that starts or ends here. */
  readonly name: Name;
  readonly prefix: string;
  /** The number of open elements, including the one that starts or ends here. */
  readonly depth: number;
  /** The character data, after `Token.text` and after `readLeaf`. */
  readonly text: string;
  readonly textIsWhitespace: boolean;
  /** Attributes of the element that starts here; namespace declarations are not among them. */
  readonly attributeCount: number;
  /** The byte offset of the token in the input. */
  readonly offset: number;
  /** The unparsed entities that the document declares. */
  readonly unparsedEntities: ReadonlySet<string>;
  /** The same offset, whose position may be asked for much later. */
  keepPlace(): number;
  next(): Token;
  attributeName(index: number): Name;
  attributePrefix(index: number): string;
  attributeValue(index: number): string;
  attributeOffset(index: number): number;
  /** The declarations of the element that starts or ends here. */
  namespaceDeclarations(): readonly NamespaceDeclaration[];
  /** All declarations in scope, outermost first. */
  namespacesInScope(): readonly NamespaceDeclaration[];
  /** Directly after `Token.startElement`: reads character data and the end of the element; undefined if a child element comes first. */
  readLeaf(): string | undefined;
  /** `readLeaf` for text that nobody needs. False: a child element comes first. */
  skipLeaf(): boolean;
  /** Directly after `Token.startElement`: skips to the end of the element, checking that its content is well-formed. */
  skipElement(): void;
  /** Line and column of the token, or of an offset in the input. */
  position(offset?: number): { line: number; column: number };
}

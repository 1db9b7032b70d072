/**
 * A reader whose elements have other names, for documents whose namespaces are not quite those of the contract.
 */
import type { Name, NamespaceDeclaration } from "../names.js";
import type { Token } from "./reader.js";
import type { TokenReader } from "./token-reader.js";

/** Gives the name that counts; `depth` is 1 for the root. */
export type RenameElement = (name: Name, depth: number) => Name;

/** Reads what another reader reads, elements renamed. */
export class RenamingReader implements TokenReader {
  name: Name;
  readonly #reader: TokenReader;
  readonly #rename: RenameElement;

  /** The reader may stand on a start tag already. */
  constructor(reader: TokenReader, rename: RenameElement) {
    this.#reader = reader;
    this.#rename = rename;
    this.name = rename(reader.name, reader.depth);
  }

  next(): Token {
    const token = this.#reader.next();
    this.#takeName();
    return token;
  }

  readLeaf(): string | undefined {
    const text = this.#reader.readLeaf();
    this.#takeName();
    return text;
  }

  skipElement(): void {
    this.#reader.skipElement();
    this.#takeName();
  }

  #takeName(): void {
    this.name = this.#rename(this.#reader.name, this.#reader.depth);
  }

  get prefix(): string {
    return this.#reader.prefix;
  }

  get depth(): number {
    return this.#reader.depth;
  }

  get text(): string {
    return this.#reader.text;
  }

  get textIsWhitespace(): boolean {
    return this.#reader.textIsWhitespace;
  }

  get attributeCount(): number {
    return this.#reader.attributeCount;
  }

  get offset(): number {
    return this.#reader.offset;
  }

  get unparsedEntities(): ReadonlySet<string> {
    return this.#reader.unparsedEntities;
  }

  attributeName(index: number): Name {
    return this.#reader.attributeName(index);
  }

  attributePrefix(index: number): string {
    return this.#reader.attributePrefix(index);
  }

  attributeValue(index: number): string {
    return this.#reader.attributeValue(index);
  }

  attributeOffset(index: number): number {
    return this.#reader.attributeOffset(index);
  }

  namespaceDeclarations(): readonly NamespaceDeclaration[] {
    return this.#reader.namespaceDeclarations();
  }

  namespacesInScope(): readonly NamespaceDeclaration[] {
    return this.#reader.namespacesInScope();
  }

  lookupNamespace(prefix: string): string | undefined {
    return this.#reader.lookupNamespace(prefix);
  }

  position(offset?: number): { line: number; column: number } {
    return this.#reader.position(offset);
  }
}

/**
 * A reader of what another reader reads: the base of readers that change a little of it.
 */
import type { ByteStream } from "../byte-stream.js";
import type { Name, NamespaceDeclaration } from "../names.js";
import type { Token } from "./reader.js";
import type { TokenReader } from "./token-reader.js";

/** Reads what another reader reads. */
export class DelegatingReader implements TokenReader {
  protected readonly reader: TokenReader;

  /** The reader may stand on a start tag already. */
  constructor(reader: TokenReader) {
    this.reader = reader;
  }

  get name(): Name {
    return this.reader.name;
  }

  next(): Token {
    return this.reader.next();
  }

  readLeaf(): string | undefined {
    return this.reader.readLeaf();
  }

  skipLeaf(): boolean {
    return this.reader.skipLeaf();
  }

  skipElement(): void {
    this.reader.skipElement();
  }

  streamBeside(): ByteStream | undefined {
    return this.reader.streamBeside?.();
  }

  get prefix(): string {
    return this.reader.prefix;
  }

  get depth(): number {
    return this.reader.depth;
  }

  get text(): string {
    return this.reader.text;
  }

  get textIsWhitespace(): boolean {
    return this.reader.textIsWhitespace;
  }

  get attributeCount(): number {
    return this.reader.attributeCount;
  }

  get offset(): number {
    return this.reader.offset;
  }

  keepPlace(): number {
    return this.reader.keepPlace();
  }

  get unparsedEntities(): ReadonlySet<string> {
    return this.reader.unparsedEntities;
  }

  attributeName(index: number): Name {
    return this.reader.attributeName(index);
  }

  attributePrefix(index: number): string {
    return this.reader.attributePrefix(index);
  }

  attributeValue(index: number): string {
    return this.reader.attributeValue(index);
  }

  attributeOffset(index: number): number {
    return this.reader.attributeOffset(index);
  }

  namespaceDeclarations(): readonly NamespaceDeclaration[] {
    return this.reader.namespaceDeclarations();
  }

  namespacesInScope(): readonly NamespaceDeclaration[] {
    return this.reader.namespacesInScope();
  }

  lookupNamespace(prefix: string): string | undefined {
    return this.reader.lookupNamespace(prefix);
  }

  position(offset?: number): { line: number; column: number } {
    return this.reader.position(offset);
  }
}

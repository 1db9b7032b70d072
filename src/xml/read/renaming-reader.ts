/**
 * A reader whose elements have other names, for documents whose namespaces are not quite those of the contract.
 */
import type { Name } from "../names.js";
import { DelegatingReader } from "./delegating-reader.js";
import type { Token } from "./reader.js";
import type { TokenReader } from "./token-reader.js";

/** Gives the name that counts; `depth` is 1 for the root, whose own new name the elements in it come with. */
export type RenameElement = (name: Name, depth: number, root: Name | undefined) => Name;

/** Reads what another reader reads, elements renamed. */
export class RenamingReader extends DelegatingReader {
  readonly #rename: RenameElement;
  #root: Name | undefined;
  #name: Name;

  /** The reader may stand on a start tag already. */
  constructor(reader: TokenReader, rename: RenameElement) {
    super(reader);
    this.#rename = rename;
    this.#name = rename(reader.name, reader.depth, undefined);
    if (reader.depth === 1) this.#root = this.#name;
  }

  override get name(): Name {
    return this.#name;
  }

  override next(): Token {
    const token = this.reader.next();
    this.#takeName();
    return token;
  }

  override readLeaf(): string | undefined {
    const text = this.reader.readLeaf();
    this.#takeName();
    return text;
  }

  override skipLeaf(): boolean {
    const isLeaf = this.reader.skipLeaf();
    this.#takeName();
    return isLeaf;
  }

  override skipElement(): void {
    this.reader.skipElement();
    this.#takeName();
  }

  #takeName(): void {
    this.#name = this.#rename(this.reader.name, this.reader.depth, this.#root);
    if (this.reader.depth === 1) this.#root = this.#name;
  }
}

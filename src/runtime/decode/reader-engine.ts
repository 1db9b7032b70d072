/**
 * What runs generated readers, as the general decoder knows it. It is not imported here: it comes with the readers.
 */
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { CompiledType, Declaration } from "../compile/compiled-type.js";
import type { DecodeOptions } from "../options.js";
import type { RunsReaders } from "../type-writer.js";
import type { KnownHeads } from "./known-heads.js";
import type { WholeElements } from "./whole-elements.js";

/** Runs readers: straight-line.ts. */
export interface ReaderEngine extends RunsReaders {
  /** For one document, unless the options ask for something that readers do not know. */
  readonly elements: (reader: TokenReader, options: DecodeOptions) => WholeElements | undefined;
  /** For the documents of one codec or schema. */
  readonly heads: () => KnownHeads<CompiledType>;
}

/** What runs the reader of a type. */
export function engineOf({ reader }: CompiledType): ReaderEngine | undefined {
  // Generated code names the engine of the package, and nothing else.
  return reader?.by as ReaderEngine | undefined;
}

/** The generated readers of one document. */
export class GeneratedReaders {
  readonly #reader: TokenReader;
  /** Set until there is a type with a reader, whose engine is asked. */
  #options: DecodeOptions | undefined;
  #whole: WholeElements | undefined = undefined;

  constructor(reader: TokenReader, options: DecodeOptions) {
    this.#reader = reader;
    this.#options = options;
  }

  /** For elements of a declaration. Undefined: they must be opened, or something is asked for that readers do not know. */
  of(declaration: Declaration): WholeElements | undefined {
    if (!mayBeReadWhole(declaration)) return undefined;
    if (this.#options !== undefined) this.#whole = engineOf(declaration.type)?.elements(this.#reader, this.#options);
    this.#options = undefined;
    return this.#whole;
  }
}

/** Tests if an element of a declaration may be read without being opened. */
export function mayBeReadWhole({ type, abstract, constraint, identity }: Declaration): boolean {
  return type.reader !== undefined && !abstract && constraint === undefined && identity === undefined;
}

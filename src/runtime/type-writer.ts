/**
 * What generated code gives for a type beside its table.
 */

/** Writes values of one type. The code knows what its arguments are; `never` says that nobody else should guess. */
export interface TypeWriter {
  /** Writes attributes and content after the start tag's ">" at `at - 1`, within so many levels; a negative index if there is no content. */
  readonly write: (at: number, value: never, type: never, levels: number) => number;
  /** Tests for values that the writer takes; others have something that it leaves to the encoder, such as attributes with a prefix. */
  readonly takes?: (value: never) => boolean;
}

/** Reads elements of one type. */
export interface TypeReader {
  /**
   * Reads an element into an object. `start` is the index of the tag's "<" in the input, `nameEnd` that after its name, and `at` where its
   * attributes or its end follow. Throws `unusual` where the general decoder is to read the element.
   */
  readonly read: (type: never, start: number, nameEnd: number, at: number) => Record<string, unknown>;
  /** What runs it in the copy of the package that the code imports. */
  readonly by?: RunsReaders;
}

/** What runs readers, for those who only name it: a ReaderEngine. */
export interface RunsReaders {
  /** The input that readers read. */
  readonly input: Uint8Array;
}

/** The code of a type. */
export interface TypeCode {
  readonly writer: TypeWriter | undefined;
  readonly reader: TypeReader;
}

/**
 * What generated code gives for a type beside its table.
 */

/** Writes values of one type. The code knows what its arguments are; `never` says that nobody else should guess. */
export interface TypeWriter {
  /** Writes attributes and content after the start tag's ">" at `at - 1`; a negative index if there is no content. */
  readonly write: (at: number, value: never, type: never) => number;
  /** Tests for values that the writer takes; others have something that it leaves to the encoder, such as attributes with a prefix. */
  readonly takes?: (value: never) => boolean;
}

/**
 * What the author of a contract is told: findings with the rule's id and the place.
 *
 * Stages report and go on; nothing is thrown for a mistake in somebody's contract.
 */

/** A place in a document of the contract. */
export interface Span {
  /** The document's location as it was asked for: a file path or a URI. */
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** In bytes, from the start of the document. */
  readonly offset: number;
}

/** Another place that matters to a finding. */
export interface RelatedPlace {
  readonly message: string;
  readonly at: Span;
}

/** One finding about a contract. */
export interface Diagnostic {
  /** The rule's id in its specification (`src-resolve`, `cos-nonambig`) or ours (`load-missing`). */
  readonly id: string;
  readonly severity: "error" | "warning";
  /** Lower case, no final stop, names in double quotes. */
  readonly message: string;
  /** Absent only where no document could be read. */
  readonly at: Span | undefined;
  readonly related: readonly RelatedPlace[];
}

/** Takes the findings of a stage, in the order in which they are found. */
export type Report = (diagnostic: Diagnostic) => void;

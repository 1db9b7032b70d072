/**
 * What a comparison finds.
 */
import type { Span } from "../../diagnostics.js";

/**
 * breaking: someone who keeps to the contract they know is refused. compatible: a change that refuses no one. unknown: a change for which
 * this is undecided, or that documents do not show.
 */
export type Verdict = "breaking" | "compatible" | "unknown";

/** request: documents of those who know the old contract meet the new one. response: documents of the new contract meet those who know the old one. */
export type Direction = "request" | "response";

/** A document that one of the contracts accepts and the other does not. */
export interface Witness {
  readonly xml: string;
  readonly validIn: "old" | "new";
  /** Why the other contract refuses it. */
  readonly refusal: { readonly id: string; readonly path: string; readonly message: string };
}

export interface ChangeFinding {
  /** "attribute-required", "content", "operation-removed", ... */
  readonly id: string;
  readonly verdict: Verdict;
  readonly direction: Direction;
  /** Where in documents, or the operation: "Order/Line/@id". */
  readonly subject: string;
  readonly message: string;
  /** In the new contract; absent for what was removed. */
  readonly at: Span | undefined;
  readonly before: Span | undefined;
  readonly witness: Witness | undefined;
}

/** Which way a difference is looked at: `from` accepts what `to` refuses. */
export interface Wording {
  /** The old contract accepts what the new one refuses: something was taken away. */
  readonly lost: string;
  /** The new contract accepts what the old one refuses: something was added. */
  readonly gained: string;
}

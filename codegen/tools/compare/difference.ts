/**
 * A difference that the walk through two schemas meets, before documents have shown it.
 */
import type { Span } from "../../diagnostics.js";
import type { Wording } from "./finding.js";
import type { MakeElement, Place } from "./places.js";

/** Something that the one contract accepts, and the other is thought to refuse. */
export interface Difference {
  readonly id: string;
  /** "Order/Line/@id" */
  readonly subject: string;
  readonly wording: Wording;
  /** In the contract that accepts, and in the one that refuses. */
  readonly from: Span | undefined;
  readonly to: Span | undefined;
  readonly place: Place;
  /** Elements for the place that may show it. */
  readonly makes: readonly MakeElement[];
  /** A guess: without a document it is not worth telling. */
  readonly guess?: true;
}

export type ReportDifference = (difference: Difference) => void;

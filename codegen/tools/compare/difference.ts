/**
 * A difference found by walking through two schemas, before a document has shown it.
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
  /** A guess: it is reported only if a document shows it. */
  readonly guess?: true;
}

export type ReportDifference = (difference: Difference) => void;

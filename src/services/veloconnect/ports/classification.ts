/**
 * The port to the classification schemes that items are sorted by.
 */
import type { BackendCall } from "./backend-call.js";

/** A scheme: one that others publish, or one with groups of its own. */
export interface ClassificationScheme {
  readonly id: string;
  /** May an item be in several groups of the scheme? */
  readonly hasSeveralGroups?: boolean;
  readonly content:
    | { readonly kind: "published"; readonly uri: string }
    | { readonly kind: "own"; readonly groups: readonly [ClassificationGroup, ...ClassificationGroup[]] };
}

/** A group of a scheme. */
export interface ClassificationGroup {
  readonly id: string;
  /** Absent: at the top. */
  readonly parentId?: string;
  readonly description: string;
}

/** Knows the schemes. */
export interface Classification {
  /** All schemes that items name; one at least. */
  schemes(call: BackendCall): Promise<readonly ClassificationScheme[]>;
}

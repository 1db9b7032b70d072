/**
 * What following the children of an element gives, whichever way the content model is matched.
 *
 * XSD 1.0 Part 1 §3.8.4 (cvc-model-group), §3.9.4 (cvc-particle).
 */
import type { Name } from "../../xml/names.js";
import type { GroupContent } from "./content.js";

/** A step that was made: which leaf the element belongs to, and which groups begin a new round with it. */
export interface Transition<Leaf> {
  readonly leaf: Leaf;
  /** Groups around the leaf that may occur more than once, outermost first. */
  readonly repeated: readonly GroupContent<Leaf>[];
  /** `repeated[kept]` and all after it begin a new round; those before stay in theirs. */
  readonly kept: number;
}

/** What may come next. */
export interface Expectation<Leaf> {
  readonly leaves: readonly Leaf[];
  /** The content may end here. */
  readonly end: boolean;
}

/** Follows the children of one element. */
export interface ContentMatcher<Leaf> {
  /** Takes the next child; undefined when it does not fit here, and then nothing has changed. */
  step(name: Name): Transition<Leaf> | undefined;
  isFinal(): boolean;
  expected(): Expectation<Leaf>;
}

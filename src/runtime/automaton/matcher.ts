/**
 * The interface of matchers. XSD 1.0 Part 1 §3.8.4 (cvc-model-group), §3.9.4 (cvc-particle)
 */
import type { Name } from "../../xml/names.js";
import type { GroupContent } from "./content.js";

/** A completed step: the leaf that the element is attributed to, and the groups that begin a new round with it. */
export interface Transition<Leaf> {
  readonly leaf: Leaf;
  /** The groups around the leaf that can occur more than once, outermost first. */
  readonly repeated: readonly GroupContent<Leaf>[];
  /** `repeated[kept]` and those after it begin a new round; those before it stay in theirs. */
  readonly kept: number;
}

/** What can come next. */
export interface Expectation<Leaf> {
  readonly leaves: readonly Leaf[];
  /** The content may end here. */
  readonly end: boolean;
}

/** Follows the children of one element. */
export interface ContentMatcher<Leaf> {
  /** Takes the next child. Undefined: it is not allowed here, and the state is unchanged. */
  step(name: Name): Transition<Leaf> | undefined;
  isFinal(): boolean;
  expected(): Expectation<Leaf>;
}

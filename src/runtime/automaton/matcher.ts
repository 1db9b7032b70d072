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

/** A transition and its target state. */
export interface ContentStep<Leaf> extends Transition<Leaf> {
  readonly state: ContentState<Leaf>;
}

/** A position in content that states alone match. */
export interface ContentState<Leaf> {
  /** The content may end here. */
  readonly final: boolean;
  /** The step for an element name. */
  next(name: Name): ContentStep<Leaf> | undefined;
  /** What can come next, in document order. Slow, because it visits every leaf; for messages. */
  expected(): readonly Leaf[];
}

/** A compiled content model, which creates one matcher per element. */
export interface ContentModel<Leaf> {
  /** Set if states are sufficient: then they can be used without a matcher. */
  readonly start: ContentState<Leaf> | undefined;
  matcher(): ContentMatcher<Leaf>;
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

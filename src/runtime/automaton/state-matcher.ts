/**
 * Matches plain content models, whose bounds are 0, 1 and unbounded, with states only.
 */
import type { Name } from "../../xml/names.js";
import type { ContentMatcher, ContentState, Expectation, Transition } from "./matcher.js";

/** Goes from state to state. */
export class StateMatcher<Leaf> implements ContentMatcher<Leaf> {
  #state: ContentState<Leaf>;

  constructor(start: ContentState<Leaf>) {
    this.#state = start;
  }

  step(name: Name): Transition<Leaf> | undefined {
    const transition = this.#state.next(name);
    if (transition !== undefined) this.#state = transition.state;
    return transition;
  }

  isFinal(): boolean {
    return this.#state.final;
  }

  expected(): Expectation<Leaf> {
    return { leaves: this.#state.expected(), end: this.#state.final };
  }
}

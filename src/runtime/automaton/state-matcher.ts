/**
 * Matches plain content models, whose bounds are 0, 1 and unbounded, with states only.
 */
import type { Name } from "../../xml/names.js";
import { leafOf, type State } from "./automaton.js";
import type { ContentMatcher, Expectation, Transition } from "./matcher.js";

/** Follows the edges of an automaton without counters. */
export class StateMatcher<Leaf> implements ContentMatcher<Leaf> {
  #state: State<Leaf>;

  constructor(start: State<Leaf>) {
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
    return { leaves: [...new Set(this.#state.edges().map((edge) => leafOf(edge.to)))], end: this.#state.final };
  }
}

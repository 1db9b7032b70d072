/**
 * Matches content models with counters, and ambiguous ones: tracks one reading of the content, or several while all are possible.
 */
import type { Name } from "../../xml/names.js";
import { type Automaton, leafOf, type Step } from "./automaton.js";
import { dropDominated, type Reading } from "./dominance.js";
import { count, isOpen, mayExit } from "./edges.js";
import type { ContentMatcher, Expectation, Transition } from "./matcher.js";

/**
 * The limit of readings.
 * Deviation: a model like ((a{50,100}, b?){50,100}, b?){50,100} can have more, and content that needs a dropped one is refused.
 */
const maxReadings = 512;

/**
 * Tracks one reading of the content while the particle path is unambiguous, which is nearly always, and several if only later elements show
 * which round a repetition belongs to: in ((a{2,3}, b?){2}), "a a a a" is two rounds of two, but that is only known at the fourth.
 * The first reading stays in the innermost round as long as possible; returned transitions are those of this reading.
 */
export class CountingMatcher<Leaf> implements ContentMatcher<Leaf> {
  #readings: Reading<Leaf>[];

  constructor(automaton: Automaton<Leaf>) {
    this.#readings = [{ state: automaton.start, counters: [] }];
  }

  step(name: Name): Transition<Leaf> | undefined {
    const only = this.#readings.length === 1 ? this.#readings[0] : undefined;
    if (only === undefined) return this.#fork(name);
    const steps = only.state.stepsFor(name);
    if (steps.length > 1) return this.#fork(name);
    const step = steps[0];
    if (step === undefined || !isOpen(step.edge, only.counters)) return undefined;
    count(step.edge, only.counters);
    only.state = step.state;
    return step;
  }

  #fork(name: Name): Transition<Leaf> | undefined {
    let first: Step<Leaf> | undefined;
    const next: Reading<Leaf>[] = [];
    for (const { state, counters } of this.#readings) {
      for (const step of state.stepsFor(name)) {
        if (next.length === maxReadings || !isOpen(step.edge, counters)) continue;
        const copy = counters.slice();
        count(step.edge, copy);
        next.push({ state: step.state, counters: copy });
        first ??= step;
      }
    }
    if (first !== undefined) this.#readings = dropDominated(next);
    return first;
  }

  isFinal(): boolean {
    return this.#readings.some(({ state, counters }) => state.exits !== undefined && mayExit(state.exits, counters));
  }

  expected(): Expectation<Leaf> {
    const leaves = new Set<Leaf>();
    for (const { state, counters } of this.#readings) {
      for (const edge of state.edges()) {
        if (isOpen(edge, counters)) leaves.add(leafOf(edge.to));
      }
    }
    return { leaves: [...leaves], end: this.isFinal() };
  }
}

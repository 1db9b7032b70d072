/**
 * Content model -> the cheapest way to match it: by states alone, with counters, or as the set of an xs:all group.
 */
import { AllGroup } from "./all-group.js";
import { Automaton, type AutomatonOptions, type State } from "./automaton.js";
import type { Content } from "./content.js";
import { CountingMatcher } from "./counting-matcher.js";
import type { ContentMatcher } from "./matcher.js";
import { StateMatcher } from "./state-matcher.js";

/** A compiled content model: gives one matcher for each element. */
export interface ContentModel<Leaf> {
  /** Set where matching needs nothing but states: then `State.next` and `State.final` may be used without a matcher. */
  readonly start: State<Leaf> | undefined;
  matcher(): ContentMatcher<Leaf>;
}

/** Compiles a content model. Cheap: linear in the number of particles, whatever their bounds. */
export function compileContent<Leaf>(content: Content<Leaf>, options: AutomatonOptions<Leaf>): ContentModel<Leaf> {
  const all = AllGroup.of(content, options.test);
  if (all !== undefined) return { start: undefined, matcher: () => all.matcher() };
  const automaton = new Automaton(content, options);
  if (automaton.counting) return { start: undefined, matcher: () => new CountingMatcher(automaton) };
  return { start: automaton.start, matcher: () => new StateMatcher(automaton.start) };
}

/**
 * Content model -> the cheapest way to match it: states only, states with counters, or the members of an xs:all group.
 */
import { AllGroup } from "./all-group.js";
import { Automaton, type AutomatonOptions, type State } from "./automaton.js";
import type { Content } from "./content.js";
import { CountingMatcher } from "./counting-matcher.js";
import type { ContentMatcher } from "./matcher.js";
import { StateMatcher } from "./state-matcher.js";

/** A compiled content model, which creates one matcher per element. */
export interface ContentModel<Leaf> {
  /** Set if states are sufficient: then `State.next` and `State.final` can be used without a matcher. */
  readonly start: State<Leaf> | undefined;
  matcher(): ContentMatcher<Leaf>;
}

/** Compiles a content model in time linear in the number of particles, whatever their bounds. */
export function compileContent<Leaf>(content: Content<Leaf>, options: AutomatonOptions<Leaf>): ContentModel<Leaf> {
  const all = AllGroup.of(content, options.test);
  if (all !== undefined) return { start: undefined, matcher: () => all.matcher() };
  const automaton = new Automaton(content, options);
  if (automaton.counting) return { start: undefined, matcher: () => new CountingMatcher(automaton) };
  return { start: automaton.start, matcher: () => new StateMatcher(automaton.start) };
}

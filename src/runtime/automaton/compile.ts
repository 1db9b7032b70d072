/**
 * Content model -> the cheapest way to match it: states only, states with counters, or the members of an xs:all group.
 */
import { AllGroup } from "./all-group.js";
import { Automaton, type AutomatonOptions } from "./automaton.js";
import type { Content } from "./content.js";
import { CountingMatcher } from "./counting-matcher.js";
import type { ContentModel } from "./matcher.js";
import { compilePlain } from "./plain-content.js";

/** Compiles content models of any kind: tables that need more than states bring it. */
export type CompileContent = <Leaf>(content: Content<Leaf>, options: AutomatonOptions<Leaf>) => ContentModel<Leaf>;

/** Compiles a content model in time linear in the number of particles, whatever their bounds. */
export function compileContent<Leaf>(content: Content<Leaf>, options: AutomatonOptions<Leaf>): ContentModel<Leaf> {
  const all = AllGroup.of(content, options.test);
  if (all !== undefined) return { start: undefined, matcher: () => all.matcher() };
  const automaton = new Automaton(content, options);
  if (automaton.counting) return { start: undefined, matcher: () => new CountingMatcher(automaton) };
  return compilePlain(content, options.test);
}

/**
 * Two content languages -> the shortest word with a property: in one and not in the other, or through a given element.
 */
import { internName, type Name } from "../../../src/xml/names.js";
import { Alphabet, type ContentLanguage, type ContentState } from "./content-language.js";

/** "none" is proven; "unknown" if there are too many states. */
export type FoundWord = { readonly word: readonly Name[] } | "none" | "unknown";

export interface WordQuestion {
  readonly from: ContentLanguage;
  /** Undefined: only `from` matters. */
  readonly to: ContentLanguage | undefined;
  /** "refused": `from` has the word and `to` has not; "both": both have it. */
  readonly wanted: "refused" | "both";
  /** The word has this name in it. */
  readonly through?: Name;
}

interface SearchStep {
  readonly from: ContentState;
  /** Undefined: refused already. */
  readonly to: ContentState | undefined;
  readonly through: boolean;
  readonly name: Name | undefined;
  readonly before: SearchStep | undefined;
}

const mostQueued = 6_000;
/** Of thousands of optional siblings each can come after each before it. */
const mostSteps = 500_000;

/** Searches breadth first through both languages at a time. */
export function findWord({ from, to, wanted, through }: WordQuestion): FoundWord {
  const alphabet = new Alphabet(alphabetOf(from, to), from.characters);
  let steps = 0;
  const queue: SearchStep[] = [{ from: from.start, to: to?.start, through: through === undefined, name: undefined, before: undefined }];
  const seen = new Set<string>();
  for (const step of queue) {
    if (isFound(step, wanted, to === undefined)) return { word: wordOf(step) };
    const others = step.to?.steps(alphabet);
    for (const [name, next] of step.from.steps(alphabet)) {
      steps++;
      const other = others?.get(name);
      if (wanted === "both" && to !== undefined && other === undefined) continue;
      // What is left is the same: from here on both take the same words.
      if (wanted === "refused" && other?.key === next.key) continue;
      const reached = step.through || name === through;
      const key = `${reached ? 1 : 0} ${next.key} / ${other?.key ?? "-"}`;
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ from: next, to: other, through: reached, name, before: step });
    }
    if (queue.length > mostQueued || steps > mostSteps) return "unknown";
  }
  return "none";
}

function isFound({ from, to, through }: SearchStep, wanted: "refused" | "both", alone: boolean): boolean {
  if (!from.final || !through) return false;
  if (alone) return true;
  return wanted === "refused" ? to?.final !== true : to?.final === true;
}

function wordOf(step: SearchStep): readonly Name[] {
  const word: Name[] = [];
  for (let current: SearchStep | undefined = step; current?.name !== undefined; current = current.before) word.push(current.name);
  return word.reverse();
}

/** Names that `from` knows, and for its wildcards those that `to` knows and one of each namespace that matters. */
function alphabetOf(from: ContentLanguage, to: ContentLanguage | undefined): readonly Name[] {
  const names = new Set(from.byName.keys());
  if (from.wildcards.length === 0) return [...names];
  for (const name of to?.byName.keys() ?? []) if (from.allowsThroughWildcard(name)) names.add(name);
  const namespaces = new Set(["", "urn:example:extension", ...[...names].map(({ namespace }) => namespace)]);
  for (const { namespaceConstraint: constraint } of [...from.wildcards, ...(to?.wildcards ?? [])]) {
    if (constraint.kind === "not") namespaces.add(constraint.namespace);
    if (constraint.kind === "list") for (const namespace of constraint.namespaces) namespaces.add(namespace);
  }
  for (const namespace of namespaces) {
    const name = internName(namespace, "extension");
    if (from.allowsThroughWildcard(name)) names.add(name);
  }
  for (const name of from.declaredThroughWildcards(mostDeclared)) names.add(name);
  return [...names];
}

/** How many declared elements that a strict wildcard allows are tried. */
const mostDeclared = 30;

/** The word of an xs:all group that has everything it must have, and each that has one member more or all of them. */
export function wordsOfAll(language: ContentLanguage): readonly (readonly Name[])[] {
  const shortest = findWord({ from: language, to: undefined, wanted: "both" });
  if (typeof shortest === "string") return [];
  const names = [...language.byName.keys()];
  const rest = names.filter((name) => !shortest.word.includes(name));
  const words = [shortest.word, ...rest.map((name) => [...shortest.word, name]), [...shortest.word, ...rest]];
  return [...words, ...words.map((word) => [...word].reverse())].filter((word) => language.accepts(word));
}

/**
 * Random regular expressions with the plainest matcher there is: the set of places where a match can end. For comparison in tests.
 */
import * as fc from "fast-check";

export type Sample =
  | { readonly kind: "set"; readonly source: string; readonly characters: string }
  | { readonly kind: "sequence"; readonly parts: readonly Sample[] }
  | { readonly kind: "choice"; readonly parts: readonly Sample[] }
  | { readonly kind: "repeat"; readonly body: Sample; readonly min: number; readonly max: number };

/** The text of an expression. */
export function sourceOf(sample: Sample): string {
  if (sample.kind === "set") return sample.source;
  if (sample.kind === "sequence")
    return sample.parts.map((part) => (part.kind === "choice" ? `(${sourceOf(part)})` : sourceOf(part))).join("");
  if (sample.kind === "choice") return sample.parts.map(sourceOf).join("|");
  const body = sample.body.kind === "set" ? sourceOf(sample.body) : `(${sourceOf(sample.body)})`;
  return body + quantifierOf(sample.min, sample.max);
}

function quantifierOf(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  return min === 0 && max === 1 ? "?" : min === max ? `{${min}}` : `{${min},${max}}`;
}

/** Where matches of an expression can end that begin at one of the places. */
function endsOf(sample: Sample, text: string, starts: ReadonlySet<number>): Set<number> {
  if (sample.kind === "set")
    return new Set([...starts].filter((at) => at < text.length && sample.characters.includes(text.charAt(at))).map((at) => at + 1));
  if (sample.kind === "choice") return new Set(sample.parts.flatMap((part) => [...endsOf(part, text, starts)]));
  if (sample.kind === "sequence") return sample.parts.reduce((at, part) => endsOf(part, text, at), new Set(starts));
  let current = new Set(starts);
  const ends = new Set<number>();
  // After as many rounds as there are characters beyond `min`, more rounds reach nothing new.
  const rounds = Math.min(sample.max, sample.min + text.length);
  for (let round = 0; round <= rounds; round++) {
    if (round >= sample.min) for (const at of current) ends.add(at);
    current = endsOf(sample.body, text, current);
  }
  return ends;
}

/** Tests if the whole text matches. */
export function matchesNaively(sample: Sample, text: string): boolean {
  return endsOf(sample, text, new Set([0])).has(text.length);
}

const unlimited = Number.POSITIVE_INFINITY;
const bounds = fc.constantFrom(
  [0, 1],
  [0, unlimited],
  [1, unlimited],
  [2, 2],
  [3, 3],
  [0, 2],
  [1, 3],
  [2, 4],
  [2, unlimited],
  [0, 0],
  [3, 5],
);

/** Random expressions over the letters a to d. */
export const anyExpression = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .constantFrom(
        ["a", "a"],
        ["b", "b"],
        ["[ab]", "ab"],
        ["[^a]", "bcd"],
        ["[a-c-[b]]", "ac"],
        [".", "abcd"],
        ["\\w", "abcd"],
        ["\\d", ""],
      )
      .map(([source = "", characters = ""]): Sample => ({ kind: "set", source, characters })),
    fc.array(tie("sample"), { maxLength: 4 }).map((parts): Sample => ({ kind: "sequence", parts })),
    fc.array(tie("sample"), { minLength: 1, maxLength: 3 }).map((parts): Sample => ({ kind: "choice", parts })),
    fc.tuple(tie("sample"), bounds).map(([body, [min = 0, max = 0]]): Sample => ({ kind: "repeat", body, min, max })),
  ),
})).sample;

/** Texts over the same letters. */
export const anyTexts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 12 }), { minLength: 1, maxLength: 6 });

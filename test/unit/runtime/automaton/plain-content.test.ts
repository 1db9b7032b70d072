/**
 * Content that states alone match, against the matcher that counts.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Automaton } from "../../../../src/runtime/automaton/automaton.js";
import type { Content } from "../../../../src/runtime/automaton/content.js";
import { CountingMatcher } from "../../../../src/runtime/automaton/counting-matcher.js";
import type { ContentMatcher } from "../../../../src/runtime/automaton/matcher.js";
import { compilePlain } from "../../../../src/runtime/automaton/plain-content.js";
import { internName } from "../../../../src/xml/names.js";
import { model, testLetter } from "../../../support/content-models.js";

const unbounded = Number.POSITIVE_INFINITY;
const plainBounds = [
  [1, 1],
  [0, 1],
  [0, unbounded],
  [1, unbounded],
] as const;
const countedBounds = [
  [2, 2],
  [0, 3],
  [2, 3],
  [3, unbounded],
] as const;

type Shape =
  | { readonly kind: "leaf"; readonly bounds: number }
  | { readonly kind: "sequence" | "choice"; readonly bounds: number; readonly children: readonly Shape[] };

const bounds = fc.nat(plainBounds.length + countedBounds.length - 1);
const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constant("leaf" as const), bounds }),
    fc.record({
      kind: fc.constantFrom("sequence" as const, "choice" as const),
      bounds,
      children: fc.array(tie("shape"), { minLength: 2, maxLength: 4 }),
    }),
  ),
}));

/** Content in which each leaf has a name of its own; only leaves outside of repeated groups have bounds that need counting. */
function contentOf(shape: Shape, names: { count: number }, repeated = false): Content<string> {
  const all = shape.kind === "leaf" && !repeated ? [...plainBounds, ...countedBounds] : plainBounds;
  const [min, max] = all[shape.bounds % all.length] ?? plainBounds[0];
  if (shape.kind === "leaf") return { kind: "leaf", leaf: `e${names.count++}`, min, max };
  const children = shape.children.map((child) => contentOf(child, names, repeated || max > 1));
  return { kind: shape.kind, children, min, max };
}

/** A word that mostly goes on as the content allows, by what the matchers say at each element. */
function trace(matcher: ContentMatcher<string>, choices: readonly number[]): readonly unknown[] {
  const seen: unknown[] = [];
  for (const choice of choices) {
    const expected = matcher.expected();
    seen.push([expected.leaves, expected.end, matcher.isFinal()]);
    const name = choice % 7 === 6 ? "#" : (expected.leaves[choice % Math.max(expected.leaves.length, 1)] ?? "a");
    const step = matcher.step(internName("", name));
    seen.push(step && [step.leaf, step.kept, step.repeated]);
  }
  return seen;
}

describe("plain content", () => {
  test("is matched step by step as by the matcher that counts", () => {
    fc.assert(
      fc.property(shape, fc.array(fc.nat(41), { maxLength: 24 }), (shape, choices) => {
        const content = contentOf(shape, { count: 0 });
        const counting = new CountingMatcher(new Automaton(content, { test: testLetter }));
        expect(trace(compilePlain(content, testLetter).matcher(), choices)).toEqual(trace(counting, choices));
      }),
      { numRuns: 1000 },
    );
  });

  test("prefers an element to a wildcard", () => {
    const matcher = compilePlain(model("(a | #)*"), testLetter).matcher();
    expect(["a", "x", "a"].map((letter) => matcher.step(internName("", letter))?.leaf)).toEqual(["a", "#", "a"]);
  });

  test("has one state for each count up to its bounds, and no more", () => {
    const { start } = compilePlain(model("a{2,}, b"), testLetter);
    const a = internName("", "a");
    const twice = start?.next(a)?.state.next(a)?.state;
    expect(twice?.next(a)?.state).toBe(twice);
    expect([start?.next(internName("", "b")), twice?.next(internName("", "b"))?.leaf]).toEqual([undefined, "b"]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileContent } from "../../../../src/runtime/automaton/compile.js";
import type { Content } from "../../../../src/runtime/automaton/content.js";
import { internName, makeName } from "../../../../src/xml/names.js";
import { model, testLetter } from "../../../support/content-models.js";

function accepts(content: Content<string>, word: string, ambiguous = false): boolean {
  const matcher = compileContent(content, { test: testLetter, ambiguous }).matcher();
  for (const letter of word) {
    if (matcher.step(internName("", letter)) === undefined) return false;
  }
  return matcher.isFinal();
}

describe("words of a content model", () => {
  const table: [string, { given: string; yes: string[]; no: string[] }][] = [
    ["sequence", { given: "a, b?, c+", yes: ["ac", "abc", "abcc"], no: ["", "a", "ab", "acb", "bc", "abbc"] }],
    ["choice", { given: "a | b+ | (c, d)", yes: ["a", "b", "bbb", "cd"], no: ["", "ab", "c", "aa", "cdcd"] }],
    ["repeated choice", { given: "(a | b)*", yes: ["", "a", "bbab"], no: ["c", "ac"] }],
    ["counted leaf", { given: "a{2,3}, b", yes: ["aab", "aaab"], no: ["ab", "aaaab", "b"] }],
    ["counted to the next of the same name", { given: "a{2,2}, a?", yes: ["aa", "aaa"], no: ["a", "aaaa"] }],
    ["counted from below only", { given: "(a, b){2,}", yes: ["abab", "ababab"], no: ["ab", "aba", "ababa"] }],
    ["nested counters", { given: "(a{2,3}){2,2}", yes: ["aaaa", "aaaaa", "aaaaaa"], no: ["aaa", "aaaaaaa"] }],
    [
      "nested counters with a gap",
      { given: "(a{5,6}){1,3}", yes: ["aaaaa", "a".repeat(10), "a".repeat(18)], no: ["a".repeat(7), "a".repeat(13)] },
    ],
    ["rounds known late", { given: "(a{2,3}, b?){2,2}", yes: ["aaaa", "aabaa", "aaaaab"], no: ["aaa", "aababaa", "aaaaaaa"] }],
    ["group that can be empty", { given: "(a?, b?){2,3}, c", yes: ["c", "ac", "abac", "bbbc"], no: ["abababac", "bbbbc"] }],
    ["required rounds of a loop", { given: "(a+, b?){3,}", yes: ["aaa", "ababa", "aaab"], no: ["aa", "aab", "b"] }],
    ["optional group with a lower bound inside", { given: "(a{2,4}){0,}", yes: ["", "aa", "aaaaa"], no: ["a"] }],
    ["all", { given: "(a & b? & c)", yes: ["ac", "ca", "bca", "cab"], no: ["", "a", "aca", "abcb"] }],
    ["optional all", { given: "(a & b)?", yes: ["", "ab", "ba"], no: ["a", "b"] }],
    ["all within a sequence of its own", { given: "((a & b))", yes: ["ab", "ba"], no: ["a", ""] }],
    ["nothing", { given: "", yes: [""], no: ["a"] }],
    ["choice of nothing", { given: "(|)", yes: [], no: ["", "a"] }],
    ["choice of nothing beside something", { given: "a | (|)", yes: ["a"], no: [""] }],
    ["prohibited particle", { given: "a, b{0,0}, c", yes: ["ac"], no: ["abc"] }],
    ["wildcard", { given: "a, #{0,2}", yes: ["a", "ax", "aay"], no: ["x", "axyz"] }],
  ];
  test.each(table)("%s", (_, { given, yes, no }) => {
    for (const word of yes) expect([word, accepts(model(given), word)]).toEqual([word, true]);
    for (const word of no) expect([word, accepts(model(given), word)]).toEqual([word, false]);
  });

  test("ambiguous models are matched by any attribution", () => {
    for (const word of ["a", "aa", "aaa"]) expect(accepts(model("a*, a"), word, true)).toBe(true);
    expect(accepts(model("a*, a"), "", true)).toBe(false);
    expect(accepts(model("#*, a, b"), "aab", true)).toBe(true);
  });

  test("ambiguous models prefer an element declaration to a wildcard", () => {
    const matcher = compileContent(model("#*, a?"), { test: testLetter, ambiguous: true }).matcher();
    expect(matcher.step(internName("", "a"))?.leaf).toBe("a");
  });

  test("agrees with derivatives on random models", () => {
    const letters = fc.constantFrom("a", "b", "c");
    const bounds = fc.constantFrom([1, 1], [0, 1], [0, 9], [1, 9], [2, 2], [2, 3], [0, 2], [3, 9], [1, 3], [4, 5], [0, 0]);
    const { content } = fc.letrec<{ content: Content<string> }>((tie) => ({
      content: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.record({ leaf: letters, bounds }).map(({ leaf, bounds }) => ({ kind: "leaf" as const, leaf, ...range(bounds) })),
        fc
          .record({
            kind: fc.constantFrom("sequence" as const, "choice" as const),
            children: fc.array(tie("content"), { maxLength: 3 }),
            bounds,
          })
          .map(({ kind, children, bounds }) => ({ kind, children, ...range(bounds) })),
      ),
    }));
    const words = fc.array(fc.string({ unit: letters, maxLength: 14 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(content, words, (given, words) => {
        for (const word of words) expect([word, accepts(given, word, true)]).toEqual([word, derives(given, word)]);
      }),
      { numRuns: 1500 },
    );
  });
});

function range([min = 0, max = 0]: readonly number[]): { min: number; max: number } {
  return { min, max: max === 9 ? Number.POSITIVE_INFINITY : max };
}

/** The meaning of a model by its definition: the ends that a match from `start` can have. */
function derives(content: Content<string>, word: string): boolean {
  const memo = new Map<Content<string>, Map<number, ReadonlySet<number>>>();
  const ends = (node: Content<string>, start: number): ReadonlySet<number> => {
    const known = memo.get(node)?.get(start);
    if (known !== undefined) return known;
    let reached = new Set([start]);
    const result = new Set<number>(node.min === 0 ? reached : []);
    // More rounds than letters are rounds of nothing, which the lower bound may need.
    for (let round = 1; round <= Math.min(node.max, Math.max(node.min, word.length + 1)); round++) {
      reached = new Set([...reached].flatMap((from) => [...once(node, from)]));
      if (round >= node.min) for (const end of reached) result.add(end);
    }
    const inner = memo.get(node) ?? new Map<number, ReadonlySet<number>>();
    memo.set(node, inner);
    inner.set(start, result);
    return result;
  };
  const once = (node: Content<string>, start: number): ReadonlySet<number> => {
    if (node.kind === "leaf") return new Set(word[start] === node.leaf ? [start + 1] : []);
    const children = node.children.filter((child) => child.max > 0);
    if (node.kind === "choice") return new Set(children.flatMap((child) => [...ends(child, start)]));
    let reached = new Set([start]);
    for (const child of children) reached = new Set([...reached].flatMap((from) => [...ends(child, from)]));
    return reached;
  };
  return ends(content, 0).has(word.length);
}

describe("rounds of repeated groups", () => {
  /** Each step as leaf and, for each repeated group around it, "/" for a new round and "." for the same. */
  function rounds(given: string, word: string): string {
    const matcher = compileContent(model(given), { test: testLetter }).matcher();
    return [...word]
      .map((letter) => {
        const step = matcher.step(internName("", letter));
        return step === undefined ? "!" : step.leaf + step.repeated.map((_, at) => (at < step.kept ? "." : "/")).join("");
      })
      .join(" ");
  }
  const table: [string, string, string][] = [
    ["(a, b?)+", "abaab", "a/ b. a/ a/ b."],
    ["((a, b)+, c)+", "ababcab", "a// b.. a./ b.. c. a// b.."],
    ["(a+, b?)*", "aaba", "a/ a. b. a/"],
    ["(a?, b?)*", "abba", "a/ b. b/ a/"],
    ["((a | b)*, c)*", "abcc", "a// b./ c. c/"],
    ["(a{2,2}, b?){2,3}", "aaaaba", "a/ a. a/ a. b. a/"],
    ["x, (a, b)?", "xab", "x a b"],
  ];
  test.each(table)("%s on %s", (given, word, want) => expect(rounds(given, word)).toBe(want));
});

describe("what may come next", () => {
  const table: [string, string, { leaves: string[]; end: boolean }][] = [
    ["a, b?, c+", "a", { leaves: ["b", "c"], end: false }],
    ["a, b?, c+", "ac", { leaves: ["c"], end: true }],
    ["a{2,3}, b", "a", { leaves: ["a"], end: false }],
    ["a{2,3}, b", "aaa", { leaves: ["b"], end: false }],
    ["(a & b? & c)", "b", { leaves: ["a", "c"], end: false }],
  ];
  test.each(table)("in %s after %s", (given, word, want) => {
    const matcher = compileContent(model(given), { test: testLetter }).matcher();
    for (const letter of word) matcher.step(internName("", letter));
    expect(matcher.step(internName("", "z"))).toBeUndefined();
    expect(matcher.expected()).toEqual(want);
  });
});

describe("size", () => {
  test("huge nested bounds match in linear time", () => {
    const given = model("((a{0,1000000000}, b?){3,1000000000}, c?){2,}");
    const matcher = compileContent(given, { test: testLetter }).matcher();
    const [a, b, c] = ["a", "b", "c"].map((letter) => internName("", letter));
    if (a === undefined || b === undefined || c === undefined) throw new Error("internal: names");
    for (let round = 0; round < 100_000; round++) {
      const name = round % 7 === 6 ? c : round % 3 === 2 ? b : a;
      if (matcher.step(name) === undefined) throw new Error(`refused at ${round}`);
    }
    expect(matcher.isFinal()).toBe(true);
  });

  test("long and deep models compile at once", () => {
    const names = Array.from({ length: 20_000 }, (_, at) => internName("urn:wide", `e${at}`));
    const leaves = names.map((_, at) => ({ kind: "leaf" as const, leaf: at, min: 0, max: 1 }));
    let deep: Content<number> = { kind: "sequence", children: [], min: 1, max: 1 };
    for (const leaf of leaves) deep = { kind: "sequence", children: [deep, leaf], min: 1, max: 1 };
    const testLeaf = (leaf: number) => ({ kind: "element" as const, names: names.slice(leaf, leaf + 1) });
    for (const content of [deep, { kind: "choice" as const, children: leaves, min: 0, max: Number.POSITIVE_INFINITY }]) {
      const matcher = compileContent(content, { test: testLeaf }).matcher();
      for (const name of names) if (matcher.step(name) === undefined) throw new Error(`refused ${name.clark}`);
      expect(matcher.isFinal()).toBe(true);
    }
  });

  test("names that only a wildcard knows are not remembered", () => {
    const { start } = compileContent(model("a, #*"), { test: testLetter });
    const after = start?.next(internName("", "a"))?.state;
    const steps = new Set(Array.from({ length: 3 }, (_, at) => after?.next(makeName("", `n${at}`))));
    expect(steps.size).toBe(1);
  });
});

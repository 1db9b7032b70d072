import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildAutomaton } from "../../../../src/datatypes/pattern/automaton.js";
import { compilePattern, parseExpression } from "../../../../src/datatypes/pattern/compile-pattern.js";
import { CountingMatcher } from "../../../../src/datatypes/pattern/counting-matcher.js";
import { DeterministicMatcher } from "../../../../src/datatypes/pattern/deterministic-matcher.js";
import { anyExpression, anyTexts, matchesNaively, sourceOf } from "./naive-matcher.js";

function matches(source: string, text: string): boolean {
  const pattern = compilePattern(source);
  if ("message" in pattern) throw new Error(pattern.message);
  return pattern.matches(text);
}

describe("every way of matching agrees with the plainest one", () => {
  const agree = (matcherOf: (source: string) => { matches(text: string): boolean }): void => {
    fc.assert(
      fc.property(anyExpression, anyTexts, (sample, texts) => {
        const matcher = matcherOf(sourceOf(sample));
        for (const text of texts) expect([text, matcher.matches(text)]).toEqual([text, matchesNaively(sample, text)]);
      }),
      { numRuns: 2_000 },
    );
  };
  test("patterns", () => agree((source) => ({ matches: (text) => matches(source, text) })));
  test("all loops unrolled", () => agree((source) => new DeterministicMatcher(buildAutomaton(parseExpression(source), 1e6))));
  test("all loops counted", () => agree((source) => new CountingMatcher(buildAutomaton(parseExpression(source), 0, 0))));
});

const length = 100_000;
const as = "a".repeat(length);

describe("time is linear in the value", () => {
  const classic: readonly (readonly [source: string, text: string, want: boolean])[] = [
    ["(a+)+", `${as}b`, false],
    ["(a|a)*", `${as}b`, false],
    ["(a|aa)+", `${as}b`, false],
    ["(a*)*b", as, false],
    ["(x+x+)+y", "x".repeat(length), false],
    ["(.*a){20}", as, true],
    ["(.*a){20}b", as, false],
    ["(a?){1000}a{1000}", as, false],
    ["([a-zA-Z0-9]+(\\.|-)?)*@x", "abc123".repeat(length / 6), false],
    ["\\s*(\\S+\\s+)*\\S*!", "word ".repeat(length / 5), false],
    ["(a|b)*a(a|b){20}", "ab".repeat(length / 2), false],
    ["(a|b)*a(a|b){300}", "ab".repeat(length / 2), false],
    ["a{0,1000000000}", as, true],
    ["(a{1,1000}){1,1000}", as, true],
    ["(a{1,1000}){1,1000}b", as, false],
    ["((a|aa){1,1000}b?){1,1000}", as, true],
    ["(((a{1,100}b?){1,100}c?){1,100}d?){1,100}", as, true],
    ["(a{99999999999999999999}){2}", as, false],
    [".*a.{500}", "ab".repeat(length / 2), false],
    ["\\p{Lu}{1,5000}(\\p{L}|\\d)*", "Ä".repeat(length), true],
  ];
  test.each(classic)(
    "%s",
    (source, text, want) => {
      expect(matches(source, text)).toBe(want);
    },
    20_000,
  );

  test("huge expressions compile at once", () => {
    const words = Array.from({ length: 5_000 }, (_, index) => `w${index.toString(36)}`);
    expect(matches(`(${words.join("|")})*`, words.join(""))).toBe(true);
    expect(matches("((a{1,99999}b){1,99999}c){1,99999}", "aabc")).toBe(true);
  });
});

import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { isPlainPattern } from "../../../../codegen/lower/types/plain-pattern.js";
import { compilePattern } from "../../../../src/datatypes/pattern/compile-pattern.js";
import { plainPatterns } from "../../../../src/datatypes/pattern/plain-patterns.js";
import { anyExpression, anyTexts, sourceOf } from "../../datatypes/pattern/naive-matcher.js";

function matches(engine: typeof plainPatterns, source: string, text: string): boolean {
  const pattern = engine.compile(source);
  if ("message" in pattern) throw new Error(pattern.message);
  return pattern.matches(text);
}

const engine = { compile: compilePattern };

describe("isPlainPattern", () => {
  const cases: readonly (readonly [source: string, want: boolean])[] = [
    ["[A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}", true],
    ["[A-Z]{6,6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3,3}){0,1}", true],
    ["[0-9]+", true],
    ["[+-]?[0-9]*\\.[0-9]{2,}", true],
    ["EUR|USD|", true],
    ["[a-c-]x{0,3}", true],
    ["\\n\\r\\t\\\\\\|\\.\\?\\*\\+\\(\\)\\{\\}\\-\\[\\]\\^", true],
    ["", true],
    // Other meanings in JavaScript.
    ["^a$", false],
    ["a.b", false],
    ["\\d{4}", false],
    ["\\s", false],
    ["\\i\\c*", false],
    ["\\p{Lu}", false],
    ["[a-z-[aeiou]]", false],
    ["[^a]", false],
    ["[\u{1f600}]", false],
    ["\u{1f600}", false],
    ["\\/", false],
    // Not patterns at all.
    ["a{2,1}", false],
    ["(a", false],
    ["a)", false],
    ["[]", false],
    ["a??", false],
    ["(?:a)", false],
    ["a\\", false],
    // More than one way, or a stack that grows with the text.
    ["a*a", false],
    ["(a|a)b", false],
    ["(a|ab)c", false],
    ["(a*)*", false],
    ["(a?){2}", false],
    ["(|)a", false],
    ["(a?|b?)c", false],
    ["[a-z]{1,5}[0-9a-f]", false],
    ["(ab)*", false],
    ["(a|b)+", false],
    ["[a-z]{999}[a-z]{999}", false],
  ];
  it.each(cases)("%j: %s", (source, want) => {
    expect(isPlainPattern(source)).toBe(want);
  });
});

test("the engines agree on patterns that are plain", () => {
  let plain = 0;
  fc.assert(
    fc.property(anyExpression, anyTexts, (sample, texts) => {
      const source = sourceOf(sample);
      if (!isPlainPattern(source)) return;
      plain++;
      for (const text of texts) expect([text, matches(plainPatterns, source, text)]).toEqual([text, matches(engine, source, text)]);
    }),
    { numRuns: 3_000 },
  );
  expect(plain).toBeGreaterThan(100);
});

/** Every character of one unit, alone and with others before and after it. */
test.each(["[a-c-]", "[-a]", "[+\\-.]", "x[\\]\\[\\^\\\\]?", "[ä-ü]", "a,b/c#d&\"'", " {0,2}", "a\nb"])(
  "%j means the same to both",
  (source) => {
    expect(isPlainPattern(source)).toBe(true);
    for (let code = 0; code < 0x300; code++) {
      const character = String.fromCharCode(code);
      for (const text of [character, `x${character}`, `${character}a`, source, `${source}${character}`])
        expect([text, matches(plainPatterns, source, text)]).toEqual([text, matches(engine, source, text)]);
    }
  },
);

test("long texts", () => {
  const letters = "a".repeat(20_000_000);
  expect(matches(plainPatterns, "[a-z]+", letters)).toBe(true);
  expect(matches(plainPatterns, "[a-z]+", `${letters}!`)).toBe(false);
});

import { describe, expect, test } from "vitest";
import { compilePattern } from "../../../../src/datatypes/pattern/compile-pattern.js";

function matches(source: string, text: string): boolean {
  const pattern = compilePattern(source);
  if ("message" in pattern) throw new Error(`${source}: ${pattern.message}`);
  return pattern.matches(text);
}

const cases: readonly { source: string; yes: readonly string[]; no: readonly string[] }[] = [
  { source: "", yes: [""], no: ["a"] },
  { source: "a|", yes: ["a", ""], no: ["b"] },
  { source: "()", yes: [""], no: ["a"] },
  { source: "(|a)b", yes: ["b", "ab"], no: ["a"] },
  { source: "ab*c+d?", yes: ["ac", "abbccd"], no: ["ab", "abd", "xac", "acx"] },
  { source: "a{2}", yes: ["aa"], no: ["a", "aaa"] },
  { source: "a{2,}", yes: ["aa", "aaaa"], no: ["a"] },
  { source: "a{0}", yes: [""], no: ["a"] },
  { source: "(a{0}b){2}", yes: ["bb"], no: ["b"] },
  { source: "(a{2}){1,2}", yes: ["aa", "aaaa"], no: ["aaa"] },
  { source: "(a{2,3}){1,2}", yes: ["aa", "aaa", "aaaa", "aaaaaa"], no: ["a", "aaaaaaa"] },
  { source: "(a?){2}", yes: ["", "a", "aa"], no: ["aaa"] },
  { source: "(a*b?){2,3}", yes: ["", "aab", "abab", "ababab"], no: ["abababab"] },
  { source: ".", yes: ["a", "😀", "\t", "\u2028"], no: ["", "\n", "\r", "ab"] },
  { source: "^a$", yes: ["^a$"], no: ["a"] },
  { source: "a-b", yes: ["a-b"], no: ["ab"] },
  { source: "[a-cx]", yes: ["a", "c", "x"], no: ["d", "-"] },
  { source: "[-a]", yes: ["-", "a"], no: ["b"] },
  { source: "[a-]", yes: ["-", "a"], no: ["b"] },
  { source: "[^-a]", yes: ["b"], no: ["-", "a"] },
  { source: "[^a-c]", yes: ["d", "^", "\n"], no: ["b"] },
  { source: "[a^]", yes: ["a", "^"], no: ["b"] },
  { source: "[.*+?(){}|$]", yes: [".", "*", "+", "?", "(", ")", "{", "}", "|", "$"], no: ["a"] },
  { source: "[\\[\\]\\\\\\-\\^]", yes: ["[", "]", "\\", "-", "^"], no: ["a"] },
  { source: "[\\n\\r\\t]", yes: ["\n", "\r", "\t"], no: ["n"] },
  { source: "[+-\\-]", yes: ["+", ",", "-"], no: ["."] },
  { source: "[a-z-[aeiou]]", yes: ["b"], no: ["a", "A", "-"] },
  { source: "[a-z-[b-y-[m]]]", yes: ["a", "z", "m"], no: ["b", "n"] },
  { source: "[^a-z-[0-9]]", yes: ["A", "-"], no: ["a", "5"] },
  { source: "[a-z--[b-z]]", yes: ["a", "-"], no: ["b"] },
  { source: "[😀-😂]", yes: ["😁"], no: ["😃", "\ud83d"] },
  { source: "\\d+", yes: ["0123", "٣", "𝟘"], no: ["a", "²"] },
  { source: "\\D", yes: ["a"], no: ["0"] },
  { source: "\\s", yes: [" ", "\t", "\n", "\r"], no: ["\u00a0", "\u2003"] },
  { source: "\\S", yes: ["\u00a0"], no: [" "] },
  { source: "\\w+", yes: ["aÄ9", "€", "+"], no: ["_", "a b", "-", "\u0378"] },
  { source: "\\W", yes: ["_", " ", "-"], no: ["a"] },
  { source: "\\i\\c*", yes: ["a:b-1.é·", "_"], no: ["-a", "1", "·"] },
  { source: "[\\i-[:]][\\c-[:]]*", yes: ["a"], no: ["a:b", ":a"] },
  { source: "\\I\\C", yes: ["1 "], no: ["a ", "1a"] },
  { source: "\\p{Lu}\\P{Lu}", yes: ["Äa", "A1"], no: ["AA", "aa"] },
  { source: "\\p{L}\\p{Nd}\\p{Sc}\\p{Cn}", yes: ["a1€\u0378"], no: ["a1€a"] },
  { source: "[\\p{Ll}\\p{Nd}_]+", yes: ["a1_"], no: ["A"] },
  { source: "\\p{IsBasicLatin}+", yes: ["az~\u007f"], no: ["é"] },
  { source: "\\P{IsBasicLatin}", yes: ["é"], no: ["a"] },
  { source: "\\p{IsGreek}\\p{IsGreekandCoptic}", yes: ["αβ"], no: ["aβ"] },
  { source: "\\p{IsLatin-1Supplement}", yes: ["é"], no: ["e"] },
  { source: "\\p{IsGothic}", yes: ["𐌰"], no: ["a"] },
  // The list of blocks in XSD 1.0 Part 2 Appendix F.1.1 has these ends, which are not those of later versions of Unicode.
  { source: "\\p{IsSpecials}", yes: ["\ufeff", "\ufff0", "\ufffd"], no: ["\ufefe", "\uff00", "\uffef"] },
  { source: "\\p{IsArabicPresentationForms-B}", yes: ["\ufe70", "\ufefe"], no: ["\ufeff"] },
  { source: "\\p{IsHangulSyllables}", yes: ["\uac00", "\ud7a3"], no: ["\ud7a4"] },
  { source: "\\p{IsCJKUnifiedIdeographsExtensionA}", yes: ["\u3400", "\u4db5"], no: ["\u4db6"] },
  { source: "\\p{IsCJKUnifiedIdeographsExtensionB}", yes: ["\u{20000}", "\u{2a6d6}"], no: ["\u{2a6d7}"] },
  { source: "\\p{IsPrivateUse}", yes: ["\ue000", "\uf8ff", "\u{f0000}", "\u{10fffd}"], no: ["\uf900", "\u{ffffe}"] },
];

describe("matching", () => {
  for (const { source, yes, no } of cases) {
    test.each(yes)(`${source} matches %j`, (text) => expect(matches(source, text)).toBe(true));
    test.each(no)(`${source} does not match %j`, (text) => expect(matches(source, text)).toBe(false));
  }
});

describe("syntax", () => {
  const wrong: readonly (readonly [source: string, at: number])[] = [
    ["*a", 0],
    ["a**", 2],
    ["a|*", 2],
    ["(?a)", 1],
    ["+", 0],
    ["{1}", 0],
    ["a{", 2],
    ["a{1", 1],
    ["a{,2}", 2],
    ["a{2,1}", 1],
    ["a{1,2,3}", 1],
    ["a{x}", 2],
    ["a}", 1],
    ["(a", 0],
    ["a)", 1],
    ["[a", 2],
    ["]", 0],
    ["[]", 1],
    ["[^]", 1],
    ["[a[b]]", 2],
    ["[a-c-e]", 4],
    ["[z-a]", 1],
    ["[a-\\d]", 3],
    ["[\\d-z]", 3],
    ["[--z]", 1],
    ["[a-b-[c]d]", 8],
    ["\\", 1],
    ["\\x", 1],
    ["\\1", 1],
    ["\\u0041", 1],
    ["\\p", 2],
    ["\\p{}", 3],
    ["\\p{Cs}", 3],
    ["\\p{Lx}", 3],
    ["\\p{lu}", 3],
    ["\\p{IsNoSuchBlock}", 3],
    ["\\p{Isconstructor}", 3],
    ["\\p{Lu", 2],
    ["\\pL", 2],
  ];
  test.each(wrong)("%s is wrong at %i", (source, at) => {
    expect(compilePattern(source)).toMatchObject({ message: expect.stringMatching(/^[^A-Z].*[^.]$/), at });
  });

  test("nesting without end is refused, not a crash", () => {
    expect(compilePattern("(".repeat(100_000) + ")".repeat(100_000))).toMatchObject({ message: "groups are nested too deeply" });
    expect(compilePattern("[a-".repeat(100_000))).toHaveProperty("message");
    expect(matches(`${"(".repeat(900)}a${"x?)*".repeat(900)}`, "a")).toBe(true);
  });
});

describe("escapes that XML Schema does not have", () => {
  test.each([
    ["\\#\\/", "#/", "/#", 1],
    ["a[\\_\\@]", "a_", "a-", 3],
    ["[\\#-\\&]", "%", "'", 2],
  ])("%s: punctuation is itself, and said", (source, yes, no, at) => {
    const pattern = compilePattern(source);
    if ("message" in pattern) throw new Error(pattern.message);
    expect([pattern.matches(yes), pattern.matches(no), pattern.deviation?.at]).toEqual([true, false, at]);
  });

  test.each(["\\b", "\\u0020", "\\é", "\\"])("%s: nothing else is", (source) => {
    expect(compilePattern(source)).toMatchObject({ message: expect.any(String) });
  });
});

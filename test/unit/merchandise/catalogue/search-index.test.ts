/**
 * The index against the rule of TextSearch, item by item.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SearchIndex } from "../../../../src/merchandise/catalogue/search-index.js";
import { matchesWords, searchedTexts, searchWords } from "../../../../src/services/veloconnect/index.js";

// Few letters, so that words are found; some that change their length or form with their case.
const text = fc.string({
  unit: fc.constantFrom("a", "b", "A", "1", " ", "\u00e9", "E\u0301", "\u0130", "\u00df", "\n", "%", "\ud83d\udeb2"),
  maxLength: 8,
});
const items = fc.array(fc.record({ number: text, description: text, ean: fc.option(text, { nil: undefined }) }), { maxLength: 30 });

it("finds what the rule finds, in the order of the list", () => {
  fc.assert(
    fc.property(items, text, fc.nat(5), (list, query, limit) => {
      const given = list.map(({ ean, ...item }) => ({ ...item, ...(ean !== undefined && { ean }) }));
      const words = searchWords(query);
      const want = given.flatMap((item, index) => (matchesWords(searchedTexts(item), words) ? [index] : []));
      expect(new SearchIndex(given).search(query, limit)).toEqual({ positions: want.slice(0, limit), total: want.length });
    }),
    { numRuns: 500 },
  );
});

describe("a large list", () => {
  const list = Array.from({ length: 120_000 }, (_, index) => ({
    number: `N${index}`,
    description: `Tyre ${"x".repeat(60)}`,
    ean: `${index}`,
  }));
  const index = new SearchIndex(list);

  it.each<[string, number, readonly number[]]>([
    ["n119999", 1, [119_999]],
    ["tyre", 120_000, [0, 1, 2]],
    ["tyre N11999", 11, [11_999, 119_990, 119_991]],
    ["", 120_000, [0, 1, 2]],
    ["nothing", 0, []],
  ])("%j has %i hits", (query, total, first) => expect(index.search(query, 3)).toEqual({ positions: first, total }));
});

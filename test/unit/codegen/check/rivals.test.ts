import { describe, expect, test } from "vitest";
import { EarlierLeaves, firstRival } from "../../../../codegen/check/rivals.js";
import { buildTree } from "../../../../src/runtime/automaton/tree.js";
import { model } from "../../../support/content-models.js";

/** How many pairs of leaves "a" are compared. */
function countPairs(text: string): number {
  const same = new EarlierLeaves<string>();
  let pairs = 0;
  for (const leaf of buildTree(model(text)).leaves) {
    if (leaf.leaf !== "a") continue;
    pairs += same.rivals(leaf, firstRival(leaf)).length;
    same.add(leaf);
  }
  return pairs;
}

function repeat(count: number, part: string, separator: string): string {
  return Array.from({ length: count }, () => part).join(separator);
}

describe("leaves of one name that are compared", () => {
  const linear = [
    { given: "one after the other", of: (count: number) => repeat(count, "a", ", ") },
    { given: "with optional ones between", of: (count: number) => repeat(count, "a, b?", ", ") },
    { given: "deep in branches", of: (count: number) => repeat(count, "(b, a?)", " | ") },
    { given: "in groups that repeat", of: (count: number) => repeat(count, "(b, a)*, c", ", ") },
    { given: "in one group that repeats", of: (count: number) => `(b, ${repeat(count, "a", ", ")})*` },
  ];
  test.each(linear)("$given: a few each", ({ of }) => {
    expect(countPairs(of(400))).toBeLessThan(2.1 * countPairs(of(200)) + 3);
    expect(countPairs(of(400))).toBeLessThan(2 * 400);
  });

  test("what can come at once is compared", () => {
    expect(countPairs("a?, b?, a")).toBe(1);
    expect(countPairs("(a, b, c, a)*")).toBe(1);
    expect(countPairs("a | b | a")).toBe(1);
  });
});

import { describe, expect, it } from "vitest";
import { createAdviser, didYouMean, nearestName } from "../../src/nearest-name.js";

describe("nearestName", () => {
  it.each<[string, readonly string[], string | undefined]>([
    ["schma", ["schema", "seed"], "schema"],
    ["shcema", ["schema"], "schema"],
    ["ordre", ["other", "order"], "order"],
    ["x", ["y"], "y"],
    ["abc", ["xyz"], undefined],
    ["order", [], undefined],
    ["a".repeat(100_000), ["a".repeat(100_000)], undefined],
  ])("%s", (word, names, want) => expect(nearestName(word, names)).toBe(want));
});

describe("didYouMean", () => {
  it.each([
    ["Ordre", ["Order"], '; did you mean "Order"?'],
    ["Order", ["Price"], ""],
    ["{urn:shopp}Order", ["{urn:shop}Order", "{urn:other}Order"], '; did you mean "{urn:shop}Order"?'],
    ["{urn:a}Order", ["{http://example.org/quite/another}Order"], '; did you mean "{http://example.org/quite/another}Order"?'],
    ["{urn:shop}Ordre", ["{urn:shop}Order", "{urn:other}Ordr"], '; did you mean "{urn:shop}Order"?'],
    ["{urn:shop}Order", ["Order"], '; did you mean "Order"?'],
    ["{urn:shop}Order", ["{urn:shop}Price"], ""],
  ])("%s of %j", (word, names, want) => expect(didYouMean(word, names)).toBe(want));
});

describe("createAdviser", () => {
  it("says the same again, and nothing once it has looked often enough", () => {
    const advise = createAdviser();
    let looked = 0;
    const names = (): readonly string[] => {
      looked++;
      return ["order"];
    };
    expect([advise("type", "ordr", names), advise("type", "ordr", names), advise("element", "ordr", () => [])]).toEqual([
      '; did you mean "order"?',
      '; did you mean "order"?',
      "",
    ]);
    for (let index = 0; index < 1000; index++) advise("type", `other${index}`, names);
    expect(looked).toBeLessThan(30);
    expect(advise("type", "ordr", names)).toBe('; did you mean "order"?');
  });
});

import { describe, expect, it } from "vitest";
import { didYouMean, nearestName } from "../../src/nearest-name.js";

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

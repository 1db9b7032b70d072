import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDouble, formatFloat32, parseDouble, parseFloat32 } from "../../../src/datatypes/float.js";

describe("single precision", () => {
  /** 1 + 2^-24 is the tie of 1 and 1 + 2^-23. */
  const tie = "1.000000059604644775390625";
  const above = 1 + 2 ** -23;

  test.each([
    ["a tie goes to the even one", tie, 1],
    ["a little more than the tie, lost in double precision", `${tie}0000000000000000000001`, above],
    ["the same with an exponent", "1000000059.6046447753906250000000001e-9", above],
    ["a little less than the tie", "1.000000059604644775390624999999999999", 1],
    ["negative, a little more", `-${tie}0000000000000000000001`, -above],
    ["the upper tie", "1.000000178813934326171875", 1 + 2 ** -22],
    ["a little less than the upper tie", "1.00000017881393432617187499999999999999", above],
    ["the tie of the greatest float and infinity", "340282356779733661637539395458142568448", Number.POSITIVE_INFINITY],
    ["a little less than it", "340282356779733661637539395458142568447.9", 2 ** 127 * (2 - 2 ** -23)],
    ["negative, a little less than it", "-340282356779733661637539395458142568447.9", -(2 ** 127) * (2 - 2 ** -23)],
    ["the tie of zero and the least float", "7.006492321624085354618e-46", 0],
    ["a little more than it", "7.0064923216240853546186479164495806564013097093825788587854e-46", 2 ** -149],
    ["underflow", "1e-50", 0],
    ["overflow", "1e39", Number.POSITIVE_INFINITY],
    ["negative zero", "-0.0", -0],
    ["infinity", "-INF", Number.NEGATIVE_INFINITY],
    ["no number", "NaN", Number.NaN],
  ])("%s", (_name, text, want) => {
    expect(parseFloat32(text)).toBe(want);
  });

  test("the shortest text reads back as the same number", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(parseFloat32(formatFloat32(value))).toBe(value);
      }),
    );
  });

  test.each([
    [0.1, "0.1"],
    [Math.fround(16777216), "1.6777216E7"],
    [3, "3"],
    [-0, "-0"],
    [Math.fround(1e-45), "1E-45"],
  ])("%d is written %s", (value, text) => {
    expect(parseFloat32(formatFloat32(value))).toBe(Math.fround(value));
    expect(formatFloat32(value).length).toBeLessThanOrEqual(text.length);
  });
});

describe("double precision", () => {
  test("every number reads back as itself", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseDouble(formatDouble(value))).toBe(value);
      }),
    );
  });
});

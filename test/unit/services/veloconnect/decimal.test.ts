import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals, formatDecimal, parseDecimal, stepsToReach } from "../../../../src/services/veloconnect/decimal.js";

describe("decimals", () => {
  it.each([
    ["+1.50", "1.5"],
    ["-0.0", "0"],
    [".5", "0.5"],
    ["3.", "3"],
    ["-12.340", "-12.34"],
    ["007", "7"],
    ["123456789012345678901234567890.1", "123456789012345678901234567890.1"],
  ])("%s is written %s", (given, want) => expect(formatDecimal(parseDecimal(given))).toBe(want));

  it.each(["", ".", "1e3", "1,5", "--1", " 1"])("%j is not a decimal number", (text) =>
    expect(() => parseDecimal(text)).toThrow("internal"),
  );

  it.each([
    ["1.10", "1.1", 0],
    ["-1", "1", -1],
    ["10", "9.99", 1],
  ])("%s compared with %s", (a, b, want) => expect(compareDecimals(parseDecimal(a), parseDecimal(b))).toBe(want));

  it.each([
    ["500", "100", 5n],
    ["501", "100", 6n],
    ["0", "100", 0n],
    ["0.001", "0.5", 1n],
    ["1.5", "0.5", 3n],
  ])("%s in steps of %s", (amount, step, want) => expect(stepsToReach(parseDecimal(amount), parseDecimal(step))).toBe(want));

  it("agree with whole numbers", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), fc.nat({ max: 20 }), (a, b, zeros) => {
        const text = `${a}.${"0".repeat(zeros)}`;
        expect(compareDecimals(parseDecimal(text), parseDecimal(String(b)))).toBe(a === b ? 0 : a < b ? -1 : 1);
        expect(formatDecimal(parseDecimal(text))).toBe(String(a));
      }),
    );
  });
});

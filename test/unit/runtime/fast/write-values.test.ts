import { describe, expect, test } from "vitest";
import { builtin } from "../../../../src/datatypes/builtins.js";
import { output, outputPosition } from "../../../../src/runtime/fast/output.js";
import { endContent } from "../../../../src/runtime/fast/write-elements.js";
import { Refusal, writeDecimal, writeInstant } from "../../../../src/runtime/fast/write-values.js";

/** The text that a function writes from index 0 on. */
function written(write: (at: number) => number): string {
  return new TextDecoder().decode(output.subarray(0, write(0)));
}

const decimal = (value: unknown, digits = 15, fraction = 15, least = -1e15, most = 1e15) =>
  // Writers are called by generated code, for which nobody checks the datatype.
  written((at) => writeDecimal(at, value, digits, fraction, least, most, builtin("decimal") as never));

describe("values that are checked after they were written", () => {
  test.each(["2026-11-30", "2026-02-28Z", "2024-02-29", "-0044-03-15", "2026-11-30+01:00"])("date %s", (text) => {
    expect(written((at) => writeInstant(at, text, "date"))).toBe(text);
  });

  test.each(["2026-11-30T08:00:00", "2026-11-30T08:00:00Z", "2026-11-30T24:00:00", "2026-11-30T08:00:00.125-05:00"])(
    "dateTime %s",
    (text) => {
      expect(written((at) => writeInstant(at, text, "dateTime"))).toBe(text);
    },
  );

  test.each([
    ["a day that February lacks", "2026-02-29"],
    ["too short, where a longer date was before", "2026-11"],
    ["a character whose lowest byte is a digit", "2026-11-3\u0130"],
    ["the time of a dateTime that was before", "2026-11-30T"],
    ["nothing", ""],
  ])("no date: %s", (_, text) => {
    output.set(new TextEncoder().encode("2026-11-30T08:00:00Z"));
    expect(() => writeInstant(0, text, "date")).toThrow(Refusal);
  });

  test.each(["0", "-0.5", "12.50", "123456789012345", "1234567890123456789.25"])("decimal %s", (text) => {
    expect(decimal(text, 30, 15, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(text);
  });

  test.each([
    ["a character whose lowest byte is a digit", "1\u0130"],
    ["nothing but a sign", "-"],
    ["two points", "1.2.3"],
    ["no text", 1.5],
  ])("no decimal: %s", (_, value) => {
    expect(() => decimal(value)).toThrow(Refusal);
  });
});

test("content that the general encoder wrote does not end at -0, which engines keep on the heap", () => {
  expect(endContent(0, outputPosition(0))).toBe(0);
  expect(endContent(3, outputPosition(3))).toBe(-3);
});

/**
 * Tables of the documentation, compared with what they speak of.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { harmlessBreaches } from "../../codegen/diagnostics.js";
import { type Codec, fromJson, toJson, xsBase64Binary, xsDouble, xsLong } from "../../src/index.js";

const read = (name: string): string => readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), "utf8");

/** Rows of the table under a heading, cells without back quotes. */
function tableUnder(text: string, heading: string): string[][] {
  const section = text.slice(text.indexOf(`## ${heading}`)).split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

describe("docs/validation.md", () => {
  const text = read("validation.md");

  it("lists the harmless breaches", () => {
    expect(tableUnder(text, "Lenient mode")).toEqual([...harmlessBreaches]);
  });
});

describe("docs/values.md", () => {
  const cases: readonly [Codec, unknown, string][] = [
    [xsLong, 9007199254740993n, "9007199254740993"],
    [xsBase64Binary, Uint8Array.of(1, 2, 3), "AQID"],
    [xsDouble, Number.NEGATIVE_INFINITY, "-INF"],
    [xsDouble, -0, "-0"],
    [xsDouble, Number.NaN, "NaN"],
  ];
  it.each(cases)("JSON of a value of %s", (codec, value, json) => {
    // A codec of whatever type takes any value and says at run time whether it is one.
    expect(toJson(codec, value as never)).toEqual(json);
    expect(fromJson(codec, json)).toEqual(value);
  });
});

/**
 * docs/cookbook.md: each entry names a test that is there. What no other test says in so few words is tested here.
 */
import { existsSync, readFileSync } from "node:fs";
import { decode, encodeToString } from "soapwright";
import { complexType, element, xsString } from "soapwright/runtime-v2";
import { describe, expect, it, test } from "vitest";

const text = readFileSync("docs/cookbook.md", "utf8");
const entries = [...text.matchAll(/^### (\d+)\. (.+)\n([\s\S]*?)(?=^##|(?![\s\S]))/gm)].map(([, number = "", title = "", body = ""]) => ({
  number: Number(number),
  title,
  body,
}));

it("has fifty entries, numbered", () =>
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1)));

describe("the entry", () => {
  it.each(entries)("$number. $title", ({ body }) => {
    const [, file = "", name = ""] = /^Test: `([^`]+)`, "(.+)"$/m.exec(body) ?? [];
    expect(existsSync(file), file).toBe(true);
    // A title of a test, or a row of its table.
    expect(readFileSync(file, "utf8")).toMatch(new RegExp(`["\`]${name.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")}["\`]`));
  });
});

describe("in few words", () => {
  const type = complexType("{urn:shop}Order", {
    id: ["Id", () => xsString],
    line: ["Line", () => xsString, "*"],
    note: ["Note", () => xsString, "?"],
  });
  const Order = element<{ id: string; line?: readonly string[]; note?: string }>("{urn:shop}Order", () => type);
  const read = (content: string) => decode(Order, `<Order xmlns="urn:shop">${content}</Order>`);

  test("the order of keys changes no byte", () => {
    const want = encodeToString(Order, { id: "1", line: ["a", "b"], note: "n" });
    expect(encodeToString(Order, { note: "n", line: ["a", "b"], id: "1" })).toBe(want);
    expect(encodeToString(Order, { line: ["a", "b"], note: "n", id: "1" })).toBe(want);
  });

  test("one element of several is an array of one", () => {
    expect(read("<Id>1</Id><Line>a</Line>")).toEqual({ id: "1", line: ["a"] });
    expect(read("<Id>1</Id><Line>a</Line><Line>b</Line>")).toEqual({ id: "1", line: ["a", "b"] });
  });

  test("text that looks like a number stays text", () => {
    expect(read("<Id> 007 </Id><Line>1e3</Line><Line>0x10</Line>")).toEqual({ id: " 007 ", line: ["1e3", "0x10"] });
  });
});

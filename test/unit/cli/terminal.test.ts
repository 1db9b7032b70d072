/**
 * Control characters of contracts and documents never reach the terminal: ESC and U+009B begin control sequences.
 */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { toJson, visible, visibleLines } from "../../../src/cli/report/print.js";
import { Workplace } from "./run-command.js";

const esc = "\u001b]0;owned\u0007";
const c1 = "\u009b31m";
const bidi = "\u202e";

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  const schema = (body: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t">${body}</xs:schema>`;
  // ESC is not a character of XML: the document is refused, and the line with it is quoted.
  place.write("escape.xsd", schema(`\n<!-- ${esc} ${c1} -->\n<xs:element name="a"/>`));
  place.write(
    "wrong.xsd",
    schema(`<xs:include schemaLocation="gone${c1}${bidi}.xsd"/><xs:element name="a${c1}" type="t:b${bidi}"/>
<xs:element name="c" type="xs:int" default="${c1}"/>`),
  );
  const kind = (...values: readonly string[]): string =>
    schema(`<xs:element name="Kind" type="t:Kind"/><xs:simpleType name="Kind">
<xs:annotation><xs:documentation>${c1}${bidi}</xs:documentation></xs:annotation><xs:restriction base="xs:string">
${values.map((value) => `<xs:enumeration value="${value}"/>`).join("")}</xs:restriction></xs:simpleType>`);
  place.write("kind.xsd", kind(`x${c1}`, `${bidi}y`));
  place.write("fewer.xsd", kind(`${bidi}y`));
  place.write("kind.xml", `<t:Kind xmlns:t="urn:t">${c1}${bidi}</t:Kind>`);
  place.write("escape.xml", `<t:Kind xmlns:t="urn:t">${esc}</t:Kind>`);
});
afterAll(() => place.remove());

const fetchOrigin = "http://127.0.0.1:1";

describe("what a command prints has no control characters", () => {
  it.each(
    [
      "generate escape.xsd --out out",
      "generate wrong.xsd --out out",
      "generate wrong.xsd --out out --format json",
      "generate kind.xsd --out out --format json",
      "check kind.xsd --out out --format json",
      "lint escape.xsd",
      ...["text", "json", "sarif", "github"].map((format) => `lint wrong.xsd --format ${format}`),
      ...["text", "json", "sarif", "github"].map((format) => `diff kind.xsd fewer.xsd --format ${format}`),
      "validate --schema kind.xsd kind.xml escape.xml",
      "validate --schema kind.xsd kind.xml --format json",
      "validate escape.xml",
      "inspect kind.xsd",
      "sample kind.xsd --count 8",
      "sample kind.xsd --count 8 --format json",
      "docs kind.xsd --out site",
      "fetch wrong.xsd --out c",
      `fetch ${fetchOrigin}/x --out c --format json`,
      `validate ${c1}.xml`,
      `${c1}`,
    ].map((line) => [line]),
  )("%j", async (line) => {
    const { stdout, stderr, status } = await place.run(...line.split(" "));
    expect(status).not.toBe(70);
    expect(stdout + stderr).not.toBe("");
    expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });

  it("keeps the caret below its column", async () => {
    const { stderr } = await place.run("generate", "escape.xsd", "--out", "out");
    const [frame = "", caret = ""] = stderr.split("\n").filter((line) => /^> 2 \||^\s+\| +\^/.test(line));
    expect(frame).toContain("<!-- \uFFFD]0;owned\uFFFD \uFFFD31m -->");
    expect(frame[caret.indexOf("^")]).toBe("\uFFFD");
  });
});

test.each([
  ["a\u001b[2Jb", "a\uFFFD[2Jb"],
  ["a\tb\nc\u2028d", "a b\uFFFDc\uFFFDd"],
  ["grüße 😀", "grüße 😀"],
])("visible %j", (given, want) => expect(visible(given)).toBe(want));

test("lines stay lines", () => expect(visibleLines("a\u0007\nb\r\n")).toBe("a\uFFFD\nb\uFFFD\n"));

test("JSON is the same value", () => {
  const value = { text: "\u001b\u007f\u009b\u202e\u2028\u{e0001}\t\n" };
  const text = toJson(value, 2);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\u2028/u);
});

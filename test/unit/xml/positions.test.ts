import { describe, expect, it } from "vitest";
import { XmlError } from "../../../src/xml/errors.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import { chunksOf, describeToken, type Input, latin1, outcomeOf, utf8, utf16 } from "./tokens.js";

interface Placed {
  readonly token: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

function placed(input: Input): Placed[] {
  const reader = new Reader(input);
  const tokens: Placed[] = [];
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    tokens.push({ token: describeToken(reader, token), offset: reader.offset, ...reader.position() });
  }
  return tokens;
}

/** Line and column by definition: counted from the start. */
function counted(text: string, index: number): { line: number; column: number } {
  const lines = text.slice(0, index).split(/\r\n|\r|\n/);
  return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
}

describe("positions", () => {
  const text = '<?xml version="1.0"?>\n<!-- é -->\r\n<r ü="1">\r€😀<a\n x="2">\n</a>t<b/></r>';

  it("places tokens by byte, line and column", () => {
    expect(placed(text).map(({ token, line, column }) => `${line}:${column} ${token}`)).toEqual([
      '3:1 <r ü="1">',
      '3:10 "\\n€😀"',
      '4:3 <a x="2">',
      '5:8 "\\n"',
      "6:1 </a>",
      '6:5 "t"',
      "6:6 <b>",
      "6:6 </b>",
      "6:10 </r>",
    ]);
  });

  it.each([1, 2, 7, 1000])("places them alike in chunks of %d bytes", (length) => {
    expect(placed(chunksOf(utf8(text), length))).toEqual(placed(utf8(text)));
  });

  it("gives offsets of the input, whatever its encoding", () => {
    const latin = "<?xml version='1.0' encoding='iso-8859-1'?>\n<r é='1'>\n<ü/>é<b/></r>";
    for (const [given, bytes, unit, mark] of [
      [latin, latin1(latin), 1, 0],
      [text, utf16(text, "LE"), 2, 2],
      [text, utf16(text, "BE"), 2, 2],
    ] as const) {
      const expected = [...given.matchAll(/<[a-zü/]/g)].map(({ index }) => ({ offset: mark + index * unit, ...counted(given, index) }));
      const want = expected.filter(({ offset }) => given[(offset - mark) / unit] === "<");
      for (const input of [bytes, () => chunksOf(bytes, 1), () => chunksOf(bytes, 5)]) {
        const tags = placed(typeof input === "function" ? input() : input).filter(({ token }) => token.startsWith("<"));
        // The end of an empty element stands where its tag does.
        const got = tags
          .filter((tag, index) => tag.offset !== tags[index - 1]?.offset)
          .map(({ offset, line, column }) => ({ offset, line, column }));
        expect(got).toEqual(want);
      }
    }
  });

  it("places a wrong reference behind line ends and other references", () => {
    const given = "<a b='&lt;\r\né\r\n &#65; &#0;'/>";
    expect(outcomeOf(utf8(given))).toMatchObject({ offset: utf8(given.slice(0, given.indexOf("&#0;"))).length, line: 3 });
  });

  it("places any offset of a whole document at any time", () => {
    const long = `<r>${"<a>x</a>\né".repeat(5000)}</r>`;
    const bytes = utf8(long);
    const reader = new Reader(bytes);
    while (reader.next() !== Token.endOfDocument);
    const last = long.lastIndexOf("<a>");
    for (const index of [last, 3, 70_000 % long.length, 0, 12_345]) {
      expect(reader.position(utf8(long.slice(0, index)).length)).toEqual(counted(long, index));
    }
    const wide = new Reader(utf16(long, "LE"));
    while (wide.next() !== Token.endOfDocument);
    expect(wide.position(2 + last * 2)).toEqual(counted(long, last));
  });

  it("places attributes", () => {
    const reader = new Reader("<a\n  b='1'\n  c='2'/>");
    reader.next();
    expect(reader.position(reader.attributeOffset(1))).toEqual({ line: 3, column: 3 });
  });

  it("places tokens beyond the first window", () => {
    const long = `<r>\n${"<a>x</a>\r\n".repeat(7000)}<!-- ${"é\n".repeat(50_000)}-->${"y".repeat(200_000)}<b/></r>`;
    const whole = placed(utf8(long));
    expect(placed(chunksOf(utf8(long), 4096))).toEqual(whole);
    const index = long.indexOf("<b/>");
    expect(whole.find(({ token }) => token === "<b>")).toEqual({
      token: "<b>",
      offset: utf8(long.slice(0, index)).length,
      ...counted(long, index),
    });
  });

  it.each<[string, number, number, number]>([
    ["<a>\n<b></c></a>", 7, 2, 4],
    ["<a>\né&x;</a>", 6, 2, 2],
    ["<a>\r\n]]></a>", 5, 2, 1],
    ["<a b='1'\n b='2'/>", 10, 2, 2],
    ["<a>", 3, 1, 4],
    ["<a>\n\u0001</a>", 4, 2, 1],
  ])("places the mistake in %j", (given, offset, line, column) => {
    for (const input of [given, chunksOf(utf8(given), 1)]) {
      const outcome = outcomeOf(input, { uri: "order.xml" });
      expect(outcome).toBeInstanceOf(XmlError);
      expect(outcome).toMatchObject({ offset, line, column, uri: "order.xml" });
    }
  });
});

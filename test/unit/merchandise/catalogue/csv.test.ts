/**
 * Comma-separated values.
 */
import { expect, it } from "vitest";
import { findDelimiter, readCsv } from "../../../../src/merchandise/catalogue/csv.js";

const texts = (csv: string, delimiter = ";"): unknown =>
  [...readCsv(csv, delimiter)].map((record) => ("fields" in record ? record.fields.map(({ text }) => text) : record));

it.each<[string, string, unknown]>([
  [
    "plain fields",
    "a;b\nc;d\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ["no line end at the end", "a;b", [["a", "b"]]],
  ["an empty last field", "a;\n", [["a", ""]]],
  ["other line ends", "a\r\nb\rc\n", [["a"], ["b"], ["c"]]],
  ["empty lines", "a\n\n\r\nb", [["a"], ["b"]]],
  ["a byte order mark", "\ufeffa;b", [["a", "b"]]],
  ["quotes", '"a;b";"c""d";""', [["a;b", 'c"d', ""]]],
  ["a line end in quotes", '"a\nb";c\nd', [["a\nb", "c"], ["d"]]],
  ["a quote within", 'a"b;c', [['a"b', "c"]]],
  ["a quote that is not closed", 'a\n"b;c\nd', [["a"], { wrong: "the quote is never closed", line: 2, column: 1 }]],
  ["text after a quote", 'a;"b"c;d\ne', [{ wrong: "text follows the closing quote", line: 1, column: 6 }, ["e"]]],
  ["nothing", "", []],
])("%s", (_, csv, want) => expect(texts(csv)).toEqual(want));

it("says where fields begin", () => {
  const [, record] = [...readCsv('x;y\n"a\nb";c;"d"\n', ";")];
  expect(record).toEqual({
    fields: [
      { text: "a\nb", line: 2, column: 1 },
      { text: "c", line: 3, column: 4 },
      { text: "d", line: 3, column: 6 },
    ],
  });
});

it.each([
  ["a;b,c;d", ";"],
  ["a,b,c;d", ","],
  ["a\tb\tc,d", "\t"],
  ["a", ";"],
])("%j is parted by %j", (text, want) => expect(findDelimiter(text)).toBe(want));

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BinaryReader } from "../../../../src/nettcp/binary/binary-reader.js";
import { ReceivedStrings } from "../../../../src/nettcp/binary/dictionaries.js";
import type { Quotas } from "../../../../src/nettcp/quotas.js";
import { XmlError } from "../../../../src/xml/errors.js";
import { Token } from "../../../../src/xml/read/reader.js";
import { cpuTime } from "../../../support/cpu-time.js";
import { leavesOf, tokensOf } from "../../../support/document-tokens.js";

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const text = (value: string) => Buffer.from(value).toString("hex");

/** A size in groups of seven bits. */
function size(value: number): string {
  const groups: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) groups.push((rest % 0x80) | 0x80);
  return Buffer.from([...groups, rest]).toString("hex");
}

function refusal(run: () => unknown): XmlError {
  try {
    run();
  } catch (error) {
    if (error instanceof XmlError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("tokens", () => {
  it.each([
    { given: "40016101", want: ["<:a", ">a"], about: "an empty element" },
    { given: "4001619805".concat(text("hello"), "01"), want: ["<:a", '"hello"', ">a"], about: "text and its end" },
    { given: `40016199 05 ${text("hello")}`, want: ["<:a", '"hello"', ">a"], about: "text that ends the element" },
    { given: "400161980161 0201 78 980162 01", want: ["<:a", '"ab"', ">a"], about: "text around a comment is one text" },
    { given: "400161a89900", want: ["<:a", ">a"], about: "empty texts are no text" },
    { given: "4001614001629901 63 98 01 64 01", want: ["<:a", "<:b", '"c"', ">b", '"d"', ">a"], about: "a child and text behind it" },
    {
      given: "5e0161 2601 78 82 0901 61 01 75 01",
      want: ['<a:{u}a xmlns:a="u" a:{u}x="1"', ">{u}a"],
      about: "a declaration behind the names that need it",
    },
    {
      given: "4001610801 75 400162 0800 01 01",
      want: ['<:{u}a xmlns:="u"', '<:b xmlns:=""', ">b", ">{u}a"],
      about: "the default namespace undone",
    },
    {
      given: `400172 03 400161 0401 78 82 01 8b 02 0100 0200 01`,
      want: ["<:r", '<:a :x="1"', '"1"', ">a", '<:a :x="1"', '"2"', ">a", ">r"],
      about: "an array repeats its element",
    },
    { given: "4001 61 bd 12 02", want: ["<:a", '"s:Envelope"', ">a"], about: "a qualified name" },
    { given: "02 01 78 98 01 20 400161 01 02 01 78 98 01 0a", want: ["<:a", ">a"], about: "comments and blanks around the root" },
  ])("$about", ({ given, want }) => {
    const hex = given.replaceAll(" ", "");
    expect(tokensOf(new BinaryReader(octets(hex)))).toEqual(want);
    expect(leavesOf(new BinaryReader(octets(hex)))).toEqual(want);
  });

  it("are placed by octets", () => {
    const reader = new BinaryReader(octets("0040016104017882 40016299 0163 01".replaceAll(" ", "")), { start: 1 });
    expect([reader.next(), reader.offset, reader.attributeOffset(0)]).toEqual([Token.startElement, 1, 4]);
    expect([reader.next(), reader.offset, reader.position()]).toEqual([Token.startElement, 8, { line: 1, column: 9 }]);
    expect([reader.next(), reader.offset, reader.depth]).toEqual([Token.text, 11, 2]);
  });

  it("of what was skipped are checked all the same", () => {
    const reader = new BinaryReader(octets("4001614001624001630101400164"));
    reader.next();
    reader.next();
    reader.skipElement();
    expect([reader.name.local, reader.depth]).toEqual(["b", 2]);
    expect([reader.next(), reader.name.local]).toEqual([Token.startElement, "d"]);
    expect(refusal(() => reader.skipElement()).code).toBe("xml-unexpected-end");
  });

  it("octets of several records are one value", () => {
    const reader = new BinaryReader(octets("4001619e01019f020203"));
    reader.next();
    expect(reader.readLeaf()).toBe("AQID");
  });
});

describe("what is refused", () => {
  it.each([
    { given: "400161", code: "xml-unexpected-end", about: "an element without an end" },
    { given: "", code: "xml-unexpected-end", about: "nothing" },
    { given: "01", code: "xml-binary-record", about: "an end without a start" },
    { given: "4001610101", code: "xml-binary-record", about: "an end too many" },
    { given: "40016101 40016201", code: "xml-not-well-formed", about: "two roots" },
    { given: "40016101 980178", code: "xml-not-well-formed", about: "text behind the root" },
    { given: "400161 00", code: "xml-binary-record", about: "a reserved type" },
    { given: "400161 be", code: "xml-binary-record", about: "a reserved text type" },
    { given: "400161 a6", code: "xml-binary-record", about: "the end of no list" },
    { given: "400161 a5", code: "xml-binary-record", about: "a list that ends the element" },
    { given: "400161 a4a4a6a6", code: "xml-binary-record", about: "a list in a list" },
    { given: "400161 a4 83 a6", code: "xml-binary-record", about: "a text that ends an element in a list" },
    { given: "400161 0401 78 83", code: "xml-binary-record", about: "a text that ends an element in an attribute" },
    { given: "400161 0401 78 01", code: "xml-binary-record", about: "an attribute without a value" },
    { given: "400161 980178 0401 78 82", code: "xml-binary-record", about: "an attribute behind text" },
    { given: "41 01 70 01 61 01", code: "xml-namespace", about: "an undeclared prefix" },
    { given: "400161 0501 70 01 78 82 01", code: "xml-namespace", about: "an undeclared prefix of an attribute" },
    { given: "400161 0901 70 00 01", code: "xml-namespace", about: "a prefix undone" },
    { given: "400161 0901 70 01 75 0901 70 01 76 01", code: "xml-namespace", about: "a prefix declared twice" },
    { given: "400161 0405 786d6c6e73 82 01", code: "xml-namespace", about: "an attribute called xmlns" },
    { given: "400161 0905 786d6c6e73 01 75 01", code: "xml-namespace", about: "xmlns declared" },
    { given: "400161 0401 78 82 0401 78 80 01", code: "xml-not-well-formed", about: "an attribute twice" },
    {
      given: "5e0161 2601 78 82 0501 62 01 78 82 0901 61 01 75 0901 62 01 75 01",
      code: "xml-not-well-formed",
      about: "an attribute twice by its expanded name",
    },
    { given: "40023a61 01", code: "xml-not-well-formed", about: "a colon in a name" },
    { given: "4000 01", code: "xml-not-well-formed", about: "an empty name" },
    { given: "42 ce 07 01", code: "xml-binary-dictionary", about: "a string that the dictionary lacks" },
    { given: "42 01 01", code: "xml-binary-dictionary", about: "a string of a session where there is none" },
    { given: "400161 99 01 ff", code: "xml-encoding", about: "octets that are no UTF-8" },
    { given: "400161 b7 02 00d8", code: "xml-encoding", about: "half a surrogate pair" },
    { given: "400161 b7 01 61", code: "xml-encoding", about: "half a character" },
    { given: "400161 99 01 00", code: "xml-not-well-formed", about: "a character that XML cannot hold" },
    { given: "400161 9c ffffffff", code: "xml-binary-record", about: "a negative length" },
    { given: "400161 9c ffffff7f", code: "xml-unexpected-end", about: "a length past the end" },
    { given: "40 8080808008", code: "xml-binary-record", about: "a size of more than 31 bits" },
    { given: "40 ffffffff07", code: "xml-unexpected-end", about: "the largest size" },
    { given: "03 400161 01 8b ffffffff07", code: "xml-unexpected-end", about: "an array past the end" },
    { given: "03 400161 01 8b 00", code: "xml-binary-record", about: "an array of nothing" },
    { given: "03 400161 01 99 01 0178", code: "xml-binary-record", about: "an array of texts" },
    { given: "03 400161 01 8a 01 0000", code: "xml-binary-record", about: "an array of values that do not end their elements" },
    { given: "03 400161 9901 78 01 8b 01 0000", code: "xml-binary-record", about: "an array whose element holds something" },
    { given: "400161 97 00 00 00 00 00 00 00 3f", code: "xml-binary-record", about: "a date beyond the calendar" },
  ])("$about", ({ given, code }) => {
    const document = octets(given.replaceAll(" ", ""));
    expect(refusal(() => tokensOf(new BinaryReader(document))).code).toBe(code);
    expect(refusal(() => leavesOf(new BinaryReader(document))).code).toBe(code);
  });
});

describe("quotas", () => {
  const nested = (depth: number) => "400161".repeat(depth) + "01".repeat(depth);
  const attributes = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `0403${text(String.fromCharCode(0x61 + (index % 26)) + String(10 + Math.floor(index / 26)))}82`,
    ).join("");

  it.each<{ about: string; quotas: Partial<Quotas>; fits: string; exceeds: string; code: string }>([
    { about: "depth", quotas: { depth: 5 }, fits: nested(5), exceeds: nested(6), code: "xml-limit-depth" },
    {
      about: "characters of a value",
      quotas: { stringContentLength: 4 },
      fits: `400161980261629902${text("cd")}`,
      exceeds: `40016198026162990363${text("de")}`,
      code: "xml-limit-text-length",
    },
    {
      about: "octets of a value",
      quotas: { arrayLength: 4 },
      fits: "4001619e020000 9f020000",
      exceeds: "4001619e020000 9f03000000",
      code: "xml-limit-array-length",
    },
    {
      about: "values of an array",
      quotas: { arrayLength: 2 },
      fits: "400172 03400161 01b5 02 0000 01",
      exceeds: "400172 03400161 01b5 03 000000 01",
      code: "xml-limit-array-length",
    },
    {
      about: "octets of a start tag",
      quotas: { bytesPerRead: 12 },
      fits: `400161${attributes(2)}01`,
      exceeds: `400161${attributes(3)}01`,
      code: "xml-limit-start-tag",
    },
    {
      about: "characters of names",
      quotas: { nameTableCharacters: 4 },
      fits: "400261624002636401 01",
      exceeds: "400261624003636465 01 01",
      code: "xml-limit-name-table",
    },
    { about: "expansion", quotas: { expansion: 40 }, fits: "400161 ab02", exceeds: "400161 aa04 ab04", code: "xml-limit-expansion" },
  ])("$about", ({ quotas, fits, exceeds, code }) => {
    const read = (hex: string) => leavesOf(new BinaryReader(octets(hex.replaceAll(" ", "")), { quotas }));
    expect(() => read(fits)).not.toThrow();
    expect(refusal(() => read(exceeds)).code).toBe(code);
  });

  it("strings of a session", () => {
    const table = (length: number) => octets(`${size(length + size(length).length / 2)}${size(length)}${"61".repeat(length)}`);
    const strings = new ReceivedStrings(2048);
    expect(strings.readTable(table(1000))).toBe(1004);
    strings.readTable(table(1042));
    expect([strings.find(1)?.length, strings.find(3)?.length, strings.find(5)]).toEqual([1000, 1042, undefined]);
    expect(strings.readTable(octets("00"))).toBe(1);
    expect(refusal(() => strings.readTable(table(2))).code).toBe("xml-limit-session-strings");
    expect(refusal(() => new ReceivedStrings(2048).readTable(octets("03 0161 05 62".replaceAll(" ", "")))).code).toBe("xml-unexpected-end");
    expect(refusal(() => new ReceivedStrings(2048).readTable(octets("020561 6263646566".replaceAll(" ", "")))).code).toBe(
      "xml-binary-record",
    );
  });
});

describe("what a message costs", () => {
  const unlimited: Partial<Quotas> = {
    depth: 1e9,
    stringContentLength: 1e9,
    arrayLength: 1e9,
    bytesPerRead: 1e9,
    nameTableCharacters: 1e9,
  };

  /** A linear reader takes about the same for each octet; a factor of ten leaves room for the machine. */
  function perOctet(make: (count: number) => string, count: number): number {
    const document = octets(make(count));
    return cpuTime(() => leavesOf(new BinaryReader(document, { quotas: { ...unlimited, expansion: 1e9 } }))) / document.length;
  }

  it.each<[string, (count: number) => string]>([
    ["depth", (count) => "400161".repeat(count) + "01".repeat(count)],
    ["declarations in depth", (count) => "4001610901700175".repeat(count) + "01".repeat(count)],
    [
      "attributes",
      (count) => `400161${Array.from({ length: count }, (_, index) => `0408${text(`a${String(index).padStart(7, "0")}`)}82`).join("")}01`,
    ],
    [
      "declarations",
      (count) => `400161${Array.from({ length: count }, (_, index) => `0908${text(`a${String(index).padStart(7, "0")}`)}0175`).join("")}01`,
    ],
    ["texts in a row", (count) => `400161${"980161".repeat(count)}01`],
    ["octets in a row", (count) => `400161${"9e0161".repeat(count)}01`],
    ["comments", (count) => `400161${"020161".repeat(count)}01`],
    [
      "names",
      (count) => `400161${Array.from({ length: count }, (_, index) => `4008${text(`a${String(index).padStart(7, "0")}`)}01`).join("")}01`,
    ],
    ["array values", (count) => `40017203400161 01b5${size(count)}${"01".repeat(count)}01`.replaceAll(" ", "")],
    ["list items", (count) => `400161a4${"8805".repeat(count)}a601`],
  ])("%s: linear time", (_, make) => {
    perOctet(make, 2000);
    const few = Math.min(perOctet(make, 2000), perOctet(make, 2000));
    expect(perOctet(make, 100_000)).toBeLessThan(10 * few + 0.001);
  });

  it("a small message cannot become a large one", () => {
    // Each value is 30 characters long and takes 2 octets.
    const flood = `400161${`4001 61 ab 04`.replaceAll(" ", "").repeat(13_000)}01`;
    expect(octets(flood).length).toBeLessThan(70_000);
    const strings = new ReceivedStrings(2048);
    strings.readTable(octets(`${size(2000)}${size(1998)}${"61".repeat(1998)}`));
    const session = `400161${"400161ab01".repeat(13_000)}01`;
    expect(refusal(() => leavesOf(new BinaryReader(octets(session), { dictionary: strings }))).code).toBe("xml-limit-expansion");
    const array = `400172 03 400161 0401 78 9a 000f ${"61".repeat(3840)} 01 b5 ${size(16_000)} ${"01".repeat(16_000)} 01`.replaceAll(
      " ",
      "",
    );
    expect(refusal(() => leavesOf(new BinaryReader(octets(array)))).code).toBe("xml-limit-expansion");
  });

  it("whatever the octets are, there is an error or an end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(tokensOf, leavesOf), (rest, read) => {
        try {
          read(new BinaryReader(Uint8Array.from([0x40, 0x01, 0x61, ...rest])));
        } catch (error) {
          if (!(error instanceof XmlError)) throw error;
        }
      }),
      { numRuns: 5000 },
    );
  });
});

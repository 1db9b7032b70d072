import { describe, expect, it } from "vitest";
import { documentTypes } from "../../../src/xml/doctype/doctype-reader.js";
import type { Limits } from "../../../src/xml/limits.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import { cpuTime } from "../../support/cpu-time.js";
import { chunksOf, latin1, outcomeOf, utf8, utf16 } from "./tokens.js";

describe("limits", () => {
  it.each<[string, Partial<Limits>, string, string]>([
    ["bytes", { bytes: 10 }, "<a>12345</a>", "xml-limit-bytes"],
    ["depth", { depth: 2 }, "<a><b><c/></b></a>", "xml-limit-depth"],
    ["children", { children: 2 }, "<a><b/><b><c/></b>x<b/></a>", "xml-limit-children"],
    ["attributes", { attributes: 2 }, "<a b='' c='' xmlns:d='u'/>", "xml-limit-attributes"],
    ["name length", { nameLength: 5 }, "<abcdef/>", "xml-limit-name-length"],
    ["attribute name length", { nameLength: 5 }, "<a abcdef='1'/>", "xml-limit-name-length"],
    ["target length", { nameLength: 5 }, "<?abcdef?><a/>", "xml-limit-name-length"],
    ["text length", { textLength: 5 }, "<a>123456</a>", "xml-limit-text-length"],
    ["text length in pieces", { textLength: 5 }, "<a>123<!-- -->456</a>", "xml-limit-text-length"],
    ["CDATA length", { textLength: 5 }, "<a><![CDATA[123456]]></a>", "xml-limit-text-length"],
    ["elements", { markup: 2 }, "<a><b/><b/></a>", "xml-limit-markup"],
    ["attributes in all", { markup: 3 }, "<a b=''><a b=''/></a>", "xml-limit-markup"],
    ["namespace declarations in all", { markup: 3 }, "<a xmlns='u'><a xmlns='v'/></a>", "xml-limit-markup"],
    ["references", { markup: 2 }, "<a>&lt;&#65;</a>", "xml-limit-markup"],
    ["references in attributes", { markup: 3 }, "<a b='&lt;&#65;'/>", "xml-limit-markup"],
    ["comments and the like", { markup: 3 }, "<a><!-- --><?p?><![CDATA[x]]></a>", "xml-limit-markup"],
    [
      "namespace declarations",
      { namespaceDeclarations: 2 },
      "<a xmlns='u' xmlns:b='v'><c xmlns='w'/></a>",
      "xml-limit-namespace-declarations",
    ],
  ])("holds the limit of %s", (_, limits, given, code) => {
    expect(outcomeOf(given, { limits })).toMatchObject({ code });
    expect(outcomeOf(chunksOf(utf8(given), 1), { limits })).toMatchObject({ code });
    expect(Array.isArray(outcomeOf(given))).toBe(true);
  });

  it.each<[string, (number: number) => string]>([
    ["elements", (number) => `<e${number}/>`],
    ["attributes", (number) => `<e a${number}=''/>`],
    ["namespaces", (number) => `<e xmlns='u${number}'/>`],
  ])("holds the limit of names of %s", (_, write) => {
    // Names that are known from earlier documents do not count, so each document has its own.
    const document = (from: number): string => `<root>${Array.from({ length: 50 }, (__, index) => write(from + index)).join("")}</root>`;
    expect(outcomeOf(document(1000), { limits: { names: 40 } })).toMatchObject({ code: "xml-limit-names" });
    expect(outcomeOf(chunksOf(utf8(document(2000)), 1), { limits: { names: 40 } })).toMatchObject({ code: "xml-limit-names" });
    expect(Array.isArray(outcomeOf(document(3000), { limits: { names: 60 } }))).toBe(true);
  });

  it.each<[string, Uint8Array, number]>([
    ["ISO-8859-1", latin1(`<?xml version='1.0' encoding='ISO-8859-1'?><a>${"é".repeat(100)}</a>`), 150],
    ["windows-1252", latin1(`<?xml version='1.0' encoding='windows-1252'?><a>${"\x80".repeat(100)}</a>`), 250],
    ["UTF-16", utf16(`<a>${"€".repeat(100)}</a>`, "LE"), 230],
  ])("counts the bytes of %s in UTF-8, too", (_, bytes, limit) => {
    for (const given of [() => bytes, () => chunksOf(bytes, 7)]) {
      expect(outcomeOf(given(), { limits: { bytes: limit } })).toMatchObject({ code: "xml-limit-bytes" });
      expect(Array.isArray(outcomeOf(given(), { limits: { bytes: limit + 200 } }))).toBe(true);
    }
  });

  it("refuses by default what no real document has", () => {
    expect(outcomeOf("<a>".repeat(100_000))).toMatchObject({ code: "xml-limit-depth" });
    expect(outcomeOf(manyAttributes(100_000))).toMatchObject({ code: "xml-limit-attributes" });
    expect(outcomeOf(`<${"a".repeat(100_000)}/>`)).toMatchObject({ code: "xml-limit-name-length" });
    expect(outcomeOf(endless("<a>", "x"))).toMatchObject({ code: "xml-limit-text-length" });
  }, 60_000);

  it.each<[string, string, string]>([
    ["<a>", "x", "xml-limit-text-length"],
    ["<a>", "é", "xml-limit-text-length"],
    ["<a>", "\r", "xml-limit-text-length"],
    ["<a><![CDATA[", "]", "xml-limit-text-length"],
    ["<a>", "&amp;", "xml-limit-text-length"],
    ["<a b='", "x", "xml-limit-text-length"],
    ["<a ", " ", "xml-limit-text-length"],
    ["<a></a", " ", "xml-limit-text-length"],
    ["<", "a", "xml-limit-name-length"],
    ["<a>&", "a", "xml-limit-name-length"],
    ["<a>&#x", "0", "xml-limit-name-length"],
    ["<?", "a", "xml-limit-name-length"],
    ["<a>]", "]", "xml-limit-text-length"],
    ["<a><!--", " ", "xml-limit-bytes"],
    ["<a><?p ", "?", "xml-limit-bytes"],
    ["<a/>", "\n", "xml-limit-bytes"],
    ["<?xml ", " ", "xml-limit-text-length"],
    ["<!DOCTYPE a [", " ", "xml-limit-text-length"],
    ["<!DOCTYPE a [<!ENTITY e '", "x", "xml-limit-text-length"],
  ])("ends what never ends: %j %j", (start, text, code) => {
    const limits = { bytes: 4 * 1024 * 1024, textLength: 256 * 1024 };
    expect(outcomeOf(endless(start, text), { limits, doctype: documentTypes })).toMatchObject({ code });
  });

  it("takes documents as deep, wide and long as the limits say", () => {
    const deep = 100_000;
    const reader = new Reader("<a>".repeat(deep) + "</a>".repeat(deep), { limits: { depth: deep } });
    let deepest = 0;
    while (reader.next() !== Token.endOfDocument) deepest = Math.max(deepest, reader.depth);
    expect(deepest).toBe(deep);

    const wide = new Reader(manyAttributes(100_000), { limits: { attributes: 200_000 } });
    wide.next();
    expect(wide.attributeCount).toBe(100_000);
    expect(wide.attributeValue(99_999)).toBe("99999");

    const long = new Reader(repeated("<a>", "0123456789abcdef".repeat(4096), 20, "</a>"));
    long.next();
    expect(long.readLeaf()?.length).toBe(20 * 65_536);
  });

  it.each<[string, (size: number) => string]>([
    ["nested elements", (size) => "<a>".repeat(size) + "</a>".repeat(size)],
    ["attributes", manyAttributes],
    ["attributes with prefixes", (size) => manyAttributes(size).replace("<a", "<a xmlns:p='u'").replaceAll(" a", " p:a")],
    [
      "prefixes",
      (size) =>
        `<a${Array.from({ length: size }, (_, index) => ` xmlns:p${index}='u${index}'`).join("")}>${Array.from({ length: size }, (_, index) => `<p${index}:b/>`).join("")}</a>`,
    ],
    ["names", (size) => `<a>${Array.from({ length: size }, (_, index) => `<b${index}/>`).join("")}</a>`],
    [
      "nested declarations",
      (size) => Array.from({ length: size }, (_, index) => `<a xmlns='u${index % 7}'>`).join("") + "</a>".repeat(size),
    ],
    ["references", (size) => `<a>${"&amp;x".repeat(size)}</a>`],
    ["CDATA sections", (size) => `<a>${"<![CDATA[x]]>".repeat(size)}</a>`],
    ["brackets", (size) => `<a>${"]]".repeat(size)}</a>`],
    ["carriage returns", (size) => `<a>${"\r".repeat(size)}</a>`],
    ["references in an attribute", (size) => `<a b='${"&lt;".repeat(size)}'/>`],
    ["hyphens in a comment", (size) => `<a><!--${"- ".repeat(size)}--></a>`],
    ["bytes of a cut tag", (size) => `<a b='${"x".repeat(size * 10)}`],
  ])(
    "reads a hundred thousand %s in linear time",
    (_, make) => {
      const limits = {
        depth: Number.MAX_SAFE_INTEGER,
        attributes: Number.MAX_SAFE_INTEGER,
        namespaceDeclarations: Number.MAX_SAFE_INTEGER,
      };
      const given = utf8(make(100_000));
      // A quadratic reader takes ten thousand million steps; a linear one is done in a fraction of a second.
      expect(cpuTime(() => outcome(given, limits))).toBeLessThan(8000);
    },
    60_000,
  );
});

function outcome(given: Uint8Array, limits: Partial<Limits>): void {
  for (const input of [given, chunksOf(given, 4096)]) {
    const reader = new Reader(input, { limits });
    try {
      while (reader.next() !== Token.endOfDocument);
    } catch {
      // What is cut is refused.
    }
  }
}

function manyAttributes(count: number): string {
  return `<a${Array.from({ length: count }, (_, index) => ` a${index}='${index}'`).join("")}/>`;
}

/** A document that never ends, in chunks of 64 KiB. */
function* endless(start: string, text: string): Iterable<Uint8Array> {
  yield utf8(start);
  const chunk = utf8(text.repeat(Math.ceil(65_536 / text.length)));
  for (;;) yield chunk;
}

function* repeated(start: string, text: string, count: number, end: string): Iterable<Uint8Array> {
  yield utf8(start);
  const chunk = utf8(text);
  for (let index = 0; index < count; index++) yield chunk;
  yield utf8(end);
}

/** Text of straight-line readers with references, line ends and CDATA sections: it is what the general decoder reads, or is left to it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { tryDecode } from "../../../src/runtime/decode.js";
import { cursor, loadDocument, readLeaf, unusual } from "../../../src/runtime/fast/input.js";
import { asInteger, rawText, readQuoted } from "../../../src/runtime/fast/read-values.js";
import { complexType, element, xsString } from "../../../src/runtime-v1.js";

const textCodec = element("{}t", () => xsString);
const attributed = complexType("{}T", { a: ["@a", () => xsString, "?"] });
const attributeCodec = element("{}t", () => attributed);

/** What straight-line code reads after a start of a document; undefined: it gives up. */
function read<Value>(document: string, start: string, readValue: (at: number) => Value): Value | undefined {
  const bytes = new TextEncoder().encode(document);
  expect(loadDocument(bytes, bytes.length)).toBe(true);
  cursor.markup = 0;
  try {
    return readValue(start.length);
  } catch (error) {
    if (error !== unusual) throw error;
    return undefined;
  }
}

function readText(text: string): string | undefined {
  return read(`<t>${text}</t>`, "<t", (at) => {
    readLeaf(at);
    return rawText();
  });
}

function readAttribute(text: string): string | undefined {
  return read(`<t a="${text}"/>`, '<t a="', (at) => {
    readQuoted(at);
    return rawText();
  });
}

const references = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#65;", "&#x1F600;", "&#xe9;", "&#x20AC;", "&#10;", "&#13;", "&#x20;"];
const refused = ["&other;", "&#0;", "&#xD800;", "&#x110000;", "&#;", "&#x;", "&;", "&", "&amp", "&#65", "]]>"];
const pieces = fc.constantFrom(
  ...references,
  ...refused,
  ...["a", "é", "д", "\u{1f600}", " ", "\n", "\r", "\r\n", "]", "]]", ">", ";", "a text of some more letters than are read at once"],
  ...["<![CDATA[]]>", "<![CDATA[a&b;<c>]]>", "<![CDATA[é]]]>", "<![CDATA[\r]]>", "<![CDATA[\r\n]>]]>"],
);

test("is what the general decoder reads", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const text = parts.join("");
      const expected = tryDecode(textCodec, `<t>${text}</t>`);
      expect(readText(text)).toBe(expected.ok ? expected.value : undefined);
    }),
    { numRuns: 2000 },
  );
});

test("is left to it where a value of an attribute has line ends", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const text = parts.join("");
      const expected = tryDecode(attributeCodec, `<t a="${text}"/>`);
      expect(readAttribute(text)).toBe(expected.ok && !/[\r\n]/.test(text) ? (expected.value as { a: string }).a : undefined);
    }),
    { numRuns: 2000 },
  );
});

test("is counted, once for each reference", () => {
  expect(readText("a &amp; b &#x63;")).toBe("a & b c");
  expect(cursor.markup).toBe(2);
});

test("has values of other types", () => {
  const value = read("<t>&#x31;2&#51;</t>", "<t", (at) => {
    readLeaf(at);
    return asInteger(1, 199, undefined as never);
  });
  expect(value).toBe(123);
});

test("may be as long as the window, many times", () => {
  for (const piece of ["&lt;", "дa&#x20AC;"]) {
    const count = Math.floor(15_000 / piece.length);
    for (let time = 0; time < 250; time++)
      expect(readText(piece.repeat(count - time))).toBe(piece === "&lt;" ? "<".repeat(count - time) : "дa€".repeat(count - time));
  }
});

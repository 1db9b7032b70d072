/** Text that is read sixteen bytes at a time: the same ends, classes and strings as byte by byte. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { withBlanks } from "../../../src/runtime/fast/input.js";
import { endBits, loadVectorText } from "../../../src/runtime/fast/vector-text.js";
import { textClasses } from "../../../src/xml/characters.js";
import { stringOfUtf8 } from "../../../src/xml/read/byte-strings.js";
import * as TextClass from "../../../src/xml/text-class.js";

const vectors = loadVectorText();
if (vectors === undefined) throw new Error("Node has what is needed");
const { bytes, end, string } = vectors;

const classesOf = withBlanks(textClasses);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Puts text and what ends it into the memory. Returns the index after the text. */
function put(from: number, text: Uint8Array, ending: Uint8Array): number {
  bytes.set(text, from);
  bytes.set(ending, from + text.length);
  return from + text.length;
}

/** The end and the classes of text, byte by byte. */
function byLoop(from: number): { readonly index: number; readonly classes: number } {
  let index = from;
  let classes = 0;
  for (;;) {
    const byteClass = classesOf[bytes[index] ?? 0] ?? 0;
    if (byteClass >= 128) return { index, classes: classes & ~TextClass.other };
    classes |= byteClass;
    index++;
  }
}

function byVectors(from: number): { readonly index: number; readonly classes: number } {
  const found = end(from);
  return { index: found & ((1 << endBits) - 1), classes: found >>> endBits };
}

const someBytes = fc.oneof(
  fc
    .constantFrom(
      ..."a ]&\t\n\r\x7fé",
      "ÿ",
      "Ā",
      "߿",
      "ࠀ",
      "퟿",
      "\ue000",
      "\ufffd",
      "\ufffe",
      "\uffff",
      "\u{10000}",
      "\u{10ffff}",
      "plain text of 24 bytes..",
    )
    .map(bytesOf),
  fc
    .constantFrom([0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xc3], [0xe0, 0x80, 0x80], [0xe4, 0xb8], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf])
    .map((each) => Uint8Array.from(each)),
  fc
    .constantFrom([0xf0, 0x80, 0x80, 0x80], [0xf0, 0x9f], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff])
    .map((each) => Uint8Array.from(each)),
  fc.uint8Array({ maxLength: 20 }),
);
const text = fc.array(someBytes, { maxLength: 12 }).map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));
const ending = fc.constantFrom("</a>", "<é", "\0", "\x01", "\x1f").map(bytesOf);

describe("text of any bytes at any index", () => {
  it("ends where it does byte by byte, with the same classes", () => {
    fc.assert(
      fc.property(fc.nat(70), text, ending, (from, given, last) => {
        put(from, given, last);
        expect(byVectors(from)).toEqual(byLoop(from));
      }),
      { numRuns: 2000 },
    );
  });

  it("is the same string", () => {
    fc.assert(
      fc.property(fc.nat(70), text, (from, given) => {
        const to = put(from, given, bytesOf("<"));
        expect(string(from, to)).toBe(stringOfUtf8(bytes, from, to));
      }),
      { numRuns: 2000 },
    );
  });

  it("may fill the input", () => {
    for (const character of ["a", "é", "漢", "😀"]) {
      const repeated = character.repeat(Math.floor(65_536 / bytesOf(character).length));
      const to = put(0, bytesOf(repeated), bytesOf("<"));
      expect(byVectors(0).index).toBe(to);
      expect(string(0, to)).toBe(repeated);
    }
  });
});

describe("a platform without", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(["Buffer", "WebAssembly"])("%s reads byte by byte", async (name) => {
    vi.resetModules();
    vi.stubGlobal(name, undefined);
    const { loadVectorText: load } = await import("../../../src/runtime/fast/vector-text.js");
    expect(load()).toBeUndefined();
  });

  it("leave to load code reads byte by byte", () => {
    vi.stubGlobal("WebAssembly", {
      ...WebAssembly,
      Memory: WebAssembly.Memory,
      Module: class {
        constructor() {
          throw new WebAssembly.CompileError("disallowed by embedder");
        }
      },
    });
    expect(loadVectorText()).toBeUndefined();
  });

  it.each(["Buffer", "WebAssembly", "neither"])("decodes the same without %s", async (name) => {
    vi.resetModules();
    if (name !== "neither") vi.stubGlobal(name, undefined);
    const { loadDocument, readRun, stringOf, cursor } = await import("../../../src/runtime/fast/input.js");
    const contents = ["short", "a text of more than thirty-two bytes", "größere Texte, in Žluť und добро, über vierzig"];
    // The functions are loaded when there have been some hundred long texts.
    for (const content of Array.from({ length: 150 }, () => contents).flat()) {
      const document = bytesOf(`<a>${content}</a>`);
      expect(loadDocument(document, 1000)).toBe(true);
      readRun(3);
      expect([cursor.from, cursor.to]).toEqual([3, document.length - 4]);
      expect(stringOf(cursor.from, cursor.to)).toBe(content);
    }
  });
});

import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as here from "../../../src/xml/read/byte-strings.js";
import { utf8 } from "./tokens.js";

const module = "../../../src/xml/read/byte-strings.js";

/** The module as it is in a browser. */
async function inBrowser(): Promise<typeof here> {
  vi.resetModules();
  vi.stubGlobal("Buffer", undefined);
  return import(module);
}

afterEach(() => vi.unstubAllGlobals());

/** What the platform says. */
function expected(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return /[\ufffe\uffff]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

const texts: readonly string[] = [
  "",
  "plain",
  "façade",
  "ÿ\u0080\u07ff\u0800\ud7ff\ue000\ufffd",
  "дobro",
  "Größe, then добро, then é",
  "\u{10000}x\u{10ffff}",
  "\ufeffmark",
  "long é".repeat(5000),
  "д".repeat(9000),
];

const invalid: readonly (readonly number[])[] = [
  [0x80],
  [0xc0, 0x80],
  [0xc1, 0xbf],
  [0xc3],
  [0xc3, 0x28],
  [0xe0, 0x80, 0x80],
  [0xe2, 0x82],
  [0xed, 0xa0, 0x80],
  [0xef, 0xbf, 0xbe],
  [0xef, 0xbf, 0xbf],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf0, 0x9f, 0x98],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xff],
];

describe.each([
  ["with Buffer", async () => here],
  ["without Buffer", inBrowser],
])("strings of bytes %s", (_, load) => {
  it("gives the text of valid bytes", async () => {
    const { stringOfUtf8 } = await load();
    for (const text of texts) {
      const bytes = utf8(`<${text}>`);
      expect(stringOfUtf8(bytes, 1, bytes.length - 1)).toBe(text);
    }
  });

  it.each(invalid)("refuses %i, %i, %i, %i", async (...sequence) => {
    const { stringOfUtf8, endOfValid } = await load();
    for (const before of ["", "a", "é", "д"]) {
      const bytes = Uint8Array.of(...utf8(before), ...sequence, 0x3c);
      const end = bytes.length - 1;
      expect(stringOfUtf8(bytes, 0, end)).toBeUndefined();
      expect(endOfValid(bytes, 0, end)).toBe(utf8(before).length);
    }
  });

  it("says what the platform says of any bytes", async () => {
    const { stringOfUtf8, endOfValid } = await load();
    const piece = fc.oneof(
      fc.constantFrom("a", "é", "д", "€", "\u{1f600}").map((text) => [...utf8(text)]),
      fc.constantFrom(...invalid.map((sequence) => [...sequence])),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flat());
        const text = expected(bytes);
        expect(stringOfUtf8(bytes, 0, bytes.length)).toBe(text);
        expect(endOfValid(bytes, 0, bytes.length) === bytes.length).toBe(text !== undefined);
      }),
    );
  });

  it("gives ASCII text of any length", async () => {
    const { asciiString } = await load();
    const text = "The quick brown fox jumps over the lazy dog";
    for (let end = 1; end <= text.length; end++) expect(asciiString(utf8(text), 1, end)).toBe(text.slice(1, end));
  });
});

import { expect, it } from "vitest";
import { XmlError } from "../../../src/xml/errors.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";

const head = new TextEncoder().encode('<?xml version="1.0" encoding="Windows-1252"?><a>');
const tail = new TextEncoder().encode("</a>");

function read(content: readonly number[]): string {
  const reader = new Reader(Uint8Array.of(...head, ...content, ...tail));
  expect(reader.next()).toBe(Token.startElement);
  return reader.readLeaf() ?? "";
}

// As Python's codec cp1252 has them; decoders of some Node versions take the bytes for ISO-8859-1.
const characters =
  "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄ" +
  "ÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

it("reads every character of windows-1252", () => {
  const undefinedBytes = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
  const bytes = Array.from({ length: 128 }, (_, index) => index + 0x80).filter((byte) => !undefinedBytes.has(byte));
  expect(read(bytes)).toBe(characters);
  for (const byte of undefinedBytes) expect(() => read([byte])).toThrow(XmlError);
});

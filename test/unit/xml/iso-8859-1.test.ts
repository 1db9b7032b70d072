import { expect, it } from "vitest";
import { Reader, Token } from "../../../src/xml/read/reader.js";

function read(content: readonly number[]): string {
  const before = new TextEncoder().encode('<?xml version="1.0" encoding="ISO-8859-1"?><a>');
  const reader = new Reader(Uint8Array.of(...before, ...content, ...new TextEncoder().encode("</a>")));
  expect(reader.next()).toBe(Token.startElement);
  return reader.readLeaf() ?? "";
}

const beyondAscii = Array.from({ length: 128 }, (_, index) => index + 0x80);

it("takes each byte for the character with its number, wherever it stands and whatever stands beside it", () => {
  for (const byte of beyondAscii) {
    for (let before = 0; before < 8; before++) {
      const content = [...Array<number>(before).fill(0x78), byte, 0xe4, 0x79];
      expect(read(content)).toBe(String.fromCharCode(...content));
    }
  }
});

it("takes all bytes at once", () => {
  expect(read(beyondAscii)).toBe(String.fromCharCode(...beyondAscii));
  const printable = beyondAscii.filter((byte) => byte >= 0xa0);
  expect(read(printable)).toBe(String.fromCharCode(...printable));
});

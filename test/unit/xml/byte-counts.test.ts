/** Lines and characters that are counted many bytes at a time: the same as one by one. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordCounts } from "../../../src/xml/byte-counts.js";
import { LineIndex } from "../../../src/xml/positions.js";
import { loadVectorCounts, vectorCounts } from "../../../src/xml/vector-counts.js";

const loaded = loadVectorCounts();
if (loaded === undefined) throw new Error("Node has what is needed");
const kinds = { "by words": wordCounts, "by vectors": loaded, "by what is loaded in time": vectorCounts };

const someText = fc
  .array(fc.constantFrom("\n", "\r", "\r\n", "\t", "é", "€", "😀", "a", "\x0b\x0c\x0e", "text of more than sixteen bytes"), {
    maxLength: 300,
  })
  .map((parts) => new TextEncoder().encode(parts.join("")));

function linesOneByOne(bytes: Uint8Array, from: number, to: number): number {
  return new TextDecoder("latin1").decode(bytes.subarray(from, to)).split(/\r\n|\r|\n/).length - 1;
}

describe.each(Object.entries(kinds))("counts %s", (_, counts) => {
  it("are those of one byte after the other", () => {
    fc.assert(
      fc.property(someText, fc.nat(40), fc.nat(40), (bytes, before, after) => {
        const from = Math.min(before, bytes.length);
        const to = Math.max(from, bytes.length - after);
        expect(counts.lines(bytes, from, to)).toBe(linesOneByOne(bytes, from, to));
        expect(counts.continued(bytes, from, to)).toBe(bytes.subarray(from, to).filter((byte) => (byte & 0xc0) === 0x80).length);
      }),
    );
  });

  it.each(["\n", "\r", "\r\n", "x\r\n", "é\n"])("are right for more than is copied at once of %j", (line) => {
    const bytes = new TextEncoder().encode(line.repeat(100_001));
    expect(counts.lines(bytes, 0, bytes.length)).toBe(100_001);
    expect(counts.continued(bytes, 0, bytes.length)).toBe(line.startsWith("é") ? 100_001 : 0);
  });

  it("give the lines and columns of a window that moves on, wherever it is cut", () => {
    fc.assert(
      fc.property(someText, fc.array(fc.nat(700), { maxLength: 6 }), (bytes, cuts) => {
        const window = new LineIndex(counts);
        let passed = 0;
        for (const most of cuts) {
          const cut = Math.min(most, bytes.length - passed);
          const [place] = window.discard(bytes.slice(passed), [cut >> 1], cut, false);
          const { line, column } = new LineIndex().locate(bytes, passed + (cut >> 1));
          expect(place).toMatchObject({ line, column });
          passed += cut;
          const here = new LineIndex().locate(bytes, passed);
          expect(window.locate(bytes.slice(passed), 0)).toMatchObject({ line: here.line, column: here.column });
        }
      }),
    );
  });
});

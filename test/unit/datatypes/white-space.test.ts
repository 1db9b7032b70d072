import fc from "fast-check";
import { expect, it } from "vitest";
import { normalizeWhiteSpace } from "../../../src/datatypes/white-space.js";

const texts = fc.array(fc.constantFrom(" ", "\t", "\r", "\n", "a", "b\u00e9", "\u20ac", "\ud83d\ude00", "\ud800"), { maxLength: 40 });

it("is the same for short texts and for long ones", () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(1, 50, 9000), (pieces, times) => {
      const text = pieces.join("").repeat(times);
      const replaced = text.replace(/[\t\n\r]/g, " ");
      expect(normalizeWhiteSpace(text, "preserve")).toBe(text);
      expect(normalizeWhiteSpace(text, "replace")).toBe(replaced);
      expect(normalizeWhiteSpace(text, "collapse")).toBe(replaced.split(" ").filter(Boolean).join(" "));
    }),
  );
});

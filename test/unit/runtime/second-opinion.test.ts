/**
 * What we write, the popular reader reads alike: names, texts and attributes of random values, by fast-xml-parser.
 */
import fc from "fast-check";
import { XMLParser } from "fast-xml-parser";
import { expect, it } from "vitest";
import { encode } from "../../../src/index.js";
import { complexType, element, xsString, xsToken } from "../../../src/runtime-v1.js";

interface Line {
  sku: string;
  text?: string;
  id: string;
}
const Line = complexType<Line>("{urn:shop}Line", {
  sku: ["Sku", () => xsToken],
  text: ["Text", () => xsString, "?"],
  id: ["@id", () => xsString],
});
interface Order {
  line: readonly Line[];
}
const Order = complexType<Order>("{urn:shop}Order", { line: ["Line", () => Line, "+"] });
const OrderElement = element<Order>("{urn:shop}Order", () => Order);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  isArray: (name) => name === "Line",
});

/** Characters of texts and attributes that need care, without those that XML cannot hold or normalizes; fast-xml-parser knows no CR reference. */
const text = fc.string({
  unit: fc.constantFrom("a", "Z", "0", " ", "&", "<", ">", '"', "'", "]", "ä", "€", "🚲", ";", "#"),
  maxLength: 20,
});
const token = text.map((each) => each.trim().replaceAll(/ +/g, " "));
const line: fc.Arbitrary<Line> = fc.record({ sku: token, text, id: text }, { requiredKeys: ["sku", "id"] });

it("reads what we wrote", () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
      const read = parser.parse(new TextDecoder().decode(encode(OrderElement, { line: lines })));
      const found = read.Order.Line.map((each: Record<string, string>) => ({
        sku: each.Sku,
        ...(each.Text !== undefined && { text: each.Text }),
        id: each["@id"],
      }));
      expect(found).toEqual(lines);
    }),
    { numRuns: 300 },
  );
});

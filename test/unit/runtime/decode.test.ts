import { decode, tryDecode } from "soapwright";
import { type ComplexType, type ElementCodec, element, xsInt, xsString, xsToken } from "soapwright/runtime-v1";
import { describe, expect, test } from "vitest";
import { Reader } from "../../../src/xml/read/reader.js";
import { checkedComplexType } from "../../support/checked-tables.js";

interface Line {
  sku: string;
  quantity: number;
  note?: string;
  id?: number;
}
const Line: ComplexType<Line> = checkedComplexType<Line>("{urn:shop}Line", {
  sku: ["Sku", () => xsString],
  quantity: ["Quantity", () => xsInt],
  note: ["Note", () => xsString, "?"],
  id: ["@id", () => xsInt, "?"],
});
interface Order {
  buyer: string;
  line: readonly Line[];
  part?: readonly Order[];
  currency: string;
}
const Order: ComplexType<Order> = checkedComplexType<Order>("{urn:shop}Order", {
  buyer: ["Buyer", () => xsString],
  line: ["Line", () => Line, "+"],
  part: ["Part", () => Order, "*"],
  currency: ["@currency", () => xsToken],
});
const OrderElement: ElementCodec<Order> = element<Order>("{urn:shop}Order", () => Order);

const shop = 'xmlns="urn:shop"';

describe("decode", () => {
  test("elements, attributes, repetition", () => {
    const xml = `<o:Order xmlns:o="urn:shop" currency="EUR"><o:Buyer>me</o:Buyer><o:Line id="1"><o:Sku>a</o:Sku>
      <o:Quantity> 1 </o:Quantity></o:Line><o:Line><o:Sku>b</o:Sku><o:Quantity>2</o:Quantity><o:Note/></o:Line></o:Order>`;
    const line = [
      { id: 1, sku: "a", quantity: 1 },
      { sku: "b", quantity: 2, note: "" },
    ];
    expect(decode(OrderElement, xml)).toEqual({ buyer: "me", currency: "EUR", line });
    expect(decode(OrderElement, new TextEncoder().encode(xml))).toEqual({ buyer: "me", currency: "EUR", line });
  });

  test("issues have rule, path, place, found and expected, and do not cascade", () => {
    const xml = `<Order ${shop}><Buyer>me</Buyer><Line x="1"><Sku>a</Sku><Quantity>x</Quantity></Line>
<Line><Quantity>2</Quantity><Note/></Line><Foo/></Order>`;
    const result = tryDecode(OrderElement, xml);
    expect(result.ok ? [] : result.issues.map((i) => [i.id, i.path, i.line, i.column, i.found, i.expected])).toEqual([
      ["cvc-complex-type.4", "/Order", 1, 1, undefined, "currency"],
      ["cvc-complex-type.3.2.2", "/Order/Line[1]/@x", 1, 48, "x", undefined],
      ["cvc-datatype-valid.1.2.1", "/Order/Line[1]/Quantity", 1, 66, "x", "an integer"],
      ["cvc-complex-type.2.4.a", "/Order/Line[2]/Quantity", 2, 7, "{urn:shop}Quantity", '"{urn:shop}Sku"'],
      ["cvc-complex-type.2.4.a", "/Order/Foo", 2, 43, "{urn:shop}Foo", '"{urn:shop}Line", "{urn:shop}Part"'],
    ]);
  });

  test("another root", () => {
    const result = tryDecode(OrderElement, "<Order/>");
    expect(result.ok ? [] : result.issues.map((i) => [i.id, i.path, i.expected])).toEqual([["cvc-elt.1", "/Order", '"{urn:shop}Order"']]);
  });

  test.each([
    ["invalid", "<Order xmlns='urn:shop' xmlns:p='urn:p'><p:Foo/></Order>"],
    ["not well-formed", "<p:Order xmlns:p='urn:shop'><p:Buyer xmlns='urn:b'>&"],
  ])("a document that is %s leaves its buffer to the next one, and none of its prefixes", (_, xml) => {
    const first = new Reader("<a/>");
    const { bytes } = first.window;
    first.release();
    expect(tryDecode(OrderElement, xml).ok).toBe(false);
    const next = new Reader("<a/>");
    expect(next.window.bytes).toBe(bytes);
    next.release();
    const outcome = tryDecode(OrderElement, "<p:Order/>");
    expect(outcome.ok ? [] : outcome.issues.map(({ id }) => id)).toEqual(["xml-namespace"]);
    expect(tryDecode(OrderElement, "<Order/>")).toMatchObject({ issues: [{ id: "cvc-elt.1", found: "Order" }] });
  });
});

import { describe, expect, test } from "vitest";
import { xsAnyType, xsDecimal, xsInt, xsString, xsToken, xmlElement, xmlAttributes, xsID, xsIDREF, xsLong, xsDate } from "../../../src/runtime/built-in-types.js";
import type { ComplexType, ElementCodec, Codec } from "../../../src/runtime/codec.js";
import { decode, tryDecode } from "../../../src/runtime/decode.js";
import type { AnyOf, Item, Maybe, OneOf, XmlAttributes, XmlContent, XmlElement } from "../../../src/runtime/shapes.js";
import { anyOf, complexType, element, enumeration, extension, group, head } from "../../../src/runtime/table-functions.js";

interface Line { sku: string; quantity: number; note?: string; id?: number }
const Line: ComplexType<Line> = complexType<Line>("{urn:shop}Line", { sku: ["Sku", () => xsString], quantity: ["Quantity", () => xsInt], note: ["Note", () => xsString, "?"], id: ["@id", () => xsInt, "?"] });
interface Order { buyer: string; line: readonly Line[]; currency: string; part?: readonly Order[] }
const Order: ComplexType<Order> = complexType<Order>("{urn:shop}Order", { buyer: ["Buyer", () => xsString], line: ["Line", () => Line, "+"], part: ["Part", () => Order, "*"], currency: ["@currency", () => xsToken] });
const OrderElement: ElementCodec<Order> = element<Order>("{urn:shop}Order", () => Order);

const xml = `<o:Order xmlns:o="urn:shop" currency="EUR"><o:Buyer>me</o:Buyer><o:Line id="1"><o:Sku>a</o:Sku><o:Quantity>1</o:Quantity></o:Line><o:Line><o:Sku>b</o:Sku><o:Quantity>2</o:Quantity><o:Note/></o:Line></o:Order>`;

describe("decode", () => {
  test("order", () => {
    expect(decode(OrderElement, xml)).toEqual({ buyer: "me", currency: "EUR", line: [{ id: 1, sku: "a", quantity: 1 }, { sku: "b", quantity: 2, note: "" }] });
  });
  test("issues", () => {
    const r = tryDecode(OrderElement, `<Order xmlns="urn:shop"><Buyer>me</Buyer><Line x="1"><Sku>a</Sku><Quantity>x</Quantity></Line><Line><Quantity>2</Quantity><Note/></Line><Foo/></Order>`);
    console.log(JSON.stringify(r, null, 1));
  });
});

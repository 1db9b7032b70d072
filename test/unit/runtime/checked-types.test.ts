/** Tables that do not fit their interface are errors of the compiler: each `@ts-expect-error` fails the type check where there is none. */

import {
  type AnyOf,
  complexType,
  type ElementCodec,
  element,
  enumeration,
  type Item,
  type OneOf,
  xsDecimal,
  xsInt,
  xsString,
} from "soapwright/runtime-v1";
import { describe, expect, test } from "vitest";
import { checkedComplexType, checkedExtension } from "../../support/checked-tables.js";
import type { AddressTypes } from "./constructs.js";

interface Line {
  sku: string;
  quantity: number;
  note?: string;
  tags?: readonly string[];
  price: string | null;
}
interface Sub extends Line {
  more: string;
}
const SubType = complexType<Sub>("{urn:u}Sub", {});
const LineType = complexType<Line>("{urn:u}Line", {});
interface Order {
  line: Line;
}

describe("checked tables", () => {
  test("a row missing, too many, or wrong", () => {
    const rows = {
      sku: ["Sku", () => xsString],
      quantity: ["Quantity", () => xsInt],
      note: ["Note", () => xsString, "?"],
      tags: ["Tags", () => xsString, "*"],
      price: ["Price", () => xsDecimal, "nil"],
    } as const;
    checkedComplexType<Line>("{urn:u}Line", rows);
    const { sku: _, ...missing } = rows;
    // @ts-expect-error a row is missing
    checkedComplexType<Line>("{urn:u}Line", missing);
    // @ts-expect-error a row too many
    checkedComplexType<Line>("{urn:u}Line", { ...rows, other: ["Other", () => xsString] });
    // @ts-expect-error another simple type
    checkedComplexType<Line>("{urn:u}Line", { ...rows, sku: ["Sku", () => xsInt] });
    // @ts-expect-error required, but the row says optional
    checkedComplexType<Line>("{urn:u}Line", { ...rows, sku: ["Sku", () => xsString, "?"] });
    // @ts-expect-error an array, but the row says single
    checkedComplexType<Line>("{urn:u}Line", { ...rows, tags: ["Tags", () => xsString, "?"] });
    // @ts-expect-error single, but the row says array
    checkedComplexType<Line>("{urn:u}Line", { ...rows, note: ["Note", () => xsString, "*"] });
    // @ts-expect-error nillable, but the row does not say so
    checkedComplexType<Line>("{urn:u}Line", { ...rows, price: ["Price", () => xsDecimal] });
    // @ts-expect-error a narrower child type
    checkedComplexType<Order>("{urn:u}Order", { line: ["Line", () => SubType] });
    checkedComplexType<Order>("{urn:u}Order", { line: ["Line", () => LineType] });
    // @ts-expect-error the base's rows are not the extension's
    checkedExtension<Sub, Line>("{urn:u}Sub", () => LineType, { sku: ["Sku", () => xsString], more: ["More", () => xsString] });
    expect(Object.keys(rows)).toHaveLength(5);
  });

  test("codecs and shapes", () => {
    // @ts-expect-error an element of another type
    const wrong: ElementCodec<Line> = element<Sub>("{urn:u}Line", () => SubType);
    const whatever: ElementCodec = element<Sub>("{urn:u}Line", () => SubType);
    // @ts-expect-error a value is missing
    enumeration<"a" | "b", ["a", "b"]>("{urn:u}E", () => xsString, ["a"]);
    // @ts-expect-error both branches
    const both: OneOf<[{ a: string }, { b: string }]> = { a: "", b: "" };
    // @ts-expect-error a derived type's property without its tag
    const untagged: AnyOf<AddressTypes, "Address"> = { street: "", zip: "" };
    // @ts-expect-error a value of another item
    const item: Item<{ a: string; b: number }> = { name: "a", value: 1 };
    expect([wrong.name, whatever.name, both.a, untagged.street, item.name]).toHaveLength(5);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ParameterReader, parseUrlEncoded } from "../../../../src/protocols/http/url-parameters.js";
import { xsBoolean, xsDecimal, xsNormalizedString, xsString } from "../../../../src/runtime/built-in-types.js";
import type { ParameterTable } from "../../../../src/service/port-type.js";

const tables: Readonly<Record<string, ParameterTable>> = {
  buyer: { name: "Buyer", type: () => xsNormalizedString },
  secret: { name: "Secret", type: () => xsString, occurs: "optional" },
  isTest: { name: "IsTest", type: () => xsBoolean, occurs: "optional" },
  item: { name: "Item", type: () => xsString, occurs: "repeated" },
  quantity: { name: "Quantity", type: () => xsDecimal, occurs: "repeated", keyed: true },
};

const reader = new ParameterReader(tables);

function read(query: string) {
  const raw = parseUrlEncoded(query);
  if (raw === undefined) throw new Error("not percent-encoded UTF-8");
  const { value, problems } = reader.read(raw);
  return problems.length > 0 ? problems.map(({ message }) => message) : value;
}

describe("parameters", () => {
  it.each<[string, string, unknown]>([
    ["once", "Buyer=B", { buyer: "B" }],
    ["names in any case", "bUYER=B&istest=1", { buyer: "B", isTest: true }],
    ["white space as the type has it", "Buyer=a%09b%0A&Secret=%0D%0A%09x++", { buyer: "a b ", secret: "\r\n\tx  " }],
    ["empty ones that may be absent", "Buyer=&Secret=&IsTest&Item=&Quantity.1=", { buyer: "" }],
    ["repeated ones in order", "Buyer=B&Item=2&Item=1&Item=2", { buyer: "B", item: ["2", "1", "2"] }],
    [
      "keyed ones",
      "Buyer=B&Quantity.4711=2&quantity.x.y=1.50",
      {
        buyer: "B",
        quantity: [
          { key: "4711", value: "2" },
          { key: "x.y", value: "1.50" },
        ],
      },
    ],
    [
      "keys count in their case",
      "Buyer=B&Quantity.a=1&Quantity.A=2",
      {
        buyer: "B",
        quantity: [
          { key: "a", value: "1" },
          { key: "A", value: "2" },
        ],
      },
    ],
    ["a value with an equals sign", "Buyer=a=b", { buyer: "a=b" }],
    ["unknown ones are ignored", "Buyer=B&Colour=blue&Buyer.x=1&__proto__=1&constructor.a=2", { buyer: "B" }],
    ["empty pairs", "&&Buyer=B&", { buyer: "B" }],
  ])("%s", (_, query, want) => expect(read(query)).toEqual(want));

  it.each<[string, string[]]>([
    ["", ['the parameter "Buyer" is missing']],
    ["Buyer=B&buyer=B", ['the parameter "buyer" comes twice']],
    ["Buyer=B&Quantity.1=1&Quantity.1=1", ['the parameter "Quantity.1" comes twice']],
    ["Buyer=B&Quantity=1", ['the parameter "Quantity" needs a key: "Quantity.key"']],
    ["Buyer=B&Quantity.=1", ['the parameter "Quantity." needs a key: "Quantity.key"']],
  ])("%s", (query, want) => expect(read(query)).toEqual(want));

  it.each(["Buyer=B&IsTest=TRUE", "Buyer=B&Quantity.1=1e3", "Buyer=%00", "Buyer=%EF%BF%BF", "Buyer=B&Quantity.%08=1"])(
    "%s is not valid",
    (query) => {
      expect(read(query)).toEqual([expect.stringContaining("is not valid")]);
    },
  );

  it.each(["Buyer=%", "Buyer=%E4", "%ff=1", "Buyer=%ED%A0%80"])("%s is not percent-encoded UTF-8", (query) => {
    expect(parseUrlEncoded(query)).toBeUndefined();
  });

  it("read what URLSearchParams writes", () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })));
    fc.assert(
      fc.property(pairs, (given) => {
        expect(parseUrlEncoded(new URLSearchParams(given).toString())).toEqual(given);
      }),
    );
  });

  it("keep the order of all parameters", () => {
    const { inOrder } = reader.read(parseUrlEncoded("Item=a&Buyer=B&Quantity.b=1&Item=c") ?? []);
    expect(inOrder.map(({ property, key }) => [property, key])).toEqual([
      ["item", undefined],
      ["buyer", undefined],
      ["quantity", "b"],
      ["item", undefined],
    ]);
  });
});

import { describe, expect, test } from "vitest";
import { isIdentifier, numbered, propertyIdentifier, typeIdentifier } from "../../../../codegen/lower/names/identifiers.js";

describe("properties", () => {
  test.each([
    ["ItemID", "itemID"],
    ["IPAddress", "ipAddress"],
    ["GTIN", "gtin"],
    ["Order", "order"],
    ["order", "order"],
    ["X", "x"],
    ["ID2", "id2"],
    ["A-b", "a-b"],
    ["AB-c", "ab-c"],
    ["_Order", "_Order"],
    ["Größe", "größe"],
    ["ÄÖÜber", "äöÜber"],
    ["日本", "日本"],
    ["class", "class"],
    ["__proto__", "proto_"],
    ["constructor", "constructor_"],
    ["toString", "toString_"],
    ["ToString", "toString_"],
    ["valueOf", "valueOf_"],
    ["hasOwnProperty", "hasOwnProperty_"],
    ["__defineGetter__", "__defineGetter___"],
  ])("%s is %s", (given, want) => {
    expect(propertyIdentifier(given)).toBe(want);
  });

  test("none is inherited from Object.prototype", () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) expect(propertyIdentifier(name) in {}).toBe(false);
  });
});

describe("types", () => {
  test.each([
    ["Order", "Order"],
    ["order", "Order"],
    ["a-b", "AB"],
    ["a.b_c", "ABC"],
    ["class", "Class"],
    ["größe", "Größe"],
    ["ßa", "ßa"],
    ["日本", "日本"],
    ["_1", "_1"],
    ["_", "_"],
    ["a\u200db", "AB"],
  ])("%s is %s", (given, want) => {
    expect(typeIdentifier(given)).toBe(want);
    expect(isIdentifier(typeIdentifier(given))).toBe(true);
  });
});

test.each([
  ["Order", 2, "Order2"],
  ["Order1", 2, "Order1_2"],
])("%s with number %i is %s", (given, number, want) => {
  expect(numbered(given, number)).toBe(want);
});

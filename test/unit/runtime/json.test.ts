import { fromJson, toJson, ValidationError } from "soapwright";
import { complexType, list, union, xsBase64Binary, xsDouble, xsInteger, xsString } from "soapwright/runtime-v1";
import { describe, expect, test } from "vitest";

const Numbers = complexType("{urn:u}Numbers", {
  big: ["Big", () => xsInteger],
  double: ["Double", () => xsDouble, "*"],
  bytes: ["Bytes", () => xsBase64Binary, "?"],
  list: ["@list", () => list("{urn:u}List", () => xsInteger), "?"],
  either: ["@either", () => union("{urn:u}Either", () => [xsInteger, xsString]), "?"],
});

describe("JSON", () => {
  test("what JSON has no form for is a string", () => {
    const value = {
      big: 2n ** 70n,
      double: [1.5, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      bytes: new Uint8Array([1, 2, 255]),
      list: [1n, -2n],
      either: 7n,
    };
    // The codec is of whatever type, so the compiler can check no value.
    const json = toJson(Numbers, value as never);
    expect(json).toEqual({
      big: "1180591620717411303424",
      double: [1.5, "-0", "NaN", "INF", "-INF"],
      bytes: "AQL/",
      list: ["1", "-2"],
      either: "7",
    });
    expect(fromJson(Numbers, JSON.parse(JSON.stringify(json)))).toEqual(value);
  });

  test("what is not of the type is refused", () => {
    expect(() => fromJson(Numbers, { big: "x" })).toThrow(ValidationError);
    expect(() => fromJson(Numbers, { big: "1", other: 1 })).toThrow(/no property "other"/);
    expect(() => fromJson(Numbers, JSON.parse('{"big":"1","__proto__":{}}'))).toThrow(/no property "__proto__"/);
  });
});

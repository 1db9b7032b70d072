import { describe, expect, test } from "vitest";
import { builtin } from "../../../src/datatypes/builtins.js";
import { listOf } from "../../../src/datatypes/derive.js";
import { isFault } from "../../../src/datatypes/fault.js";
import { compareValues, equalValues, keyOf, type XsdValue } from "../../../src/datatypes/value.js";
import { namespaces } from "./namespaces.js";

function value(type: string, text: string): XsdValue {
  const result = builtin(type).valueOf(text, namespaces);
  if (isFault(result)) throw new Error(result.message);
  return result;
}

const less: readonly (readonly [type: string, left: string, right: string])[] = [
  ["decimal", "1", "2"],
  ["decimal", "-2", "-1"],
  ["decimal", "9", "10"],
  ["decimal", "1.45", "1.5"],
  ["decimal", "-0.5", "0"],
  ["decimal", "100000000000000000000.0000000000000000001", "100000000000000000000.00000000000000000011"],
  ["float", "-INF", "-1"],
  ["double", "1", "INF"],
  ["dateTime", "1999-12-31T23:59:59.999", "1999-12-31T23:59:59.9991"],
  ["dateTime", "-0001-12-31T23:59:59Z", "0001-01-01T00:00:00Z"],
  ["dateTime", "-0002-01-01T00:00:00", "-0001-01-01T00:00:00"],
  ["dateTime", "99999999-12-31T23:59:59", "100000000-01-01T00:00:00"],
  ["dateTime", "-100000000-12-31T23:59:59", "-99999999-01-01T00:00:00"],
  ["dateTime", "99999999999999999999-01-01T00:00:00", "100000000000000000000-01-01T00:00:00"],
  // The examples of XSD 1.0 Part 2 §3.2.7.4
  ["dateTime", "2000-01-15T00:00:00", "2000-02-15T00:00:00"],
  ["dateTime", "2000-01-15T12:00:00", "2000-01-16T12:00:00Z"],
  ["dateTime", "2000-01-01T12:00:00Z", "2000-01-02T12:00:00"],
  ["date", "2000-01-01+14:00", "2000-01-01-14:00"],
  ["time", "12:00:00", "12:00:01"],
  ["gYear", "1999", "2000"],
  ["gMonthDay", "--02-28", "--02-29"],
  ["gDay", "---01", "---02"],
  ["gMonth", "--01", "--02"],
  ["gYearMonth", "1999-12", "2000-01"],
  // The table of XSD 1.0 Part 2 §3.2.6.2
  ["duration", "P364D", "P1Y"],
  ["duration", "P1Y", "P367D"],
  ["duration", "P27D", "P1M"],
  ["duration", "P1M", "P32D"],
  ["duration", "P149D", "P5M"],
  ["duration", "P5M", "P154D"],
  ["duration", "-P1M", "-P27D"],
  ["duration", "PT0.45S", "PT0.5S"],
  ["duration", "-PT0.5S", "-PT0.45S"],
  ["duration", "-PT0.5S", "PT0S"],
];

const notComparable: readonly (readonly [type: string, left: string, right: string])[] = [
  ["float", "NaN", "1"],
  ["dateTime", "2000-01-16T12:00:00", "2000-01-16T12:00:00Z"],
  ["dateTime", "2000-01-16T00:00:00", "2000-01-16T12:00:00Z"],
  ["time", "12:00:00", "12:00:00Z"],
  ["date", "2000-01-01", "2000-01-01Z"],
  ["duration", "P1Y", "P365D"],
  ["duration", "P1Y", "P366D"],
  ["duration", "P1M", "P28D"],
  ["duration", "P1M", "P31D"],
  ["duration", "P5M", "P150D"],
  ["duration", "P5M", "P153D"],
  ["string", "a", "b"],
  ["hexBinary", "00", "01"],
];

const equal: readonly (readonly [type: string, left: string, right: string])[] = [
  ["decimal", "1", "+01.000"],
  ["decimal", "-0.0", "0"],
  ["double", "-0", "0"],
  ["double", "NaN", "NaN"],
  ["float", "16777217", "16777216"],
  ["boolean", "1", "true"],
  ["hexBinary", "ab", "AB"],
  ["base64Binary", "Y Q==", "YQ=="],
  ["dateTime", "1999-12-31T24:00:00", "2000-01-01T00:00:00"],
  ["dateTime", "99999999-12-31T24:00:00Z", "100000000-01-01T00:00:00+00:00"],
  ["dateTime", "2000-01-01T00:00:00.500+01:00", "1999-12-31T23:00:00.5Z"],
  ["dateTime", "0001-01-01T00:00:00+01:00", "-0001-12-31T23:00:00Z"],
  ["date", "2002-10-10+13:00", "2002-10-09-11:00"],
  ["time", "10:00:00.0", "10:00:00"],
  ["time", "24:00:00Z", "00:00:00Z"],
  ["duration", "P1Y", "P12M"],
  ["duration", "P1DT0.50S", "PT24H0.5S"],
  ["duration", "PT0S", "-P0Y"],
  ["QName", "a:x", " a:x "],
];

describe("order", () => {
  test.each(less)("%s: %s < %s", (type, left, right) => {
    expect(compareValues(value(type, left), value(type, right))).toBe(-1);
    expect(compareValues(value(type, right), value(type, left))).toBe(1);
    expect(equalValues(value(type, left), value(type, right))).toBe(false);
  });

  test.each(notComparable)("%s: %s and %s are not comparable", (type, left, right) => {
    expect(compareValues(value(type, left), value(type, right))).toBeUndefined();
    expect(compareValues(value(type, right), value(type, left))).toBeUndefined();
    expect(equalValues(value(type, left), value(type, right))).toBe(false);
  });
});

describe("equality", () => {
  test.each(equal)("%s: %s = %s", (type, left, right) => {
    expect(equalValues(value(type, left), value(type, right))).toBe(true);
    expect(compareValues(value(type, left), value(type, right))).toBe(0);
    expect(keyOf(value(type, left))).toBe(keyOf(value(type, right)));
  });

  test("values of different primitive types are never equal or ordered", () => {
    const values = [
      value("string", "1"),
      value("decimal", "1"),
      value("float", "1"),
      value("double", "1"),
      value("boolean", "1"),
      value("gYear", "0001"),
    ];
    for (const left of values)
      for (const right of values)
        if (left !== right) expect([equalValues(left, right), compareValues(left, right)]).toEqual([false, undefined]);
  });

  test("values of types with one primitive are", () => {
    expect(equalValues(value("int", "1"), value("decimal", "1.0"))).toBe(true);
    expect(equalValues(value("NCName", "a"), value("string", "a"))).toBe(true);
  });

  test("lists are equal item by item", () => {
    const list = (type: string, text: string): XsdValue => {
      const result = listOf(builtin(type), undefined).valueOf(text, namespaces);
      if (isFault(result)) throw new Error(result.message);
      return result;
    };
    expect(equalValues(list("decimal", "1 2"), list("decimal", "1.0  2.0"))).toBe(true);
    expect(equalValues(list("decimal", "1 2"), list("decimal", "2 1"))).toBe(false);
    expect(equalValues(list("decimal", "1"), list("decimal", "1 1"))).toBe(false);
    expect(equalValues(list("decimal", "1"), value("decimal", "1"))).toBe(false);
  });
});

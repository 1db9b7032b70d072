import { describe, expect, test } from "vitest";
import { builtInNames } from "../../../src/datatypes/built-in-registry.js";
import { builtin, findBuiltin } from "../../../src/datatypes/builtins.js";
import { namespaces } from "./namespaces.js";

const cases: readonly { type: string; valid: readonly string[]; invalid: readonly string[] }[] = [
  { type: "anySimpleType", valid: ["", " x ", "1"], invalid: [] },
  { type: "string", valid: ["", " \t", "😀"], invalid: [] },
  { type: "boolean", valid: ["true", "false", "1", "0", " true\n"], invalid: ["", "TRUE", "00", "t", "true false"] },
  {
    type: "decimal",
    valid: ["0", "-1.50", "+.5", "5.", "007", `${"9".repeat(400)}.${"1".repeat(400)}`, "\t1 "],
    invalid: ["", ".", "+", "1e3", "1,5", "1 2", "INF", "--1", "٣"],
  },
  {
    type: "float",
    valid: ["1", "-0", "1e-400", "1E+5", ".5e1", "5.E1", "INF", "-INF", "NaN"],
    invalid: ["+INF", "inf", "1e", "e5", "1e1.5", "0x1", ""],
  },
  { type: "double", valid: ["1", "1e309", "NaN"], invalid: ["Infinity", "1d", "nan"] },
  {
    type: "duration",
    valid: ["P1Y", "-P1Y2M3DT4H5M6.7S", "PT0S", "P0M", "PT36H", "P1M", "PT1M"],
    invalid: [
      "",
      "P",
      "P1YT",
      "PT",
      "P1S",
      "P1H",
      "PT1D",
      "P-1Y",
      "P1M1Y",
      "PT1.S",
      "PT.5S",
      "PT1.5M",
      "P1.5Y",
      "+P1Y",
      "PT5m",
      "1Y",
      "P1Y1Y",
    ],
  },
  {
    type: "dateTime",
    valid: [
      "2004-04-12T13:20:00",
      "2004-04-12T13:20:00.5",
      "2004-04-12T13:20:00Z",
      "2004-04-12T13:20:00-14:00",
      "-0045-01-01T00:00:00",
      "123456789012345678901-12-31T24:00:00",
      "1999-12-31T24:00:00.000",
      "2000-02-29T00:00:00",
      `2004-04-12T13:20:00.${"1".repeat(200)}`,
    ],
    invalid: [
      "0000-01-01T00:00:00",
      "-0000-01-01T00:00:00",
      "+2004-04-12T13:20:00",
      "02004-04-12T13:20:00",
      "204-04-12T13:20:00",
      "2004-02-30T00:00:00",
      "1900-02-29T00:00:00",
      "2001-02-29T00:00:00",
      "2004-04-31T00:00:00",
      "2004-13-01T00:00:00",
      "2004-00-01T00:00:00",
      "2004-04-12T24:00:01",
      "2004-04-12T24:00:00.1",
      "2004-04-12T25:00:00",
      "2004-04-12T13:60:00",
      "2004-04-12T13:20:60",
      "2004-04-12T13:20:00.",
      "2004-04-12T13:20",
      "2004-04-12 13:20:00",
      "2004-04-12t13:20:00z",
      "2004-04-12T13:20:00+14:01",
      "2004-04-12T13:20:00+1:00",
      "2004-04-12T13:20:00+13:60",
      "2004-04-12",
    ],
  },
  {
    type: "time",
    valid: ["13:20:00", "24:00:00", "13:20:30.555Z", "00:00:00+14:00"],
    invalid: ["13:20", "24:00:01", "1:20:00", "13:20:00z", "T13:20:00"],
  },
  {
    type: "date",
    valid: ["2004-04-12", "-0045-01-01", "12004-04-12", "2004-02-29Z"],
    invalid: ["2004-4-12", "99-04-12", "2004-04-32", "2003-02-29", "2004-04-12T"],
  },
  { type: "gYearMonth", valid: ["2004-04", "-0045-01Z"], invalid: ["2004-13", "2004", "04-2004", "0000-01"] },
  { type: "gYear", valid: ["2004", "12004", "-0001", "2004+05:00"], invalid: ["99", "0000", "02004", "2004-13", "2004+15:00"] },
  { type: "gMonthDay", valid: ["--02-29", "--12-31Z"], invalid: ["--02-30", "--04-31", "02-29", "--2-29", "--13-01"] },
  { type: "gDay", valid: ["---31", "---01-14:00"], invalid: ["---32", "---00", "--01", "---1"] },
  { type: "gMonth", valid: ["--04", "--12Z", "--01-01:00"], invalid: ["--13", "--00", "--4", "--04--", "04"] },
  { type: "hexBinary", valid: ["", "0fB7", " 0F "], invalid: ["0", "0G", "0F 0F"] },
  {
    type: "base64Binary",
    valid: ["", "YQ==", "YWI=", "YWJj", "Y W J j", "Y Q = =", "\n YWJj \n YQ==\t"],
    invalid: ["YQ", "YQ=", "YR==", "YWJ=x", "YWL=", "=", "YWJj=", "Y===", "YQ==YQ==", "YW-_", "é"],
  },
  {
    type: "anyURI",
    valid: [
      "",
      "http://a.b/c?d#e",
      "a b",
      "ü",
      "..",
      "#",
      "?",
      "///",
      "a/b:c",
      "urn:x",
      "http://[::1]:80/",
      "//a\\b",
      "{}|^`<>",
      "%20",
      "http://[1::1.2.3.4]/",
      "a:///",
      "a:?b",
      "a:b:c",
      "a://b:80?c=d/e",
      "mailto:a@b",
    ],
    invalid: [
      ":a",
      "a:",
      "1a:b",
      "a_b:c",
      "a:b\n#c#",
      "%",
      "%zz",
      "a#b#c",
      "//",
      "http://",
      "http://?a",
      "[",
      "http://a/[",
      "http://[:::]/",
      "http://[1:2]/",
    ],
  },
  { type: "QName", valid: ["x", "a:x", " a:x ", "é"], invalid: ["", ":x", "a:", "b:x", "a:b:c", "1x", "a:1"] },
  { type: "NOTATION", valid: ["x", "a:x"], invalid: ["b:x", "a:"] },
  { type: "normalizedString", valid: ["a\tb", " "], invalid: [] },
  { type: "token", valid: ["  a  b "], invalid: [] },
  { type: "language", valid: ["en", "de-AT", "x-klingon", "i-2"], invalid: ["", "abcdefghi", "en-", "1en", "en_US", "-en"] },
  { type: "NMTOKEN", valid: ["-1", "a.b", ":", "·"], invalid: ["", "a b", "a/b"] },
  { type: "Name", valid: ["a", ":a:b", "_1", "、", "𐀀"], invalid: ["", "1", "-a", "·a", "a b", "×"] },
  { type: "NCName", valid: ["a", "_1"], invalid: ["", "a:b", ":a", "1"] },
  { type: "ID", valid: ["a"], invalid: ["a:b", "1"] },
  { type: "IDREF", valid: ["a"], invalid: ["a:b", ""] },
  { type: "ENTITY", valid: ["a"], invalid: ["a:b", ""] },
  { type: "NMTOKENS", valid: ["a", " a  1\n-"], invalid: ["", " ", "a ,"] },
  { type: "IDREFS", valid: ["a b"], invalid: ["", "a 1"] },
  { type: "ENTITIES", valid: ["a b"], invalid: ["", "a 1"] },
  { type: "integer", valid: ["0", "-0", "+5", "007", "9".repeat(500)], invalid: ["", "1.0", "1.", "-", "1e3"] },
  { type: "nonPositiveInteger", valid: ["0", "-5", "-0", "+0"], invalid: ["1"] },
  { type: "negativeInteger", valid: ["-1"], invalid: ["0", "-0"] },
  { type: "long", valid: ["9223372036854775807", "-9223372036854775808"], invalid: ["9223372036854775808", "-9223372036854775809"] },
  { type: "int", valid: ["2147483647", "-2147483648", "+00000000000000000001"], invalid: ["2147483648", "-2147483649", "1.0"] },
  { type: "short", valid: ["32767", "-32768"], invalid: ["32768"] },
  { type: "byte", valid: ["127", "-128"], invalid: ["128", "-129"] },
  { type: "nonNegativeInteger", valid: ["0", "-0"], invalid: ["-1"] },
  { type: "unsignedLong", valid: ["18446744073709551615"], invalid: ["18446744073709551616", "-1"] },
  { type: "unsignedInt", valid: ["4294967295"], invalid: ["4294967296"] },
  { type: "unsignedShort", valid: ["65535"], invalid: ["65536"] },
  { type: "unsignedByte", valid: ["255"], invalid: ["256"] },
  { type: "positiveInteger", valid: ["1"], invalid: ["0", "-1"] },
];

describe("lexical spaces of the built-in types", () => {
  test("every built-in type has cases", () => {
    expect([...builtInNames].sort()).toEqual(cases.map(({ type }) => type).sort());
    expect(cases).toHaveLength(45);
  });

  for (const { type, valid, invalid } of cases) {
    test.each(valid)(`${type} accepts %j`, (text) => {
      expect(builtin(type).check(text, namespaces)).toBeUndefined();
    });
    if (invalid.length > 0) {
      test.each(invalid)(`${type} refuses %j`, (text) => {
        expect(builtin(type).check(text, namespaces)?.rule).toMatch(/^cvc-/);
      });
    }
  }

  test("an unknown name is not a built-in type", () => {
    expect(findBuiltin("constructor")).toBeUndefined();
    expect(findBuiltin("anyType")).toBeUndefined();
  });
});

describe("properties of the built-in types", () => {
  test.each([
    ["string", "preserve"],
    ["normalizedString", "replace"],
    ["token", "collapse"],
    ["int", "collapse"],
    ["NMTOKENS", "collapse"],
  ])("%s has white space %s", (type, whiteSpace) => {
    expect(builtin(type).whiteSpace).toBe(whiteSpace);
  });

  test.each([
    ["string", "string"],
    ["anyURI", "string"],
    ["QName", "string"],
    ["decimal", "string"],
    ["dateTime", "string"],
    ["boolean", "boolean"],
    ["float", "number"],
    ["int", "number"],
    ["unsignedInt", "number"],
    ["long", "bigint"],
    ["integer", "bigint"],
    ["positiveInteger", "bigint"],
    ["hexBinary", "bytes"],
    ["IDREFS", "list"],
  ])("%s is %s in TypeScript", (type, kind) => {
    expect(builtin(type).kind).toBe(kind);
  });
});

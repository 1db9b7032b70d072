import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtin } from "../../../src/datatypes/builtins.js";
import type { Datatype, FacetDefinition, FacetKind } from "../../../src/datatypes/datatype.js";
import { listOf, restrict, unionOf } from "../../../src/datatypes/derive.js";
import { DatatypeFault, isFault } from "../../../src/datatypes/fault.js";
import { blockPatterns } from "../../../src/datatypes/pattern/compile-pattern.js";
import { namespaces, qname } from "./namespaces.js";

function facets(...pairs: readonly (readonly [FacetKind, string])[]): FacetDefinition[] {
  return pairs.map(([kind, value]) => ({ kind, value, namespaces, patterns: blockPatterns }));
}

const xs = builtin;
const vat = restrict(xs("integer"), "{urn:x}Vat", facets(["enumeration", "7"], ["enumeration", "19"]));
const price = restrict(xs("decimal"), undefined, facets(["enumeration", "1.50"], ["enumeration", "20"]));
const start = restrict(xs("dateTime"), undefined, facets(["enumeration", "2000-01-01T00:00:00Z"]));
const word = restrict(xs("token"), undefined, facets(["enumeration", "low"], ["enumeration", "x y"]));
const fault = restrict(xs("QName"), undefined, facets(["enumeration", "a:Late"], ["enumeration", "a:Lost"]));
const level = unionOf([xs("int"), word], "{urn:x}Level");
const intOrString = unionOf([xs("int"), xs("string")], undefined);
const priceOrDate = restrict(
  unionOf([xs("decimal"), xs("date")], undefined),
  undefined,
  facets(["enumeration", "1.50"], ["enumeration", "2000-01-01"]),
);

const decoded: readonly (readonly [name: string, type: Datatype, raw: string, value: unknown])[] = [
  ["a string as it is", xs("string"), " a\tb ", " a\tb "],
  ["a normalized string", xs("normalizedString"), " a\tb ", " a b "],
  ["a token", xs("token"), "\n a \t b ", "a b"],
  ["a decimal as written", xs("decimal"), " +01.50 ", "+01.50"],
  ["a date as written", xs("date"), " 2004-04-12+01:00 ", "2004-04-12+01:00"],
  ["a boolean", xs("boolean"), " 1 ", true],
  ["an int", xs("int"), "42", 42],
  ["an int with sign and zeros", xs("int"), " +0042 ", 42],
  ["minus zero of an int", xs("int"), "-0", 0],
  ["minus zero of a long", xs("long"), "-0", 0n],
  ["a long", xs("long"), "-9223372036854775808", -9223372036854775808n],
  ["a long within small bounds", restrict(xs("long"), undefined, facets(["minInclusive", "1"], ["maxExclusive", "11"])), "10", 10],
  ["an integer of few digits", restrict(xs("integer"), undefined, facets(["totalDigits", "15"])), "-999999999999999", -999999999999999],
  ["an integer of many digits", restrict(xs("integer"), undefined, facets(["totalDigits", "16"])), "9", 9n],
  ["a double", xs("double"), "-0", -0],
  ["infinity", xs("double"), "-INF", Number.NEGATIVE_INFINITY],
  ["no number", xs("float"), "NaN", Number.NaN],
  ["a float", xs("float"), "0.1", Math.fround(0.1)],
  ["hexadecimal octets", xs("hexBinary"), "00fF", Uint8Array.of(0, 255)],
  ["base64 octets", xs("base64Binary"), " AP8 = ", Uint8Array.of(0, 255)],
  ["a qualified name", xs("QName"), " a:x ", "{urn:a}x"],
  ["a name without namespace", xs("QName"), "x", "x"],
  ["a list", listOf(xs("int"), undefined), " 1  2\n3 ", [1, 2, 3]],
  ["an empty list", listOf(xs("int"), undefined), " ", []],
  ["an enumerated integer", vat, "07", 7],
  ["an enumerated decimal as the schema has it", price, "+1.5", "1.50"],
  ["an enumerated moment as the schema has it", start, "2000-01-01T01:00:00+01:00", "2000-01-01T00:00:00Z"],
  ["an enumerated token", word, " x  y ", "x y"],
  ["an enumerated QName", fault, "a:Lost", "{urn:a}Lost"],
  ["a union's first member", level, " 5 ", 5],
  ["a union's second member", level, "low", "low"],
  ["a union keeps what its member keeps", intOrString, " x ", " x "],
  ["an enumerated union as the schema has it", priceOrDate, "1.5", "1.50"],
  ["a list of a union", listOf(level, undefined), "5 low", [5, "low"]],
];

describe("decode", () => {
  test.each(decoded)("%s", (_name, type, raw, value) => {
    expect(type.decode(raw, namespaces)).toEqual(value);
    expect(type.check(raw, namespaces)).toBeUndefined();
  });

  test.each(decoded)("encode and decode again: %s", (_name, type, raw) => {
    const value = type.decode(raw, namespaces);
    const text = type.encode(value, qname);
    expect(isFault(text)).toBe(false);
    expect(type.decode(String(text), namespaces)).toEqual(value);
  });
});

describe("encode", () => {
  const written: readonly (readonly [type: Datatype, value: unknown, text: string])[] = [
    [xs("int"), -0, "0"],
    [xs("boolean"), true, "true"],
    [xs("double"), -0, "-0"],
    [xs("double"), 1e300, "1E300"],
    [xs("double"), Number.POSITIVE_INFINITY, "INF"],
    [xs("float"), Math.fround(0.1), "0.1"],
    [xs("float"), 3.4028234663852886e38, "3.4028235E38"],
    [xs("hexBinary"), Uint8Array.of(10, 255), "0AFF"],
    [xs("base64Binary"), Uint8Array.of(97), "YQ=="],
    [xs("QName"), "{urn:a}x", "a:x"],
    [xs("NMTOKENS"), ["a", "b"], "a b"],
    [level, "low", "low"],
    [restrict(xs("boolean"), undefined, facets(["pattern", "[01]"])), true, "1"],
    [restrict(xs("int"), undefined, facets(["pattern", "\\d{5}"])), 1234, "01234"],
    [restrict(xs("double"), undefined, facets(["pattern", "\\d\\.\\d{2}E\\d"])), 150, "1.50E2"],
  ];
  test.each(written)("%# %s", (type, value, text) => {
    expect(type.encode(value, qname)).toBe(text);
  });

  const refused: readonly (readonly [name: string, type: Datatype, value: unknown])[] = [
    ["a number for a string", xs("string"), 5],
    ["a string for an int", xs("int"), "5"],
    ["a fraction for an int", xs("int"), 1.5],
    ["a bigint for an int", xs("int"), 5n],
    ["a number for a long", xs("long"), 5],
    ["an int out of range", xs("int"), 2147483648],
    ["a number for a decimal", xs("decimal"), 1.5],
    ["a malformed decimal", xs("decimal"), "1,5"],
    ["a token that readers would change", xs("token"), "a  b"],
    ["a normalized string that readers would change", xs("normalizedString"), "a\nb"],
    ["a decimal with space around", xs("decimal"), " 1"],
    ["undefined", xs("string"), undefined],
    ["null", xs("boolean"), null],
    ["an array for octets", xs("hexBinary"), [1]],
    ["a QName without local name", xs("QName"), "{urn:a}"],
    ["no array for a list", xs("NMTOKENS"), "a"],
    ["an empty list of tokens", xs("NMTOKENS"), []],
    ["a list item with space", listOf(xs("string"), undefined), ["a b"]],
    ["an empty list item", listOf(xs("string"), undefined), [""]],
    ["a value out of the enumeration", word, "high"],
    ["a QName out of the enumeration", fault, "{urn:b}Late"],
    ["a text that an earlier member takes", intOrString, "5"],
    ["nothing that a member takes", level, true],
  ];
  test.each(refused)("refuses %s", (_name, type, value) => {
    expect(type.encode(value, qname)).toBeInstanceOf(DatatypeFault);
  });
});

describe("every value survives the wire", () => {
  const roundTrip = (type: Datatype, value: unknown): void => {
    const text = type.encode(value, qname);
    expect(text).toBeTypeOf("string");
    expect(type.decode(String(text), namespaces)).toEqual(value);
  };
  test("double", () => fc.assert(fc.property(fc.double(), (value) => roundTrip(xs("double"), value))));
  test("float", () => fc.assert(fc.property(fc.float(), (value) => roundTrip(xs("float"), value))));
  test("int", () => fc.assert(fc.property(fc.integer(), (value) => roundTrip(xs("int"), value))));
  test("long", () => fc.assert(fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => roundTrip(xs("long"), value))));
  test("integer", () => fc.assert(fc.property(fc.bigInt(), (value) => roundTrip(xs("integer"), value))));
  test("string", () => fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => roundTrip(xs("string"), value))));
  test("hexBinary", () => fc.assert(fc.property(fc.uint8Array(), (value) => roundTrip(xs("hexBinary"), value))));
  test("base64Binary", () => fc.assert(fc.property(fc.uint8Array(), (value) => roundTrip(xs("base64Binary"), value))));
  test("list of int", () => fc.assert(fc.property(fc.array(fc.integer()), (value) => roundTrip(listOf(xs("int"), undefined), value))));
});

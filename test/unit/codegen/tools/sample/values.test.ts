import { describe, expect, it } from "vitest";
import { DocumentPrefixes } from "../../../../../codegen/tools/sample/prefixes.js";
import { Random } from "../../../../../codegen/tools/sample/random.js";
import { textFor } from "../../../../../codegen/tools/sample/values.js";
import { builtin } from "../../../../../src/datatypes/builtins.js";
import type { Datatype, FacetKind } from "../../../../../src/datatypes/datatype.js";
import { listOf, restrict, unionOf } from "../../../../../src/datatypes/derive.js";
import { blockPatterns } from "../../../../../src/datatypes/pattern/compile-pattern.js";

type Facet = readonly [FacetKind, string];

function typeOf(base: string | Datatype, ...facets: readonly Facet[]): Datatype {
  const type = typeof base === "string" ? builtin(base) : base;
  return restrict(
    type,
    undefined,
    facets.map(([kind, value]) => ({ kind, value, patterns: blockPatterns })),
  );
}

const types: readonly (readonly [string, Datatype])[] = [
  ...[
    "string",
    "boolean",
    "decimal",
    "float",
    "double",
    "duration",
    "dateTime",
    "time",
    "date",
    "gYearMonth",
    "gYear",
    "gMonthDay",
    "gDay",
  ],
  ...["gMonth", "hexBinary", "base64Binary", "anyURI", "QName", "normalizedString", "token", "language", "NMTOKEN", "NMTOKENS", "Name"],
  ...["NCName", "ID", "IDREF", "IDREFS", "integer", "nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte"],
  ...["nonNegativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "positiveInteger"],
].map((name) => [name, builtin(name)] as const);

const restricted: readonly (readonly [string, Datatype])[] = [
  ["a narrow range", typeOf("decimal", ["minExclusive", "1.004"], ["maxExclusive", "1.006"])],
  ["a negative range", typeOf("int", ["minInclusive", "-20"], ["maxInclusive", "-10"])],
  ["beyond 2^64", typeOf("integer", ["minInclusive", "100000000000000000000000"])],
  ["few digits", typeOf("decimal", ["totalDigits", "3"], ["fractionDigits", "2"])],
  ["a range of floats", typeOf("double", ["minInclusive", "0.25"], ["maxExclusive", "0.26"])],
  ["a day behind a date", typeOf("date", ["minExclusive", "1999-12-30"], ["maxInclusive", "1999-12-31"])],
  ["a year", typeOf("gYear", ["minInclusive", "1888"], ["maxExclusive", "1889"])],
  ["a date with a zone", typeOf("dateTime", ["pattern", ".*[+\\-]\\d\\d:\\d\\d"])],
  ["a date without a zone", typeOf("date", ["pattern", "[^Z:]*"])],
  ["an exact length", typeOf("string", ["length", "33"])],
  ["a pattern and a length", typeOf("string", ["pattern", "[A-Z]*-[0-9]*"], ["length", "21"])],
  ["a key number", typeOf("token", ["pattern", "[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}"])],
  ["patterns of two steps", typeOf(typeOf("string", ["pattern", "a.*"]), ["pattern", ".*b.{3}"])],
  ["patterns that share little", typeOf(typeOf("string", ["pattern", "(ab)*"]), ["pattern", "(aba|bab)*"], ["minLength", "1"])],
  ["a number with a pattern", typeOf("int", ["pattern", "\\d{4}"], ["minInclusive", "2000"], ["maxInclusive", "2005"])],
  ["octets", typeOf("hexBinary", ["length", "16"])],
  ["a script", typeOf("string", ["pattern", "\\p{IsGreek}{3}"])],
  ["an enumeration cut by a pattern", typeOf(typeOf("token", ["enumeration", "aa"], ["enumeration", "bb"]), ["pattern", "b+"])],
  ["a list", typeOf(listOf(typeOf("int", ["minInclusive", "5"]), undefined), ["length", "4"])],
  ["a union", unionOf([typeOf("int", ["pattern", "x"]), typeOf("token", ["enumeration", "unbounded"])], undefined)],
];

describe("values", () => {
  it.each([...types, ...restricted])("%s", (_, type) => {
    const prefixes = new DocumentPrefixes();
    for (let seed = 0; seed < 25; seed++) {
      const text = textFor(type, { random: new Random(seed), prefixes, namespace: "urn:x" });
      expect(text).toBeDefined();
      expect(type.check(text ?? "", prefixes)).toBeUndefined();
    }
  });

  it("of an ENTITY are not made, since a document would have to declare it", () => {
    const context = { random: new Random(1), prefixes: new DocumentPrefixes(), namespace: "urn:x" };
    expect(textFor(builtin("ENTITY"), context)).toBeUndefined();
  });
});

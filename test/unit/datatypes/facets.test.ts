import { describe, expect, test } from "vitest";
import { builtin } from "../../../src/datatypes/builtins.js";
import type { Datatype, FacetDefinition, FacetKind } from "../../../src/datatypes/datatype.js";
import { listOf, restrict, unionOf } from "../../../src/datatypes/derive.js";
import { blockPatterns } from "../../../src/datatypes/pattern/compile-pattern.js";
import { cpuTime } from "../../support/cpu-time.js";
import { namespaces } from "./namespaces.js";

function restricted(base: Datatype, ...pairs: readonly (readonly [FacetKind, string])[]): Datatype {
  const facets: FacetDefinition[] = pairs.map(([kind, value]) => ({ kind, value, namespaces, patterns: blockPatterns }));
  return restrict(base, undefined, facets);
}

const xs = builtin;
const percent = restricted(xs("decimal"), ["minInclusive", "0"], ["maxExclusive", "100"]);
const code = restricted(restricted(xs("string"), ["pattern", "[A-Z]+"], ["pattern", "[0-9]+"]), ["pattern", ".{2,4}"]);
const intOrDay = unionOf([xs("int"), xs("gDay")], undefined);
/** The first member has white space of its own. */
const textOrToken = unionOf([restricted(xs("string"), ["pattern", " .*"]), xs("token")], undefined);

const cases: readonly (readonly [name: string, type: Datatype, raw: string, rule: string | undefined])[] = [
  ["length counts characters", restricted(xs("string"), ["length", "2"]), "😀é", undefined],
  ["length", restricted(xs("string"), ["length", "2"]), "abc", "cvc-length-valid"],
  ["length after white space", restricted(xs("token"), ["length", "1"]), "  a  ", undefined],
  ["minLength", restricted(xs("anyURI"), ["minLength", "2"]), "a", "cvc-minLength-valid"],
  ["maxLength", restricted(xs("NCName"), ["maxLength", "2"]), "abc", "cvc-maxLength-valid"],
  ["length counts octets", restricted(xs("hexBinary"), ["length", "2"]), "0aFF", undefined],
  ["length of base64", restricted(xs("base64Binary"), ["maxLength", "2"]), "YWJj", "cvc-maxLength-valid"],
  ["length of a list counts items", restricted(listOf(xs("int"), undefined), ["length", "2"]), "100 200", undefined],
  ["length of a list", restricted(listOf(xs("int"), undefined), ["length", "2"]), "1", "cvc-length-valid"],
  ["length restricts no QName", restricted(xs("QName"), ["length", "1"]), "a:long", undefined],
  ["inclusive bound", percent, "0.0", undefined],
  ["exclusive bound", percent, "100.0", "cvc-maxExclusive-valid"],
  ["inherited bound", restricted(percent, ["maxInclusive", "50"]), "-1", "cvc-minInclusive-valid"],
  ["own bound", restricted(percent, ["maxInclusive", "50"]), "50.1", "cvc-maxInclusive-valid"],
  ["bound of a date without zone", restricted(xs("date"), ["minInclusive", "2000-01-01"]), "2000-01-01Z", "cvc-minInclusive-valid"],
  ["bound of a duration", restricted(xs("duration"), ["minExclusive", "P1M"]), "P31D", "cvc-minExclusive-valid"],
  ["NaN is out of every bound", restricted(xs("float"), ["maxInclusive", "INF"]), "NaN", "cvc-maxInclusive-valid"],
  ["NaN is within a bound of NaN", restricted(xs("float"), ["maxInclusive", "NaN"]), "NaN", undefined],
  ["totalDigits counts values, not texts", restricted(xs("decimal"), ["totalDigits", "3"]), "0012.3000", undefined],
  ["totalDigits counts zeros behind the point", restricted(xs("decimal"), ["totalDigits", "2"]), "0.001", "cvc-totalDigits-valid"],
  ["totalDigits", restricted(xs("integer"), ["totalDigits", "2"]), "100", "cvc-totalDigits-valid"],
  ["fractionDigits", restricted(xs("decimal"), ["fractionDigits", "1"]), "1.50", undefined],
  ["fractionDigits exceeded", restricted(xs("decimal"), ["fractionDigits", "1"]), "1.55", "cvc-fractionDigits-valid"],
  ["patterns of one step are alternatives", code, "123", undefined],
  ["patterns of two steps must both match", code, "ABCDE", "cvc-pattern-valid"],
  ["patterns of two steps must both match, the first too", code, "A1", "cvc-pattern-valid"],
  ["patterns see the text after white space", restricted(xs("int"), ["pattern", "\\d"]), " 5 ", undefined],
  ["enumeration compares values", restricted(xs("decimal"), ["enumeration", "1.0"]), "1", undefined],
  ["enumeration", restricted(xs("token"), ["enumeration", "a"], ["enumeration", "b"]), "c", "cvc-enumeration-valid"],
  ["enumeration of lists", restricted(listOf(xs("decimal"), undefined), ["enumeration", "1 2"]), "1.0  2.0", undefined],
  ["enumeration of lists in order", restricted(listOf(xs("decimal"), undefined), ["enumeration", "1 2"]), "2 1", "cvc-enumeration-valid"],
  ["enumeration of QNames compares names", restricted(xs("QName"), ["enumeration", "a:x"]), "x", "cvc-enumeration-valid"],
  ["enumeration of a union compares in the member", restricted(intOrDay, ["enumeration", "1"]), "01", undefined],
  ["enumeration of a union", restricted(intOrDay, ["enumeration", "---01"]), "1", "cvc-enumeration-valid"],
  ["pattern of a union", restricted(intOrDay, ["pattern", "\\d"]), "---01", "cvc-pattern-valid"],
  ["pattern of a union sees what its member made", restricted(textOrToken, ["pattern", "[^ ]+"]), "a ", undefined],
  ["pattern of a union sees what its member kept", restricted(textOrToken, ["pattern", "[^ ]+"]), " a", "cvc-pattern-valid"],
  ["pattern of a list", restricted(listOf(xs("int"), undefined), ["pattern", "1( \\d)*"]), "1  2\t3", undefined],
  ["no member of a union", intOrDay, "x", "cvc-datatype-valid.1.2.3"],
  ["an item of a list", listOf(xs("int"), undefined), "1 x", "cvc-datatype-valid.1.2.1"],
  ["white space made stricter", restricted(xs("string"), ["whiteSpace", "collapse"], ["length", "3"]), " a \n b ", undefined],
];

describe("facets", () => {
  test.each(cases)("%s", (_name, type, raw, rule) => {
    expect(type.check(raw, namespaces)?.rule).toBe(rule);
    const value = type.valueOf(raw, namespaces);
    expect("rule" in value ? value.rule : undefined).toBe(rule);
    expect(type.validatingType(raw, namespaces) === undefined).toBe(rule !== undefined);
  });

  test("a union finds the member that accepts", () => {
    const nested = unionOf([xs("boolean"), intOrDay], undefined);
    expect(nested.validatingType("---01", namespaces)).toBe(xs("gDay"));
    expect(nested.validatingType("1", namespaces)).toBe(xs("boolean"));
    expect(nested.validatingType("x", namespaces)).toBeUndefined();
  });

  test("the fault says what was found and expected", () => {
    expect(percent.check("1200", namespaces)).toMatchObject({ rule: "cvc-maxExclusive-valid", found: "1200", expected: "less than 100" });
    expect(xs("byte").check("1200", namespaces)?.message).toBe('"1200" is not at most 127');
  });

  test("effective facets", () => {
    const type = restricted(restricted(percent, ["maxInclusive", "50"]), ["fractionDigits", "2"]);
    expect(type.facets.minInclusive?.lexical).toBe("0");
    expect(type.facets.maxInclusive?.lexical).toBe("50");
    expect(type.facets.fractionDigits).toBe(2);
    expect(type.facets.totalDigits).toBeUndefined();
  });

  test("deeply nested unions with facets cost no more than their depth", () => {
    let type = xs("int");
    for (let depth = 0; depth < 60; depth++) type = restricted(unionOf([xs("boolean"), type], undefined), ["pattern", ".+"]);
    expect(type.decode("42", namespaces)).toBe(42);
    expect(type.check("x", namespaces)?.rule).toBe("cvc-datatype-valid.1.2.3");
  });

  test("declaring types computes nothing", () => {
    const types: Datatype[] = [];
    const declare = (): void => {
      for (let index = 0; index < 5_000; index++) {
        types.push(restricted(xs("string"), ["pattern", `a{1,${index}}[\\p{L}]+`], ["enumeration", "aa"], ["maxLength", "9"]));
      }
    };
    expect(cpuTime(declare)).toBeLessThan(200);
    expect(types).toHaveLength(5_000);
  });
});

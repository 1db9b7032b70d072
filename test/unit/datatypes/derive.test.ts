import { describe, expect, test } from "vitest";
import { builtin } from "../../../src/datatypes/builtins.js";
import { isDerivedFrom, listOf, restrict, unionOf } from "../../../src/datatypes/derive.js";
import { blockPatterns } from "../../../src/datatypes/pattern/compile-pattern.js";

const xs = builtin;
const small = restrict(xs("int"), "{urn:x}Small", [{ kind: "maxInclusive", value: "9" }]);
const smalls = listOf(small, "{urn:x}Smalls");
const either = unionOf([xs("int"), xs("date")], "{urn:x}Either");
const narrow = restrict(either, "{urn:x}Narrow", [{ kind: "pattern", value: "1", patterns: blockPatterns }]);

describe("derivation", () => {
  test.each([
    ["a type from itself", xs("int"), xs("int"), true],
    ["a restriction", small, xs("int"), true],
    ["a restriction of a restriction", small, xs("decimal"), true],
    ["everything from anySimpleType", small, xs("anySimpleType"), true],
    ["a list from anySimpleType", smalls, xs("anySimpleType"), true],
    ["a built-in list", xs("IDREFS"), xs("anySimpleType"), true],
    ["a union from anySimpleType", either, xs("anySimpleType"), true],
    ["a member from its union", xs("date"), either, true],
    ["a restriction of a member from the union", small, either, true],
    ["a restricted union", narrow, either, true],
    ["a base from its restriction", xs("int"), small, false],
    ["a sibling", xs("short"), xs("unsignedByte"), false],
    ["a list from its item", smalls, small, false],
    ["a union from its member", either, xs("int"), false],
    ["a type that is not a member", xs("string"), either, false],
  ])("%s", (_name, type, ancestor, want) => {
    expect(isDerivedFrom(type, ancestor)).toBe(want);
  });

  test("a blocked step cuts the derivation", () => {
    expect(isDerivedFrom(small, xs("decimal"), (base) => base === xs("long"))).toBe(false);
    expect(isDerivedFrom(small, xs("long"), (base) => base === xs("integer"))).toBe(true);
    expect(isDerivedFrom(small, either, () => true)).toBe(false);
    expect(isDerivedFrom(small, small, () => true)).toBe(true);
  });
});

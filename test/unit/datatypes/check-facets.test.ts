import { describe, expect, test } from "vitest";
import { builtin } from "../../../src/datatypes/builtins.js";
import { checkFacets, lacksNotationEnumeration } from "../../../src/datatypes/check-facets.js";
import type { Datatype, FacetDefinition, FacetKind } from "../../../src/datatypes/datatype.js";
import { listOf, restrict, unionOf } from "../../../src/datatypes/derive.js";
import { blockPatterns } from "../../../src/datatypes/pattern/compile-pattern.js";
import { namespaces } from "./namespaces.js";

type Pairs = readonly (readonly [FacetKind, string])[];

function facets(pairs: Pairs, fixed = false): FacetDefinition[] {
  return pairs.map(([kind, value]) => ({ kind, value, fixed, namespaces, patterns: blockPatterns }));
}

const xs = builtin;
const of = (base: Datatype, ...pairs: Pairs): Datatype => restrict(base, undefined, facets(pairs));
const fixed = (base: Datatype, ...pairs: Pairs): Datatype => restrict(base, undefined, facets(pairs, true));
const ten = of(xs("int"), ["minInclusive", "1"], ["maxInclusive", "10"]);
const open = of(xs("int"), ["minExclusive", "1"], ["maxExclusive", "10"]);

const legal: readonly (readonly [name: string, base: Datatype, step: Pairs])[] = [
  ["nothing", xs("string"), []],
  [
    "lengths",
    xs("string"),
    [
      ["minLength", "1"],
      ["maxLength", "1"],
    ],
  ],
  [
    "several patterns and enumerations",
    xs("token"),
    [
      ["pattern", "a"],
      ["pattern", "b"],
      ["enumeration", "a"],
      ["enumeration", "a"],
    ],
  ],
  [
    "an exclusive bound repeated",
    open,
    [
      ["maxExclusive", "10"],
      ["minExclusive", "1"],
    ],
  ],
  [
    "bounds narrowed",
    ten,
    [
      ["minInclusive", "2"],
      ["maxExclusive", "10"],
    ],
  ],
  [
    "bounds that meet",
    xs("int"),
    [
      ["minInclusive", "2"],
      ["maxInclusive", "2"],
    ],
  ],
  [
    "exclusive bounds that meet",
    xs("int"),
    [
      ["minExclusive", "2"],
      ["maxExclusive", "2"],
    ],
  ],
  [
    "bounds that cannot be compared",
    xs("date"),
    [
      ["minInclusive", "2000-01-01"],
      ["maxInclusive", "2000-01-01Z"],
    ],
  ],
  ["white space made stricter", xs("string"), [["whiteSpace", "collapse"]]],
  ["white space repeated", xs("int"), [["whiteSpace", " collapse "]]],
  ["length within bounds of the base", of(xs("string"), ["minLength", "2"], ["maxLength", "4"]), [["length", "3"]]],
  [
    "digits",
    xs("decimal"),
    [
      ["totalDigits", "3"],
      ["fractionDigits", "3"],
    ],
  ],
  ["a fixed facet repeated", fixed(xs("string"), ["maxLength", "3"]), [["maxLength", "03"]]],
  ["an inclusive bound repeated", xs("byte"), [["maxInclusive", "127"]]],
  ["an exclusive bound repeated", open, [["maxExclusive", "10"]]],
  ["a fixed bound repeated", fixed(xs("decimal"), ["maxInclusive", "3"]), [["maxInclusive", "3.0"]]],
  [
    "facets of a list",
    listOf(xs("int"), undefined),
    [
      ["length", "2"],
      ["pattern", ".*"],
      ["enumeration", "1 2"],
    ],
  ],
  [
    "facets of a union",
    unionOf([xs("int"), xs("date")], undefined),
    [
      ["pattern", ".*"],
      ["enumeration", "1"],
    ],
  ],
  ["NMTOKENS with length", xs("NMTOKENS"), [["length", "3"]]],
  [
    "an enumeration of QNames",
    xs("QName"),
    [
      ["enumeration", "a:x"],
      ["length", "99"],
    ],
  ],
];

const illegal: readonly (readonly [rule: string, base: Datatype, step: Pairs])[] = [
  ["cos-applicable-facets", xs("boolean"), [["enumeration", "true"]]],
  ["cos-applicable-facets", xs("string"), [["totalDigits", "3"]]],
  ["cos-applicable-facets", xs("int"), [["length", "3"]]],
  ["cos-applicable-facets", xs("date"), [["maxLength", "3"]]],
  ["cos-applicable-facets", listOf(xs("int"), undefined), [["maxInclusive", "3"]]],
  ["cos-applicable-facets", unionOf([xs("int")], undefined), [["length", "3"]]],
  ["cos-applicable-facets", xs("float"), [["fractionDigits", "3"]]],
  ["cos-applicable-facets", xs("anySimpleType"), [["pattern", "a"]]],
  [
    "src-single-facet-value",
    xs("string"),
    [
      ["length", "1"],
      ["length", "1"],
    ],
  ],
  ["s4s-att-invalid-value", xs("string"), [["length", "-1"]]],
  ["s4s-att-invalid-value", xs("string"), [["minLength", "1.0"]]],
  ["s4s-att-invalid-value", xs("decimal"), [["totalDigits", "0"]]],
  ["s4s-att-invalid-value", xs("string"), [["whiteSpace", "trim"]]],
  ["whiteSpace-valid-restriction", xs("token"), [["whiteSpace", "replace"]]],
  ["whiteSpace-valid-restriction", xs("int"), [["whiteSpace", "preserve"]]],
  ["pattern-value-valid", xs("string"), [["pattern", "["]]],
  ["enumeration-valid-restriction", xs("int"), [["enumeration", "x"]]],
  ["enumeration-valid-restriction", ten, [["enumeration", "11"]]],
  ["enumeration-valid-restriction", xs("QName"), [["enumeration", "b:x"]]],
  // XSD 1.0 Part 2 §4.3.7: a value of the base type; byte's own 127 is not a value of an enumeration without it
  ["maxInclusive-valid-restriction", of(xs("byte"), ["enumeration", "5"]), [["maxInclusive", "127"]]],
  ["minInclusive-valid-restriction", of(xs("byte"), ["pattern", "\\d*"]), [["minInclusive", "-128"]]],
  ["length-valid-restriction", of(xs("string"), ["length", "3"]), [["length", "4"]]],
  ["minLength-valid-restriction", of(xs("string"), ["minLength", "3"]), [["minLength", "2"]]],
  ["minLength-valid-restriction", xs("IDREFS"), [["minLength", "0"]]],
  ["maxLength-valid-restriction", of(xs("string"), ["maxLength", "3"]), [["maxLength", "4"]]],
  [
    "minLength-less-than-equal-to-maxLength",
    xs("string"),
    [
      ["minLength", "3"],
      ["maxLength", "2"],
    ],
  ],
  ["minLength-less-than-equal-to-maxLength", of(xs("string"), ["maxLength", "3"]), [["minLength", "4"]]],
  [
    "length-minLength-maxLength",
    xs("string"),
    [
      ["length", "3"],
      ["minLength", "3"],
    ],
  ],
  ["length-minLength-maxLength", of(xs("string"), ["length", "3"]), [["maxLength", "3"]]],
  ["length-minLength-maxLength", of(xs("string"), ["maxLength", "3"]), [["length", "4"]]],
  ["length-minLength-maxLength", xs("NMTOKENS"), [["length", "0"]]],
  [
    "maxInclusive-maxExclusive",
    xs("int"),
    [
      ["maxInclusive", "3"],
      ["maxExclusive", "4"],
    ],
  ],
  [
    "minInclusive-minExclusive",
    xs("int"),
    [
      ["minInclusive", "3"],
      ["minExclusive", "2"],
    ],
  ],
  [
    "minInclusive-less-than-equal-to-maxInclusive",
    xs("decimal"),
    [
      ["minInclusive", "3"],
      ["maxInclusive", "2.99"],
    ],
  ],
  [
    "minExclusive-less-than-equal-to-maxExclusive",
    xs("date"),
    [
      ["minExclusive", "2000-01-02"],
      ["maxExclusive", "2000-01-01"],
    ],
  ],
  [
    "minExclusive-less-than-maxInclusive",
    xs("int"),
    [
      ["minExclusive", "3"],
      ["maxInclusive", "3"],
    ],
  ],
  [
    "minInclusive-less-than-maxExclusive",
    xs("int"),
    [
      ["minInclusive", "3"],
      ["maxExclusive", "3"],
    ],
  ],
  ["minInclusive-less-than-maxExclusive", xs("positiveInteger"), [["maxExclusive", "1"]]],
  ["minInclusive-valid-restriction", ten, [["minInclusive", "0"]]],
  ["minInclusive-valid-restriction", ten, [["minInclusive", "11"]]],
  ["minInclusive-valid-restriction", xs("int"), [["minInclusive", "x"]]],
  ["minInclusive-valid-restriction", xs("int"), [["minInclusive", "1.5"]]],
  ["minExclusive-valid-restriction", open, [["minExclusive", "0"]]],
  ["maxInclusive-valid-restriction", open, [["maxInclusive", "10"]]],
  ["maxInclusive-valid-restriction", of(xs("date"), ["maxInclusive", "2000-01-01"]), [["maxInclusive", "2000-01-01Z"]]],
  ["maxExclusive-valid-restriction", ten, [["maxExclusive", "11"]]],
  ["totalDigits-valid-restriction", of(xs("decimal"), ["totalDigits", "3"]), [["totalDigits", "4"]]],
  ["fractionDigits-valid-restriction", xs("integer"), [["fractionDigits", "1"]]],
  [
    "fractionDigits-less-than-equal-to-totalDigits",
    xs("decimal"),
    [
      ["totalDigits", "3"],
      ["fractionDigits", "4"],
    ],
  ],
  ["fractionDigits-less-than-equal-to-totalDigits", of(xs("decimal"), ["totalDigits", "3"]), [["fractionDigits", "4"]]],
  ["st-restrict-facets", fixed(xs("string"), ["maxLength", "3"]), [["maxLength", "2"]]],
  ["st-restrict-facets", fixed(xs("int"), ["minInclusive", "3"]), [["minInclusive", "4"]]],
  ["st-restrict-facets", fixed(xs("string"), ["whiteSpace", "replace"]), [["whiteSpace", "collapse"]]],
  ["st-restrict-facets", of(fixed(xs("string"), ["maxLength", "3"]), ["minLength", "1"]), [["maxLength", "2"]]],
];

describe("legality of facets", () => {
  test.each(legal)("legal: %s", (_name, base, step) => {
    expect(checkFacets(base, facets(step))).toEqual([]);
  });

  test.each(illegal)("%s %#", (rule, base, step) => {
    const definitions = facets(step);
    const problems = checkFacets(base, definitions);
    expect(problems.map((problem) => problem.rule)).toContain(rule);
    for (const { facet } of problems) expect(definitions).toContain(facet);
  });

  test("a type with illegal facets still answers", () => {
    const type = of(xs("int"), ["minInclusive", "x"], ["pattern", "["], ["totalDigits", "many"], ["enumeration", "y"]);
    expect(type.check("5", namespaces)?.rule).toBe("cvc-enumeration-valid");
  });

  test("NOTATION needs an enumeration", () => {
    expect(lacksNotationEnumeration(xs("NOTATION"))).toBe(true);
    expect(lacksNotationEnumeration(of(xs("NOTATION"), ["enumeration", "a:x"]))).toBe(false);
    expect(lacksNotationEnumeration(xs("QName"))).toBe(false);
  });
});

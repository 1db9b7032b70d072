import { describe, expect, test } from "vitest";
import { describeContent } from "../../../../codegen/lower/content/model-text.js";
import { multiply, normalizeContent } from "../../../../codegen/lower/content/normal-form.js";
import { schemaOf, xsd } from "../../../support/contracts.js";

/** The normal form of the content that an xs:complexType has, as a comment shows it. */
function normalForm(model: string): string | undefined {
  const type = schemaOf(xsd(`<xs:complexType name="T">${model}</xs:complexType>`)).types.get("T");
  if (type?.kind !== "complexType" || type.contentType.kind !== "elementOnly") return undefined;
  const content = normalizeContent(type.contentType.particle);
  return content && describeContent(content);
}

const a = '<xs:element name="a" type="xs:string"/>';
const b = '<xs:element name="b" type="xs:string"/>';
const sequence = (inner: string, bounds = "") => `<xs:sequence ${bounds}>${inner}</xs:sequence>`;
const choice = (inner: string, bounds = "") => `<xs:choice ${bounds}>${inner}</xs:choice>`;

describe("content models in normal form", () => {
  test.each([
    [sequence(a + sequence(b)), "(a, b)"],
    [sequence(sequence(sequence(a))), "(a)"],
    [choice(a + choice(b)), "(a | b)"],
    [choice(a + choice(b, 'minOccurs="0"')), "(a | b?)"],
    [choice(a + sequence("")), "(a?)"],
    [sequence(sequence(a, 'minOccurs="0"')), "(a?)"],
    [sequence(sequence(a, 'maxOccurs="3"'), 'maxOccurs="2"'), "(a{1,6})"],
    [sequence(sequence(a + b, 'minOccurs="0"')), "(a, b)?"],
    [sequence(a + choice(b, 'minOccurs="0" maxOccurs="0"')), "(a)"],
    [sequence(choice(a + b, 'maxOccurs="unbounded"')), "(a | b)+"],
    [choice(sequence(a) + sequence(b)), "(a | b)"],
  ])("%s is %s", (model, want) => {
    expect(normalForm(model)).toBe(want);
  });
});

describe("repetition within repetition", () => {
  test.each([
    [
      { min: 1, max: 1 },
      { min: 2, max: 5 },
      { min: 2, max: 5 },
    ],
    [
      { min: 0, max: 1 },
      { min: 0, max: Number.POSITIVE_INFINITY },
      { min: 0, max: Number.POSITIVE_INFINITY },
    ],
    [
      { min: 2, max: 2 },
      { min: 3, max: 3 },
      { min: 6, max: 6 },
    ],
    [{ min: 2, max: 2 }, { min: 1, max: 3 }, undefined],
    [
      { min: 2, max: 3 },
      { min: 2, max: 4 },
      { min: 4, max: 12 },
    ],
    [{ min: 2, max: 3 }, { min: 0, max: 1 }, undefined],
    [
      { min: 1, max: Number.POSITIVE_INFINITY },
      { min: 0, max: 1 },
      { min: 0, max: Number.POSITIVE_INFINITY },
    ],
  ])("%o in %o is %o", (inner, outer, want) => {
    expect(multiply(inner, outer)).toEqual(want);
  });

  test("is one range exactly where every sum can be reached", () => {
    for (let m = 0; m <= 3; m++)
      for (let n = Math.max(m, 1); n <= 4; n++)
        for (let k = 0; k <= 3; k++)
          for (let l = Math.max(k, 1); l <= 4; l++) {
            const sums = new Set<number>();
            for (let rounds = k; rounds <= l; rounds++) for (let sum = rounds * m; sum <= rounds * n; sum++) sums.add(sum);
            const isRange = Math.max(...sums) - Math.min(...sums) + 1 === sums.size;
            expect(multiply({ min: m, max: n }, { min: k, max: l }) !== undefined).toBe(isRange);
          }
  });
});

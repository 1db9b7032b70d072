/**
 * Built-in types come with the tables that name them. The tables here name few, so that the tests begin with most types not in use; what is found must not depend on it.
 */
import { describe, expect, it } from "vitest";
import { tryDecode } from "../../../src/runtime/decode.js";
import { complexType, type ElementCodec, element, xmlElement, xsAnyType, xsDecimal, xsString } from "../../../src/runtime-v2.js";

const Text = element("{urn:x}Text", () => xsString);
const Amount = element("{urn:x}Amount", () => xsDecimal);
const Anything = element("{urn:x}Anything", () => xsAnyType);
const WithAnyType = complexType("{urn:x}WithAny", { text: ["Text", () => xsString], other: ["any ##other lax", () => xmlElement] });
const WithAny = element("{urn:x}WithAny", () => WithAnyType);

const prefixes = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function issuesOf(codec: ElementCodec, xml: string): readonly string[] {
  const result = tryDecode(codec, xml);
  return result.ok ? [] : result.issues.map(({ id }) => id);
}

describe("xsi:type", () => {
  const cases: readonly (readonly [codec: ElementCodec, type: string, text: string, want: readonly string[]])[] = [
    [Text, "string", "a", []],
    [Text, "token", "a", []],
    [Text, "NCName", "1", ["cvc-datatype-valid.1.2.1"]],
    [Text, "float", "1", ["cvc-elt.4.3"]],
    [Text, "gMonth", "--01", ["cvc-elt.4.3"]],
    [Text, "NMTOKENS", "a b", ["cvc-elt.4.3"]],
    [Text, "nothing", "a", ["cvc-elt.4.2"]],
    [Amount, "unsignedByte", "255", []],
    [Amount, "unsignedByte", "256", ["cvc-maxInclusive-valid"]],
    [Amount, "double", "1", ["cvc-elt.4.3"]],
    [Anything, "date", "2026-02-30", ["cvc-datatype-valid.1.2.1"]],
    [Anything, "date", "2026-02-28", []],
    [Anything, "duration", "P1Y", []],
    [Anything, "IDREFS", "", ["cvc-minLength-valid"]],
  ];
  it.each(cases)("in %o: %s, %j", (codec, type, text, want) => {
    const local = codec.name.slice("{urn:x}".length);
    expect(issuesOf(codec, `<${local} xmlns="urn:x" ${prefixes} xsi:type="xs:${type}">${text}</${local}>`)).toEqual(want);
  });

  const days: readonly (readonly [day: string, want: readonly string[]])[] = [
    ["---31", []],
    ["---32", ["cvc-datatype-valid.1.2.1"]],
  ];
  it.each(days)("of an element that a wildcard admits: %s", (day, want) => {
    const other = `<o:Other xmlns:o="urn:o" ${prefixes} xsi:type="xs:gDay">${day}</o:Other>`;
    expect(issuesOf(WithAny, `<WithAny xmlns="urn:x"><Text>a</Text>${other}</WithAny>`)).toEqual(want);
  });
});

/**
 * Huge bounds and nested counters: compiled at once, matched in linear time; patterns that make backtracking matchers explode.
 * XSD 1.0 Part 1 §3.9 (particles), Part 2 appendix F (regular expressions)
 */
import type { LoadedSchema } from "soapwright/schema";
import { describe, expect, test } from "vitest";
import { xsd } from "../support/contracts.js";
import { growth } from "../support/cpu-time.js";
import { loadSchemaText } from "../support/schemas.js";

const load = (body: string): Promise<LoadedSchema> => loadSchemaText(xsd(body));
const root = (content: string): string => `<xs:element name="r"><xs:complexType>${content}</xs:complexType></xs:element>`;
const ids = (schema: LoadedSchema, text: string): readonly string[] => schema.validate(text).map(({ id }) => id);
const element = (name: string, bounds: string): string => `<xs:element name="${name}" type="xs:string" ${bounds}/>`;

const models: readonly {
  readonly name: string;
  readonly content: string;
  readonly valid: (size: number) => string;
  readonly invalid: readonly string[];
}[] = [
  {
    name: "one element up to a milliard times",
    content: `<xs:sequence>${element("a", 'maxOccurs="1000000000"')}</xs:sequence>`,
    valid: (size) => "<a/>".repeat(size),
    invalid: ["", "<b/>", "<a/><b/>"],
  },
  {
    name: "at least 10,000 times",
    content: `<xs:sequence>${element("a", 'minOccurs="10000" maxOccurs="1000000000"')}${element("b", "")}</xs:sequence>`,
    valid: (size) => `${"<a/>".repeat(size)}<b/>`,
    invalid: ["<a/><b/>", `${"<a/>".repeat(9999)}<b/>`, "<a/>".repeat(10_000)],
  },
  {
    name: "counters within counters within counters",
    content: `<xs:sequence minOccurs="2" maxOccurs="1000000000"><xs:sequence maxOccurs="1000000000">${element("a", 'minOccurs="2" maxOccurs="1000000000"')}${element("b", "")}</xs:sequence>${element("c", 'minOccurs="0" maxOccurs="1000000000"')}${element("d", "")}</xs:sequence>`,
    valid: (size) => "<a/><a/><b/><a/><a/><a/><b/><c/><d/>".repeat(size / 8),
    invalid: ["<a/><a/><b/><d/>", "<a/><b/><d/><a/><a/><b/><d/>", "<a/><a/><b/><d/><a/><a/><b/>", "<a/><a/><b/><d/><c/><d/>"],
  },
  {
    name: "a repeated choice of repeated elements",
    content: `<xs:choice minOccurs="3" maxOccurs="1000000000">${element("a", 'minOccurs="3" maxOccurs="3"')}${element("b", 'maxOccurs="1000000000"')}</xs:choice>`,
    valid: (size) => "<a/><a/><a/><b/><a/><a/><a/>".repeat(size / 8),
    invalid: ["<a/><a/><a/>", "<a/><a/><b/><b/><b/>"],
  },
  {
    name: "repeated wildcards",
    content:
      '<xs:sequence maxOccurs="1000000000"><xs:element name="a"/><xs:any namespace="urn:u" processContents="skip" minOccurs="2" maxOccurs="1000000000"/></xs:sequence>',
    valid: (size) => '<a/><u xmlns="urn:u"/><u xmlns="urn:u"/><u xmlns="urn:u"/>'.repeat(size / 8),
    invalid: ["<a/>", '<a/><u xmlns="urn:u"/>', '<a/><u xmlns="urn:u"/><a/>'],
  },
];

describe("bounds", () => {
  test.each(models)("$name", async ({ content, valid, invalid }) => {
    const schema = await load(root(content));
    const document = (size: number): string => `<r>${valid(size)}</r>`;
    expect(ids(schema, document(16_000))).toEqual([]);
    for (const text of invalid) expect(ids(schema, `<r>${text}</r>`), text.slice(0, 60)).not.toEqual([]);
    expect(growth((size) => schema.validate(document(size)), 16_000)).toBeLessThan(10);
  });

  test("groups nested a hundred deep, each with a huge bound, are compiled at once", async () => {
    let content = element("a", 'maxOccurs="1000000000"');
    for (let depth = 0; depth < 100; depth++)
      content = `<xs:sequence minOccurs="0" maxOccurs="1000000000">${content}${element(`e${depth}`, "")}</xs:sequence>`;
    const schema = await load(root(content));
    const closing = Array.from({ length: 100 }, (_, depth) => `<e${depth}/>`).join("");
    expect(ids(schema, `<r>${"<a/>".repeat(1000)}${closing}</r>`)).toEqual([]);
    expect(ids(schema, `<r><a/>${closing}<a/></r>`)).toEqual(["cvc-complex-type.2.4.b"]);
  });
});

const many = (text: string) => (size: number) => text.repeat(Math.ceil(size / text.length));

/** Patterns with values that nearly match: backtracking matchers try each of exponentially (or polynomially) many ways. */
const patterns: readonly (readonly [string, (size: number) => string, boolean])[] = [
  ["(a+)+", (size) => `${many("a")(size)}!`, false],
  ["(a+)+", many("a"), true],
  ["(a|a)*b", many("a"), false],
  ["(a|aa)+", (size) => `${many("a")(size)}b`, false],
  ["(x+x+)+y", many("x"), false],
  ["([a-z]+)*\\d", many("abc"), false],
  [".*.*.*=.*", many("x"), false],
  ["(.*a){20}", (size) => `${many("a")(size)}b`, false],
  ["(a?){50}a{50}", many("a"), false],
  ["(a{0,100}b?){0,100}", (size) => `${many("a")(size)}c`, false],
  ["(\\w+\\s?)*", (size) => `${many("ab ")(size)}!`, false],
  ["((a*)*)*", (size) => `${many("a")(size)}!`, false],
  ["(a|b|ab)*c", many("ab"), false],
  ["([\\w\\-]+\\.)*[\\w\\-]+@([\\w\\-]+\\.)+[a-z]{2,6}", many("a."), false],
];

describe("patterns on 100,000 characters", () => {
  test.each(patterns)("%s", async (pattern, value, isValid) => {
    const type = `<xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${pattern}"/></xs:restriction></xs:simpleType>`;
    const schema = await load(`<xs:element name="r">${type}</xs:element>`);
    const found = ids(schema, `<r>${value(100_000)}</r>`);
    expect(found).toEqual(isValid ? [] : ["cvc-pattern-valid"]);
    expect(growth((size) => schema.validate(`<r>${value(size)}</r>`), 25_000)).toBeLessThan(10);
  });
});

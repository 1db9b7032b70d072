/**
 * What wildcards and xs:anyType admit is validated while it is written: the issues are those that reading the document gives, and a valid one is
 * not read.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type ElementCodec, encode, tryDecode, ValidationError, validate } from "soapwright";
import { loadSchema } from "soapwright/schema";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { SchemaSet } from "../../../src/runtime/codec.js";
import { Reader } from "../../../src/xml/read/reader.js";

/** One schema has declarations for its own wildcards; the other one has the wildcards alone, and may be used together with the first. */
const known = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:known" xmlns="urn:known" elementFormDefault="qualified" attributeFormDefault="qualified">
  <xs:element name="Item" type="Item"/>
  <xs:element name="Count" type="xs:int" nillable="true"/>
  <xs:element name="Kind" type="xs:QName" default="xs:int"/>
  <xs:element name="Set"><xs:complexType><xs:sequence><xs:any namespace="##any" processContents="strict" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
    <xs:unique name="inSet"><xs:selector xpath="k:Item" xmlns:k="urn:known"/><xs:field xpath="@k:key" xmlns:k="urn:known"/></xs:unique></xs:element>
  <xs:complexType name="Item"><xs:sequence><xs:any namespace="##any" processContents="lax" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute ref="id"/><xs:attribute ref="ref"/><xs:attribute ref="key"/></xs:complexType>
  <xs:complexType name="More"><xs:complexContent><xs:extension base="Item"><xs:attribute name="more" type="xs:int" use="required"/></xs:extension></xs:complexContent></xs:complexType>
  <xs:attribute name="id" type="xs:ID"/><xs:attribute name="other" type="xs:ID"/>
  <xs:attribute name="ref" type="xs:IDREF"/>
  <xs:attribute name="key" type="xs:int"/>
  <xs:attribute name="fixed" type="xs:decimal" fixed="1.0"/>
</xs:schema>`;

const open = (
  importing: string,
) => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:open" xmlns="urn:open" xmlns:k="urn:known" elementFormDefault="qualified">
  ${importing}
  <xs:element name="Root" type="Root">
    <xs:key name="keys"><xs:selector xpath=".//k:Item|o:Part" xmlns:o="urn:open"/><xs:field xpath="@k:key"/></xs:key>
    <xs:unique name="counts"><xs:selector xpath="o:Part|o:Any" xmlns:o="urn:open"/><xs:field xpath="k:Count"/></xs:unique>
    <xs:unique name="named"><xs:selector xpath="o:Part" xmlns:o="urn:open"/><xs:field xpath="@i:type" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"/></xs:unique>
  </xs:element>
  <xs:element name="Free" type="Root"/>
  <xs:complexType name="Root"><xs:sequence>
    <xs:element name="Part" type="Part" nillable="true" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="Any" minOccurs="0" nillable="true"/>
    <xs:any namespace="##other" processContents="skip" minOccurs="0"/>
  </xs:sequence><xs:attribute name="id" type="xs:ID"/><xs:anyAttribute namespace="##any" processContents="PROCESS"/></xs:complexType>
  <xs:complexType name="Part"><xs:sequence>
    <xs:element name="Nil" type="xs:int" nillable="true" minOccurs="0"/>
    <xs:any namespace="##other" processContents="PROCESS" minOccurs="0" maxOccurs="3"/>
  </xs:sequence><xs:anyAttribute namespace="##other" processContents="PROCESS"/></xs:complexType>
  <xs:complexType name="LongPart"><xs:complexContent><xs:extension base="Part"/></xs:complexContent></xs:complexType>
</xs:schema>`;

let sets: Readonly<Record<string, SchemaSet>>;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-nodes-"));
  writeFileSync(join(folder, "known.xsd"), known);
  const load = async (name: string, text: string): Promise<SchemaSet> => {
    const file = join(folder, `${name}.xsd`);
    writeFileSync(file, text);
    const { schema } = await loadSchema({ entries: [file] });
    if (schema === undefined) throw new Error("the schema has mistakes");
    return schema;
  };
  const importing = '<xs:import namespace="urn:known" schemaLocation="known.xsd"/>';
  sets = {
    known: await load("known", known),
    lax: await load("lax", open(importing).replaceAll("PROCESS", "lax")),
    strict: await load("strict", open(importing).replaceAll("PROCESS", "strict")),
    alone: await load("alone", open("").replaceAll("PROCESS", "lax")),
  };
  rmSync(folder, { recursive: true });
}, 60_000);
afterEach(() => vi.restoreAllMocks());

const xsi = "{http://www.w3.org/2001/XMLSchema-instance}";
const digit = fc.constantFrom("1", "2", "3", "4", "5", "6", "7", "8", "9", "01", "x");
const rarely = <T>(one: fc.Arbitrary<T>, common: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: one }, { weight: 6, arbitrary: common });
const attributes = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Record<string, string>>({}) },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        "{urn:known}key": digit,
        "{urn:known}id": digit.map((each) => `i${each}`),
        "{urn:known}ref": fc.constantFrom("i1", "i2"),
      },
      { requiredKeys: ["{urn:known}key"] },
    ) as fc.Arbitrary<Record<string, string>>,
  },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.constantFrom(
        `${xsi}type`,
        `${xsi}nil`,
        `${xsi}schemaLocation`,
        "{urn:known}fixed",
        "{urn:known}other",
        "{urn:known}id",
        "{urn:free}a",
      ),
      fc.constantFrom("k:Item", "k:More", "xs:int", "Item", "true", "1", "1.00", "i1", "%"),
      { maxKeys: 3 },
    ),
  },
);
const namespaces = fc.constantFrom<Record<string, string>>(
  {},
  { k: "urn:known", xs: "http://www.w3.org/2001/XMLSchema" },
  { "": "urn:known" },
  { k: "urn:free" },
);
const nodeNames = fc.constantFrom(...["Item", "Item", "Item", "Count", "Kind", "Set", "Unknown"].map((local) => `{urn:known}${local}`));
const { node } = fc.letrec((tie) => ({
  node: fc.record({
    name: rarely(fc.constantFrom("{urn:free}Any", "{urn:open}Part"), nodeNames),
    attributes,
    namespaces,
    children: fc.oneof(
      { depthSize: "small" },
      fc.constant([]),
      digit.map((each) => [each]),
      fc.array(tie("node"), { maxLength: 3 }),
    ),
  }),
}));
const part = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        $type: fc.constantFrom("LongPart", "Part"),
        $nil: fc.constant(false),
        nil: fc.constantFrom(null, 1),
        $any: fc.array(node, { maxLength: 2 }),
        $attributes: attributes,
      },
      { requiredKeys: ["$any", "$attributes"] },
    ),
  },
);
const content = fc.record(
  { $nil: fc.boolean(), attributes, namespaces, children: fc.array(node, { maxLength: 2 }) },
  { requiredKeys: ["attributes"] },
);
const value = fc.record(
  { part: fc.array(part, { maxLength: 2 }), any: content, $any: node, id: digit.map((each) => `i${each}`), $attributes: attributes },
  { requiredKeys: ["part"] },
);

const idsAndPaths = (issues: readonly { readonly id: string; readonly path: string; readonly message: string }[]) =>
  issues.map(({ id, path, message }) => `${id} ${path} ${message}`);

/** The issues that the encoder gives by itself, and those that reading gives of what was written all the same. */
function issuesOf(
  codec: ElementCodec,
  given: unknown,
  schema: SchemaSet | undefined,
): { readonly own: boolean; readonly read: readonly string[] } {
  let own = false;
  const options = schema === undefined ? {} : { schema };
  const onDeviation = (): void => {
    own = true;
  };
  try {
    const result = tryDecode(codec, encode(codec, given as never, { onDeviation }), options);
    return { own, read: result.ok ? [] : idsAndPaths(result.issues) };
  } catch (error) {
    // XML cannot hold it, tolerant or not.
    if (!(error instanceof ValidationError)) throw error;
    return { own: true, read: idsAndPaths(error.issues) };
  }
}

describe.each([
  ["lax", "Root", undefined],
  ["lax", "Free", undefined],
  ["strict", "Root", undefined],
  ["strict", "Free", undefined],
  ["alone", "Root", undefined],
  ["alone", "Free", undefined],
  ["alone", "Root", "known"],
  ["alone", "Free", "known"],
])("%s %s, with the schema %s", (set, local, schemaName) => {
  test("the issues are those of a reader, and a valid document is not read", () => {
    const codec = sets[set]?.elements[`{urn:open}${local}`];
    const schema = schemaName === undefined ? undefined : sets[schemaName];
    if (codec === undefined) throw new Error("the schema has mistakes");
    const next = vi.spyOn(Reader.prototype, "next");
    const found = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(value, (given) => {
        const { own, read } = issuesOf(codec, given, schema);
        next.mockClear();
        const issues = idsAndPaths(validate(codec, given, schema === undefined ? {} : { schema }));
        if (own) expect(issues).not.toEqual([]);
        else expect(issues).toEqual(read);
        if (read.length === 0) expect(next).not.toHaveBeenCalled();
        found[read.length === 0 ? "valid" : "invalid"]++;
      }),
      { numRuns: 150 },
    );
    expect(found.valid).toBeGreaterThan(2);
    expect(found.invalid).toBeGreaterThan(2);
  });
});

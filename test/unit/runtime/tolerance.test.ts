/**
 * Documents and values that do not conform, read and written all the same: what is kept, and what is told.
 */
import { decode, encodeToString, type Issue } from "soapwright";
import { beforeAll, describe, expect, test } from "vitest";
import { loadSchemaText } from "../../support/schemas.js";

const schemaText = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:shop" targetNamespace="urn:shop" elementFormDefault="qualified">
  <xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Few"><xs:restriction base="xs:int"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Line"><xs:sequence><xs:element name="Sku" type="Code"/><xs:element name="Count" type="Few"/></xs:sequence></xs:complexType>
  <xs:complexType name="Gift"><xs:complexContent><xs:extension base="Line"><xs:sequence><xs:element name="From" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="Open"><xs:sequence><xs:element name="A" type="xs:int"/><xs:any namespace="##other" processContents="lax" minOccurs="0"/></xs:sequence></xs:complexType>
  <xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Buyer" type="xs:string"/>
    <xs:element name="Date" type="xs:date" minOccurs="0"/>
    <xs:element name="Line" type="Line" minOccurs="0" maxOccurs="unbounded"/>
    <xs:element name="Open" type="Open" minOccurs="0"/>
  </xs:sequence><xs:attribute name="code" type="Code"/><xs:attribute name="id" type="xs:int" use="required"/></xs:complexType></xs:element>
  <xs:element name="Pairs"><xs:complexType><xs:sequence maxOccurs="unbounded">
    <xs:element name="Key" type="xs:string"/><xs:element name="Value" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="Number" type="xs:int"/>
</xs:schema>`;

const shop = 'xmlns="urn:shop" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const order = (content: string, attributes = 'id="1"') => `<Order ${shop} ${attributes}>${content}</Order>`;

let documents: Awaited<ReturnType<typeof loadSchemaText>>["documents"];
beforeAll(async () => {
  documents = (await loadSchemaText(schemaText)).documents;
});

function codecOf(name: string) {
  const codec = documents[`{urn:shop}${name}`];
  if (codec === undefined) throw new Error(`there is no element "${name}"`);
  return codec;
}

function readTolerantly(name: string, xml: string): { value: unknown; told: readonly string[] } {
  const told: string[] = [];
  const value = decode(codecOf(name), xml, { onDeviation: ({ id, path }: Issue) => told.push(`${path} ${id}`) });
  return { value, told };
}

const line = { sku: "a", count: 1 };
const lineXml = "<Line><Sku>a</Sku><Count>1</Count></Line>";

/** What is wrong, the document, the value, what is told. */
const documentsRead: readonly [string, string, unknown, readonly string[]][] = [
  ["nothing", order(`<Buyer>me</Buyer>${lineXml}`), { id: 1, buyer: "me", line: [line] }, []],
  ["order", order(`${lineXml}<Buyer>me</Buyer>`), { id: 1, buyer: "me", line: [line] }, ["/Order/Line[1] cvc-complex-type.2.4.a"]],
  [
    "unknown elements",
    order(`<Buyer>me</Buyer><Extra><Deep/></Extra>${lineXml}<More/>`),
    { id: 1, buyer: "me", line: [line] },
    ["/Order/Extra cvc-complex-type.2.4.a", "/Order/More cvc-complex-type.2.4.a"],
  ],
  [
    "no namespace and another one",
    order('<Buyer xmlns="">me</Buyer><Line><x:Sku xmlns:x="urn:x">a</x:Sku><Count>1</Count></Line>'),
    { id: 1, buyer: "me", line: [line] },
    [
      "/Order/Buyer cvc-complex-type.2.4.a",
      "/Order/Line[1] cvc-complex-type.2.4.a",
      "/Order/Line[1]/Sku cvc-complex-type.2.4.a",
      "/Order/Line[1]/Count cvc-complex-type.2.4.a",
    ],
  ],
  [
    "required parts are missing",
    order("<Line><Count>1</Count></Line>", ""),
    { line: [{ count: 1 }] },
    [
      "/Order cvc-complex-type.4",
      "/Order/Line[1] cvc-complex-type.2.4.a",
      "/Order/Line[1]/Count cvc-complex-type.2.4.a",
      "/Order/Line[1] cvc-complex-type.2.4.b",
      "/Order cvc-complex-type.2.4.b",
    ],
  ],
  ["nothing at all", order(""), { id: 1 }, ["/Order cvc-complex-type.2.4.b"]],
  [
    "facets",
    order("<Buyer>me</Buyer><Line><Sku>long</Sku><Count>10</Count></Line>", 'id="1" code="longer"'),
    { id: 1, code: "longer", buyer: "me", line: [{ sku: "long", count: 10 }] },
    ["/Order/@code cvc-maxLength-valid", "/Order/Line[1]/Sku cvc-maxLength-valid", "/Order/Line[1]/Count cvc-maxInclusive-valid"],
  ],
  [
    "texts that are no values",
    order("<Buyer>me</Buyer><Date>tomorrow</Date><Line><Sku>a</Sku><Count>one</Count></Line>", 'id="x"'),
    { buyer: "me", date: "tomorrow", line: [{ sku: "a" }] },
    ["/Order/@id cvc-datatype-valid.1.2.1", "/Order/Date cvc-datatype-valid.1.2.1", "/Order/Line[1]/Count cvc-datatype-valid.1.2.1"],
  ],
  ["an attribute", order("<Buyer>me</Buyer>", 'id="1" other="x"'), { id: 1, buyer: "me" }, ["/Order/@other cvc-complex-type.3.2.2"]],
  ["attributes of simple types", order('<Buyer x="1">me</Buyer>'), { id: 1, buyer: "me" }, ["/Order/Buyer/@x cvc-type.3.1.1"]],
  [
    "xsi:type of another simple type",
    order('<Buyer xsi:type="xs:int">me</Buyer><Line><Sku xsi:type="xs:boolean">a</Sku><Count xsi:type="xs:string">1</Count></Line>'),
    { id: 1, buyer: "me", line: [line] },
    ["/Order/Buyer cvc-elt.4.3", "/Order/Line[1]/Sku cvc-elt.4.3", "/Order/Line[1]/Count cvc-elt.4.3"],
  ],
  [
    "xsi:type in another namespace",
    order(
      '<Buyer>me</Buyer><Line xsi:type="Gift" xmlns="urn:other"/><Line xsi:type="xs:Gift"><Sku>a</Sku><Count>1</Count><From>x</From></Line>',
    ),
    { id: 1, buyer: "me", line: [{ $type: "Gift" }, { $type: "Gift", ...line, from: "x" }] },
    [
      "/Order/Line[1] cvc-complex-type.2.4.a",
      "/Order/Line[1] cvc-elt.4.2",
      "/Order/Line[1] cvc-complex-type.2.4.b",
      "/Order/Line[2] cvc-elt.4.2",
    ],
  ],
  [
    "xsi:nil where nothing is nillable",
    order('<Buyer xsi:nil="true"/><Line><Sku>a</Sku><Count xsi:nil="true"/></Line>'),
    { id: 1, line: [{ sku: "a" }] },
    ["/Order/Buyer cvc-elt.3.1", "/Order/Line[1]/Count cvc-elt.3.1"],
  ],
  [
    "a single value twice: the first one counts",
    order("<Buyer>me</Buyer><Buyer>you</Buyer>"),
    { id: 1, buyer: "me" },
    ["/Order/Buyer cvc-complex-type.2.4.a"],
  ],
  ["text between elements", order("text<Buyer>me</Buyer>"), { id: 1, buyer: "me" }, ["/Order cvc-complex-type.2.3"]],
  [
    "children of simple content",
    order("<Buyer>me<b>!</b></Buyer><Date>2026-01-02</Date>"),
    { id: 1, date: "2026-01-02" },
    ["/Order/Buyer cvc-type.3.1.2"],
  ],
  ["the name of the root", `<order ${shop} id="1"><Buyer>me</Buyer></order>`, { id: 1, buyer: "me" }, ["/order cvc-elt.1"]],
];

describe("decode with onDeviation", () => {
  test.each(documentsRead)("%s", (_, xml, value, told) => {
    expect(readTolerantly("Order", xml)).toEqual({ value, told });
  });

  test("what a wildcard takes too early", () => {
    const xml = order('<Buyer>me</Buyer><Open><x:B xmlns:x="urn:x"/><A>1</A></Open>');
    const { value, told } = readTolerantly("Order", xml);
    expect(value).toMatchObject({ open: { a: 1, $any: { name: "{urn:x}B" } } });
    expect(told).toEqual(["/Order/Open/B cvc-complex-type.2.4.a"]);
  });

  test("rounds of a group that are not complete", () => {
    const { value, told } = readTolerantly("Pairs", `<Pairs ${shop}><Key>a</Key><Key>b</Key><Value>2</Value></Pairs>`);
    expect(value).toEqual({ $sequence: [{ key: "a" }, { key: "b", value: "2" }] });
    expect(told).toEqual(["/Pairs/Key[2] cvc-complex-type.2.4.a"]);
  });

  test("a root without a value is refused", () => {
    expect(() => readTolerantly("Number", `<Number ${shop}>one</Number>`)).toThrow("/Number 1:1 cvc-datatype-valid.1.2.1");
  });

  test("what is not well-formed is refused", () => {
    expect(() => readTolerantly("Order", order("<Buyer>me</Sku>"))).toThrow("xml-");
  });

  test("tells a bounded number of deviations, and reads all", () => {
    const { value, told } = readTolerantly(
      "Order",
      order(`<Buyer>me</Buyer>${"<Line><Sku>long</Sku><Count>1</Count></Line>".repeat(300)}`),
    );
    expect(value).toMatchObject({ line: { length: 300 } });
    expect(told).toHaveLength(100);
  });
});

/** What is wrong, the value, the document, what is told. */
const valuesWritten: readonly [string, unknown, string, readonly string[]][] = [
  ["nothing", { id: 1, buyer: "me" }, '<Order id="1"><Buyer>me</Buyer></Order>', []],
  [
    "facets",
    { id: 1, code: "longer", buyer: "me", line: [{ sku: "long", count: 10 }] },
    '<Order code="longer" id="1"><Buyer>me</Buyer><Line><Sku>long</Sku><Count>10</Count></Line></Order>',
    ["/Order/@code cvc-maxLength-valid", "/Order/Line[1]/Sku cvc-maxLength-valid", "/Order/Line[1]/Count cvc-maxInclusive-valid"],
  ],
  [
    "required parts are missing",
    { line: [{ sku: "a" }] },
    "<Order><Line><Sku>a</Sku></Line></Order>",
    ["/Order cvc-complex-type.4", "/Order cvc-complex-type.2.4.b", "/Order/Line[1] cvc-complex-type.2.4.b"],
  ],
  ["properties that are not there", { id: 1, buyer: "me", extra: 1 }, '<Order id="1"><Buyer>me</Buyer></Order>', ["/Order value-property"]],
  [
    "values of other types",
    { id: "7", buyer: 5 },
    '<Order id="7"><Buyer>5</Buyer></Order>',
    ["/Order/@id cvc-datatype-valid.1.2.1", "/Order/Buyer cvc-datatype-valid.1.2.1"],
  ],
];

describe("encode with onDeviation", () => {
  test.each(valuesWritten)("%s", (_, value, xml, expected) => {
    const told: string[] = [];
    const onDeviation = ({ id, path }: Issue) => told.push(`${path} ${id}`);
    // Values that the types do not allow.
    const text = encodeToString(codecOf("Order"), value as never, { prefixes: { "urn:shop": "" }, onDeviation });
    expect(text.replace(' xmlns="urn:shop"', "")).toBe(xml);
    expect(told).toEqual(expected);
  });

  test("what XML cannot hold is refused", () => {
    const value = { id: 1, buyer: "\u0000" };
    expect(() => encodeToString(codecOf("Order"), value as never, { onDeviation: () => {} })).toThrow();
  });
});

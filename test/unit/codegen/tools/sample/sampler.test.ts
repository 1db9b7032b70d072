import { describe, expect, it } from "vitest";
import { Sampler } from "../../../../../codegen/tools/sample/sampler.js";
import { openShop } from "../../../../support/contracts.js";

const order = `<xs:element name="Order"><xs:complexType><xs:sequence>
  <xs:element name="Sku" type="xs:token"/><xs:element name="Note" type="xs:string" minOccurs="0"/></xs:sequence>
  <xs:attribute name="id" type="xs:ID" use="required"/></xs:complexType></xs:element>`;

function samplerOf(content: string): {
  readonly sampler: Sampler;
  readonly sample: (name: string, seed?: number, fullness?: number) => string;
} {
  const { schema, validate } = openShop(content);
  const sampler = new Sampler(schema, validate);
  const sample = (name: string, seed = 1, fullness = 1): string => {
    const element = schema.elements.get(`{urn:shop}${name}`);
    if (element === undefined) throw new Error(`no element ${name}`);
    const made = sampler.sample(element, { seed, fullness, variety: true });
    return made.ok ? made.xml : `none: ${made.reason}`;
  };
  return { sampler, sample };
}

/** Constructs, each as the content of a schema with the element "Order". */
const constructs: Readonly<Record<string, string>> = {
  "repeated choice": `<xs:element name="Order"><xs:complexType><xs:choice minOccurs="3" maxOccurs="unbounded">
    <xs:element name="A" type="xs:int"/><xs:sequence><xs:element name="B" type="xs:date"/><xs:element name="C" type="xs:boolean"/></xs:sequence>
    </xs:choice></xs:complexType></xs:element>`,
  all: `<xs:element name="Order"><xs:complexType><xs:all><xs:element name="A" type="xs:gYear"/><xs:element name="B" type="xs:duration"/>
    <xs:element name="C" type="xs:time" minOccurs="0"/></xs:all></xs:complexType></xs:element>`,
  "abstract type": `<xs:complexType name="Base" abstract="true"><xs:attribute name="a" type="xs:hexBinary" use="required"/></xs:complexType>
    <xs:complexType name="Derived"><xs:complexContent><xs:extension base="Base"><xs:sequence><xs:element name="X" type="xs:anyURI"/></xs:sequence>
    </xs:extension></xs:complexContent></xs:complexType><xs:element name="Order" type="Base"/>`,
  "abstract head": `<xs:element name="Shape" type="xs:string" abstract="true"/><xs:element name="Circle" type="xs:string" substitutionGroup="Shape"/>
    <xs:element name="Order"><xs:complexType><xs:sequence><xs:element ref="Shape" maxOccurs="3"/></xs:sequence></xs:complexType></xs:element>`,
  wildcards: `<xs:element name="Known" type="xs:int"/><xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:any namespace="##other" processContents="lax"/><xs:any namespace="##targetNamespace" processContents="strict"/>
    </xs:sequence></xs:complexType></xs:element>`,
  "endless recursion avoided": `<xs:complexType name="Node"><xs:choice><xs:sequence><xs:element name="L" type="Node"/><xs:element name="R" type="Node"/></xs:sequence>
    <xs:element name="Leaf" type="xs:int"/></xs:choice></xs:complexType><xs:element name="Order" type="Node"/>`,
  "nil where nothing else can be": `<xs:complexType name="Node"><xs:sequence><xs:element name="N" type="Node" nillable="true"/></xs:sequence></xs:complexType>
    <xs:element name="Order" type="Node"/>`,
  mixed: `<xs:element name="Order"><xs:complexType mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0" maxOccurs="2"/>
    </xs:sequence></xs:complexType></xs:element>`,
  "fixed and default": `<xs:element name="Order"><xs:complexType><xs:sequence><xs:element name="F" type="xs:decimal" fixed="1.50"/></xs:sequence>
    <xs:attribute name="d" type="xs:int" default="7"/><xs:attribute name="f" type="xs:token" fixed="x y" use="required"/></xs:complexType></xs:element>`,
  "keys and references": `<xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Part" minOccurs="3" maxOccurs="5"><xs:complexType><xs:attribute name="no" use="required"><xs:simpleType>
      <xs:restriction base="xs:token"><xs:enumeration value="a"/><xs:enumeration value="b"/><xs:enumeration value="c"/><xs:enumeration value="d"/></xs:restriction>
    </xs:simpleType></xs:attribute></xs:complexType></xs:element>
    <xs:element name="Use" minOccurs="2" maxOccurs="4"><xs:complexType><xs:attribute name="part" type="xs:token" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType>
    <xs:key name="parts"><xs:selector xpath="Part" xpath-default=""/><xs:field xpath="@no"/></xs:key>
    <xs:keyref name="uses" refer="parts"><xs:selector xpath="Use"/><xs:field xpath="@part"/></xs:keyref></xs:element>`
    .replaceAll(' xpath-default=""', "")
    .replaceAll('xpath="Part"', 'xpath="*[1]"'.replace("*[1]", "s:Part"))
    .replaceAll('xpath="Use"', 'xpath="s:Use"')
    .replaceAll("<xs:selector", '<xs:selector xmlns:s="urn:shop"'),
  "references to IDs": `<xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="A" maxOccurs="3"><xs:complexType><xs:attribute name="id" type="xs:ID"/></xs:complexType></xs:element>
    <xs:element name="R" type="xs:IDREFS"/></xs:sequence></xs:complexType></xs:element>`,
  "QNames and notations": `<xs:notation name="gif" public="image/gif"/><xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Q" type="xs:QName"/><xs:element name="N"><xs:simpleType><xs:restriction base="xs:NOTATION"><xs:enumeration value="gif"/></xs:restriction>
    </xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>`,
};

describe("samples", () => {
  it.each(Object.entries(constructs))("%s", (_, content) => {
    const { sample } = samplerOf(content);
    // The sampler gives out only what the validator accepts; "none: ..." is not a document.
    for (let seed = 0; seed < 20; seed++) expect(sample("Order", seed, [1, 0.5, 0][seed % 3])).toMatch(/^<(\w+:)?Order\b/);
  });

  it("are the same for the same seed, and others for another", () => {
    const first = samplerOf(order).sample("Order", 5);
    expect(samplerOf(order).sample("Order", 5)).toBe(first);
    expect(new Set([1, 2, 3, 4].map((seed) => samplerOf(order).sample("Order", seed))).size).toBeGreaterThan(1);
  });

  it("are lean or full as asked for", () => {
    const { sample } = samplerOf(order);
    expect(sample("Order", 1, 0)).not.toContain("Note");
    expect(sample("Order", 1, 1)).toContain("Note");
  });

  it.each([
    [
      "content without end",
      '<xs:complexType name="T"><xs:sequence><xs:element name="N" type="T"/></xs:sequence></xs:complexType><xs:element name="Order" type="T"/>',
    ],
    [
      "a type without values",
      '<xs:element name="Order"><xs:simpleType><xs:restriction base="xs:int"><xs:pattern value="x"/></xs:restriction></xs:simpleType></xs:element>',
    ],
    ["an entity", '<xs:element name="Order" type="xs:ENTITY"/>'],
    ["a reference in a document without IDs", '<xs:element name="Order" type="xs:IDREF"/>'],
  ])("of %s do not exist", (_, content) => expect(samplerOf(content).sample("Order")).toMatch(/^none: /));

  it("begin where nothing refers to", () => {
    const { sampler } = samplerOf(`<xs:element name="Part" type="xs:int"/>
      <xs:element name="Order"><xs:complexType><xs:sequence><xs:element ref="Part"/></xs:sequence></xs:complexType></xs:element>`);
    expect(sampler.roots().map(({ name }) => name.local)).toEqual(["Order"]);
  });
});

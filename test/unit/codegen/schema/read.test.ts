import { describe, expect, it } from "vitest";
import { idsBeforeChecking, xsd } from "../../../support/contracts.js";

const type = (content: string, attributes = ""): string => `<xs:complexType name="T" ${attributes}>${content}</xs:complexType>`;
const sequence = (content: string): string => type(`<xs:sequence>${content}</xs:sequence>`);
const simple = (content: string, attributes = ""): string => `<xs:simpleType name="S" ${attributes}>${content}</xs:simpleType>`;
const key = (content: string): string =>
  `<xs:element name="e"><xs:complexType/><xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="b"/></xs:key>${content}</xs:element>`;

/** Schema, and the rules that it breaks. Each sound schema stands beside the broken ones that it differs from. */
const cases: readonly (readonly [given: string, ...want: string[]])[] = [
  // Attributes: which, which types, required ones, ids.
  ['<xs:element name="e" xyz="1"/>', "s4s-att-not-allowed"],
  ['<xs:element name="e" xmlns:f="urn:f" f:xyz="1"/>'],
  ['<xs:element name="e" xs:type="xs:int"/>', "s4s-att-not-allowed"],
  ['<xs:element name="e" minOccurs="1"/>', "s4s-att-not-allowed"],
  ["<xs:element/>", "s4s-att-must-appear"],
  ['<xs:element name="1e"/>', "s4s-att-invalid-value"],
  ['<xs:element name="a:e"/>', "s4s-att-invalid-value"],
  ['<xs:element name=" e "/>'],
  ['<xs:element name="e" id="x"/><xs:element name="f" id="y"/>'],
  ['<xs:element name="e" id="x"/><xs:element name="f" id="x"/>', "s4s-att-invalid-value"],
  ['<xs:element name="e" nillable=" 1 "/>'],
  ['<xs:element name="e" nillable="yes"/>', "s4s-att-invalid-value"],
  ['<xs:element name="e" final="#all"/><xs:element name="f" final="extension restriction"/><xs:element name="g" final=""/>'],
  ['<xs:element name="e" final="substitution"/>', "s4s-att-invalid-value"],
  ['<xs:element name="e" block="#all extension"/>', "s4s-att-invalid-value"],
  ['<xs:element name="e" type="x:T"/>', "src-resolve"],
  ['<xs:element name="e" type="a:b:c"/>', "s4s-att-invalid-value"],
  [simple('<xs:restriction base="xs:int"/>', 'final="extension"'), "s4s-att-invalid-value"],
  [type("", 'abstract="true" block="#all" final="extension"')],
  [type("", 'block="substitution"'), "s4s-att-invalid-value"],
  [sequence('<xs:element name="a" minOccurs="+01" maxOccurs="unbounded"/>')],
  [sequence('<xs:element name="a" minOccurs="unbounded" maxOccurs="3"/>'), "s4s-att-invalid-value"],
  [sequence('<xs:element name="a" maxOccurs="-1"/>'), "s4s-att-invalid-value"],
  [sequence('<xs:element name="a" minOccurs="2"/>'), "p-props-correct.2.1"],
  [sequence('<xs:element name="a" minOccurs="0" maxOccurs="0"/>')],
  [sequence('<xs:any namespace="##any"/><xs:any namespace="##local urn:x ##targetNamespace"/><xs:any namespace=""/>')],
  [sequence('<xs:any namespace="##any ##other"/>'), "s4s-att-invalid-value"],
  [sequence('<xs:any processContents="none"/>'), "s4s-att-invalid-value"],
  // Order and kind of children.
  ["<xs:element name='e'/><xs:include schemaLocation='a.xsd'/>", "s4s-elt-must-match.1"],
  ["<xs:annotation/><xs:element name='e'/><xs:annotation/>"],
  ["<xs:sequence/>", "s4s-elt-must-match.1"],
  ["<f:element xmlns:f='urn:f'/>", "s4s-elt-must-match.1"],
  ["<xs:annotation><xs:documentation><f:p xmlns:f='urn:f'>text</f:p></xs:documentation></xs:annotation>"],
  ["text", "s4s-elt-character"],
  [type("<xs:attribute name='a'/><xs:sequence/>"), "s4s-elt-must-match.1"],
  [type("<xs:sequence/><xs:sequence/>"), "s4s-elt-must-match.1"],
  [type("<xs:anyAttribute/><xs:attribute name='a'/>"), "s4s-elt-must-match.1"],
  [type("<xs:complexContent><xs:extension base='xs:anyType'/></xs:complexContent><xs:attribute name='a'/>"), "s4s-elt-must-match.1"],
  [type("<xs:simpleContent/>"), "s4s-elt-must-match.2"],
  ["<xs:group name='g'/>", "s4s-elt-must-match.2"],
  ["<xs:group name='g'><xs:sequence minOccurs='0'/></xs:group>", "s4s-att-not-allowed"],
  [type("<xs:all minOccurs='0'><xs:element name='a' minOccurs='0'/></xs:all>")],
  [type("<xs:all maxOccurs='2'/>"), "s4s-att-invalid-value"],
  [type("<xs:all><xs:element name='a' maxOccurs='2'/></xs:all>"), "s4s-att-invalid-value"],
  [type("<xs:all><xs:sequence/></xs:all>"), "s4s-elt-must-match.1"],
  [sequence("<xs:all/>"), "s4s-elt-must-match.1"],
  // Elements.
  [sequence('<xs:element name="a" ref="b"/>'), "src-element.2.1"],
  [sequence("<xs:element/>"), "src-element.2.1"],
  [`${sequence('<xs:element ref="b" type="xs:int"/>')}<xs:element name="b"/>`, "src-element.2.2"],
  [`${sequence('<xs:element ref="b"><xs:complexType/></xs:element>')}<xs:element name="b"/>`, "src-element.2.2"],
  [`${sequence('<xs:element ref="b" minOccurs="0" id="i"><xs:annotation/></xs:element>')}<xs:element name="b"/>`],
  ['<xs:element name="e" default="1" fixed="1"/>', "src-element.1"],
  ['<xs:element name="e" type="xs:int"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:element>', "src-element.3"],
  // Attributes as components.
  [type('<xs:attribute name="a" default="1" fixed="1"/>'), "src-attribute.1"],
  [type('<xs:attribute name="a" default="1" use="required"/>'), "src-attribute.2"],
  [type('<xs:attribute name="a" default="1" use="optional"/>')],
  [type("<xs:attribute/>"), "src-attribute.3.1"],
  [`${type('<xs:attribute ref="a" form="qualified"/>')}<xs:attribute name="a"/>`, "src-attribute.3.2"],
  [
    type('<xs:attribute name="a" type="xs:int"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:attribute>'),
    "src-attribute.4",
  ],
  // Simple types.
  [simple("<xs:restriction/>"), "src-simple-type.2"],
  [
    simple('<xs:restriction base="xs:int"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:restriction>'),
    "src-simple-type.2",
  ],
  [simple("<xs:list/>"), "src-simple-type.3"],
  [simple("<xs:union/>"), "src-union-memberTypes-or-simpleTypes"],
  [simple('<xs:union memberTypes="xs:int xs:string"/>')],
  [simple('<xs:restriction base="xs:string"><xs:length value="1"/><xs:length value="1"/></xs:restriction>'), "src-single-facet-value"],
  [simple('<xs:restriction base="xs:string"><xs:pattern value="a"/><xs:pattern value="b"/></xs:restriction>')],
  [simple('<xs:restriction base="xs:string"><xs:length value="-1"/></xs:restriction>'), "s4s-att-invalid-value"],
  [simple('<xs:restriction base="xs:decimal"><xs:totalDigits value="0"/></xs:restriction>'), "s4s-att-invalid-value"],
  [simple('<xs:restriction base="xs:string"><xs:pattern value="a" fixed="true"/></xs:restriction>'), "s4s-att-not-allowed"],
  [simple('<xs:restriction base="xs:string"><xs:length/></xs:restriction>'), "s4s-att-must-appear"],
  // Identity constraints, notations, documents.
  [key("")],
  [key('<xs:unique name="u"><xs:selector xpath="a"/></xs:unique>'), "s4s-elt-must-match.2"],
  [key('<xs:keyref name="r"><xs:selector xpath="a"/><xs:field xpath="b"/></xs:keyref>'), "s4s-att-must-appear"],
  ['<xs:notation name="n" public="p"/>'],
  ['<xs:notation public="p"/>', "s4s-att-must-appear"],
  ['<xs:notation name="n"/>', "n-props-correct"],
  [sequence('<xs:any namespace="1a:b"/>'), "s4s-att-invalid-value"],
  ["<xs:include/>", "s4s-att-must-appear"],
];

describe("reading", () => {
  it.each(cases.map(([given, ...want]) => ({ given, want })))("$given breaks $want", ({ given, want }) => {
    expect(idsBeforeChecking(xsd(given))).toEqual(want);
  });

  it("checks the attributes of xs:schema", () => {
    expect(idsBeforeChecking(xsd("", 'targetNamespace="urn:a" elementFormDefault="qualified" finalDefault="#all" version="1"'))).toEqual(
      [],
    );
    expect(idsBeforeChecking(xsd("", 'targetNamespace=""'))).toEqual(["s4s-att-invalid-value"]);
    expect(idsBeforeChecking(xsd("", 'elementFormDefault="yes"'))).toEqual(["s4s-att-invalid-value"]);
    expect(idsBeforeChecking(xsd("", 'xml:lang="en"'))).toEqual([]);
    expect(idsBeforeChecking(xsd("", 'xml:lang="e n"'))).toEqual(["s4s-att-invalid-value"]);
  });
});

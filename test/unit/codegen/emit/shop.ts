/** A small contract with most of what straight-line code knows, and some of what it leaves to the tables. */
import { memoryHost } from "../../../../codegen/load/host.js";

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:shop" targetNamespace="urn:shop" elementFormDefault="qualified">
  <xs:import namespace="urn:other" schemaLocation="other.xsd"/>
  <xs:simpleType name="Code"><xs:restriction base="xs:token"><xs:maxLength value="8"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Kind"><xs:restriction base="xs:string"><xs:enumeration value="a"/><xs:enumeration value="&lt;b&gt;"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Zip"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{5}"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Money"><xs:restriction base="xs:decimal"><xs:fractionDigits value="2"/><xs:minInclusive value="-10.5"/></xs:restriction></xs:simpleType>
  <xs:complexType name="Priced"><xs:simpleContent><xs:extension base="Money"><xs:attribute name="unit" type="Code" use="required"/>
    <xs:attribute name="version" fixed="1"/><xs:attribute ref="xml:lang" xmlns:xml="http://www.w3.org/XML/1998/namespace"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="Line"><xs:sequence>
    <xs:element name="Code" type="Code"/><xs:element name="Count" type="xs:int" minOccurs="0"/><xs:element name="Price" type="Priced" minOccurs="0" maxOccurs="3"/>
    <xs:choice><xs:element name="Day" type="xs:date"/><xs:sequence><xs:element name="From" type="xs:dateTime"/><xs:element name="To" type="xs:dateTime" minOccurs="0"/></xs:sequence></xs:choice>
    <xs:element name="Big" type="xs:integer" minOccurs="0" nillable="true"/><xs:element name="Zip" type="Zip" minOccurs="0"/><xs:element name="Line" type="Line" minOccurs="0"/>
    <xs:element name="Ratio" type="xs:double" minOccurs="0"/><xs:element name="Flag" type="xs:boolean" minOccurs="0"/>
  </xs:sequence><xs:attribute name="kind" type="Kind"/></xs:complexType>
  <xs:complexType name="Text" mixed="true"><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="b" type="xs:string"/><xs:element name="i" type="Text"/></xs:choice></xs:complexType>
  <xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Line" type="Line" maxOccurs="unbounded"/><xs:element name="Note" type="Text" minOccurs="0"/>
    <xs:element ref="o:Party" xmlns:o="urn:other" minOccurs="0" maxOccurs="unbounded"/>
    <xs:choice minOccurs="0" maxOccurs="4"><xs:element name="x" type="xs:string"/><xs:element name="y" type="xs:short"/></xs:choice>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;
const other = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:other">
  <xs:element name="Party"><xs:complexType><xs:sequence><xs:element name="Name" type="xs:string"/></xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element>
</xs:schema>`;
const xmlSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/></xs:schema>`;
const shop = schema.replace(
  "<xs:import",
  '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/><xs:import',
);
/** The files of the contract. */
export const host = memoryHost({ "shop.xsd": shop, "other.xsd": other, "xml.xsd": xmlSchema });
/** Its root. */
export const name = "{urn:shop}Order";

/** A value of a line. */
export const line = {
  code: "A 1",
  count: 3,
  price: [{ $value: "1.25", unit: "EUR", lang: "de" }],
  day: "2026-02-28",
  big: 10n,
  kind: "<b>",
  flag: true,
};
/** A value of the root. */
export const order = {
  line: [line, { code: "", from: "2026-01-01T00:00:00Z", zip: "12345", big: null, ratio: 1.5, line }],
  note: { $content: ["a & b ", { name: "b", value: "ä€😀" }, "\r", { name: "i", value: {} }, { name: "i", value: { $content: ["c"] } }] },
  party: [{ name: "N" }, { name: "M", $attributes: { "{urn:x}y": "z" } }],
};

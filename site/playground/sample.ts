/**
 * What stands in the playground at first: a schema, and a document with one mistake.
 */

export const orderSchema = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:example:order" xmlns="urn:example:order" elementFormDefault="qualified">
  <xs:element name="Order">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Customer" type="xs:string"/>
        <xs:element name="Line" type="LineType" maxOccurs="100"/>
      </xs:sequence>
      <xs:attribute name="date" type="xs:date" use="required"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="LineType">
    <xs:sequence>
      <xs:element name="Sku">
        <xs:simpleType>
          <xs:restriction base="xs:string">
            <xs:pattern value="[A-Z]{2}-[0-9]{4}"/>
          </xs:restriction>
        </xs:simpleType>
      </xs:element>
      <xs:element name="Quantity" type="xs:positiveInteger"/>
    </xs:sequence>
  </xs:complexType>
</xs:schema>
`;

export const order = `<Order xmlns="urn:example:order" date="2026-01-31">
  <Customer>eva</Customer>
  <Line>
    <Sku>TY-0042</Sku>
    <Quantity>none</Quantity>
  </Line>
</Order>
`;

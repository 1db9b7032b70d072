/**
 * A schema of as many complex types as one likes, made like those of large contracts: members of built-in and other types, a fifth with a
 * choice, a tenth with a repeated one, extensions, enumerations, attributes, documentation.
 */
export function manyTypes(count: number): string {
  const parts: string[] = [];
  for (let number = 0; number < count; number++) parts.push(complexType(number, count));
  for (let number = 0; number < count; number += 5) parts.push(enumeration(number));
  for (let number = 0; number < count; number += 10) parts.push(`<xs:element name="Element${number}" type="Type${number}"/>`);
  const root =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:many" xmlns="urn:many" elementFormDefault="qualified">';
  return `${root}\n${parts.join("\n")}\n</xs:schema>`;
}

const builtIns = ["string", "int", "decimal", "dateTime", "boolean", "long", "base64Binary"];

function complexType(number: number, count: number): string {
  const other = (step: number) => `Type${(number * 7 + step * 13 + 1) % count}`;
  const members = [0, 1, 2, 3, 4].map(
    (index) => `<xs:element name="member${index}" type="xs:${builtIns[(number + index) % builtIns.length]}"/>`,
  );
  const list = `<xs:element name="items" type="${other(1)}" minOccurs="0" maxOccurs="unbounded"/>`;
  const kind = `<xs:element name="kind" type="Kind${number - (number % 5)}" minOccurs="0"/>`;
  const branches = `<xs:element name="one" type="xs:string"/><xs:element name="other" type="${other(2)}"/>`;
  const choice =
    number % 10 === 3
      ? `<xs:choice minOccurs="0" maxOccurs="unbounded">${branches}</xs:choice>`
      : number % 5 === 1
        ? `<xs:choice>${branches}</xs:choice>`
        : "";
  const content = `<xs:sequence>${members.join("")}${list}${kind}${choice}</xs:sequence><xs:attribute name="id" type="xs:token" use="required"/>`;
  const documentation = `<xs:annotation><xs:documentation>What type ${number} means.</xs:documentation></xs:annotation>`;
  const extended = `<xs:complexContent><xs:extension base="Type${number - 1}"><xs:sequence><xs:element name="more${number}" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent>`;
  return `<xs:complexType name="Type${number}">${documentation}${number % 10 === 9 ? extended : content}</xs:complexType>`;
}

function enumeration(number: number): string {
  const values = ["first", "second", "third", "fourth"].map((value) => `<xs:enumeration value="${value}-${number}"/>`);
  return `<xs:simpleType name="Kind${number}"><xs:restriction base="xs:token">${values.join("")}</xs:restriction></xs:simpleType>`;
}

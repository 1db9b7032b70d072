/**
 * Schemas that are large in one way each: what is linear in them is linear in everything that is made of them.
 */

export interface Shape {
  readonly name: string;
  readonly schema: (count: number) => string;
}

function schema(parts: readonly string[]): string {
  const root =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shape" xmlns="urn:shape" elementFormDefault="qualified">';
  return `${root}\n${parts.join("\n")}\n</xs:schema>`;
}

function times(count: number, part: (number: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, number) => part(number));
}

function element(name: string, more = ""): string {
  return `<xs:element name="${name}" type="xs:string"${more}/>`;
}

function complexType(name: string, content: string): string {
  return `<xs:complexType name="${name}">${content}</xs:complexType>`;
}

function derived(number: number, method: "extension" | "restriction", content: string): string {
  return complexType(`T${number}`, `<xs:complexContent><xs:${method} base="T${number - 1}">${content}</xs:${method}></xs:complexContent>`);
}

function chain(count: number, method: "extension" | "restriction", content: (number: number) => string): string {
  return schema(times(count, (number) => (number === 0 ? complexType("T0", content(0)) : derived(number, method, content(number)))));
}

function oneType(content: string): string {
  return schema([complexType("T", content)]);
}

const optional = ' minOccurs="0"';

export const shapes: readonly Shape[] = [
  {
    name: "types that each extend the one before by an element",
    schema: (count) => chain(count, "extension", (number) => `<xs:sequence>${element(`e${number}`)}</xs:sequence>`),
  },
  {
    name: "types that each restrict the one before",
    schema: (count) => chain(count, "restriction", () => `<xs:sequence>${element("a", optional)}${element("b", optional)}</xs:sequence>`),
  },
  {
    name: "members of one substitution group",
    schema: (count) => schema([element("head"), ...times(count, (number) => element(`m${number}`, ' substitutionGroup="head"'))]),
  },
  { name: "global elements", schema: (count) => schema(times(count, (number) => element(`e${number}`))) },
  { name: "global attributes", schema: (count) => schema(times(count, (number) => `<xs:attribute name="a${number}" type="xs:string"/>`)) },
  {
    name: "values of one enumeration",
    schema: (count) =>
      schema([
        `<xs:simpleType name="S"><xs:restriction base="xs:string">${times(count, (number) => `<xs:enumeration value="v${number}"/>`).join("")}</xs:restriction></xs:simpleType>`,
      ]),
  },
  {
    name: "elements of one sequence",
    schema: (count) => oneType(`<xs:sequence>${times(count, (number) => element(`e${number}`)).join("")}</xs:sequence>`),
  },
  {
    name: "elements of one name in one sequence",
    schema: (count) => oneType(`<xs:sequence>${times(count, () => element("e")).join("")}</xs:sequence>`),
  },
  {
    name: "elements of one choice",
    schema: (count) => oneType(`<xs:choice>${times(count, (number) => element(`e${number}`)).join("")}</xs:choice>`),
  },
  {
    name: "elements of one repeated choice",
    schema: (count) => oneType(`<xs:choice maxOccurs="unbounded">${times(count, (number) => element(`e${number}`)).join("")}</xs:choice>`),
  },
  {
    name: "attributes of one type",
    schema: (count) => oneType(times(count, (number) => `<xs:attribute name="a${number}" type="xs:string"/>`).join("")),
  },
];

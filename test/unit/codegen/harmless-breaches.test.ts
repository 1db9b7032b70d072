import { describe, expect, it } from "vitest";
import { checkSchema } from "../../../codegen/check/check.js";
import { type Diagnostic, harmlessBreaches, leniently } from "../../../codegen/diagnostics.js";
import { type Loading, load, xsd } from "./load-contract.js";

const typeT = '<xs:simpleType name="T"><xs:restriction base="xs:string"/></xs:simpleType>';
const importB = '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>';
const usesB = '<xs:element name="e" type="b:T" xmlns:b="urn:b"/>';
const zeroOrOne = '<xs:simpleType><xs:restriction base="xs:boolean"><xs:pattern value="0|1"/></xs:restriction></xs:simpleType>';

/** For each breach a contract that has it. */
const contracts: Readonly<Record<string, Loading["documents"]>> = {
  "load-duplicate": {
    "a.xsd": xsd(`${importB}${importB.replace("b.xsd", "c.xsd")}`),
    "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
    "c.xsd": xsd(typeT.replace("string", "int"), 'targetNamespace="urn:b"'),
  },
  "src-import.1.1": { "a.xsd": xsd('<xs:import namespace="urn:a"/>', 'targetNamespace="urn:a"') },
  "src-import.1.2": { "a.xsd": xsd("<xs:import/>") },
  "src-import.3.1": { "a.xsd": xsd(importB.replace("urn:b", "urn:c")), "b.xsd": xsd(typeT, 'targetNamespace="urn:b"') },
  "src-import.3.2": {
    "a.xsd": xsd('<xs:import schemaLocation="b.xsd"/>', 'targetNamespace="urn:a"'),
    "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
  },
  "src-resolve.4.1": {
    "a.xsd": xsd('<xs:import namespace="urn:b" schemaLocation="b.xsd"/><xs:element name="e" type="T"/>', 'targetNamespace="urn:a"'),
    "b.xsd": xsd('<xs:import schemaLocation="c.xsd"/>', 'targetNamespace="urn:b"'),
    "c.xsd": xsd(typeT),
  },
  "src-resolve.4.2": {
    "a.xsd": xsd(`<xs:import namespace="urn:c" schemaLocation="c.xsd"/>${usesB}`),
    "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
    "c.xsd": xsd(importB, 'targetNamespace="urn:c"'),
  },
  "src-resolve": { "a.xsd": xsd('<xs:import namespace="urn:b"/><xs:element name="e" type="b:T" xmlns:b="urn:b"/>') },
  "a-props-correct.2": {
    "a.xsd": xsd(`<xs:complexType name="T"><xs:attribute name="a" fixed="1">${zeroOrOne}</xs:attribute></xs:complexType>`),
  },
  "e-props-correct.2": { "a.xsd": xsd(`<xs:element name="e" default="0">${zeroOrOne}</xs:element>`) },
  "cos-nonambig": {
    "a.xsd": xsd(
      '<xs:complexType name="T"><xs:sequence><xs:element name="a" minOccurs="0"/><xs:element name="a" minOccurs="0"/></xs:sequence></xs:complexType>',
    ),
  },
};

function severities(documents: Loading["documents"], lenient: boolean): readonly string[] {
  const { schema, diagnostics } = load({ documents, lenient });
  const found: Diagnostic[] = [...diagnostics];
  const collect = (diagnostic: Diagnostic): void => {
    found.push(diagnostic);
  };
  checkSchema(schema, lenient ? leniently(collect) : collect);
  return found.map(({ id, severity }) => `${severity} ${id}`);
}

describe("harmless breaches", () => {
  it("have a contract each", () => {
    expect(Object.keys(contracts).sort()).toEqual([...harmlessBreaches.keys()].sort());
  });

  it.each(Object.entries(contracts))("%s is an error, leniently a warning", (id, documents) => {
    expect(severities(documents, false)).toEqual([`error ${id}`]);
    expect(severities(documents, true)).toEqual([`warning ${id}`]);
  });

  const lasting: readonly (readonly [string, string, string])[] = [
    [
      "the base of simple content is missing",
      "src-resolve",
      '<xs:complexType name="T"><xs:simpleContent><xs:extension base="U"/></xs:simpleContent></xs:complexType>',
    ],
    ["an element is missing", "src-resolve", '<xs:complexType name="T"><xs:sequence><xs:element ref="e"/></xs:sequence></xs:complexType>'],
    ["a value is none of its type", "e-props-correct.2", '<xs:element name="e" type="xs:boolean" default="2"/>'],
  ];

  it.each(lasting)("%s: an error, leniently too", (_, id, content) => {
    expect(severities({ "a.xsd": xsd(content) }, true)).toContain(`error ${id}`);
  });
});

import { describe, expect, it } from "vitest";
import { harmlessBreaches } from "../../../codegen/diagnostics.js";
import { generate } from "../../../codegen/generate.js";
import { memoryHost } from "../../../codegen/load/host.js";
import { openContract } from "../../../codegen/open-contract.js";
import { type ContractText, xsd } from "../../support/contracts.js";

const typeT = '<xs:simpleType name="T"><xs:restriction base="xs:string"/></xs:simpleType>';
const importB = '<xs:import namespace="urn:b" schemaLocation="b.xsd"/>';
const usesB = '<xs:element name="e" type="b:T" xmlns:b="urn:b"/>';
const zeroOrOne = '<xs:simpleType><xs:restriction base="xs:boolean"><xs:pattern value="0|1"/></xs:restriction></xs:simpleType>';

/** A service with one operation; what is given stands in place of what it has there. */
function wsdl(change: {
  readonly types?: string;
  readonly messages?: string;
  readonly in?: string;
  readonly portType?: string;
  readonly binding?: string;
}): string {
  const {
    types = '<xs:element name="A" type="xs:int"/>',
    messages = '<message name="In"><part name="a" element="w:A"/></message>',
    portType = '<operation name="Go"><input message="w:In"/></operation>',
    binding = '<s:binding style="document"/>',
  } = change;
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" targetNamespace="urn:w"
    xmlns:w="urn:w" xmlns:xs="http://www.w3.org/2001/XMLSchema">${change.in ?? ""}
    <types><xs:schema targetNamespace="urn:w">${types}</xs:schema></types>${messages}<portType name="Port">${portType}</portType>
    <binding name="Soap" type="w:Port">${binding}<operation name="Go"><input><s:body use="literal"/></input></operation></binding>
  </definitions>`;
}

/** For each breach a contract that has it. */
const contracts: Readonly<Record<string, ContractText["documents"]>> = {
  "load-duplicate": {
    "a.xsd": xsd(`${importB}${importB.replace("b.xsd", "c.xsd")}`),
    "b.xsd": xsd(typeT, 'targetNamespace="urn:b"'),
    "c.xsd": xsd(typeT.replace("string", "int"), 'targetNamespace="urn:b"'),
  },
  "src-import.1.1": { "a.xsd": xsd('<xs:import namespace="urn:a"/>', 'targetNamespace="urn:a"') },
  "src-import.1.2": { "a.xsd": xsd("<xs:import/>") },
  "src-include.2.1": { "a.xsd": xsd(`<xs:include schemaLocation="b.xsd"/>${usesB}`), "b.xsd": xsd(typeT, 'targetNamespace="urn:b"') },
  "src-import.2": { "a.xsd": xsd(`<xs:import namespace="urn:w" schemaLocation="b.wsdl"/>`), "b.wsdl": wsdl({}) },
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
  "pattern-value-valid": {
    "a.xsd": xsd(
      '<xs:simpleType name="T"><xs:restriction base="xs:string"><xs:pattern value="\\#[0-9]"/></xs:restriction></xs:simpleType>',
    ),
  },
  "sch-props-correct.2": { "a.xsd": xsd(`${typeT}${typeT.replace("string", "int")}`) },
  "s4s-att-not-allowed": { "a.xsd": xsd('<xs:element name="e" minOccurs="0"/>') },
  "s4s-att-invalid-value": { "a.xsd": xsd('<xs:element name="e" id="x"/><xs:element name="f" id="x"/>') },
  "s4s-elt-must-match.1": { "a.xsd": xsd('<xs:element name="e"/><f xmlns="urn:f"/><xs:import namespace="urn:b"/>') },
  "load-missing": { "a.wsdl": wsdl({ in: '<import namespace="urn:b" location="b.wsdl"/>' }) },
  "wsdl-unresolved": { "a.wsdl": wsdl({ messages: '<message name="In"><part name="a" element="w:B"/></message>' }) },
  "wsdl-qname": { "a.wsdl": wsdl({ messages: '<message name="In"><part name="a" element="v:A"/></message>' }) },
  "wsdl-attribute-missing": {
    "a.wsdl": wsdl({ portType: '<operation name="Go"><input message="w:In"/><fault name="No"/></operation>' }),
  },
  "wsdl-duplicate": {
    "a.wsdl": wsdl({ messages: '<message name="In"><part name="a" element="w:A"/></message><message name="In"/>' }),
  },
  "wsdl-operation": { "a.wsdl": wsdl({ portType: '<operation name="Go"><input message="w:In"/></operation><operation name="Stop"/>' }) },
  "wsdl-part": { "a.wsdl": wsdl({ messages: '<message name="In"><part name="a" element="w:A" type="xs:int"/></message>' }) },
  "wsdl-type-part": { "a.wsdl": wsdl({ messages: '<message name="In"><part name="a" type="xs:int"/></message>' }) },
  "wsdl-fault": {
    "a.wsdl": wsdl({
      messages: '<message name="In"><part name="a" element="w:A"/></message><message name="No"/>',
      portType: '<operation name="Go"><input message="w:In"/><fault name="No" message="w:No"/></operation>',
    }),
  },
  "wsdl-binding-kind": { "a.wsdl": wsdl({ binding: "" }) },
  "cos-element-consistent": {
    "a.xsd": xsd(
      '<xs:complexType name="T"><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="a" type="xs:date"/></xs:sequence></xs:complexType>',
    ),
  },
  "cos-nonambig": {
    "a.xsd": xsd(
      '<xs:complexType name="T"><xs:sequence><xs:element name="a" minOccurs="0"/><xs:element name="a" minOccurs="0"/></xs:sequence></xs:complexType>',
    ),
  },
};

async function severities(documents: ContractText["documents"], lenient: boolean): Promise<readonly string[]> {
  const { diagnostics } = await generate({ entries: Object.keys(documents).slice(0, 1), host: memoryHost(documents), lenient });
  return diagnostics.map(({ id, severity }) => `${severity} ${id}`);
}

describe("harmless breaches", () => {
  it("have a contract each", () => {
    expect(Object.keys(contracts).sort()).toEqual([...harmlessBreaches.keys()].sort());
  });

  it.each(Object.entries(contracts))("%s is an error, leniently a warning", async (id, documents) => {
    expect(await severities(documents, false)).toEqual([`error ${id}`]);
    expect(await severities(documents, true)).toEqual([`warning ${id}`]);
  });

  const lasting: readonly (readonly [string, string, string])[] = [
    ["an import leads to something else", "src-import.2", '<xs:import namespace="urn:b" schemaLocation="b.html"/>'],
    ["a type has two models", "s4s-elt-must-match.1", '<xs:complexType name="T"><xs:sequence/><xs:choice/></xs:complexType>'],
    [
      "an attribute follows complex content",
      "s4s-elt-must-match.1",
      '<xs:complexType name="T"><xs:complexContent><xs:extension base="xs:anyType"/></xs:complexContent><xs:attribute name="a"/></xs:complexType>',
    ],
    ["an element has no place here", "s4s-elt-must-match.1", '<xs:complexType name="T"><xs:element name="e"/></xs:complexType>'],
    ["an attribute has no such value", "s4s-att-invalid-value", '<xs:element name="e" nillable="maybe"/>'],
    ["a value is not valid for its type", "e-props-correct.2", '<xs:element name="e" type="xs:boolean" default="2"/>'],
    ["a prefix is not declared", "src-resolve", '<xs:element name="e" type="b:T"/>'],
    [
      "a key reference refers to something that is not a key",
      "src-resolve",
      `<xs:element name="e"><xs:keyref name="r" refer="k"><xs:selector xpath="a"/><xs:field xpath="b"/></xs:keyref></xs:element>`,
    ],
  ];

  it.each(lasting)("%s: an error, leniently too", async (_, id, content) => {
    expect(await severities({ "a.xsd": xsd(content), "b.html": "<html/>" }, true)).toContain(`error ${id}`);
  });
});

describe("components that no document declares", () => {
  const inType = (content: string): string => `<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`;
  const simple = (content: string): string => `<xs:element name="e"><xs:simpleType>${content}</xs:simpleType></xs:element>`;
  const other = '<e xmlns="urn:a"><b:x xmlns:b="urn:b" y="1">text<z/></b:x></e>';
  const cases: readonly (readonly [string, string, string, string])[] = [
    ["an element", inType('<xs:sequence><xs:element ref="b:x"/></xs:sequence>'), other, '<e xmlns="urn:a"/>'],
    ["an attribute", inType('<xs:attribute ref="b:x"/>'), '<e xmlns="urn:a" xmlns:b="urn:b" b:x="1"/>', '<e xmlns="urn:a" b="1"/>'],
    ["an attribute group", inType('<xs:attributeGroup ref="b:x"/>'), '<e xmlns="urn:a" any="1"/>', '<e xmlns="urn:a">text</e>'],
    ["a group", inType('<xs:group ref="b:x"/>'), other, '<e xmlns="urn:a">text</e>'],
    ["the type of an element", '<xs:element name="e" type="b:x"/>', other, '<f xmlns="urn:a"/>'],
    ["the type of an attribute", inType('<xs:attribute name="x" type="b:x"/>'), '<e xmlns="urn:a" x="?"/>', '<e xmlns="urn:a" y="?"/>'],
    [
      "a base of complex content",
      inType('<xs:complexContent><xs:restriction base="b:x"><xs:sequence/></xs:restriction></xs:complexContent>'),
      other,
      '<f xmlns="urn:a"/>',
    ],
    [
      "a base of simple content",
      inType('<xs:simpleContent><xs:restriction base="b:x"><xs:maxLength value="1"/></xs:restriction></xs:simpleContent>'),
      '<e xmlns="urn:a">text</e>',
      other,
    ],
    [
      "a base of a simple type",
      simple('<xs:restriction base="b:x"><xs:minInclusive value="1"/></xs:restriction>'),
      '<e xmlns="urn:a">text</e>',
      other,
    ],
    ["the items of a list", simple('<xs:list itemType="b:x"/>'), '<e xmlns="urn:a">a b</e>', other],
    ["a member of a union", simple('<xs:union memberTypes="xs:int b:x"/>'), '<e xmlns="urn:a">text</e>', other],
    [
      "the head of a substitution group",
      '<xs:element name="e" type="xs:int" substitutionGroup="b:x"/>',
      '<e xmlns="urn:a">1</e>',
      '<e xmlns="urn:a">a</e>',
    ],
  ];

  it.each(cases)("%s: leniently anything is taken in its place", async (_, content, valid, invalid) => {
    const host = memoryHost({
      "a.xsd": xsd(`<xs:import namespace="urn:b"/>${content}`, 'targetNamespace="urn:a" xmlns:b="urn:b" elementFormDefault="qualified"'),
    });
    const ids = async (lenient: boolean) =>
      (await generate({ entries: ["a.xsd"], host, lenient })).diagnostics.map(({ id, severity }) => `${severity} ${id}`);
    expect(new Set(await ids(false))).toEqual(new Set(["error src-resolve"]));
    expect(new Set(await ids(true))).toEqual(new Set(["warning src-resolve"]));
    const { contract } = openContract({ entries: ["a.xsd"], host, lenient: true });
    expect(contract?.validate(valid)).toEqual([]);
    expect(contract?.validate(invalid)).not.toEqual([]);
  });
});

describe("what stands at a wrong place in a schema document", () => {
  const misplaced: readonly (readonly [string, string])[] = [
    ["an attribute before the model", '<xs:attribute name="a"/><xs:sequence><xs:element name="b"/></xs:sequence>'],
    ["documentation behind the model", '<xs:sequence><xs:element name="b"/></xs:sequence><xs:attribute name="a"/><xs:annotation/>'],
    ["an element of another language", '<xs:sequence><xs:element name="b"/></xs:sequence><p xmlns="urn:html"/><xs:attribute name="a"/>'],
  ];

  it.each(misplaced)("%s: leniently it is read all the same", async (_, content) => {
    const host = memoryHost({ "a.xsd": xsd(`<xs:element name="e"><xs:complexType>${content}</xs:complexType></xs:element>`) });
    const { contract, diagnostics } = openContract({ entries: ["a.xsd"], host, lenient: true });
    expect(diagnostics.map(({ id, severity }) => `${severity} ${id}`)).toEqual(["warning s4s-elt-must-match.1"]);
    expect(contract?.validate('<e a="1"><b/></e>')).toEqual([]);
    expect(contract?.validate("<e><c/></e>")).not.toEqual([]);
  });
});

describe("elements of one name with two types in one content model", () => {
  const host = memoryHost({
    "a.xsd":
      xsd(`<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="a" type="xs:date"/>
      </xs:sequence></xs:complexType></xs:element>`),
  });
  const { contract } = openContract({ entries: ["a.xsd"], host, lenient: true });

  it.each([
    ["<e><a>1</a><a>2026-11-29</a></e>", []],
    ["<e><a>2026-11-29</a><a>1</a></e>", ["cvc-datatype-valid.1.2.1", "cvc-datatype-valid.1.2.1"]],
  ])("%s", (document, want) => {
    expect(contract?.validate(document).map(({ id }) => id)).toEqual(want);
  });
});

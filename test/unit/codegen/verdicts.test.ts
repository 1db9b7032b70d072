/**
 * Documents on which validators disagree, each with the clause that decides.
 */
import { describe, expect, test } from "vitest";
import { readContract } from "../../../codegen/contract.js";
import { memoryHost } from "../../../codegen/load/host.js";
import { schemaDocument } from "../../support/contracts.js";
import { expectInvalid, expectValid, loadSchemaText } from "../../support/schemas.js";

interface Case {
  readonly clause: string;
  readonly schema: string;
  readonly valid?: readonly string[];
  readonly invalid?: readonly (readonly [document: string, rule: string])[];
}

const cases: readonly Case[] = [
  {
    clause: "Part 1 §3.4.2 clause 2.1, §3.4.4 cvc-complex-type.2.3: a group whose elements may not occur is not empty content",
    schema: element("e", '<xs:sequence><xs:element name="a" minOccurs="0" maxOccurs="0"/></xs:sequence>'),
    valid: ["<t:e/>", "<t:e> </t:e>", "<t:e><!-- --> </t:e>"],
    invalid: [
      ["<t:e>x</t:e>", "cvc-complex-type.2.3"],
      ["<t:e><t:a/></t:e>", "cvc-complex-type.2.4.d"],
    ],
  },
  {
    clause: "Part 1 §3.4.2 clause 2.1: a group that is referred to is content, though it is empty",
    schema: `<xs:group name="g"><xs:sequence/></xs:group>${element("e", '<xs:group ref="t:g"/>')}`,
    valid: ["<t:e/>", "<t:e>\n</t:e>"],
  },
  {
    clause: "Part 1 §3.4.2 clause 2.1.2: a sequence without children is empty content",
    schema: element("e", "<xs:sequence/>"),
    valid: ["<t:e/>", "<t:e><!-- --></t:e>"],
    invalid: [["<t:e> </t:e>", "cvc-complex-type.2.1"]],
  },
  {
    clause: "Part 1 §3.9.2, §3.4.2: a group that may not occur does not count",
    schema: element("e", '<xs:sequence minOccurs="0" maxOccurs="0"><xs:element name="a"/></xs:sequence>'),
    valid: ["<t:e/>"],
    invalid: [["<t:e> </t:e>", "cvc-complex-type.2.1"]],
  },
  {
    clause: "Part 1 §3.4.2 clause 3.2: an extension of empty content that holds no elements is element-only",
    schema: `<xs:complexType name="B"/>${element("e", '<xs:complexContent><xs:extension base="t:B"><xs:sequence><xs:element name="a" minOccurs="0" maxOccurs="0"/></xs:sequence></xs:extension></xs:complexContent>')}`,
    valid: ["<t:e/>", "<t:e> </t:e>"],
  },
  {
    clause: "Part 1 §3.2.7, §3.3.5: xsi:schemaLocation is a list of URIs, xsi:noNamespaceSchemaLocation is one",
    schema: `<xs:element name="e" type="xs:string"/>${element("c", "")}`,
    valid: [
      '<t:e xsi:schemaLocation="urn:a a.xsd urn:b"/>',
      '<t:e xsi:schemaLocation=""/>',
      '<t:c xsi:noNamespaceSchemaLocation="c:\\a b.xsd"/>',
    ],
    invalid: [
      ['<t:e xsi:schemaLocation="urn:a %"/>', "cvc-datatype-valid.1.2.1"],
      ['<t:c xsi:noNamespaceSchemaLocation="12:00"/>', "cvc-datatype-valid.1.2.1"],
    ],
  },
  {
    clause: "Part 1 §3.11.4, Part 2 §2.2.1, §4.2.1: values of two primitive types are not equal, and a value that no type reads is of none",
    schema: keys('<xs:attribute name="k"/><xs:attribute name="s" type="xs:string"/><xs:attribute name="r"/>'),
    valid: ['<t:e><t:a k="1" r="1"/></t:e>', '<t:e><t:a k="1"/><t:a k="01" r="1"/></t:e>'],
    invalid: [
      ['<t:e><t:a k="1" s="1"/></t:e>', "cvc-identity-constraint.4.3"],
      ['<t:e><t:a k="1"/><t:a k="1"/></t:e>', "cvc-identity-constraint.4.2.2"],
    ],
  },
  {
    clause: "Part 1 §3.11.4 cvc-identity-constraint.3: an attribute that a field of a key finds must have a simple type",
    schema: `<xs:attribute name="known" type="xs:int"/>${["unique", "key"]
      .map((category) =>
        element(
          category,
          '<xs:sequence><xs:element name="a" maxOccurs="9"><xs:complexType><xs:anyAttribute processContents="lax"/></xs:complexType></xs:element></xs:sequence>',
        ).replace(
          /<.xs:element>$/,
          `<xs:${category} name="${category}"><xs:selector xpath="t:a"/><xs:field xpath="@x|@t:known"/></xs:${category}></xs:element>`,
        ),
      )
      .join("")}`,
    valid: [
      '<t:key><t:a t:known="1"/><t:a t:known="2" y="1"/></t:key>',
      "<t:unique><t:a/><t:a/></t:unique>",
      '<t:unique><t:a x="1"/><t:a x="1"/></t:unique>',
    ],
    invalid: [
      ['<t:key><t:a x="1"/></t:key>', "cvc-identity-constraint.3"],
      ['<t:unique><t:a t:known="1"/><t:a t:known="01"/></t:unique>', "cvc-identity-constraint.4.1"],
    ],
  },
  {
    clause: "Part 1 §3.11.2: the prefixes of a path are those in scope of its own element",
    schema: element(
      "e",
      '<xs:sequence><xs:element name="a" maxOccurs="9"><xs:complexType><xs:sequence><xs:element name="b" type="xs:int"/></xs:sequence></xs:complexType></xs:element></xs:sequence>',
    ).replace(
      /<.xs:element>$/,
      `<xs:key name="own"><xs:selector xmlns:q="urn:t" xpath="q:a"/><xs:field xmlns:q="urn:x" xpath="child::t:b|q:b"/></xs:key>
       <xs:key name="dot"><xs:selector xpath="t:a"/><xs:field xmlns:q.r="urn:t" xpath="./q.r:b"/></xs:key></xs:element>`,
    ),
    valid: ["<t:e><t:a><t:b>1</t:b></t:a><t:a><t:b>2</t:b></t:a></t:e>"],
  },
  {
    clause: "Part 1 §3.14.2, §3.14.6 cos-st-derived-ok.2.2.4: a union within a union is not one of its member types, its members are",
    schema: `<xs:simpleType name="Inner"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>
      <xs:simpleType name="Outer"><xs:union memberTypes="t:Inner xs:boolean"/></xs:simpleType><xs:element name="e" type="t:Outer"/>`,
    valid: ["<t:e>1</t:e>", '<t:e xsi:type="xs:byte">1</t:e>', '<t:e xsi:type="t:Outer">1</t:e>'],
    invalid: [['<t:e xsi:type="t:Inner">1</t:e>', "cvc-elt.4.3"]],
  },
  {
    clause: "Part 1 §3.9.1: {max occurs} has no upper bound, and neither has {min occurs}",
    schema: `${element("e", '<xs:sequence maxOccurs="1000000000000"><xs:element name="a" maxOccurs="1000000000000000000000000"/></xs:sequence>')}
      ${element("f", '<xs:sequence><xs:element name="a" minOccurs="79228162514264337593543950335" maxOccurs="unbounded"/></xs:sequence>')}
      ${element("g", `${'<xs:sequence minOccurs="10" maxOccurs="10">'.repeat(30)}<xs:element name="a"/>${"</xs:sequence>".repeat(30)}`)}`,
    valid: ["<t:e><t:a/><t:a/></t:e>"],
    invalid: [
      ["<t:e/>", "cvc-complex-type.2.4.b"],
      ["<t:f><t:a/></t:f>", "cvc-complex-type.2.4.b"],
      ["<t:g><t:a/></t:g>", "cvc-complex-type.2.4.b"],
    ],
  },
];

/** An element "e" of elements "a" with these attributes: the key is "k", "s" and "r" refer to it. */
function keys(attributes: string): string {
  const reference = (name: string): string =>
    `<xs:keyref name="${name}" refer="t:k"><xs:selector xpath="t:a"/><xs:field xpath="@${name}"/></xs:keyref>`;
  return `<xs:element name="e"><xs:complexType><xs:sequence><xs:element name="a" maxOccurs="unbounded"><xs:complexType>${attributes}</xs:complexType></xs:element></xs:sequence></xs:complexType>
    <xs:key name="k"><xs:selector xpath="t:a"/><xs:field xpath="@k"/></xs:key>${reference("s")}${reference("r")}</xs:element>`;
}

function element(name: string, content: string): string {
  return `<xs:element name="${name}"><xs:complexType>${content}</xs:complexType></xs:element>`;
}

/** The document with the namespaces that it may need. */
function complete(document: string): string {
  const declarations = 'xmlns:t="urn:t" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  return document.replace(/^<([\w:]+)/, `<$1 ${declarations}`);
}

describe("schemas of several documents", () => {
  test("an attribute group that is redefined must be sound by itself (Part 1 §4.2.2 src-redefine.2, §3.6.6 ag-props-correct.2)", () => {
    const attribute = '<xs:attribute name="a" type="xs:string"/>';
    const group = (attributes: string): string => `<xs:attributeGroup name="g">${attributes}</xs:attributeGroup>`;
    const idsOfRedefining = (attributes: string): readonly string[] => {
      const documents = {
        "redefining.xsd": schemaDocument(`<xs:redefine schemaLocation="redefined.xsd">${group(attribute)}</xs:redefine>`),
        "redefined.xsd": schemaDocument(group(attributes)),
      };
      return readContract({ entries: ["redefining.xsd"], host: memoryHost(documents) }).diagnostics.map(({ id }) => id);
    };
    expect(idsOfRedefining(attribute + attribute)).toEqual(["ag-props-correct.2"]);
    expect(idsOfRedefining(attribute)).toEqual([]);
  });
});

describe("documents", () => {
  test.each(cases)("$clause", async ({ schema, valid = [], invalid = [] }) => {
    const loaded = await loadSchemaText(schemaDocument(schema));
    for (const document of valid) expectValid(loaded, complete(document));
    for (const [document, rule] of invalid) expectInvalid(loaded, complete(document), [rule]);
  });
});

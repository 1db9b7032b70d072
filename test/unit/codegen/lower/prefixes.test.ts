import { describe, expect, test } from "vitest";
import { choosePrefixes } from "../../../../codegen/lower/prefixes.js";
import type { NamespaceDeclaration } from "../../../../src/xml/names.js";
import { schemaDocument, schemaOf } from "../../../support/contracts.js";

/** "a=urn:a b=urn:b": what the roots of documents bind. */
function bindings(text: string): readonly NamespaceDeclaration[] {
  return text.split(" ").map((binding) => {
    const [prefix = "", namespace = ""] = binding.split("=");
    return { prefix, namespace };
  });
}

const qualified = schemaOf(schemaDocument('<xs:element name="R" type="xs:string"/>'));

describe("prefixes", () => {
  test.each<[string, string, string, string]>([
    ["are those of the documents", "urn:a urn:b", "a=urn:a b=urn:b", "a=urn:a b=urn:b"],
    ["are those that most documents agree on", "urn:a", "x=urn:a a=urn:a a=urn:a", "a=urn:a"],
    ["say something where they can", "urn:a urn:b", "tns=urn:a tns=urn:a a=urn:a tns=urn:b ns1=urn:b", "a=urn:a tns=urn:b"],
    ["belong to one namespace, the first one first", "urn:b urn:a", "p=urn:a p=urn:b q=urn:a", "p=urn:b q=urn:a"],
    ["are numbered where there is no other", "urn:a urn:b urn:c", "p=urn:a p=urn:b p=urn:c", "p=urn:a p2=urn:b p3=urn:c"],
    ["are none where a document has only a default namespace, but for the first", "urn:a urn:b", "=urn:a =urn:b", "=urn:a"],
    ["are better than a default namespace", "urn:a", "=urn:a =urn:a tns=urn:a", "tns=urn:a"],
    ["are not reserved ones", "urn:a", "xmlfoo=urn:a", ""],
    ["are none where the contract has no name", "urn:a urn:b", "b=urn:b", "b=urn:b"],
    [
      "are not given to the namespaces of XML and XML Schema",
      "http://www.w3.org/2001/XMLSchema urn:a",
      "xsd=http://www.w3.org/2001/XMLSchema a=urn:a",
      "a=urn:a",
    ],
  ])("%s", (_, namespaces, bound, want) => {
    const chosen = choosePrefixes(namespaces.split(" "), bindings(bound), qualified);
    expect([...chosen].map(([namespace, prefix]) => `${prefix}=${namespace}`).join(" ")).toBe(want);
  });

  test.each<[string, string]>([
    [
      "elements in no namespace",
      '<xs:element name="R"><xs:complexType><xs:sequence><xs:element name="A" form="unqualified"/></xs:sequence></xs:complexType></xs:element>',
    ],
    ["qualified names", '<xs:simpleType name="N"><xs:restriction base="xs:QName"/></xs:simpleType>'],
    ["lists of qualified names", '<xs:simpleType name="L"><xs:list itemType="xs:QName"/></xs:simpleType>'],
  ])("there is no default namespace above %s", (_, declarations) => {
    expect([...choosePrefixes(["urn:a"], bindings("=urn:a"), schemaOf(schemaDocument(declarations)))]).toEqual([]);
  });
});

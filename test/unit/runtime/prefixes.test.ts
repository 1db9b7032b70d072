/**
 * The prefixes that documents are written with.
 */
import { decode, type EncodeOptions, encode, encodeToString } from "soapwright";
import { describe, expect, test } from "vitest";
import { encodeInto } from "../../../src/runtime/encode.js";
import { Writer } from "../../../src/xml/write/writer.js";
import { loadSchemaText } from "../../support/schemas.js";

const declarations = `
  <xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Note" type="xs:string" nillable="true" minOccurs="0"/>
    <xs:any namespace="##local" minOccurs="0" processContents="skip"/>
  </xs:sequence><xs:attribute ref="KIND"/></xs:complexType></xs:element>
  <xs:attribute name="kind" type="xs:string"/>`;

function schema(bindings: string, kind = "kind"): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${bindings} targetNamespace="urn:shop" elementFormDefault="qualified">${declarations.replace("KIND", kind)}</xs:schema>`;
}

const node = { name: "Plain", attributes: {}, namespaces: {}, children: ["a"] };

describe("documents are written with the contract's prefixes", () => {
  test.each<[string, string, object, EncodeOptions, string]>([
    ["its own", 'xmlns:sh="urn:shop"', { note: "n" }, {}, '<sh:Order xmlns:sh="urn:shop"><sh:Note>n</sh:Note></sh:Order>'],
    [
      "xsi:nil",
      'xmlns:sh="urn:shop"',
      { note: null },
      {},
      '<sh:Order xmlns:sh="urn:shop"><sh:Note xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></sh:Order>',
    ],
    ["those of the caller first", 'xmlns:sh="urn:shop"', {}, { prefixes: { "urn:shop": "s" } }, '<s:Order xmlns:s="urn:shop"/>'],
    [
      "declared on the root on demand",
      'xmlns:sh="urn:shop"',
      { note: "n" },
      { declare: ["urn:shop", "http://www.w3.org/2001/XMLSchema-instance"] },
      '<sh:Order xmlns:sh="urn:shop" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sh:Note>n</sh:Note></sh:Order>',
    ],
    [
      "the default namespace, where it has no other name",
      'xmlns="urn:shop"',
      { note: "n" },
      {},
      '<Order xmlns="urn:shop"><Note>n</Note></Order>',
    ],
    [
      "a prefix for attributes below a default namespace",
      'xmlns="urn:shop"',
      { kind: "k" },
      {},
      '<Order xmlns="urn:shop" xmlns:ns1="urn:shop" ns1:kind="k"/>',
    ],
    [
      "no default namespace over nodes that were read without one",
      'xmlns="urn:shop"',
      { $any: node },
      {},
      '<Order xmlns="urn:shop"><Plain xmlns="">a</Plain></Order>',
    ],
  ])("%s", async (_, bindings, value, options, want) => {
    const { documents } = await loadSchemaText(schema(bindings, bindings.includes("sh=") ? "sh:kind" : "kind"));
    const codec = documents["{urn:shop}Order"];
    if (codec === undefined) throw new Error("no such element");
    const text = encodeToString(codec, value as never, options);
    expect(text).toBe(want);
    expect(new TextDecoder().decode(encode(codec, value as never, options))).toBe(text);
    expect(decode(codec, text)).toEqual(value);
  });

  test("a prefix that an envelope has already gets a number", async () => {
    const { documents } = await loadSchemaText(schema('xmlns:soap="urn:shop"', "soap:kind"));
    const codec = documents["{urn:shop}Order"];
    if (codec === undefined) throw new Error("no such element");
    const writer = new Writer({ prefixes: { "urn:envelope": "soap" } });
    writer.startElement({ namespace: "urn:envelope", local: "Envelope" });
    encodeInto(codec, { note: "n" } as never, writer);
    writer.endElement();
    expect(new TextDecoder().decode(writer.finish())).toBe(
      '<soap:Envelope xmlns:soap="urn:envelope"><soap2:Order xmlns:soap2="urn:shop"><soap2:Note>n</soap2:Note></soap2:Order></soap:Envelope>',
    );
  });
});

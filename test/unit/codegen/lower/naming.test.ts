/**
 * The configuration's `naming`, on what is generated.
 */
import { type GenerateResult, generate, type Naming } from "soapwright/codegen";
import { describe, expect, test } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";
import { xsd } from "../../../support/contracts.js";

const shop = xsd(
  `<xs:complexType name="order"><xs:sequence>
     <xs:element name="ItemID" type="xs:string"/>
     <xs:element name="Line" maxOccurs="9"><xs:complexType><xs:attribute name="Sku" type="xs:string"/></xs:complexType></xs:element>
     <xs:element name="sub-total" type="xs:string" minOccurs="0"/>
   </xs:sequence><xs:attribute name="ID" type="xs:string"/></xs:complexType>
   <xs:complexType name="Special"><xs:complexContent><xs:extension base="order"><xs:sequence><xs:element name="Why" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
   <xs:element name="order" type="order"/>`,
  'xmlns="urn:shop" targetNamespace="urn:shop"',
);
const party = xsd('<xs:complexType name="Party"/>', 'targetNamespace="urn:x:party"');
const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:orders" xmlns:s="urn:shop" targetNamespace="urn:orders">
  <types><schema xmlns="http://www.w3.org/2001/XMLSchema"><import namespace="urn:shop" schemaLocation="shop.xsd"/></schema></types>
  <message name="Place"><part name="p" element="s:order"/></message>
  <portType name="Soap"><operation name="PlaceIt"><input message="t:Place"/></operation></portType>
  <binding name="SoapBinding" type="t:Soap"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="PlaceIt"><soap:operation soapAction="Place"/><input><soap:body use="literal"/></input></operation></binding>
</definitions>`;

function compile(naming: Naming, names: Readonly<Record<string, string>> = {}): Promise<GenerateResult> {
  const host = memoryHost({ "shop.xsd": shop, "party.xsd": party, "orders.wsdl": wsdl });
  return generate({ entries: ["orders.wsdl", "party.xsd", "shop.xsd"], host, naming, names });
}

async function files(naming: Naming, names?: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const { files: texts, diagnostics } = await compile(naming, names);
  expect(diagnostics).toEqual([]);
  return texts;
}

describe("names", () => {
  test.each<[string, Naming, string, readonly string[]]>([
    [
      "as in the contract",
      { preserve: true },
      "shop.ts",
      [
        "interface order {",
        "ItemID: string;",
        '"sub-total"?: string;',
        "ID?: string;",
        "const orderElement",
        "interface orderLine {",
        "Sku?: string",
      ],
    ],
    [
      "of types",
      { types: { "{urn:shop}order": "PurchaseOrder" } },
      "shop.ts",
      ["interface PurchaseOrder {", "interface PurchaseOrderLine", "type AnyPurchaseOrder", "Special extends PurchaseOrder"],
    ],
    ["of anonymous types", { types: { "{urn:shop}order/Line": "Row" } }, "shop.ts", ["interface Row {", "line: readonly Row[]"]],
    ["of elements", { types: { "element {urn:shop}order": "orderDocument" } }, "shop.ts", ["const orderDocument: ElementCodec<AnyOrder>"]],
    [
      "of types, by a function",
      { types: (path, usual) => (path.endsWith("}Special") ? `${usual}Order` : undefined) },
      "shop.ts",
      ["interface SpecialOrder extends Order"],
    ],
    [
      "of properties",
      { properties: { "{urn:shop}order/Line": "lines", "{urn:shop}order/@ID": "number" } },
      "shop.ts",
      ["lines: readonly OrderLine[];", 'lines: ["Line"', "number?: string;"],
    ],
    [
      "of properties, by a function",
      { properties: (_, usual) => (usual === "itemID" ? "itemId" : undefined) },
      "shop.ts",
      ["itemId: string;"],
    ],
    ["of files", { files: { "urn:shop": "Shop-2" } }, "index.ts", ['from "./Shop-2.js"']],
    ["of namespaces", { namespaces: { "urn:shop": "store" } }, "index.ts", ['export * as store from "./shop.js"']],
    [
      "of services",
      {
        types: { "portType {urn:orders}Soap": "Orders", "binding {urn:orders}SoapBinding": "orders" },
        properties: { "{urn:orders}Soap/PlaceIt": "place" },
      },
      "service.ts",
      ["interface OrdersOperations {", "place: { input: AnyOrder }", "interface OrdersServer ", "const orders: SoapBinding"],
    ],
  ])("%s", async (_, naming, file, wanted) => {
    const text = (await files(naming)).get(file) ?? "";
    for (const part of wanted) expect(text).toContain(part);
  });

  test("come before those of an earlier run, which others keep", async () => {
    const { names } = await compile({});
    const text = (await files({ types: { "{urn:shop}Special": "Order" } }, names)).get("shop.ts");
    expect(text).toContain("interface Order extends Order2 {");
  });

  test("that are taken out of the configuration are the usual ones again", async () => {
    const { names } = await compile({ preserve: true, types: { "{urn:shop}Special": "Extra" } });
    expect([...(await files({}, names))]).toEqual([...(await files({}))]);
  });

  test("are given by the same rules in the next run", async () => {
    const { names } = await compile({ preserve: true });
    expect([...(await files({ preserve: true }, names))]).toEqual([...(await files({ preserve: true }))]);
  });
});

describe("names that cannot be had", () => {
  test.each<[string, Naming, string]>([
    [
      "one name of two types",
      { types: { "{urn:shop}order": "A", "{urn:shop}Special": "A" } },
      'naming-clash "A", which naming gives to {urn:shop}Special, is the name of {urn:shop} type {urn:shop}order',
    ],
    [
      "one file of two namespaces",
      { files: { "urn:shop": "a", "urn:x:party": "A" } },
      'naming-clash "A", which naming gives to urn:x:party, is the name of module urn:shop',
    ],
    [
      "one name of two namespaces",
      { namespaces: () => "a" },
      'naming-clash "a", which naming gives to urn:x:party, is the name of import urn:shop',
    ],
    [
      "one name of two properties",
      { properties: { "{urn:shop}order/Line": "itemID" } },
      'naming-clash "itemID", which naming gives to {urn:shop}order/Line, is taken',
    ],
    [
      "a name of the index",
      { types: { "{urn:shop}order": "documents" } },
      'naming-clash "documents", which naming gives to {urn:shop}order, is the name of the generated code',
    ],
    [
      "the name of the list of ports",
      { types: { "binding {urn:orders}SoapBinding": "ports" } },
      'naming-clash "ports", which naming gives to binding {urn:orders}SoapBinding, is taken',
    ],
    [
      "a type that is no identifier",
      { types: { "{urn:shop}order": "a-b" } },
      'naming-invalid "a-b", which naming gives to {urn:shop}order, is not a name for types',
    ],
    [
      "a type that is a word of the language",
      { types: { "{urn:shop}order": "class" } },
      'naming-invalid "class", which naming gives to {urn:shop}order, is not a name for types',
    ],
    [
      "a file elsewhere",
      { files: { "urn:shop": "../shop" } },
      'naming-invalid "../shop", which naming gives to urn:shop, is not a name for files',
    ],
    [
      "a file of ours",
      { files: { "urn:shop": "Index" } },
      'naming-invalid "Index", which naming gives to urn:shop, is not a name for files',
    ],
    [
      "a property of ours",
      { properties: { "{urn:shop}order/Line": "$any" } },
      'naming-invalid "$any", which naming gives to {urn:shop}order/Line, is not a name for properties',
    ],
    [
      "a property of all objects",
      { properties: { "{urn:shop}order/Line": "__proto__" } },
      'naming-invalid "__proto__", which naming gives to {urn:shop}order/Line, is not a name for properties',
    ],
  ])("%s", async (_, naming, want) => {
    const { diagnostics, files: texts } = await compile(naming);
    expect(diagnostics.map(({ id, message }) => `${id} ${message}`)).toEqual([want]);
    expect(texts.size).toBe(0);
  });
});

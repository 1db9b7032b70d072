/**
 * The part of a contract that operations and elements name, and what is reached from them.
 */
import { type GenerateOptions, generate } from "soapwright/codegen";
import { describe, expect, test } from "vitest";
import { memoryHost } from "../../../../../codegen/load/host.js";
import { xsd } from "../../../../support/contracts.js";

const schema = xsd(
  `<xs:element name="Order" type="Order"/>
   <xs:complexType name="Order"><xs:complexContent><xs:extension base="Document"><xs:sequence>
     <xs:element name="Line" maxOccurs="unbounded"><xs:complexType><xs:choice><xs:element ref="Item"/><xs:group ref="Notes"/></xs:choice></xs:complexType></xs:element>
     <xs:element name="To" type="Address"/></xs:sequence><xs:attributeGroup ref="Common"/></xs:extension></xs:complexContent></xs:complexType>
   <xs:complexType name="Document"><xs:sequence><xs:element name="Id" type="Id"/></xs:sequence></xs:complexType>
   <xs:simpleType name="Id"><xs:union memberTypes="Long Short"/></xs:simpleType>
   <xs:simpleType name="Long"><xs:restriction base="xs:long"/></xs:simpleType>
   <xs:simpleType name="Short"><xs:list itemType="Code"/></xs:simpleType>
   <xs:simpleType name="Code"><xs:restriction base="xs:token"/></xs:simpleType>
   <xs:element name="Item" type="Item"/><xs:complexType name="Item"/>
   <xs:element name="Part" type="Part" substitutionGroup="Item"/><xs:complexType name="Part"><xs:complexContent><xs:extension base="Item"/></xs:complexContent></xs:complexType>
   <xs:group name="Notes"><xs:sequence><xs:element name="Note" type="Note"/></xs:sequence></xs:group>
   <xs:complexType name="Note"><xs:simpleContent><xs:extension base="Text"/></xs:simpleContent></xs:complexType>
   <xs:simpleType name="Text"><xs:restriction base="xs:string"/></xs:simpleType>
   <xs:attributeGroup name="Common"><xs:attribute name="kind" type="Kind"/></xs:attributeGroup>
   <xs:simpleType name="Kind"><xs:restriction base="xs:token"/></xs:simpleType>
   <xs:complexType name="Address"/>
   <xs:complexType name="UsAddress"><xs:complexContent><xs:extension base="Address"/></xs:complexContent></xs:complexType>
   <xs:element name="Other" type="Other"/>
   <xs:complexType name="Other"><xs:complexContent><xs:extension base="Document"/></xs:complexContent></xs:complexType>
   <xs:complexType name="Unused"><xs:sequence><xs:element name="A" type="UsAddress"/></xs:sequence></xs:complexType>`,
  'targetNamespace="urn:a" xmlns="urn:a" elementFormDefault="qualified"',
);

const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:a="urn:a" xmlns:t="urn:t" targetNamespace="urn:t">
  <types>${schema}</types>
  <message name="Order"><part name="body" element="a:Order"/></message>
  <message name="Other"><part name="body" element="a:Other"/></message>
  <message name="Head"><part name="head" element="a:Item"/></message>
  <portType name="Shop"><operation name="Buy"><input message="t:Other"/></operation><operation name="Sell"><input message="t:Order"/></operation></portType>
  <portType name="Stock"><operation name="Buy"><input message="t:Order"/></operation></portType>
  <binding name="ShopSoap" type="t:Shop"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Buy"><soap:operation soapAction="buy"/><input><soap:header message="t:Head" part="head" use="literal"/><soap:body use="literal"/></input></operation>
    <operation name="Sell"><soap:operation soapAction="sell"/><input><soap:body use="literal"/></input></operation></binding>
  <binding name="StockSoap" type="t:Stock"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Buy"><soap:operation soapAction="stock"/><input><soap:body use="literal"/></input></operation></binding>
  <service name="Shops"><port name="Shop" binding="t:ShopSoap"><soap:address location="http://shop"/></port><port name="Stock" binding="t:StockSoap"><soap:address location="http://stock"/></port></service>
</definitions>`;

function compile(text: string, options: Partial<GenerateOptions>) {
  return generate({ entries: ["a.wsdl"], host: memoryHost({ "a.wsdl": text }), tablesOnly: true, ...options });
}

/** What a generated package declares. */
async function namesIn(text: string, options: Partial<GenerateOptions>): Promise<readonly string[]> {
  const { files, diagnostics } = await compile(text, options);
  expect(diagnostics).toEqual([]);
  const declared = [...files].flatMap(([, file]) =>
    [...file.matchAll(/^export (?:const|interface|type) (\w+)/gm)].map(([, name]) => name ?? ""),
  );
  return [...new Set(declared)].sort();
}

const ofOrder =
  "Address AddressTypes AnyAddress AnyItem AnyItemElement Code Document Id Item ItemElement ItemTypes Kind Long Note Order OrderElement OrderLine Part PartElement Short Text UsAddress";
const ofOther = "Code Document Id Long Other OtherElement Short";
const index = ["documents", "prefixes", "schema"];

describe("elements", () => {
  test.each([
    ["by Clark name", ["{urn:a}Other"], ofOther],
    ["by local name", ["Other"], ofOther],
    ["with bases, parts, substitutes and derived types", ["Order"], ofOrder],
    ["of a substitution group", ["Item"], "AnyItem AnyItemElement Item ItemElement ItemTypes Part PartElement"],
  ])("%s", async (_, elements, want) => {
    expect(await namesIn(schema, { elements })).toEqual([...want.split(" "), ...index].sort());
  });

  test("have straight-line code, and what was left out has none", async () => {
    const { files, diagnostics } = await compile(schema, { elements: ["Other"], tablesOnly: false });
    expect(diagnostics).toEqual([]);
    expect([...(files.get("a.fast.ts") ?? "").matchAll(/^export function (\w+)/gm)].map(([, name]) => name)).toEqual([
      "write_Other",
      "read_Other",
    ]);
  });

  test("all of them give what no selection gives, but for what no element uses", async () => {
    const all = await namesIn(schema, {});
    const selected = await namesIn(schema, { elements: ["Order", "Other", "Item", "Part"] });
    expect(all.filter((name) => !selected.includes(name))).toEqual(["Unused"]);
  });
});

describe("operations", () => {
  test("with their messages, headers, bindings and ports", async () => {
    const { files } = await compile(wsdl, { operations: ["Shop.Buy"] });
    const service = files.get("service.ts") ?? "";
    expect(service).toMatch(/buy: \{\s+name: "Buy"/);
    expect(service).not.toMatch(/Sell|Stock|stock/);
    expect(files.get("index.ts")).toContain("{urn:a}Item");
    expect(files.get("index.ts")).not.toContain("{urn:a}Order");
  });

  test("of one name in several port types", async () => {
    const { files } = await compile(wsdl, { operations: ["Buy"] });
    expect([...(files.get("service.ts") ?? "").matchAll(/address: "(.*?)"/g)].map(([, address]) => address)).toEqual([
      "http://shop",
      "http://stock",
    ]);
  });

  test("none, where only elements are named", async () => {
    const { files } = await compile(wsdl, { elements: ["Other"] });
    expect([...files.keys()].sort()).toEqual(["a.ts", "index.ts", "prefixes.ts"]);
  });
});

test.each([
  ["an operation", { operations: ["Steal"] }, 'there is no operation "Steal"; there are Buy, Sell, Buy'],
  ["an element", { elements: ["urn:a Order"] }, 'there is no global element "urn:a Order"; there are Order, Item, Part, Other'],
])("%s that is not there is said", async (_, options, message) => {
  const { files, diagnostics } = await compile(wsdl, options);
  expect([files.size, diagnostics.map(({ id, message: text }) => [id, text])]).toEqual([0, [["selection-unknown", message]]]);
});

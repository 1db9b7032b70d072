/**
 * A contract of several documents as one, which means the same.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { loadContract } from "../../../codegen/load-contract.js";
import { serveContract } from "../../../src/protocols/serve-contract.js";
import { fromRequest } from "../../../src/service/fetch-adapter.js";
import { describeTable } from "../../support/describe-table.js";

const folder = mkdtempSync(join(tmpdir(), "single-wsdl-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function load(text: string) {
  const entry = join(folder, "single.wsdl");
  writeFileSync(entry, text);
  return loadContract({ entries: [entry] });
}

const schema = (attributes: string, content: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>${content}</xs:schema>`;

const ports = `
  <w:message name="In"><w:part name="p" element="s:Ask"/></w:message>
  <w:portType name="P"><w:operation name="ask"><w:input message="t:In"/></w:operation></w:portType>`;
const binding = `
  <w:binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <w:operation name="ask"><soap:operation soapAction="urn:ask"/><w:input><soap:body use="literal"/></w:input></w:operation></w:binding>
  <w:service name="S"><w:port name="Q" binding="t:B"><soap:address location="http://localhost/"/></w:port></w:service>`;
const wsdl = (content: string, namespace = "urn:t"): string =>
  `<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:t" xmlns:s="urn:s" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    targetNamespace="${namespace}">${content}</w:definitions>`;

const documents = {
  "main.wsdl": wsdl(`<w:documentation>Asks.</w:documentation><w:import namespace="urn:t" location="ports.wsdl"/>${binding}`),
  "ports.wsdl": wsdl(
    `<w:types>${schema('targetNamespace="urn:x"', '<xs:import namespace="urn:s" schemaLocation="s.xsd"/>')}</w:types>${ports}`,
  ),
  "s.xsd": schema(
    'targetNamespace="urn:s" xmlns:s="urn:s"',
    '<xs:include schemaLocation="common.xsd"/><xs:element name="Ask"><xs:complexType><xs:sequence><xs:element name="code" type="s:Code"/></xs:sequence></xs:complexType></xs:element>',
  ),
  // It has no namespace of its own, and names its types without a prefix.
  "common.xsd": schema(
    "",
    '<xs:simpleType name="Code"><xs:restriction base="Base"/></xs:simpleType><xs:simpleType name="Base"><xs:restriction base="xs:int"/></xs:simpleType>',
  ),
};

function single(given: Readonly<Record<string, string>>): ReturnType<typeof serveContract> {
  return serveContract({ main: "main.wsdl", documents: given }, fromRequest(new Request("http://shop.example/ask?singleWsdl")));
}

describe("?singleWsdl", () => {
  it("means what the documents mean", async () => {
    const text = single(documents)?.body?.toString() ?? "";
    expect(text).not.toContain("schemaLocation");
    expect(text.indexOf("documentation")).toBeLessThan(text.indexOf("types"));
    expect(text).toContain('location="http://shop.example/ask"');
    const { diagnostics, bindings } = await load(text);
    expect(diagnostics).toEqual([]);
    expect(Object.keys(bindings)).toEqual(["B"]);
  });

  it("has the operations and types of the documents", async () => {
    const root = fileURLToPath(new URL("../../../schemas/veloconnect/", import.meta.url));
    const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.(wsdl|xsd)$/.test(name));
    const all = Object.fromEntries(names.map((name) => [name, readFileSync(join(root, name), "utf8")]));
    const request = fromRequest(new Request("http://shop.example/?singleWsdl"));
    const text = serveContract({ main: "veloconnect.wsdl", documents: all }, request)?.body?.toString() ?? "";
    const { bindings } = await load(text);
    const want = await loadContract({ entries: [`${root}veloconnect.wsdl`] });
    expect(Object.keys(bindings)).toEqual(Object.keys(want.bindings));
    for (const [name, table] of Object.entries(bindings)) expect(describeTable(table)).toEqual(describeTable(want.bindings[name]));
  });

  it.each([
    ["several target namespaces", { ...documents, "ports.wsdl": wsdl(ports, "urn:other") }],
    ["a redefined schema", { ...documents, "s.xsd": schema("", '<xs:redefine schemaLocation="common.xsd"/>') }],
    ["a document that is not well-formed", { ...documents, "s.xsd": "<a" }],
  ])("there is none for %s", (_, given) => expect(single(given)?.status).toBe(404));
});

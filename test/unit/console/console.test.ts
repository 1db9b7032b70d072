/**
 * The handler of a console: its page, its policy, and the contracts that it describes.
 */
import { describe, expect, it } from "vitest";
import type { ContractDescription } from "../../../codegen/tools/describe/description.js";
import { type ConsoleService, console } from "../../../src/console/index.js";
import { writeConsolePage } from "../../../src/console/page.js";

const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:t" targetNamespace="urn:t" name="T">
<types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" elementFormDefault="qualified">
<element name="Ask"><complexType><sequence><element name="Number" type="int"/></sequence></complexType></element>
<element name="Told" type="string"/></schema></types>
<message name="Ask"><part name="body" element="tns:Ask"/></message><message name="Told"><part name="body" element="tns:Told"/></message>
<portType name="Asking"><operation name="ask"><documentation>Asks &lt;script>alert(1)&lt;/script>.</documentation><input message="tns:Ask"/><output message="tns:Told"/></operation></portType>
<binding name="AskingSoap" type="tns:Asking"><soap:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
<operation name="ask"><soap:operation soapAction="urn:ask"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="Asking"><port name="Asking" binding="tns:AskingSoap"><soap:address location="http://localhost/asking"/></port></service></definitions>`;

const asking: ConsoleService = {
  id: "asking",
  title: 'Asking "<b>"',
  path: "/asking",
  contract: { main: "t.wsdl", documents: { "t.wsdl": wsdl } },
};
const broken: ConsoleService = { id: "broken", title: "Broken", contract: { main: "no.wsdl", documents: {} } };
const handler = console({ services: [asking, broken], fallback: () => "<p>what runs</p>" });
const get = (path: string, method = "GET"): Promise<Response> => handler(new Request(`http://shop.example${path}`, { method }));

describe("the page", () => {
  it("has a policy without exceptions, and what it says without scripts", async () => {
    const response = await get("/console/");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const html = await response.text();
    expect(html).toContain("<p>what runs</p>");
    expect(html).not.toContain("<b>");
    expect(html).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style="/);
  });

  it("names its files, if there are any", () => {
    const configuration = { base: '/a"b', version: "1", services: [], live: false };
    expect(writeConsolePage(configuration, undefined, "")).not.toContain("<script");
    const page = writeConsolePage(configuration, { script: "main-1.js", style: "style-1.css" }, "");
    expect(page).toContain('src="/a&quot;b/assets/main-1.js"');
  });
});

it("describes contracts", async () => {
  const response = await get("/console/contracts/asking");
  expect(response.headers.get("content-type")).toBe("application/json");
  const { operations, samples, types } = (await response.json()) as ContractDescription;
  expect(operations).toMatchObject([
    {
      key: "Asking.ask",
      property: "ask",
      documentation: "Asks <script>alert(1)</script>.",
      bindings: [{ binding: 0, action: "urn:ask", format: "envelope", input: { body: [{ name: "Ask", namespace: "urn:t" }] } }],
    },
  ]);
  expect(samples["{urn:t}Ask"]?.lean).toMatch(/<Number>-?\d+<\/Number>/);
  const input = operations[0]?.bindings[0]?.input?.body[0]?.type ?? -1;
  expect(types[input]).toMatchObject({ content: "elements", particle: { kind: "group", items: [{ kind: "element", min: 1, max: 1 }] } });
});

it("says why a contract cannot be described", async () => {
  const response = await get("/console/contracts/broken");
  expect(response.status).toBe(500);
  expect(await response.text()).toContain("does not conform");
});

it.each<[string, string, number]>([
  ["GET", "/console/", 200],
  ["HEAD", "/console/", 200],
  ["POST", "/console/", 405],
  ["GET", "/console/contracts/none", 404],
  ["GET", "/console/contracts/__proto__", 404],
  ["GET", "/console/tables/asking", 200],
  ["GET", "/console/assets/none.js", 404],
  ["GET", "/console/assets/..%2Fmanifest.json", 404],
  ["GET", "/console/assets/manifest.json", 404],
  ["GET", "/console/assets/a/b.js", 404],
  ["GET", "/console/configuration", 200],
  ["GET", "/console/relay", 404],
  ["GET", "/console/none", 404],
])("%s %s: %i", async (method, path, want) => expect((await get(path, method)).status).toBe(want));

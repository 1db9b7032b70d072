/**
 * A program that moves from node-soap operation by operation, as docs/from-node-soap.md says.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as soap from "soap";
import { listen } from "soapwright/node";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import { createClient, createHandler, type SoapBinding, SoapFault, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientThrough, serveBefore } from "./node-soap-adapters.js";

const element = (name: string, child: string, type: string) =>
  `<xsd:element name="${name}"><xsd:complexType><xsd:sequence><xsd:element name="${child}" type="xsd:${type}"/></xsd:sequence></xsd:complexType></xsd:element>`;
const message = (name: string) => `<wsdl:message name="${name}"><wsdl:part name="body" element="t:${name}"/></wsdl:message>`;
const operation = (name: string) =>
  `<wsdl:operation name="${name}"><wsdl:input message="t:${name}"/><wsdl:output message="t:${name}Response"/></wsdl:operation>`;
const bound = (name: string) =>
  `<wsdl:operation name="${name}"><soap:operation soapAction="urn:shop#${name}"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>`;
const wsdl = `<wsdl:definitions name="Shop" targetNamespace="urn:shop" xmlns:t="urn:shop" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><xsd:schema targetNamespace="urn:shop" elementFormDefault="qualified">
${element("PlaceOrder", "Sku", "string")}${element("PlaceOrderResponse", "Number", "int")}${element("Stock", "Sku", "string")}${element("StockResponse", "Count", "int")}
</xsd:schema></wsdl:types>
${["PlaceOrder", "PlaceOrderResponse", "Stock", "StockResponse"].map(message).join("")}
<wsdl:portType name="Shop">${operation("PlaceOrder")}${operation("Stock")}</wsdl:portType>
<wsdl:binding name="ShopSoap" type="t:Shop"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${bound("PlaceOrder")}${bound("Stock")}</wsdl:binding>
<wsdl:service name="ShopService"><wsdl:port name="ShopPort" binding="t:ShopSoap"><soap:address location="http://localhost/shop"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

async function loadShop(text = wsdl): Promise<SoapBinding<UnknownOperations>> {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-shop-"));
  try {
    writeFileSync(join(folder, "shop.wsdl"), text);
    const { bindings } = await loadContract({ entries: [join(folder, "shop.wsdl")] });
    const binding = bindings.ShopSoap;
    if (binding?.kind !== "soap") throw new Error("no binding");
    return binding;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("the page shows the adapters that are tested", () => {
  const file = readFileSync("test/unit/protocols/soap/node-soap-adapters.ts", "utf8");
  expect(readFileSync("docs/from-node-soap.md", "utf8")).toContain(file.slice(file.indexOf("import ")).trimEnd());
});

describe("a server of node-soap", () => {
  let binding: SoapBinding<UnknownOperations>;
  let server: Server;
  let url = "";
  let asked: string[] = [];
  beforeAll(async () => {
    binding = await loadShop();
    server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`;
    const port = {
      PlaceOrder: () => ({ Number: 1 }),
      Stock: ({ Sku }: { readonly Sku: string }) => {
        asked.push(`node-soap ${Sku}`);
        return { Count: 12 };
      },
    };
    await new Promise<void>((resolve, reject) => {
      const callback = (error: unknown) => (error ? reject(error) : resolve());
      soap.listen(server, { path: "/shop", services: { ShopService: { ShopPort: port } }, xml: wsdl, callback });
    });
    const placeOrder = async (input: unknown) => {
      const { sku } = input as { readonly sku: string };
      asked.push(`ours ${sku}`);
      if (sku === "none") throw new SoapFault("Sender", "there is none");
      return { number: 2 };
    };
    serveBefore(server, "/shop", createHandler({ services: [serve(binding, { placeOrder })] }), binding as never, ["placeOrder"]);
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("answers moved operations by generated code, and the others as before", async () => {
    asked = [];
    const client = createClient(binding, { url });
    expect(await client.placeOrder?.({ sku: "A" })).toEqual({ number: 2 });
    expect(await client.stock?.({ sku: "B" })).toEqual({ count: 12 });
    expect(asked).toEqual(["ours A", "node-soap B"]);
    expect(await (await fetch(`${url}?wsdl`)).text()).toContain("definitions");
    expect((await fetch(url.replace("/shop", "/other"), { method: "POST", body: "x" })).status).toBe(404);
    expect((await fetch(url, { method: "POST", body: "x" })).status).toBe(400);
  });

  it("is called by a client with generated types through one of node-soap", async () => {
    const through = clientThrough(binding, await soap.createClientAsync(`${url}?wsdl`, {}, url));
    expect(await through.placeOrder?.({ sku: "C" })).toEqual({ number: 2 });
    expect(await through.stock?.({ sku: "D" })).toEqual({ count: 12 });
    await expect(through.placeOrder?.({ sku: "none" })).rejects.toMatchObject({ name: "SoapFault", message: "there is none" });
  });
});

describe("a client of node-soap in rpc style", () => {
  const rpc = `<wsdl:definitions name="Shop" targetNamespace="urn:shop" xmlns:t="urn:shop" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><xsd:schema targetNamespace="urn:shop" elementFormDefault="qualified">
<xsd:complexType name="Line"><xsd:sequence><xsd:element name="Sku" type="xsd:string"/><xsd:element name="Kind" type="xsd:QName"/></xsd:sequence></xsd:complexType>
</xsd:schema></wsdl:types>
<wsdl:message name="Place"><wsdl:part name="line" type="t:Line"/><wsdl:part name="count" type="xsd:int"/></wsdl:message>
<wsdl:message name="Placed"><wsdl:part name="number" type="xsd:int"/></wsdl:message>
<wsdl:portType name="Shop"><wsdl:operation name="Place"><wsdl:input message="t:Place"/><wsdl:output message="t:Placed"/></wsdl:operation></wsdl:portType>
<wsdl:binding name="ShopSoap" type="t:Shop"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
<wsdl:operation name="Place"><soap:operation soapAction="urn:shop#Place"/><wsdl:input><soap:body use="literal" namespace="urn:shop"/></wsdl:input><wsdl:output><soap:body use="literal" namespace="urn:shop"/></wsdl:output></wsdl:operation></wsdl:binding>
<wsdl:service name="ShopService"><wsdl:port name="ShopPort" binding="t:ShopSoap"><soap:address location="http://localhost/shop"/></wsdl:port></wsdl:service>
</wsdl:definitions>`;

  it("sends what a client with generated types calls", async () => {
    const binding = await loadShop(rpc);
    const got: unknown[] = [];
    const place = async (input: unknown) => {
      got.push(input);
      if (got.length > 1) throw new SoapFault("Sender", "there is none");
      return { number: 2 };
    };
    const running = await listen(createHandler({ services: [serve(binding, { place })] }), { port: 0, host: "127.0.0.1" });
    try {
      const folder = mkdtempSync(join(tmpdir(), "soapwright-rpc-"));
      const file = join(folder, "shop.wsdl");
      writeFileSync(file, rpc);
      const url = `${running.url}/shop`;
      const client = await soap.createClientAsync(file, {}, url);
      rmSync(folder, { recursive: true });
      const through = clientThrough(binding, client);
      const order = { line: { sku: "a & b", kind: "{urn:kinds}bell" }, count: 3 };
      expect(await through.place?.(order)).toEqual({ number: 2 });
      expect(client.lastRequest).toContain("a &amp; b");
      await expect(through.place?.(order)).rejects.toMatchObject({ name: "SoapFault", message: "there is none" });
      expect(got).toEqual([order, order]);
    } finally {
      await running.close();
    }
  });
});

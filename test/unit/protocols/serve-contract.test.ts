import { describe, expect, it } from "vitest";
import { serveContract } from "../../../src/protocols/serve-contract.js";
import type { HttpAnswer } from "../../../src/service/exchange.js";
import { fromRequest } from "../../../src/service/fetch-adapter.js";

const contract = {
  main: "shop.wsdl",
  documents: {
    "shop.wsdl":
      "<w:definitions><xs:import schemaLocation=\"types/a.xsd\"/><xs:import schemaLocation = 'http://elsewhere/b.xsd'/>" +
      '<soap:address location="http://localhost:8080/soap/shop"/><soap12:address location="http://localhost:8080/soap12"/></w:definitions>',
    "types/a.xsd": '<xs:include schemaLocation="../common.xsd"/>',
    "common.xsd": "<common/>",
  },
};

const answer = (url: string): HttpAnswer | undefined => serveContract(contract, fromRequest(new Request(url)));

async function get(url: string): Promise<string | undefined> {
  return answer(url)?.body?.toString();
}

describe("?wsdl", () => {
  it.each(["http://shop.example/soap?wsdl", "http://shop.example/soap?WSDL", "http://shop.example/soap?wsdl="])("%s", async (url) => {
    const text = await get(url);
    expect(text).toContain('<soap:address location="http://shop.example/soap"/>');
    expect(text).toContain('<soap12:address location="http://shop.example/soap"/>');
    expect(text).toContain('schemaLocation="http://shop.example/soap?document=types%2Fa.xsd"');
    expect(text).toContain("schemaLocation = 'http://elsewhere/b.xsd'");
  });

  it.each([
    ["one of the contract's paths", "http://shop.example/soap12?wsdl", ["http://shop.example/soap/shop", "http://shop.example/soap12"]],
    [
      "behind a prefix",
      "https://shop.example/api/soap/shop?wsdl",
      ["https://shop.example/api/soap/shop", "https://shop.example/api/soap12"],
    ],
    ["anywhere else", "http://shop.example/a/b?wsdl", ["http://shop.example/a/b", "http://shop.example/a/b"]],
  ])("names the address that it was asked at: %s", async (_, url, want) => {
    const text = await get(url);
    expect([...(text ?? "").matchAll(/:address location="([^"]*)"/g)].map(([, location]) => location)).toEqual(want);
  });

  it("leaves addresses of other transports alone, and fills in what is no address", async () => {
    const text = '<a:address location="net.tcp://localhost/x"/><a:address location="REPLACE_WITH_ACTUAL_URL"/><a:address location=""/>';
    const served = serveContract({ main: "a", documents: { a: text } }, fromRequest(new Request("http://shop.example/x?wsdl")));
    expect(served?.body).toBe(
      '<a:address location="net.tcp://localhost/x"/><a:address location="http://shop.example/x"/><a:address location="http://shop.example/x"/>',
    );
  });

  it.each([
    ["?wsdl=1", "definitions"],
    ["?wsdl=shop.wsdl", "definitions"],
    ["?xsd=types%2Fa.xsd", "schema"],
    ["?xsd=1", "schema"],
    ["?XSD=2", "common"],
  ])("answers how other stacks ask: %s", async (query, want) => {
    const documents = {
      ...contract.documents,
      "types/a.xsd": `<xs:schema>${contract.documents["types/a.xsd"]}</xs:schema>`,
      "common.xsd": '<schema id="common"/>',
    };
    const served = serveContract({ ...contract, documents }, fromRequest(new Request(`http://shop.example/soap${query}`)));
    expect(served?.body?.toString()).toContain(want);
  });

  it("tells caches that the addresses are those of one request", () => {
    const { headers } = answer("http://shop.example/soap?wsdl") ?? {};
    expect(headers).toMatchObject({ "cache-control": "no-cache", vary: expect.stringContaining("host") });
  });

  it("gives the documents behind it, with locations that work from there", async () => {
    expect(await get("https://shop.example/soap?document=types%2Fa.xsd")).toBe(
      '<xs:include schemaLocation="https://shop.example/soap?document=common.xsd"/>',
    );
    expect(await get("https://shop.example/soap?document=common.xsd")).toBe("<common/>");
  });

  it.each(["..%2Fpackage.json", "toString", "__proto__", ""])("knows no document %j", async (name) => {
    expect(answer(`http://shop.example/soap?document=${name}`)?.status).toBe(404);
  });

  it.each(["http://shop.example/soap", "http://shop.example/soap?wsdl=2", "http://shop.example/soap?x"])("%s is another matter", (url) => {
    expect(answer(url)).toBeUndefined();
  });

  it("puts nothing of the request's address into the document unescaped", async () => {
    const text = await get("http://shop.example/a'b<c&d?wsdl");
    expect(text).not.toContain("a'b");
    expect(text).not.toContain("<c&d");
  });
});

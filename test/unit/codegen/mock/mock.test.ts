/**
 * Mocks of contracts: every operation of every port answers with what a strict client reads, and what breaks the contract is seen.
 */
import { fileURLToPath } from "node:url";
import { decode } from "soapwright";
import type { UnknownOperations } from "soapwright/schema";
import { createClient, type FetchHandler, SoapFault } from "soapwright/soap";
import { describe, expect, it, test } from "vitest";
import { Answers } from "../../../../codegen/mock/answers.js";
import { createMockHandler, type MockOptions } from "../../../../codegen/mock/mock.js";
import { type MockContract, readMockContract } from "../../../../codegen/mock/mock-contract.js";
import { describePorts, type MockPort, portsOf } from "../../../../codegen/mock/ports.js";
import { Rules } from "../../../../codegen/mock/rules.js";
import type { SeenRequest } from "../../../../codegen/mock/seen-request.js";
import { toFetchHandler } from "../../../../src/service/fetch-adapter.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const origin = "http://mock.example";
const shop = read("test/golden/services-document/shop.wsdl");
const repairs = read("examples/repair-order/repair-order.wsdl");

function read(entry: string): MockContract {
  const { contract, diagnostics } = readMockContract({ entries: [root + entry] });
  if (contract === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return contract;
}

function start(contract: MockContract, options: Partial<MockOptions> = {}) {
  const seen: SeenRequest[] = [];
  const none = { answers: new Answers(contract, []), rules: new Rules([]), seed: 1, latency: 0, faults: 0, cuts: 0 };
  const mock = createMockHandler({ contract, ...none, ...options, onRequest: (request) => seen.push(request) });
  return { fetch: toFetchHandler(mock), seen };
}

function portAt(contract: MockContract, path: string): MockPort {
  const port = portsOf(contract).served.find((each) => each.path === path);
  if (port === undefined) throw new Error(`no port at ${path}`);
  return port;
}

/** Calls an operation with a sample of its input; the client validates both messages. */
async function callWithSample(contract: MockContract, { binding, path }: MockPort, property: string, fetch: FetchHandler) {
  const client = createClient<UnknownOperations>(binding, { url: origin + path, fetch });
  const input = binding.portType.operations[property]?.input?.();
  if (input === undefined) return client[property]?.(undefined);
  const sample = contract.sample(input.name, 7, 1);
  if (!sample.ok) throw new Error(sample.reason);
  return client[property]?.(decode(input, sample.xml, { schema: contract.schema }));
}

const post = (body: string, action = '""', type = "text/xml"): RequestInit => ({
  method: "POST",
  headers: { "content-type": type, soapaction: action },
  body,
});
const envelope = (body: string, header = ""): string =>
  `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">${header}<e:Body>${body}</e:Body></e:Envelope>`;
const order = envelope('<Order xmlns="urn:shop"><Sku>BELL</Sku></Order>');
const place = '"urn:shop#PlaceOrder"';

describe("every operation is answered", () => {
  it.each([
    "examples/currency/currency.wsdl",
    "examples/repair-order/repair-order.wsdl",
    "test/golden/services-document/shop.wsdl",
    "test/golden/services-rpc/calculator.wsdl",
  ])("%s", async (entry) => {
    const contract = read(entry);
    const { fetch, seen } = start(contract);
    let calls = 0;
    for (const port of portsOf(contract).served.filter(({ binding }) => binding.kind === "soap")) {
      for (const [property, table] of Object.entries(port.binding.portType.operations)) {
        if (!port.operations.includes(table)) continue;
        await callWithSample(contract, port, property, fetch);
        calls++;
      }
    }
    expect(calls).toBeGreaterThan(0);
    expect(seen.map(({ verdict }) => verdict)).toEqual(Array.from({ length: calls }, () => "ok"));
  });

  test("those of HTTP bindings by their parameters", async () => {
    const { fetch, seen } = start(repairs);
    const answer = await fetch(new Request(`${origin}/repairs/status?Customer=4711&RepairId=R1`));
    expect(seen.map(({ operation, verdict, issues }) => ({ operation, verdict, issues }))).toEqual([
      { operation: "Status", verdict: "ok", issues: [] },
    ]);
    expect(answer.status).toBe(200);
    const bad = await fetch(new Request(`${origin}/repairs/status?Customer=4711`));
    expect([bad.status, seen[1]?.operation, seen[1]?.verdict, seen[1]?.issues[0]?.id]).toEqual([
      400,
      "Status",
      "broken",
      "http-parameter.missing",
    ]);
  });

  test("one-way operations are accepted, without faults", async () => {
    const { fetch, seen } = start(shop, { faults: 1 });
    const answer = await fetch(new Request(`${origin}/shop`, post(order)));
    expect(answer.status).toBe(202);
    expect(seen).toMatchObject([{ operation: "Forget", verdict: "ok", measures: [] }]);
  });
});

describe("the answer follows from the seed and the number of the request", () => {
  const answers = async (seed: number): Promise<readonly string[]> => {
    const { fetch } = start(repairs, { seed });
    const port = portAt(repairs, "/repairs");
    const values = [];
    for (let call = 0; call < 5; call++) values.push(await callWithSample(repairs, port, "getStatus", fetch));
    return values.map((value) => JSON.stringify(value));
  };

  it("is the same again", async () => {
    expect(await answers(1)).toEqual(await answers(1));
  });

  it("is the same whatever came before", async () => {
    const thirdAfter = async (property: string): Promise<unknown> => {
      const contract = read("examples/repair-order/repair-order.wsdl");
      const { fetch } = start(contract);
      const port = portAt(contract, "/repairs");
      for (let call = 0; call < 2; call++) await callWithSample(contract, port, property, fetch);
      return callWithSample(contract, port, "getStatus", fetch);
    };
    expect(await thirdAfter("quote")).toEqual(await thirdAfter("getStatus"));
  });

  it("is another one for another seed and another number", async () => {
    const [ones, twos] = [await answers(1), await answers(2)];
    expect(ones).not.toEqual(twos);
    expect(new Set(ones).size).toBeGreaterThan(1);
  });
});

describe("what breaks the contract is seen", () => {
  it.each([
    [
      "an invalid body",
      post(envelope('<Order xmlns="urn:shop">\n<Skew/></Order>')),
      "PlaceOrder|Forget|undefined",
      "cvc-complex-type.2.4.a /Order/Skew 2:1",
    ],
    ["an unknown body", post(envelope("<Nothing/>")), "undefined", "soap-Sender / undefined:undefined"],
    ["no XML", post("<a"), "undefined", "xml-unexpected-end / 1:3"],
    ["a document type", post('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "undefined", "xml-doctype / 1:1"],
    ["another media type", post(order, place, "image/png"), "undefined", "http-415 / undefined:undefined"],
    ["another method", { method: "PUT", body: "x" }, "undefined", "http-405 / undefined:undefined"],
  ])("%s", async (_, init, operation, issue) => {
    const { fetch, seen } = start(shop);
    await fetch(new Request(`${origin}/shop`, init));
    expect(seen.map(({ number, verdict }) => [number, verdict])).toEqual([[1, "broken"]]);
    expect(operation.split("|")).toContain(String(seen[0]?.operation));
    expect(seen[0]?.issues.map(({ id, path, line, column }) => `${id} ${path} ${line}:${column}`)[0]).toBe(issue);
  });

  it("names the operation whose element is invalid", async () => {
    const { fetch, seen } = start(repairs);
    await fetch(new Request(`${origin}/repairs`, post(envelope('<GetStatus xmlns="urn:example:repair-order"/>'))));
    expect(seen).toMatchObject([{ operation: "GetStatus", verdict: "broken" }]);
  });

  it("takes security headers, which it does not check", async () => {
    const secext = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    const header = `<e:Header><s:Security e:mustUnderstand="1" xmlns:s="${secext}"/></e:Header>`;
    const { fetch, seen } = start(repairs);
    const quote = envelope('<GetStatus xmlns="urn:example:repair-order"/>', header);
    await fetch(new Request(`${origin}/repairs`, post(quote)));
    expect(seen[0]?.issues[0]?.id).toMatch(/^cvc-/);
  });
});

describe("looking is no request", () => {
  const { fetch, seen } = start(repairs);
  it.each([
    ["/repairs?wsdl", '<soap:address location="http://mock.example/repairs"/>'],
    ["/repairs?wsdl", 'schemaLocation="http://mock.example/repairs?document=repair-order.xsd"'],
    ["/repairs?document=repair-order.xsd", 'targetNamespace="urn:example:repair-order"'],
    ["/elsewhere?WSDL", '<soap:address location="http://mock.example/elsewhere"/>'],
    ["/", "SOAP 1.1 at http://mock.example/repairs: BringIn, Quote, Accept, Finish, PickUp, GetStatus\n"],
  ])("%s", async (path, text) => {
    const answer = await fetch(new Request(origin + path));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(text);
    expect(seen).toEqual([]);
  });
});

describe("on purpose", () => {
  it("operations fail with the faults that they declare", async () => {
    const { fetch, seen } = start(shop, { faults: 1 });
    const port = portAt(shop, "/shop12");
    const names = new Set<string | undefined>();
    for (let call = 0; call < 12; call++) {
      const caught: unknown = await callWithSample(shop, port, "placeOrder", fetch).catch((error: unknown) => error);
      if (!(caught instanceof SoapFault)) throw caught;
      names.add(caught.declared?.name);
    }
    expect([...names].sort()).toEqual(["Late", "Lost"]);
    expect(new Set(seen.map(({ verdict }) => verdict))).toEqual(new Set(["ok"]));
    expect(seen[0]?.measures[0]).toMatch(/^fault (Late|Lost)$/);
  });

  it("operations without faults fail as a receiver does", async () => {
    const { fetch, seen } = start(shop, { faults: 1 });
    const caught: unknown = await callWithSample(shop, portAt(shop, "/shop"), "ping", fetch).catch((error: unknown) => error);
    expect(caught).toMatchObject({ code: "Receiver", declared: undefined });
    expect(seen).toMatchObject([{ verdict: "ok", measures: ["fault Receiver"] }]);
  });

  it("connections are cut, as many as asked for, and the same ones again", async () => {
    const cutsOf = async (): Promise<readonly number[]> => {
      let cuts = 0;
      const { fetch, seen } = start(shop, { cuts: 0.3 });
      for (let call = 0; call < 50; call++) await fetch(new Request(`${origin}/shop`, post(order, place))).catch(() => cuts++);
      const cut = seen.filter(({ measures }) => measures.includes("cut")).map(({ number }) => number);
      expect(cut.length).toBe(cuts);
      return cut;
    };
    const cut = await cutsOf();
    expect(cut.length).toBeGreaterThan(5);
    expect(cut.length).toBeLessThan(30);
    expect(await cutsOf()).toEqual(cut);
  });

  it("examples are given in turns", async () => {
    const example = (number: number) => ({ operation: "PlaceOrder", element: "{urn:shop}Confirmation", value: { number } });
    const { fetch } = start(shop, { answers: new Answers(shop, [example(1), example(2)]) });
    const values = [];
    for (let call = 0; call < 3; call++) values.push(await callWithSample(shop, portAt(shop, "/shop"), "placeOrder", fetch));
    expect(values).toEqual([{ number: 1 }, { number: 2 }, { number: 1 }]);
  });
});

test("ports of one protocol at one path are described in one line", () => {
  const { served } = portsOf(shop);
  expect(describePorts([...served, ...served], origin)).toEqual([
    "SOAP 1.1 at http://mock.example/shop: PlaceOrder, Ping, Forget",
    "SOAP 1.2 at http://mock.example/shop12: PlaceOrder, Ping, Forget",
  ]);
});

test("ports of other transports are left out, and bindings without a port are at their names", () => {
  const { bindings } = shop;
  const [name = ""] = Object.keys(bindings);
  const ports = [{ service: "S", name: "P", binding: name, address: "net.tcp://host/shop" }];
  const { served, left } = portsOf({ bindings, ports });
  expect(left).toEqual(["net.tcp://host/shop"]);
  expect(served.map(({ path }) => path)).toEqual(["/ShopSoap12"]);
});

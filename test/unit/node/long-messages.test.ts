/**
 * A message of ten megabytes, against a listening server: others are answered while it is decoded.
 */
import { connect, type Socket } from "node:net";
import { listen } from "soapwright/node";
import { complexType, element, xsInt, xsString } from "soapwright/runtime-v1";
import { createHandler, type HttpBinding, type PortType, type SoapBinding, serve } from "soapwright/soap";
import { afterEach, expect, it } from "vitest";
import { toFetchHandler } from "../../../src/service/fetch-adapter.js";

interface Line {
  name: string;
  amount: number;
}
const Line = complexType<Line>("{urn:shop}Line", { name: ["Name", () => xsString], amount: ["Amount", () => xsInt] });
interface Order {
  line: readonly Line[];
}
const Order = complexType<Order>("{urn:shop}Order", { line: ["Line", () => Line, "+"] });
const OrderElement = element<Order>("{urn:shop}Order", () => Order);
const CountElement = element<number>("{urn:shop}Count", () => xsInt);

interface ShopOperations {
  readonly order: { readonly input: Order; readonly output: number };
}
const Shop: PortType<ShopOperations> = {
  name: "{urn:shop}Shop",
  operations: { order: { name: "Order", pattern: "request-response", input: () => OrderElement, output: () => CountElement } },
};
const ShopSoap: SoapBinding<ShopOperations> = {
  kind: "soap",
  name: "{urn:shop}ShopSoap",
  version: "1.1",
  transport: "http://schemas.xmlsoap.org/soap/http",
  portType: Shop,
  actions: {},
};
const ShopPost: HttpBinding<ShopOperations> = {
  kind: "http",
  name: "{urn:shop}ShopPost",
  verb: "POST",
  portType: Shop,
  operations: { order: { location: "/order", input: "mimeXml" } },
};

const closing: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const lineCount = 80_000;
const line = `<Line><Name>${"bicycle ".repeat(10)}</Name><Amount>12</Amount></Line>`;
const document = `<Order xmlns="urn:shop">${line.repeat(lineCount)}</Order>`;
const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${document}</e:Body></e:Envelope>`;

/** A server that notes what it does, and is asked whether it lives as soon as a message has arrived. */
async function start(): Promise<{ readonly url: string; readonly events: string[] }> {
  const events: string[] = [];
  let watcher: Socket | undefined;
  const order = async (input: Order): Promise<number> => {
    events.push("order");
    return input.line.length;
  };
  const services = [serve(ShopSoap, { order }), serve(ShopPost, { order })];
  const handler = createHandler({ services, maxBodyBytes: 16 * 1024 ** 2, limits: { children: 100_000, markup: 1_000_000 } });
  const watched = toFetchHandler(async (request) => {
    if (request.path === "/livez") {
      events.push("livez");
      return { status: 200 };
    }
    const readBody = async (limit: number): Promise<Uint8Array> => {
      const body = await request.readBody(limit);
      events.push("arrived");
      watcher?.write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
      return body;
    };
    const { method, path, query, origin, headers, signal } = request;
    const stopReading = (): boolean => request.stopReading();
    return handler.exchange({ method, path, query, origin, headers, signal, readBody, stopReading });
  });
  const server = await listen(watched, { port: 0 });
  closing.push(() => server.close(100));
  watcher = connect(server.port, "127.0.0.1");
  closing.push(() => watcher?.destroy());
  // The connection is in use before the message comes.
  await new Promise<void>((resolve) => {
    watcher?.once("data", () => resolve());
    watcher?.write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
  });
  events.length = 0;
  return { url: server.url, events };
}

it.each([
  { what: "SOAP", path: "/", body: envelope },
  { what: "a document", path: "/order", body: document },
])("$what", async ({ path, body }) => {
  expect(body.length).toBeGreaterThan(10_000_000);
  const { url, events } = await start();
  const answer = await fetch(url + path, { method: "POST", headers: { "content-type": "text/xml" }, body });
  expect(await answer.text()).toContain(String(lineCount));
  expect(events).toEqual(["arrived", "livez", "order"]);
});

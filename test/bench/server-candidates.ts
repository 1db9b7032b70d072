/**
 * The servers that are compared, each at a port of the system's choice, and the request that each is sent.
 */

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import * as soap from "soap";
import type { GetStatusResponse } from "../../generated/veloconnect/index.js";
import { TransactionV10Soap11 } from "../../generated/veloconnect/service.js";
import { listen } from "../../src/node/http-server.js";
import { createHandler, serve } from "../../src/protocols/index.js";
import { createRoutes } from "../../src/server/routes.js";
import { toFetchHandler } from "../../src/service/fetch-adapter.js";
import { serve as serveSeller } from "../support/veloconnect-server.js";
import { requestOf } from "./load.js";

export interface Candidate {
  readonly name: string;
  /** The candidate whose processor time is 1. */
  readonly baseline: string;
  readonly request: Uint8Array;
  readonly start: () => Promise<number>;
}

const envelope =
  '<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
  '<t:GetStatusRequest xmlns:t="urn:veloconnect:transaction-1.0"><t:BuyersID>B1</t:BuyersID>' +
  "<t:Credential><t:Password>secret</t:Password></t:Credential></t:GetStatusRequest></soap:Body></soap:Envelope>";
const document = /<t:GetStatusRequest.*GetStatusRequest>/.exec(envelope)?.[0] ?? "";
const soapRequest = requestOf("POST", "/soap", { "content-type": "text/xml; charset=utf-8", soapaction: '""' }, envelope);
const query = "RequestName=GetStatusRequest&BuyersID=B1&Password=secret";

const answer = {
  buyersID: { $value: "B1" },
  responseCode: 200,
  transactionStatus: [1, 2, 3].map((number) => ({
    transactionId: `bf3c1f2a-0000-4000-8000-00000000000${number}`,
    statusCode: 2,
    transaction: "Order" as const,
  })),
} satisfies GetStatusResponse;

async function soapAnswer(): Promise<Buffer> {
  const handler = createHandler({
    services: [serve(TransactionV10Soap11, { getStatus: async () => answer, rollback: () => Promise.reject() })],
  });
  const response = await handler(
    new Request("http://127.0.0.1/soap", { method: "POST", headers: { "content-type": "text/xml" }, body: envelope }),
  );
  return Buffer.from(await response.arrayBuffer());
}

/** node:http itself: reads the body and writes bytes that were made before. */
function startRaw(body: Buffer, headers: Readonly<Record<string, string>>): Promise<number> {
  const server = createServer((message, response) => {
    message.on("data", () => undefined);
    message.on("end", () => response.writeHead(200, { ...headers, "content-length": String(body.length) }).end(body));
  });
  return portOf(server);
}

function portOf(server: Server): Promise<number> {
  // A listening TCP server's address is an AddressInfo, never a pipe's name.
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
}

async function startNodeSoap(): Promise<number> {
  const wsdl = join(process.cwd(), "schemas/veloconnect/veloconnect.wsdl");
  const value = {
    BuyersID: "B1",
    ResponseCode: 200,
    TransactionStatus: answer.transactionStatus.map((one) => ({
      TransactionId: one.transactionId,
      StatusCode: one.statusCode,
      Transaction: one.transaction,
    })),
  };
  const services = { Veloconnect: { TransactionV1_0Soap11: { GetStatus: () => value } } };
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve, reject) => {
    const callback = (error: unknown): void => (error ? reject(error) : resolve());
    soap.listen(server, { path: "/soap", services, xml: readFileSync(wsdl, "utf8"), uri: wsdl, callback });
  });
  return portOf(server);
}

/** The paths of the server with the seller of the tests. */
async function startServer(): Promise<number> {
  const { handle, soap: soapHandler } = serveSeller();
  const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
  const routes = createRoutes({
    handlers: { "/veloconnect": handle, "/soap": soapHandler },
    ping: async () => undefined,
    console: toFetchHandler(async () => ({ status: 200, body: "" })),
    log: quiet,
  });
  return (await listen(routes.handle, { port: 0 })).port;
}

export const candidates: readonly Candidate[] = [
  {
    name: "node:http, 3 records",
    baseline: "node:http, 3 records",
    request: soapRequest,
    start: async () => startRaw(await soapAnswer(), { "content-type": "text/xml; charset=utf-8" }),
  },
  {
    name: "soapwright, 3 records",
    baseline: "node:http, 3 records",
    request: soapRequest,
    start: async () => {
      const services = [serve(TransactionV10Soap11, { getStatus: async () => answer, rollback: () => Promise.reject() })];
      return (await listen(createHandler({ services }), { port: 0 })).port;
    },
  },
  { name: "node-soap, 3 records", baseline: "node:http, 3 records", request: soapRequest, start: startNodeSoap },
  { name: "veloconnect, SOAP", baseline: "node:http, 3 records", request: soapRequest, start: startServer },
  {
    name: "veloconnect, document",
    baseline: "node:http, 3 records",
    request: requestOf("POST", "/veloconnect", { "content-type": "application/xml" }, document),
    start: startServer,
  },
  { name: "veloconnect, URL", baseline: "node:http, alive", request: requestOf("GET", `/veloconnect?${query}`), start: startServer },
  {
    name: "node:http, alive",
    baseline: "node:http, alive",
    request: requestOf("GET", "/livez"),
    start: () => startRaw(Buffer.from("alive\n"), { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }),
  },
  { name: "soapwright, /livez", baseline: "node:http, alive", request: requestOf("GET", "/livez"), start: startServer },
  {
    name: "soapwright, fetch handler",
    baseline: "node:http, alive",
    request: requestOf("GET", "/livez"),
    start: async () => (await listen(async () => new Response("alive\n"), { port: 0 })).port,
  },
];

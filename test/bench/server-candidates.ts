/**
 * The servers that are compared, each at a port of the system's choice, and the request that each is sent.
 *
 * soapwright is the built package: bundled with this file it would be slower than what users run.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as soap from "soap";
import type * as Node from "soapwright/node";
import type * as ServerEntry from "soapwright/server";
import type * as Soap from "soapwright/soap";
import type { GetStatusResponse } from "../../generated/veloconnect/index.js";
import type * as Service from "../../generated/veloconnect/service.js";
import { requestOf } from "./load.js";

/** A module of the build. */
const built = <Module>(path: string): Promise<Module> => import(pathToFileURL(resolve("dist", path)).href);
const { listen } = await built<typeof Node>("src/node/index.js");
const { startServer } = await built<typeof ServerEntry>("src/server/index.js");
const { createHandler, serve } = await built<typeof Soap>("src/protocols/index.js");
const { TransactionV10Soap11 } = await built<typeof Service>("generated/veloconnect/service.js");

export interface Candidate {
  readonly name: string;
  readonly request: Uint8Array;
  /** How many requests a sample has. */
  readonly count: number;
  /** Gives the port. */
  readonly start: () => Promise<number>;
}

const envelope =
  '<?xml version="1.0" encoding="utf-8"?>\n<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
  '<t:GetStatusRequest xmlns:t="urn:veloconnect:transaction-1.0"><t:BuyersID>B1</t:BuyersID>' +
  "<t:Credential><t:Password>secret</t:Password></t:Credential></t:GetStatusRequest></soap:Body></soap:Envelope>";
/** node-soap finds the port by the path. */
const path = "/soap/veloconnect";
const soapRequest = requestOf("POST", path, { "content-type": "text/xml; charset=utf-8", soapaction: '""' }, envelope);
/** The buyer that `soapwright serve` has without a file of buyers. */
const demonstration = { buyersId: "demo", password: "bicycle" };
const query = `RequestName=GetStatusRequest&BuyersID=${demonstration.buyersId}&Password=${demonstration.password}`;
const served = envelope.replace(">B1<", `>${demonstration.buyersId}<`).replace(">secret<", `>${demonstration.password}<`);

function answerOf(records: number): GetStatusResponse {
  return {
    buyersID: { $value: "B1" },
    responseCode: 200,
    transactionStatus: Array.from({ length: records }, (_, index) => ({
      transactionId: `bf3c1f2a-0000-4000-8000-${String(index).padStart(12, "0")}`,
      statusCode: 2,
      transaction: "Order" as const,
    })),
  };
}

function handlerOf(answer: GetStatusResponse): ReturnType<typeof createHandler> {
  return createHandler({ services: [serve(TransactionV10Soap11, { getStatus: async () => answer, rollback: () => Promise.reject() })] });
}

async function soapAnswer(answer: GetStatusResponse): Promise<Buffer> {
  const response = await handlerOf(answer)(
    new Request(`http://127.0.0.1${path}`, { method: "POST", headers: { "content-type": "text/xml" }, body: envelope }),
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

async function startNodeSoap(answer: GetStatusResponse): Promise<number> {
  const wsdl = join(process.cwd(), "schemas/veloconnect/veloconnect.wsdl");
  const value = {
    BuyersID: "B1",
    ResponseCode: 200,
    TransactionStatus: answer.transactionStatus?.map((one) => ({
      TransactionId: one.transactionId,
      StatusCode: one.statusCode,
      Transaction: one.transaction,
    })),
  };
  const services = { Veloconnect: { TransactionV1_0Soap11: { GetStatus: () => value } } };
  const server = createServer((_, response) => response.writeHead(404).end());
  await new Promise<void>((resolve, reject) => {
    const callback = (error: unknown): void => (error ? reject(error) : resolve());
    soap.listen(server, { path, services, xml: readFileSync(wsdl, "utf8"), uri: wsdl, callback });
  });
  return portOf(server);
}

/** `soapwright serve` with a store in a new folder, which goes with the process. */
async function startServe(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
  const { url } = await startServer({ port: 0, store: { kind: "sqlite", folder }, log: quiet });
  return Number(new URL(url).port);
}

/** node:http, soapwright and node-soap with the same answer; node-soap is too slow for as many requests. */
function answering(name: string, records: number, count: number, countOfNodeSoap: number): readonly Candidate[] {
  const answer = answerOf(records);
  const headers = { "content-type": "text/xml; charset=utf-8" };
  return [
    { name: `node:http, ${name}`, request: soapRequest, count, start: async () => startRaw(await soapAnswer(answer), headers) },
    { name: `soapwright, ${name}`, request: soapRequest, count, start: async () => (await listen(handlerOf(answer), { port: 0 })).port },
    { name: `node-soap, ${name}`, request: soapRequest, count: countOfNodeSoap, start: () => startNodeSoap(answer) },
  ];
}

const alive = requestOf("GET", "/livez");

export const candidates: readonly Candidate[] = [
  ...answering("3 records", 3, 3000, 3000),
  ...answering("1,000 records", 1000, 2000, 200),
  {
    name: "node:http, alive",
    request: alive,
    count: 3000,
    start: () => startRaw(Buffer.from("alive\n"), { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }),
  },
  { name: "soapwright, /livez", request: alive, count: 3000, start: startServe },
  { name: "serve, URL", request: requestOf("GET", `/veloconnect?${query}`), count: 2000, start: startServe },
  {
    name: "serve, SOAP",
    request: requestOf("POST", path, { "content-type": "text/xml; charset=utf-8", soapaction: '""' }, served),
    count: 2000,
    start: startServe,
  },
];

/**
 * The most used SOAP stack of the platform, as client of our server and as server of our client. Needs the package `soap`, no shared folder.
 */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as soap from "soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TransactionV10Soap11, TransactionV10Soap12 } from "../../generated/veloconnect/service.js";
import { type Listening, listen } from "../../src/node/http-server.js";
import { createClient, createHandler } from "../../src/protocols/index.js";
import { readContract } from "../../src/server/package-files.js";
import { createSoapServices } from "../../src/services/veloconnect/index.js";
import { createWorld, type World } from "../support/veloconnect-world.js";
import { peerIn } from "./interop-row.js";

const nodeSoap = peerIn("node-soap", "document/literal");

const wsdl = join(fileURLToPath(new URL("../..", import.meta.url)), "schemas/veloconnect/veloconnect.wsdl");
const head = { BuyersID: "B1", Credential: { Password: "secret" } };

describe("node-soap calls our server", () => {
  let world: World;
  let listening: Listening;
  beforeAll(async () => {
    world = createWorld();
    const contract = { main: "veloconnect.wsdl", documents: readContract("schemas/veloconnect") };
    const handler = createHandler({ services: createSoapServices(world.gate, world.modules), contract });
    listening = await listen(handler, { port: 0 });
  });
  afterAll(() => listening.close(0));

  const connect = (forceSoap12Headers: boolean): Promise<soap.Client> =>
    soap.createClientAsync(`${listening.url}/soap/veloconnect?wsdl`, { forceSoap12Headers });

  it.each([
    ["1.1", false],
    ["1.2", true],
  ])("from ?wsdl with all its imports, SOAP %s", nodeSoap.client("SOAP 1.1 and 1.2"), async (version, is12) => {
    const client = await connect(is12);
    const ports = client.describe().Veloconnect;
    const suffix = version.replace(".", "");
    const port = client.Veloconnect[`TransactionV1_0Soap${suffix}`];
    expect(Object.keys(ports)).toContain(`OrderV1_1Soap${suffix}`);
    const result = await new Promise<Record<string, unknown>>((resolve, reject) => {
      port.GetStatus(head, (error: Error | null, value: Record<string, unknown>) => (error === null ? resolve(value) : reject(error)));
    });
    expect(result).toMatchObject({ ResponseCode: "200" });
  });

  it.each([false, true])("gets faults, SOAP 1.2: %s", nodeSoap.client("faults"), async (is12) => {
    const client = await connect(is12);
    const port = client.Veloconnect[`TransactionV1_0Soap${is12 ? "12" : "11"}`];
    const fault = await new Promise<Error | null>((resolve) => port.GetStatus({ BuyersID: "B1" }, (error: Error | null) => resolve(error)));
    expect(fault?.message).toContain("Credential");
  });

  it("creates an order whose items live in other namespaces", nodeSoap.client("SOAP 1.1 and 1.2"), async () => {
    const client = await connect(false);
    const line = { SellersItemIdentification: { ID: "tyre" }, Quantity: { attributes: { quantityUnitCode: "EA" }, $value: "2" } };
    const value = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const callback = (error: Error | null, answer: Record<string, unknown>): void => (error === null ? resolve(answer) : reject(error));
      client.Veloconnect.OrderV1_1Soap11.CreateOrder({ ...head, OrderRequestLine: [line] }, callback);
    });
    expect(value).toMatchObject({
      ResponseCode: "200",
      StatusCode: "2",
      OrderResponseLine: [{ Quantity: { $value: "2" }, Item: { Description: "Tyre 28 inch" } }],
    });
  });
});

describe("our client calls node-soap", () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/soap/veloconnect`;
    const answer = ({ BuyersID, TransactionID }: { BuyersID: string; TransactionID?: string }): object => {
      if (BuyersID === "fault") throw { Fault: { faultcode: "soap:Client", faultstring: "who are you?" } };
      return {
        BuyersID,
        ResponseCode: 200,
        TransactionStatus: [{ TransactionId: TransactionID ?? "none", StatusCode: 2, Transaction: "Order" }],
      };
    };
    const ports = { TransactionV1_0Soap11: { GetStatus: answer }, TransactionV1_0Soap12: { GetStatus: answer } };
    await new Promise<void>((resolve, reject) => {
      const callback = (error: unknown): void => (error ? reject(error) : resolve());
      soap.listen(server, {
        path: "/soap/veloconnect",
        services: { Veloconnect: ports },
        xml: readFileSync(wsdl, "utf8"),
        uri: wsdl,
        callback,
      });
    });
  }, 20_000);
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const request = { buyersID: { $value: "B1" }, credential: { password: "secret" }, transactionID: "t-1" };

  it("SOAP 1.1", nodeSoap.server("SOAP 1.1 and 1.2"), async () => {
    const answer = await createClient(TransactionV10Soap11, { url }).getStatus(request);
    expect(answer).toEqual({
      buyersID: { $value: "B1" },
      responseCode: 200,
      transactionStatus: [{ transactionId: "t-1", statusCode: 2, transaction: "Order" }],
    });
  });

  it("gets its faults", nodeSoap.server("faults"), async () => {
    const failing = createClient(TransactionV10Soap11, { url }).getStatus({ ...request, buyersID: { $value: "fault" } });
    await expect(failing).rejects.toMatchObject({ name: "SoapFault", code: "Sender", message: "who are you?" });
  });

  it("SOAP 1.2", nodeSoap.server("SOAP 1.1 and 1.2"), async () => {
    const outcome = await createClient(TransactionV10Soap12, { url })
      .getStatus(request)
      .catch((error: unknown) => error);
    expect(outcome).toMatchObject({ responseCode: 200, transactionStatus: [{ transactionId: "t-1" }] });
  });
});

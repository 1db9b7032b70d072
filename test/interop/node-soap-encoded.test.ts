/**
 * rpc/encoded with node-soap: its client calls a server of ours, and ours calls its server. It writes values without their types and shared ones twice,
 * and gives programs the attributes of what it reads.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as soap from "soap";
import { createClient, createHandler, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { isRecord } from "../../src/runtime/is-record.js";
import { echoNames, encodedWsdl11, loadEncoded } from "../unit/protocols/soap/encoded-contract.js";
import { ann, bob, echoImplementation } from "./encoded-echo.js";
import { peerIn } from "./interop-row.js";

const nodeSoap = peerIn("node-soap", "rpc/encoded");

const matrix = { item: [{ item: [1, 2] }, { item: [3, 4] }] };
const values: readonly (readonly [string, unknown])[] = [
  ["echoString", "größer <&>"],
  ["echoPerson", bob],
  ["echoStrings", { item: ["a", "b"] }],
  ["echoPeople", { item: [ann, bob, ann] }],
  ["echoMatrix", matrix],
];

/** What node-soap reads, without attributes. It reads no nil, and items of the types that arrays say as text. */
function withoutAttributes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAttributes);
  if (!isRecord(value)) return value;
  const { attributes: _, $value, ...members } = value;
  return $value ?? Object.fromEntries(Object.entries(members).map(([name, member]) => [name, withoutAttributes(member)]));
}

describe("rpc/encoded with node-soap", () => {
  it("its client calls a server of ours", nodeSoap.client("SOAP 1.1: structs, arrays, declared faults"), async () => {
    const folder = mkdtempSync(join(tmpdir(), "soapwright-node-soap-"));
    const wsdl = join(folder, "encoded.wsdl");
    writeFileSync(wsdl, encodedWsdl11);
    const { implementation, inputs } = echoImplementation();
    const listening = await listen(createHandler({ services: [serve(await loadEncoded("1.1"), implementation)] }), { port: 0 });
    try {
      const client = await soap.createClientAsync(wsdl, { endpoint: listening.url });
      const call = async (operation: string, value: unknown): Promise<unknown> => {
        const [answer] = await client[`${operation}Async`]({ value });
        return withoutAttributes(answer);
      };
      const answers = [];
      for (const [operation, value] of values) answers.push(await call(operation, value));
      expect(inputs).toEqual(values.map(([, value]) => value));
      const readBob = { name: "Bob", age: 31, friend: { name: "Ann", age: 30 } };
      const readAnn = { name: "Ann", age: 30 };
      expect(answers).toEqual([
        { result: "größer <&>" },
        { result: readBob },
        { result: { item: ["a", "b"] } },
        { result: { item: [readAnn, readBob, readAnn] } },
        { result: { item: [{ item: ["1", "2"] }, { item: ["3", "4"] }] } },
      ]);
      await expect(call("book", "late")).rejects.toThrow(/Late.*"days":.*3/);
    } finally {
      await listening.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("its server is called by a client of ours", nodeSoap.server("SOAP 1.1: structs, arrays, declared faults"), async () => {
    const inputs: unknown[] = [];
    const echo = (input: unknown): unknown => {
      const { value } = withoutAttributes(input) as { readonly value: unknown };
      if (value === "late") throw { Fault: { faultcode: "soap:Server", faultstring: "too late", detail: { fault: { days: 3 } } } };
      inputs.push(value);
      return { result: value };
    };
    const server = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const port = Object.fromEntries([...echoNames, "book"].map((name) => [name, echo]));
    await new Promise<void>((resolve, reject) => {
      const callback = (error: unknown): void => (error ? reject(error) : resolve());
      soap.listen(server, { path: "/echo", services: { Echo: { Echo: port } }, xml: encodedWsdl11, callback });
    });
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/echo`;
      const client = createClient(await loadEncoded("1.1"), { url });
      for (const [operation, value] of values) expect(await client[operation]?.({ value })).toEqual({ result: value });
      expect(inputs).toHaveLength(values.length);
      await expect(client.book?.({ value: "late" })).rejects.toMatchObject({
        message: "too late",
        declared: { name: "Late", detail: { days: 3 } },
      });
    } finally {
      server.close();
    }
  });
});

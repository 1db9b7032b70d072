/**
 * `soapwright explore` as a process: its page, its relay, its exit codes.
 */
import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Outcome, type Running, Workplace } from "./run-command.js";

let place: Workplace;
let service: Server;
let address: string;

beforeEach(async () => {
  place = new Workplace();
  service = createServer((_, response) => response.end("<told/>"));
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  const bound = service.address();
  address = `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  place.write(
    "t.xsd",
    `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t"><element name="Ask" type="int"/></schema>`,
  );
  place.write(
    "contracts/t.wsdl",
    `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:t" targetNamespace="urn:t">
<types><schema xmlns="http://www.w3.org/2001/XMLSchema"><import namespace="urn:t" schemaLocation="../t.xsd"/></schema></types>
<message name="Ask"><part name="body" element="tns:Ask"/></message>
<portType name="Asking"><operation name="ask"><input message="tns:Ask"/></operation></portType>
<binding name="AskingSoap" type="tns:Asking"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="ask"><soap:operation soapAction=""/><input><soap:body use="literal"/></input></operation></binding>
<service name="Asking"><port name="Asking" binding="tns:AskingSoap"><soap:address location="${address}/asking"/></port></service></definitions>`,
  );
});
afterEach(async () => {
  place.remove();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

async function start(...flags: string[]): Promise<{ readonly url: string; readonly end: () => Promise<Outcome> }> {
  const running: Running = place.start("explore", "contracts/t.wsdl", "--port", "0", ...flags);
  await running.until("stop with Ctrl+C");
  const url = /explorer at (\S+)\/,/.exec(running.output())?.[1] ?? "";
  return {
    url,
    end: () => {
      running.process.kill("SIGINT");
      return running.ended;
    },
  };
}

const relay = (url: string, to: string): Promise<Response> =>
  fetch(`${url}/relay`, {
    method: "POST",
    headers: { "relay-request": encodeURIComponent(JSON.stringify({ method: "POST", url: to, headers: {} })) },
    body: "<ask/>",
  });

describe("soapwright explore", () => {
  it("serves a page of the contract and hands requests on to its ports, and ends with 0", async () => {
    const { url, end } = await start("--allow", `${address}/more`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const page = await (await fetch(`${url}/`)).text();
    expect(page).toContain("&quot;title&quot;:&quot;Asking&quot;");
    expect(page).toContain("/more");
    const { operations } = (await (await fetch(`${url}/contracts/contract`)).json()) as { operations: readonly { key: string }[] };
    expect(operations).toMatchObject([{ key: "Asking.ask" }]);
    const answers = await Promise.all(["/asking", "/more", "/less"].map((path) => relay(url, address + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403]);
    expect(await end()).toMatchObject({ status: 0, stderr: "" });
  });

  it.each([
    ["a contract that is not there", "explore gone.wsdl", 3, "gone.wsdl"],
    ["a schema", "explore t.xsd", 2, "the contract has no operation"],
    ["an address that is none", "explore contracts/t.wsdl --allow shop", 2, '--allow is an address of http or https, not "shop"'],
    ["no contract", "explore", 2, "name a WSDL"],
  ])("refuses %s", async (_, line, code, text) => {
    const { status, stderr } = await place.run(...line.split(" "));
    expect([status, stderr]).toEqual([code, expect.stringContaining(text)]);
  });
});

/**
 * The rules for which requests were refused, of each binding: in the console's live view and in the access log.
 */
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LiveSnapshot } from "../../../../src/console/index.js";
import { type Server, startServer } from "../../../../src/server/start-server.js";

const logged: Record<string, unknown>[] = [];
const log = {
  info: (fields: object, message: string) => void (message === "request" && logged.push({ ...fields })),
  warn: () => undefined,
  error: () => undefined,
};
let server: Server;
beforeAll(async () => {
  const ipam = { port: 0, rolesFile: undefined, securityIds: undefined, tls: undefined, callbackActions: "session" } as const;
  server = await startServer({ port: 0, store: { kind: "memory" }, log, ipam });
});
afterAll(() => server.close(0));

async function faults(): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`${server.url}/console/live/events`);
  const reader = response.body?.getReader();
  let text = "";
  while (reader !== undefined && !/data: .*\n\n/.test(text)) text += new TextDecoder().decode((await reader.read()).value);
  await reader?.cancel();
  // The server writes what its own type says.
  const snapshot = JSON.parse(/data: (.*)\n/.exec(text)?.[1] ?? "{}") as LiveSnapshot;
  return new Map(snapshot.faults.map(({ rule, count }) => [rule, count]));
}

function post(path: string, body: string): Promise<Response> {
  const headers = { "content-type": "text/xml; charset=utf-8", ...(path.startsWith("/soap") && { soapaction: '""' }) };
  return fetch(`${server.url}${path}`, { method: "POST", headers, body });
}

const invalid = '<GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"/>';
const url = "/veloconnect?RequestName=";

it.each<[string, string, () => Promise<unknown>]>([
  [
    "SOAP",
    "cvc-complex-type.2.4.b",
    () =>
      post("/soap/veloconnect", `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${invalid}</s:Body></s:Envelope>`),
  ],
  ["XML-POST", "cvc-complex-type.2.4.b", () => post("/veloconnect", invalid)],
  ["XML-POST that is no XML", "xml-unexpected-end", () => post("/veloconnect", invalid.replace("/>", ">"))],
  ["URL, without a parameter", "http-parameter.missing", () => fetch(`${server.url}${url}GetStatusRequest&BuyersID=1`)],
  [
    "URL, with a wrong value",
    "http-parameter.value",
    () =>
      fetch(`${server.url}${url}SearchResultRequest&BuyersID=1&Password=p&TransactionID=t&StartIndex=x&Count=1&ResultFormat=ITEM_ID_LIST`),
  ],
])("%s is refused by %s", async (_, rule, send) => {
  const before = (await faults()).get(rule) ?? 0;
  await send();
  expect((await faults()).get(rule)).toBe(before + 1);
  expect(logged.filter(({ rule: named }) => named === rule)).not.toEqual([]);
});

it("a refusal that is no rule's is counted by its ResponseCode", async () => {
  await fetch(`${server.url}${url}GetStatusRequest&BuyersID=nobody&Password=p`);
  expect((await faults()).get("ResponseCode 411")).toBe(1);
});

it("net.tcp: a connection that speaks something else", async () => {
  const socket = connect(Number(new URL(server.ipamUrl ?? "").port), "127.0.0.1");
  socket.on("error", () => undefined).resume();
  socket.end(new Uint8Array([0xee, 0xee]));
  await once(socket, "close");
  await expect.poll(async () => (await faults()).get("framing-record-type")).toBe(1);
});

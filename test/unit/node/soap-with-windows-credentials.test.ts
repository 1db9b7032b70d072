/** A generated SOAP client with Windows credentials, and a server that knows its caller by them. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Listening, listen, negotiatingFetch } from "soapwright/node";
import { type Client, createClient, createHandler, declaredFault, serve, TransportError } from "soapwright/soap";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CurrencyOperations, CurrencySoap } from "../../../examples/currency/generated/service.js";
import type { AcceptingMechanism, InitiatingMechanism } from "../../../src/negotiate/mechanism.js";
import { kerberosClient, kerberosServer } from "../../support/kerberos-world.js";
import { anna, ntlmClient, ntlmServer } from "../../support/negotiate-world.js";

const callers: (string | undefined)[] = [];
const refused: string[] = [];
const closing: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  callers.length = 0;
  refused.length = 0;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Converts at par, and notes who has asked. */
const handler = createHandler({
  services: [
    serve(CurrencySoap, {
      convert: async ({ amount, to: currency }, call) => {
        callers.push(call.request?.sender?.name);
        if (currency === "XXX") throw declaredFault<CurrencyOperations["convert"]>({ name: "NoRate", detail: { currency } });
        return { amount };
      },
    }),
  ],
});

async function start(...mechanisms: readonly AcceptingMechanism[]): Promise<Listening> {
  const authentication = { mechanisms, onRefused: (reason: Error) => refused.push(reason.message) };
  const server = await listen(handler, { host: "localhost", port: 0, authentication });
  closing.push(() => server.close(100));
  return server;
}

function clientOf({ port }: { readonly port: number }, ...mechanisms: readonly InitiatingMechanism[]): Client<CurrencyOperations> {
  return createClient(CurrencySoap, { url: `http://localhost:${port}/`, fetch: negotiatingFetch({ mechanisms: () => mechanisms }) });
}

const tenEuros = { amount: "10.00", from: "EUR", to: "CHF" };

describe.each([
  {
    mechanism: "Kerberos",
    server: () => [kerberosServer()],
    client: () => kerberosClient("anna", "HTTP/localhost"),
    name: "anna@TEST.REALM",
  },
  { mechanism: "NTLM", server: () => [ntlmServer()], client: () => ntlmClient(), name: anna.name },
  {
    mechanism: "NTLM, where Kerberos is offered too",
    server: () => [kerberosServer(), ntlmServer()],
    client: () => ntlmClient(),
    name: anna.name,
  },
])("$mechanism", ({ server, client, name }) => {
  test("calls, and the operation knows who", async () => {
    const currency = clientOf(await start(...server()), client());
    expect(await currency.convert(tenEuros)).toEqual({ amount: "10.00" });
    expect(await currency.convert({ ...tenEuros, amount: "2" })).toEqual({ amount: "2" });
    expect([callers, refused]).toEqual([[name, name], []]);
  });

  test("declared faults arrive", async () => {
    const currency = clientOf(await start(...server()), client());
    expect(await currency.convert.result({ ...tenEuros, to: "XXX" })).toEqual({
      ok: false,
      fault: expect.objectContaining({ name: "NoRate", detail: { currency: "XXX" } }),
    });
  });

  test("a message of many bytes goes with each token, and the operation is run once", async () => {
    const currency = clientOf(await start(...server()), client());
    const amount = `1.${"0".repeat(100_000)}`;
    expect((await currency.convert({ ...tenEuros, amount })).amount).toMatch(/^1\.?0*$/);
    expect(callers).toEqual([name]);
  });

  test("a client without credentials is told what is asked for", async () => {
    const { url } = await start(...server());
    const error = await createClient(CurrencySoap, { url })
      .convert(tenEuros)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ status: 401, headers: expect.any(Headers) });
    expect(callers).toEqual([]);
  });
});

test("callers at the same time are not mixed up", async () => {
  const server = await start(kerberosServer(), ntlmServer());
  const users = ["anna", "berta", "clara"].map((name) => clientOf(server, kerberosClient(name, "HTTP/localhost")));
  await Promise.all([...users, clientOf(server, ntlmClient())].map((currency) => currency.convert(tenEuros)));
  expect(callers.sort()).toEqual([anna.name, "anna@TEST.REALM", "berta@TEST.REALM", "clara@TEST.REALM"]);
});

test.each([
  { given: "has no ticket", service: "HTTP/elsewhere", server: () => [kerberosServer(), ntlmServer()] },
  { given: "has a ticket, but the server does not take it", service: "HTTP/localhost", server: () => [ntlmServer()] },
])("a client that prefers Kerberos and $given uses NTLM", async ({ service, server }) => {
  await clientOf(await start(...server()), kerberosClient("anna", service), ntlmClient()).convert(tenEuros);
  expect(callers).toEqual([anna.name]);
});

describe("who is not let in", () => {
  test.each([
    { who: "a wrong password", client: () => ntlmClient("anna", "wrong"), reason: 'NTLM: no account "TEST\\anna" with this password' },
    { who: "an unknown account", client: () => ntlmClient("eve"), reason: 'NTLM: no account "TEST\\eve" with this password' },
    {
      who: "a ticket of another service",
      client: () => kerberosClient("anna", "HTTP/localhost"),
      services: ["HTTP/elsewhere"],
      reason: "Kerberos: the ticket is for HTTP/localhost@TEST.REALM, not for HTTP/elsewhere",
    },
  ])("$who", async ({ client, services, reason }) => {
    const currency = clientOf(await start(kerberosServer({ services }), ntlmServer()), client());
    await expect(currency.convert(tenEuros)).rejects.toMatchObject({ name: "TransportError", status: 401 });
    expect([refused, callers]).toEqual([[reason], []]);
  });

  test("a client whose tickets have expired says so itself", async () => {
    const currency = clientOf(await start(kerberosServer()), kerberosClient("anna", "HTTP/localhost", { endTime: 0 }));
    await expect(currency.convert(tenEuros)).rejects.toThrow("no valid ticket for HTTP/localhost");
  });
});

test("a server that answers without proving that it has the service's key", async () => {
  const thief = createServer((message, response) => {
    message.resume().on("end", () => {
      const isAsked = message.headers.authorization !== undefined;
      response.writeHead(isAsked ? 200 : 401, isAsked ? { "content-type": "text/xml" } : { "www-authenticate": "Negotiate" }).end("<a/>");
    });
  });
  await new Promise<void>((resolve) => thief.listen(0, "localhost", resolve));
  closing.push(() => thief.close());
  const currency = clientOf(thief.address() as AddressInfo, kerberosClient("anna", "HTTP/localhost"));
  await expect(currency.convert(tenEuros)).rejects.toThrow("without proving who it is");
});

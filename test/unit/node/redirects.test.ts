/**
 * Our client over real connections: redirects that keep the request, and the fetch of another package.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { listen } from "soapwright/node";
import { createClient, createHandler, serve } from "soapwright/soap";
import { Agent, fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ParcelServer, ParcelSoap11 } from "../protocols/soap/parcel-contract.js";

const server: ParcelServer = {
  send: async ({ to }) => ({ number: to.length }),
  note: async () => undefined,
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};

let redirecting: Server;
let close: () => Promise<void>;
let url: string;
let redirectUrl: string;
beforeAll(async () => {
  const listening = await listen(createHandler({ services: [serve(ParcelSoap11, server)] }), { port: 0 });
  url = listening.url;
  close = () => listening.close(0);
  redirecting = createServer((request, response) => {
    request.resume();
    response.writeHead(Number(request.url?.slice(1)), { location: url }).end();
  });
  await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
  redirectUrl = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
});
afterAll(async () => {
  redirecting.closeAllConnections();
  await new Promise((resolve) => redirecting.close(resolve));
  await close();
});

it.each([307, 308])("a redirect with %i sends the message once more", async (status) => {
  const client = createClient(ParcelSoap11, { url: `${redirectUrl}/${status}` });
  expect(await client.send({ to: "Anna", weight: "1" })).toEqual({ number: 4 });
});

it("undici's fetch takes a dispatcher", async () => {
  const dispatcher = new Agent();
  let dispatched = 0;
  const client = createClient(ParcelSoap11, {
    url,
    fetch: async (request, init) => {
      dispatched++;
      // undici's Response is the platform's in another package.
      return (await undiciFetch(request.url, { ...(init as object), dispatcher })) as unknown as Response;
    },
  });
  expect(await client.send({ to: "Anna", weight: "1" })).toEqual({ number: 4 });
  expect(dispatched).toBe(1);
  await dispatcher.close();
});

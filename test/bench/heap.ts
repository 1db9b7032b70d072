/**
 * `npm run bench:heap [requests] [node]`: does a server keep something of requests that it has answered?
 *
 * Server and load in one process, which is run with --expose-gc. Prints the live heap after each tenth of the requests, and the bytes that were
 * kept per request after the first half.
 */

import { listen } from "../../src/node/http-server.js";
import { createRoutes } from "../../src/server/routes.js";
import { toFetchHandler } from "../../src/service/fetch-adapter.js";
import { serve } from "../support/veloconnect-server.js";
import { requestOf, run } from "./load.js";

const total = Number(process.argv[2] ?? "100000");
const collect = globalThis.gc;
if (collect === undefined) throw new Error("run node with --expose-gc");

const head = '<t:BuyersID xmlns:t="urn:veloconnect:transaction-1.0">B1</t:BuyersID>';
const body =
  `<p:GetProfileRequest xmlns:p="urn:veloconnect:profile-1.1">${head}<t:Credential xmlns:t="urn:veloconnect:transaction-1.0">` +
  "<t:Password>secret</t:Password></t:Credential></p:GetProfileRequest>";
const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;
const requests = [
  requestOf("GET", "/livez"),
  requestOf("GET", "/veloconnect?RequestName=GetProfileRequest&BuyersID=B1&Password=secret"),
  requestOf("POST", "/veloconnect", { "content-type": "application/xml" }, body),
  requestOf("POST", "/soap", { "content-type": "text/xml" }, envelope),
];

const { handle, soap } = serve();
const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
const routes = createRoutes({
  handlers: { "/veloconnect": handle, "/soap": soap },
  ping: async () => undefined,
  console: toFetchHandler(async () => ({ status: 200, body: "" })),
  log: quiet,
});
const server = await listen(routes.handle, { port: 0 });
const heaps: number[] = [];
const parts = 10;
for (let part = 0; part < parts; part++) {
  for (const request of requests) {
    await run({ port: server.port, request, count: Math.ceil(total / parts / requests.length), connections: 8 });
  }
  // What finalizers and closed connections hold goes in a second collection.
  for (let pass = 0; pass < 2; pass++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  collect();
  heaps.push(process.memoryUsage().heapUsed);
}
await server.close(0);
const last = heaps.at(-1) ?? 0;
const middle = heaps[parts / 2 - 1] ?? 0;
console.log(`node ${process.version}, live heap in MB: ${heaps.map((heap) => (heap / 1e6).toFixed(2)).join(" ")}`);
console.log(`kept per request: ${Math.round((last - middle) / (total / 2))} bytes`);

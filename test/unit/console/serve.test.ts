/**
 * A console that is served alone: its page, and the services that come with their handlers.
 */
import { expect, it } from "vitest";
import { console } from "../../../src/console/index.js";
import { serve } from "../../../src/server/index.js";
import { toFetchHandler } from "../../../src/service/fetch-adapter.js";

it("serves the page and the services behind it", async () => {
  const handler = toFetchHandler(async ({ method, path }) => ({ status: 200, headers: {}, body: `${method} ${path}` }));
  const contract = { main: "a.wsdl", documents: { "a.wsdl": "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/'/>" } };
  const services = [
    { id: "parcels", title: "Parcels", path: "/parcels", httpPath: "/http/parcels", contract, handler },
    { id: "elsewhere", title: "Elsewhere", path: "/elsewhere", contract },
  ];
  const server = await serve(console({ services }), { port: 0 });
  const ask = async (path: string, method = "GET"): Promise<string> => (await fetch(server.url + path, { method })).text();
  try {
    expect(await ask("/")).toContain("<soapwright-console");
    expect(await ask("/console/")).toContain("<soapwright-console");
    expect(await ask("/parcels", "POST")).toBe("POST /parcels");
    expect(await ask("/parcels/today?x=1")).toBe("GET /parcels/today");
    expect(await ask("/http/parcels")).toBe("GET /http/parcels");
    expect(await ask("/parcelsandmore")).toContain("<soapwright-console");
    expect((await fetch(`${server.url}/elsewhere`, { method: "POST" })).status).toBe(405);
    expect(JSON.parse(await ask("/console/configuration")).services).toEqual(
      services.map(({ id, title, path, httpPath }) => ({ id, title, path, httpPath })),
    );
  } finally {
    await server.close(0);
  }
});

it("says that a port is taken", async () => {
  const first = await serve(console({ services: [] }), { port: 0 });
  const port = Number(new URL(first.url).port);
  await expect(serve(console({ services: [] }), { port })).rejects.toThrow("EADDRINUSE");
  await first.close(0);
});

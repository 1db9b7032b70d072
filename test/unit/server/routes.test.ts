/**
 * Paths of the server, and its readiness.
 */
import { describe, expect, it } from "vitest";
import { writePage } from "../../../src/server/page.js";
import { createRoutes, type Routes } from "../../../src/server/routes.js";
import { toFetchHandler } from "../../../src/service/fetch-adapter.js";

const lines: object[] = [];
const log = { info: (fields: object) => void lines.push(fields), warn: () => undefined, error: () => undefined };

function routes(ping: () => Promise<void> = async () => undefined): Routes {
  return createRoutes({
    handlers: { "/x": toFetchHandler(async () => ({ status: 200, body: "x" })) },
    ping,
    console: toFetchHandler(async ({ method }) => ({ status: method === "POST" ? 405 : 200, body: "page" })),
    log,
  });
}

const get = (one: Routes, path: string, method = "GET"): Promise<Response> =>
  one.handle(new Request(`http://shop.example${path}`, { method }));

describe("paths", () => {
  it.each<[string, string, number]>([
    ["GET", "/", 200],
    ["HEAD", "/", 200],
    ["POST", "/", 405],
    ["GET", "/livez", 200],
    ["GET", "/readyz", 200],
    ["PUT", "/readyz", 405],
    ["POST", "/x", 200],
    ["GET", "/x/", 404],
    ["GET", "/toString", 404],
    ["GET", "/nothing", 404],
  ])("%s %s: %i", async (method, path, want) => expect((await get(routes(), path, method)).status).toBe(want));

  it("readyz says no while the store fails, and while draining", async () => {
    expect(
      (
        await get(
          routes(() => Promise.reject(new Error("gone"))),
          "/readyz",
        )
      ).status,
    ).toBe(503);
    const draining = routes();
    draining.drain();
    expect((await get(draining, "/readyz")).status).toBe(503);
    expect((await get(draining, "/livez")).status).toBe(200);
    expect((await get(draining, "/x")).status).toBe(200);
  });

  it("readyz asks the store once for many requests", async () => {
    let pings = 0;
    const one = routes(async () => void pings++);
    for (let i = 0; i < 10; i++) await get(one, "/readyz");
    expect(pings).toBeLessThan(10);
  });

  it("are logged without their query", async () => {
    lines.length = 0;
    await get(routes(), "/x?Password=secret");
    await get(routes(), "/livez");
    await get(routes(), "/x&Password=secret");
    expect(lines).toEqual([
      { method: "GET", path: "/x", status: 200, ms: expect.any(Number) },
      { method: "GET", path: "?", status: 404, ms: expect.any(Number) },
    ]);
  });
});

it("the page quotes what it is given", () => {
  const page = writePage({ version: "<1>", store: 'a "b"', ipam: "net.tcp://<h>/", demonstration: { buyersId: "<&>", password: "p&q" } });
  expect(page).not.toContain("<1>");
  expect(page).toContain("net.tcp://&lt;h>/");
  expect(page).toContain("BuyersID=%3C%26%3E&amp;Password=p%26q");
  expect(writePage({ version: "1", store: "s", ipam: undefined, demonstration: undefined })).not.toContain("Password");
});

/**
 * The relay: what it hands on, and what it does not, whoever asks for it and wherever names lead.
 *
 * All servers are on the loopback interface: 127.0.0.2 is taken for a public address, every other one is not public.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Network } from "../../../codegen/tools/fetch/network.js";
import { createRelay, type RelayAnswer, type RelayRequest } from "../../../src/console/relay.js";
import { toFetchHandler } from "../../../src/service/fetch-adapter.js";

let server: Server;
let port: number;
let seen: { readonly request: IncomingMessage; readonly body: string }[];
let answer: (response: ServerResponse) => void;
/** Addresses by name; each resolution takes the next one, and the last one stays. */
let names: Record<string, string[]>;

beforeEach(async () => {
  seen = [];
  answer = (response) => void response.end("<a/>");
  names = {
    "shop.example": ["127.0.0.2"],
    "moving.example": ["127.0.0.2", "127.0.0.1"],
    "inside.example": ["127.0.0.1"],
    localhost: ["127.0.0.1"],
  };
  server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      seen.push({ request, body: Buffer.concat(chunks).toString() });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  port = address.port;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const network: Network = {
  resolve: async (hostname) => {
    const list = names[hostname] ?? [];
    const address = list.length > 1 ? list.shift() : list[0];
    if (address === undefined) throw new Error(`no such host: ${hostname}`);
    return [{ address, family: 4 }];
  },
  isPublic: (address) => address === "127.0.0.2",
};

interface Call extends Partial<RelayRequest> {
  readonly body?: string;
  /** Headers of the request to the relay. */
  readonly from?: Readonly<Record<string, string>>;
  readonly at?: string;
  readonly verb?: string;
}

const everywhere = ["shop.example", "moving.example", "inside.example", "127.0.0.1", "localhost"];

async function relay(
  { body = "<b/>", from = {}, at = "http://localhost/relay", verb = "POST", ...asked }: Call,
  named: readonly string[] = [],
) {
  const found = everywhere.map((host) => `http://${host}:${port}/service`);
  const handler = toFetchHandler(createRelay({ found: [...found, "jms:queue", "urn:x"], named }, network));
  const header = {
    method: "POST",
    url: `http://shop.example:${port}/service`,
    headers: { "content-type": "text/xml", soapaction: '"x"' },
    ...asked,
  };
  const headers = { "relay-request": encodeURIComponent(JSON.stringify(header)), ...from };
  const response = await handler(new Request(at, { method: verb, headers, ...(verb !== "GET" && { body }) }));
  const given = response.headers.get("relay-answer");
  const head: RelayAnswer | undefined = given === null ? undefined : JSON.parse(decodeURIComponent(given));
  return { status: response.status, headers: response.headers, text: await response.text(), head };
}

describe("hands on", () => {
  it("a message with its headers, and the answer with its status", async () => {
    answer = (response) =>
      void response.writeHead(500, "Broken", { "set-cookie": "a=b", "content-type": "text/html", "x-u": "ü" }).end("<script>1</script>");
    const { status, head, text, headers } = await relay({});
    expect([status, text]).toEqual([200, "<script>1</script>"]);
    expect(head).toMatchObject({ status: 500, statusText: "Broken" });
    expect(head?.headers).toContainEqual(["set-cookie", "a=b"]);
    expect(seen[0]?.body).toBe("<b/>");
    expect(seen[0]?.request.headers).toMatchObject({ soapaction: '"x"', "content-type": "text/xml", host: `shop.example:${port}` });
    // Nothing of the answer acts here.
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("what is below an address, with parameters", async () => {
    await relay({ method: "GET", url: `http://shop.example:${port}/service/Status?a=1` });
    expect(seen[0]?.request).toMatchObject({ method: "GET", url: "/service/Status?a=1" });
    expect(seen[0]?.body).toBe("");
  });

  it("to this machine if the contract names it, and anywhere if a person does", async () => {
    for (const host of ["127.0.0.1", "localhost"]) expect((await relay({ url: `http://${host}:${port}/service` })).status).toBe(200);
    const { status } = await relay({ url: `http://inside.example:${port}/else` }, [`http://inside.example:${port}/`]);
    expect(status).toBe(200);
  });

  it("a redirect, which it does not follow", async () => {
    answer = (response) => void response.writeHead(307, { location: `http://127.0.0.1:${port}/secret` }).end();
    const { head } = await relay({});
    expect(head?.status).toBe(307);
    expect(seen).toHaveLength(1);
  });
});

describe("does not hand on", () => {
  it.each<[string, string, number]>([
    ["another path", "http://shop.example:PORT/other", 403],
    ["a path that begins alike", "http://shop.example:PORT/service2", 403],
    ["a path that leads up", "http://shop.example:PORT/service/../other", 403],
    ["a path that leads up, encoded", "http://shop.example:PORT/service/%2e%2E/other", 403],
    ["another port", "http://shop.example:1/service", 403],
    ["another scheme", "https://shop.example:PORT/service", 403],
    ["another host", "http://other.example:PORT/service", 403],
    ["this machine as a number", "http://2130706433:PORT/other", 403],
    ["this machine in IPv6", "http://[::ffff:127.0.0.1]:PORT/service", 403],
    ["the clouds' own address", "http://169.254.169.254/latest/meta-data/", 403],
    ["a name that leads inside", "http://inside.example:PORT/service", 403],
    ["credentials in the address", "http://a:b@shop.example:PORT/service", 400],
    ["a host behind an at sign", "http://shop.example:PORT@127.0.0.1:PORT/service", 400],
    ["files", "file:///etc/passwd", 400],
    ["what is no address", "shop", 400],
  ])("to %s", async (_, url, want) => {
    const { status, head } = await relay({ url: url.replaceAll("PORT", String(port)) });
    expect([status, head, seen.length]).toEqual([want, undefined, 0]);
  });

  it("to a name that leads elsewhere the second time", async () => {
    const url = `http://moving.example:${port}/service`;
    expect((await relay({ url })).status).toBe(200);
    const { status, text } = await relay({ url });
    expect([status, text, seen.length]).toEqual([
      403,
      expect.stringContaining("moving.example is 127.0.0.1, which is not a public address"),
      1,
    ]);
  });

  it.each<[string, Record<string, string>, number]>([
    ["a line break in a value", { soapaction: "x\r\nHost: y" }, 400],
    ["a line break in a name", { "a\r\nb": "x" }, 400],
    ["a character beyond bytes", { soapaction: "\u{1f600}" }, 400],
    ["another host", { Host: "inside.example" }, 400],
    ["another length", { "Content-Length": "0" }, 400],
    ["chunks", { "transfer-encoding": "chunked" }, 400],
    ["an upgrade", { Upgrade: "websocket" }, 400],
    ["a forged sender", { "X-Forwarded-For": "127.0.0.1" }, 400],
  ])("%s", async (_, headers, want) => {
    expect([(await relay({ headers })).status, seen.length]).toEqual([want, 0]);
  });

  it.each<[string, Call, number]>([
    ["a page of another site", { from: { "sec-fetch-site": "cross-site" } }, 403],
    ["a page of another port", { from: { "sec-fetch-site": "same-site" } }, 403],
    ["another origin", { from: { origin: "http://evil.example" } }, 403],
    ["a page without an origin", { from: { origin: "null" } }, 403],
    ["a name that leads here", { at: "http://evil.example/relay" }, 403],
    ["a proxy", { from: { "x-forwarded-for": "192.0.2.1" } }, 403],
    ["a link", { verb: "GET" }, 405],
    ["a preflight", { verb: "OPTIONS" }, 405],
    ["a form", { from: { "relay-request": "" } }, 400],
    ["no JSON", { from: { "relay-request": "%7B" } }, 400],
    ["half an escape", { from: { "relay-request": "%" } }, 400],
    ["another method", { method: "PUT" }, 400],
    ["a method with a path", { method: "GET /other HTTP/1.1\r\nx:" }, 400],
  ])("for %s", async (_, call, want) => {
    const { status, headers } = await relay(call);
    expect([status, headers.get("access-control-allow-origin"), seen.length]).toEqual([want, null, 0]);
  });
});

describe("says", () => {
  it("that an answer is too long, without reading it all", async () => {
    answer = (response) => {
      const more = (): void => {
        while (response.writable && response.write(Buffer.alloc(1024 ** 2)));
      };
      response.on("drain", more);
      more();
    };
    const { status, text } = await relay({});
    expect([status, text]).toEqual([502, expect.stringContaining("more than 16777216 bytes")]);
  });

  it("that a message is too long", async () => {
    expect((await relay({ body: "x".repeat(16 * 1024 ** 2 + 1) })).status).toBe(413);
    expect(seen).toHaveLength(0);
  });

  it("that nobody answers", async () => {
    answer = (response) => void response.socket?.destroy();
    expect((await relay({})).status).toBe(502);
    names["shop.example"] = [];
    expect(await relay({})).toMatchObject({ status: 502, text: "no such host: shop.example" });
  });
});

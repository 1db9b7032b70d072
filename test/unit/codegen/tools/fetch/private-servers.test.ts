/**
 * Documents of a public server that lead to what only this machine can reach.
 *
 * All servers are on the loopback interface: 127.0.0.2 is taken for a public address, every other one is not public.
 */
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchContract } from "../../../../../codegen/tools/fetch/fetch-contract.js";
import type { HostAddress, Network } from "../../../../../codegen/tools/fetch/network.js";
import type { VendoredContract } from "../../../../../codegen/tools/fetch/vendor-contract.js";

const publicAddress = "127.0.0.2";
const limits = { maxDocuments: 10, maxDepth: 10, maxBytes: 100_000, maxTotalBytes: 1_000_000, maxRedirects: 5, timeout: 5000 };

let server: Server;
let port: number;
/** Requests that arrived, as "host/path", with the credentials that they brought. */
let requests: string[];
let credentials: (string | undefined)[];
let pages: Map<string, string | ((response: ServerResponse) => void)>;
/** Addresses by host name; each resolution takes the next list, and the last one stays. */
let addresses: Map<string, readonly (readonly string[])[]>;
let resolved: string[];

beforeEach(async () => {
  [requests, credentials, pages, addresses, resolved] = [[], [], new Map(), new Map(), []];
  server = createServer((request, response) => {
    const name = `${request.headers.host?.replace(/:\d+$/, "")}${request.url}`;
    requests.push(name);
    credentials.push(request.headers.authorization);
    const page = pages.get(name);
    if (page === undefined) response.writeHead(404).end();
    else if (typeof page === "string") response.end(page);
    else page(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  port = address.port;
  resolveTo("public.example", [publicAddress]);
  resolveTo("other.example", [publicAddress]);
  resolveTo("intranet.example", ["127.0.0.1"]);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function resolveTo(name: string, ...lists: readonly (readonly string[])[]): void {
  addresses.set(name, lists);
}

const network: Network = {
  async resolve(hostname): Promise<readonly HostAddress[]> {
    const lists = addresses.get(hostname) ?? [];
    const list = lists[Math.min(resolved.filter((name) => name === hostname).length, lists.length - 1)];
    resolved.push(hostname);
    if (list === undefined) throw new Error(`no such host: ${hostname}`);
    return list.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  },
  isPublic: (address) => address === publicAddress,
};

function including(...locations: readonly string[]): string {
  const includes = locations.map((location) => `<xs:include schemaLocation="${location.replace("PORT", String(port))}"/>`).join("");
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">${includes}</xs:schema>`;
}

function redirecting(location: string): (response: ServerResponse) => void {
  return (response) => void response.writeHead(302, { location: location.replace("PORT", String(port)) }).end();
}

function fetchFrom(host: string, { allowPrivate = false, headers = new Map<string, string>() } = {}): Promise<VendoredContract> {
  return fetchContract([`http://${host}:${port}/main.xsd`], { limits, headers, names: new Map(), allowPrivate, network });
}

/** Ways to name this machine and its neighbours. */
const hidden = [
  "http://127.0.0.1:PORT/secret.xsd",
  "http://2130706433:PORT/secret.xsd",
  "http://0x7f.1:PORT/secret.xsd",
  "http://[::1]:PORT/secret.xsd",
  "http://[::ffff:127.0.0.1]:PORT/secret.xsd",
  "http://0.0.0.0:PORT/secret.xsd",
  "http://intranet.example:PORT/secret.xsd",
  "//intranet.example:PORT/secret.xsd",
];

describe("from a public server", () => {
  it.each(hidden)("an include of %s is refused before a connection is made", async (location) => {
    pages.set("public.example/main.xsd", including(location));
    const { documents, failures } = await fetchFrom("public.example");
    expect(documents).toHaveLength(1);
    expect(failures).toMatchObject([{ reason: expect.stringContaining("is not a public address"), from: { line: 1 } }]);
    expect(requests).toEqual(["public.example/main.xsd"]);
  });

  it.each(hidden)("a redirect to %s is refused", async (location) => {
    pages.set("public.example/main.xsd", redirecting(location));
    expect((await fetchFrom("public.example")).failures).toMatchObject([{ reason: expect.stringContaining("--allow-private") }]);
    expect(requests).toEqual(["public.example/main.xsd"]);
  });

  it.each(hidden.slice(0, 3))("%s is followed where the user allows it", async (location) => {
    pages.set("public.example/main.xsd", including(location));
    pages.set("127.0.0.1/secret.xsd", including());
    const { documents, failures } = await fetchFrom("public.example", { allowPrivate: true });
    expect({ documents: documents.length, failures }).toEqual({ documents: 2, failures: [] });
  });

  it("an include by way of another public server is refused", async () => {
    pages.set("public.example/main.xsd", including("http://other.example:PORT/next.xsd"));
    pages.set("other.example/next.xsd", redirecting("http://intranet.example:PORT/secret.xsd"));
    expect((await fetchFrom("public.example")).failures).toHaveLength(1);
    expect(requests).toEqual(["public.example/main.xsd", "other.example/next.xsd"]);
  });

  it("a name that turns private after the first document is refused: DNS rebinding", async () => {
    resolveTo("public.example", [publicAddress], ["127.0.0.1"]);
    pages.set("public.example/main.xsd", including("secret.xsd"));
    pages.set("public.example/secret.xsd", including());
    expect((await fetchFrom("public.example")).failures).toMatchObject([{ reason: expect.stringContaining("127.0.0.1") }]);
    expect(requests).toEqual(["public.example/main.xsd"]);
  });

  it("a name is resolved once a connection, so the address that was checked is the one that is used", async () => {
    pages.set("public.example/main.xsd", including("a.xsd", "b.xsd"));
    await fetchFrom("public.example");
    expect(resolved).toHaveLength(requests.length);
  });

  it("of a name with public and private addresses the public ones are used", async () => {
    resolveTo("mixed.example", ["::1", "127.0.0.1", publicAddress]);
    let local: string | undefined;
    pages.set("public.example/main.xsd", including("http://mixed.example:PORT/a.xsd"));
    pages.set("mixed.example/a.xsd", (response) => {
      local = response.socket?.localAddress;
      response.end(including());
    });
    expect((await fetchFrom("public.example")).failures).toEqual([]);
    expect(local).toBe(publicAddress);
  });
});

describe("from a private server that the user names", () => {
  it("documents and redirects of the same origin are followed", async () => {
    pages.set("intranet.example/main.xsd", redirecting("/v2/main.xsd"));
    pages.set("intranet.example/v2/main.xsd", including("part.xsd"));
    pages.set("intranet.example/v2/part.xsd", including());
    const { documents, failures } = await fetchFrom("intranet.example");
    expect({ documents: documents.length, failures }).toEqual({ documents: 2, failures: [] });
  });

  it("other private origins are refused, public ones are followed", async () => {
    pages.set("intranet.example/main.xsd", including("http://127.0.0.1:PORT/a.xsd", "http://public.example:PORT/b.xsd"));
    pages.set("public.example/b.xsd", including());
    const { documents, failures } = await fetchFrom("intranet.example");
    expect(documents).toHaveLength(2);
    expect(failures).toMatchObject([{ url: `http://127.0.0.1:${port}/a.xsd` }]);
  });

  it("a public document does not lead back to it", async () => {
    pages.set("intranet.example/main.xsd", including("http://public.example:PORT/a.xsd"));
    pages.set("public.example/a.xsd", including("http://intranet.example:PORT/secret.xsd"));
    const { failures } = await fetchFrom("intranet.example");
    expect(failures).toMatchObject([{ url: `http://intranet.example:${port}/secret.xsd` }]);
    expect(requests).not.toContain("intranet.example/secret.xsd");
  });
});

it("credentials stay with the origin of the entry, whatever it redirects to", async () => {
  pages.set("public.example/main.xsd", including("http://other.example:PORT/a.xsd", "moved.xsd", "own.xsd"));
  pages.set("public.example/moved.xsd", redirecting("http://other.example:PORT/b.xsd"));
  for (const name of ["public.example/own.xsd", "other.example/a.xsd", "other.example/b.xsd"]) pages.set(name, including());
  const { failures } = await fetchFrom("public.example", { headers: new Map([["authorization", "Basic abc"]]) });
  expect(failures).toEqual([]);
  const sent = requests.map((name, index) => [name, credentials[index]]).sort();
  expect(sent).toEqual([
    ["other.example/a.xsd", undefined],
    ["other.example/b.xsd", undefined],
    ["public.example/main.xsd", "Basic abc"],
    ["public.example/moved.xsd", "Basic abc"],
    ["public.example/own.xsd", "Basic abc"],
  ]);
});

it("an unknown content encoding is a failure, not text", async () => {
  pages.set("public.example/main.xsd", (response) => void response.writeHead(200, { "content-encoding": "constructor" }).end(including()));
  expect((await fetchFrom("public.example")).failures).toMatchObject([{ reason: expect.stringContaining("content encoding") }]);
});

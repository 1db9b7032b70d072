/**
 * The server, started by a program.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../../src/server/configuration.js";
import { completeOptions, type ServerOptions } from "../../../src/server/options.js";
import { startServer } from "../../../src/server/start-server.js";
import { tlsForTests } from "../../support/tls-certificate.js";

function getSecurely(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ca }, (response) => text(response).then(resolve, reject)).on("error", reject);
  });
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const quiet: Partial<ServerOptions> = { port: 0, store: { kind: "memory" }, ipam: undefined, log };
const anyPort = { port: 0, rolesFile: undefined, securityIds: undefined, tls: undefined, callbackActions: "session" } as const;

describe("startServer", () => {
  it("serves veloconnect and IPAM until it is closed", async () => {
    const server = await startServer({ ...quiet, ipam: anyPort });
    const profile = await (await fetch(`${server.url}/veloconnect?RequestName=GetProfileRequest&BuyersID=demo&Password=bicycle`)).text();
    expect(profile).toContain("Example Wholesale");
    expect(server.ipamUrl).toMatch(/^net\.tcp:\/\/127\.0\.0\.1:\d+\/Ipam\/OperationWithProgress$/);
    expect(await (await fetch(server.url)).text()).toContain(server.ipamUrl);
    await server.close();
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow(TypeError);
  });

  it("serves its bindings over TLS alone where it has a certificate, and says so in the profile", async () => {
    const folder = mkdtempSync(join(tmpdir(), "soapwright-tls-"));
    const { cert, key } = tlsForTests();
    const tls = { certFile: join(folder, "cert.pem"), keyFile: join(folder, "key.pem") };
    writeFileSync(tls.certFile, cert);
    writeFileSync(tls.keyFile, key);
    const server = await startServer({ ...quiet, tls, bindings: ["URL-S", "XML-POST-S"] });
    try {
      expect(server.url).toMatch(/^https:/);
      const query = "RequestName=GetProfileRequest&BuyersID=demo&Password=bicycle";
      expect(await getSecurely(`${server.url}/veloconnect?${query}`, cert)).toContain("<vcp:Binding>URL-S</vcp:Binding>");
      expect(await getSecurely(`${server.url}/soap/veloconnect?wsdl`, cert)).toContain(`location="${server.url}/soap/veloconnect"`);
      await expect(fetch(`${server.url.replace("https", "http")}/livez`)).rejects.toThrow(TypeError);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true });
    }
  });

  it("keeps and answers as many hits of a search as its operator says", async () => {
    const server = await startServer({ ...quiet, hitsPerSearch: 3, hitsPerAnswer: 2 });
    const ask = async (query: string): Promise<string> =>
      (await fetch(`${server.url}/veloconnect?BuyersID=demo&Password=bicycle&${query}`)).text();
    const search = await ask("RequestName=CreateTextSearchRequest&SearchString=");
    expect(search).toContain("TotalCount>3<");
    const [, id] = /TransactionID>([^<]+)</.exec(search) ?? [];
    const hits = await ask(`RequestName=SearchResultRequest&TransactionID=${id}&ResultFormat=ID_ONLY`);
    expect(hits).toContain(":Count>2<");
    await server.close();
  });

  it("can be started again and again in one process", async () => {
    for (let round = 0; round < 3; round++) await (await startServer(quiet)).close();
  });

  it.each<[string, Partial<ServerOptions>, string]>([
    ["a file of buyers that is missing", { buyersFile: "/no/such/file.json" }, '"/no/such/file.json" cannot be used'],
    ["roles that are missing", { ipam: { ...anyPort, rolesFile: "/no/roles.json" } }, '"/no/roles.json" cannot be used'],
    ["a certificate of HTTP that is missing", { tls: { certFile: "/no/c.pem", keyFile: "/no/k.pem" } }, ".pem"],
    ["a certificate that is none", { tls: { certFile: "package.json", keyFile: "package.json" } }, 'the certificate "package.json"'],
    ["a certificate that is missing", { ipam: { ...anyPort, tls: { certFile: "/no/c.pem", keyFile: "/no/k.pem" } } }, ".pem"],
  ])("throws a ConfigurationError for %s", async (_, options, message) => {
    const started = startServer({ ...quiet, ...options });
    await expect(started).rejects.toThrow(ConfigurationError);
    await expect(started).rejects.toThrow(message);
  });

  it("leaves nothing open when a port is taken", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const address = blocker.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(startServer({ ...quiet, port })).rejects.toThrow(`cannot listen at 127.0.0.1:${port}`);
    await expect(startServer({ ...quiet, ipam: { ...anyPort, port } })).rejects.toThrow(`cannot listen at 127.0.0.1:${port}`);
    await new Promise((resolve) => blocker.close(resolve));
  });
});

it.each<[Partial<ServerOptions>, string | undefined]>([
  [{}, "data/orders"],
  [{ store: { kind: "sqlite", folder: "x" } }, "x/orders"],
  [{ store: { kind: "memory" } }, undefined],
  [{ store: { kind: "memory" }, ordersFolder: "o" }, "o"],
  [{ ordersFolder: undefined }, undefined],
])("orders of %j are placed in %s", (given, want) => expect(completeOptions(given).ordersFolder).toBe(want));

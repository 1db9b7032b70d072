/**
 * Our client calls a server of SoapCore, the SOAP server that .NET has outside of the framework: both of .NET's serializers, SOAP 1.1 and 1.2, and a
 * UsernameToken over TLS, which is .NET's TransportWithMessageCredential.
 *
 * Needs `dotnet` and a package source; skipped, saying why, where one is absent.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { loadContract } from "soapwright/schema";
import { usernameToken } from "soapwright/security";
import { type ClientOptions, createClient } from "soapwright/soap";
import { Agent, fetch as undiciFetch } from "undici";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { tlsForTests } from "../support/tls-certificate.js";
import { buildDotnet, dotnetEnvironment, hasDotnet } from "./build-dotnet.js";
import { peerIn } from "./interop-row.js";

const soapCore = peerIn("SoapCore", "document/literal");
const secured = peerIn("SoapCore", "WS-Security");

describe.skipIf(!hasDotnet)("SoapCore", () => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-soapcore-"));
  const { cert, key } = tlsForTests();
  const dispatcher = new Agent({ connect: { ca: cert } });
  const servers: ChildProcess[] = [];
  let problem: string | undefined;
  let url = "";
  let securedUrl = "";
  beforeAll(async () => {
    problem = buildDotnet("soapcore-server", folder);
    if (problem !== undefined) return;
    const files = { "cert.pem": cert, "key.pem": key };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    url = await start();
    securedUrl = await start(...Object.keys(files), "anna", "secret");
  });
  beforeEach((context) => {
    context.skip(problem !== undefined, `SoapCore's server cannot be built: ${problem}`);
  });
  afterAll(async () => {
    for (const server of servers) {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    }
    await dispatcher.close();
    rmSync(folder, { recursive: true });
  });

  /** Gives the address that the server prints. */
  async function start(...parameters: readonly string[]): Promise<string> {
    const server = spawn("dotnet", [join(folder, "out/soapcore-server.dll"), ...parameters], {
      cwd: folder,
      env: dotnetEnvironment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    servers.push(server);
    const [line] = await once(createInterface({ input: server.stdout }), "line");
    return line;
  }

  /** A client of the contract that the server gives out. */
  async function clientOf(path: string, options: Omit<ClientOptions, "url"> & { readonly server?: string } = {}) {
    const file = join(folder, `${path}.wsdl`);
    writeFileSync(file, await (await fetch(`${url}/${path}?wsdl`)).text());
    const { bindings, diagnostics } = await loadContract({ entries: [file] });
    expect(diagnostics).toEqual([]);
    const [binding] = Object.values(bindings);
    if (binding?.kind !== "soap") throw new Error("no binding of SOAP");
    const { server = url, ...rest } = options;
    return createClient(binding, { url: `${server}/${path}`, timeout: 20_000, ...rest });
  }

  it.each(["contract11", "contract12", "xml11"])("is called at %s", soapCore.server("SOAP 1.1 and 1.2, declared faults"), async (path) => {
    const client = await clientOf(path);
    const item = { sku: "A1", price: "1.50", photo: new Uint8Array([1, 2]), sold: null, tags: { string: ["a", "größer <&>"] } };
    expect(await client.get?.({ sku: "A1" })).toEqual({ getResult: item });
    expect(await client.order?.({ item, count: 3 })).toEqual({ orderResult: 6 });
    const late = { message: "too late", declared: path === "xml11" ? undefined : { name: "LateFault", detail: { days: 3 } } };
    await expect(client.order?.({ item, count: -1 })).rejects.toMatchObject(late);
    await expect(client.order?.({ item, count: 0 })).rejects.toMatchObject({ name: "SoapFault", message: "boom" });
    await client.remember?.({ text: "größer & <kleiner>" });
    expect(await client.remembered?.({})).toEqual({ rememberedResult: "größer & <kleiner>" });
  });

  it.each(["contract11", "contract12"])(
    "lets our UsernameToken in over TLS, at %s",
    secured.server("UsernameToken over TLS"),
    async (path) => {
      const connect = (password?: string) =>
        clientOf(path, {
          server: securedUrl,
          // The types of undici's own Request and Response are those of another package.
          fetch: async (request, init) => (await undiciFetch(request.url, { ...(init as object), dispatcher })) as unknown as Response,
          ...(password !== undefined && { headerBlocks: usernameToken({ username: "anna", password }) }),
        });
      expect(await (await connect("secret")).get?.({ sku: "A1" })).toMatchObject({ getResult: { sku: "A1" } });
      await expect((await connect("wrong")).get?.({ sku: "A1" })).rejects.toThrow();
      await expect((await connect()).get?.({ sku: "A1" })).rejects.toThrow();
    },
  );
});

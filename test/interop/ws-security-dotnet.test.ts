/**
 * .NET's TransportWithMessageCredential calls a server of ours over TLS: BasicHttpsBinding, WSHttpBinding, and SOAP 1.2 without addressing.
 *
 * Needs `dotnet` and a package source; skipped, saying why, where one is absent.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { requireUsernameToken, timestampMessages } from "soapwright/security";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Listening, listen } from "../../src/node/http-server.js";
import { type Call, createHandler, serve } from "../../src/protocols/index.js";
import { makeCertificate } from "../support/tls-certificate.js";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, ParcelSoap12 } from "../unit/protocols/soap/parcel-contract.js";
import { buildDotnet, dotnetEnvironment, hasDotnet } from "./build-dotnet.js";
import { peerIn } from "./interop-row.js";

const dotnet = peerIn(".NET", "WS-Security");

describe.skipIf(!hasDotnet)("TransportWithMessageCredential", () => {
  let folder: string;
  let server: Listening;
  let problem: string | undefined;
  const users: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-dotnet-"));
    problem = buildDotnet("credential-client", folder);
    const gate = requireUsernameToken({ passwordOf: (user) => (user === "anna" ? "secret" : undefined), requireTimestamp: true });
    const parcels: ParcelServer = {
      async send({ to }, call: Call<ParcelOperations["send"]>) {
        users.push(gate.userOf(call));
        return { number: to.length };
      },
      note: async () => undefined,
      open: async () => 1,
      close: async () => 2,
      count: async () => 3,
    };
    const handler = createHandler({
      services: [serve(ParcelSoap11, parcels), serve(ParcelSoap12, parcels)],
      filters: [timestampMessages()],
      senderFaultStatus: 500,
      understands: gate.understands,
      before: gate.before,
    });
    const { key, cert } = makeCertificate("localhost");
    server = await listen(handler, { port: 0, tls: { key, cert } });
  }, 260_000);
  beforeEach((context) => {
    context.skip(problem !== undefined, `.NET's client cannot be built: ${problem}`);
  });
  afterAll(async () => {
    await server?.close(0);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["in BasicHttpsBinding", "basic"],
    ["in WSHttpBinding", "ws"],
    ["in SOAP 1.2 without addressing", "custom"],
  ])("%s", dotnet.client("TransportWithMessageCredential"), async (_, kind) => {
    const call = async (name: string, password: string): Promise<string> => {
      const client = join(folder, "out/credential-client.dll");
      const url = `https://localhost:${server.port}/`;
      const { stdout } = await promisify(execFile)("dotnet", [client, url, kind, name, password], {
        env: dotnetEnvironment,
        timeout: 60_000,
      });
      return stdout.trim();
    };
    users.length = 0;
    expect(await call("anna", "secret")).toBe("Number 4");
    expect(users).toEqual(["anna"]);
    expect(await call("anna", "wrong")).toMatch(/could not be authenticated/);
    expect(users).toHaveLength(1);
  });
});

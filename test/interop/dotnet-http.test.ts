/**
 * .NET's own SOAP client (System.ServiceModel.Http) calls our veloconnect server: SOAP 1.1, 1.2, and 1.2 with WS-Addressing 1.0, whose headers must be
 * understood; whole and in chunks.
 *
 * Needs `dotnet` and a package source; skipped, saying why, where one is absent.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { listen } from "soapwright/node";
import { createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Server } from "../../src/server/start-server.js";
import { ParcelSoap12 } from "../unit/protocols/soap/parcel-contract.js";
import { buildDotnet, dotnetEnvironment, hasDotnet } from "./build-dotnet.js";
import { startDemonstration } from "./demonstration-server.js";
import { peerIn } from "./interop-row.js";

const dotnet = peerIn(".NET", "document/literal");

describe.skipIf(!hasDotnet)(".NET over HTTP", () => {
  let folder: string;
  let server: Server;
  let problem: string | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-dotnet-"));
    problem = buildDotnet("http-client", folder);
    server = await startDemonstration({ senderFaultStatus: 500 });
  });
  beforeEach((context) => {
    context.skip(problem !== undefined, `.NET's client cannot be built: ${problem}`);
  });
  afterAll(async () => {
    await server?.close(0);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["11", "buffered", "Client"],
    ["11", "streamed", "Client"],
    ["12", "buffered", "Sender"],
    ["12", "streamed", "Sender"],
    ["addressing", "buffered", "Sender"],
    ["addressing", "streamed", "Sender"],
  ])("orders: %s, %s", dotnet.client("SOAP 1.1 and 1.2, WS-Addressing, buffered and streamed"), async (version, transfer, sender) => {
    const client = join(folder, "out/http-client.dll");
    const { stdout } = await promisify(execFile)("dotnet", [client, `${server.url}/soap/veloconnect`, version, transfer], {
      env: dotnetEnvironment,
      timeout: 60_000,
    });
    expect(stdout.trim().split("\n").slice(1)).toEqual([
      "CreateOrder 200 2",
      "GetStatus 2",
      "Rollback 200",
      "GetStatus 420",
      `Fault ${sender} sender True`,
    ]);
  });

  it(
    "calls by WS-Addressing's default actions where the contract names none",
    dotnet.client("WS-Addressing's default actions"),
    async () => {
      const binding = { ...ParcelSoap12, actions: { ...ParcelSoap12.actions, send: "" } };
      const number = async (): Promise<number> => 0;
      const send = async ({ to }: { readonly to: string }) => ({ number: to.length });
      const parcels = { send, note: async () => undefined, open: number, close: number, count: number };
      const running = await listen(createHandler({ services: [serve(binding, parcels)] }), { port: 0, host: "127.0.0.1" });
      try {
        const client = join(folder, "out/http-client.dll");
        const options = { env: dotnetEnvironment, timeout: 60_000 };
        const { stdout } = await promisify(execFile)("dotnet", [client, running.url, "default", "buffered"], options);
        expect(stdout.trim()).toBe("Send 4");
      } finally {
        await running.close();
      }
    },
  );
});

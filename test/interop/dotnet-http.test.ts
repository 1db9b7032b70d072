/**
 * .NET's own SOAP client (System.ServiceModel.Http) calls our veloconnect server: SOAP 1.1, 1.2, and 1.2 with WS-Addressing 1.0, whose headers must be
 * understood; whole and in chunks.
 *
 * Needs `dotnet` and a package source; skipped, saying why, where one is absent.
 */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Server } from "../../src/server/start-server.js";
import { startDemonstration } from "./demonstration-server.js";

const hasDotnet = spawnSync("dotnet", ["--version"]).status === 0;
const environment = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" };

/** Why the client cannot be built; undefined: it was. */
function buildIn(folder: string): string | undefined {
  cpSync(fileURLToPath(new URL("dotnet/http-client", import.meta.url)), folder, { recursive: true });
  try {
    execFileSync("dotnet", ["build", "-v", "q", "-o", "out"], { cwd: folder, env: environment, stdio: "pipe", timeout: 240_000 });
    return undefined;
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    // What does not compile is a fault of the test; only packages may be out of reach.
    if (/error CS\d+/.test(said)) throw error;
    return said.trim().split("\n").slice(-3).join(" ");
  }
}

describe.skipIf(!hasDotnet)(".NET over HTTP", () => {
  let folder: string;
  let server: Server;
  let problem: string | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-dotnet-"));
    problem = buildIn(folder);
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
  ])("orders: %s, %s", async (version, transfer, sender) => {
    const client = join(folder, "out/http-client.dll");
    const { stdout } = await promisify(execFile)("dotnet", [client, `${server.url}/soap/veloconnect`, version, transfer], {
      env: environment,
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
});

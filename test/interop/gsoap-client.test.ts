/**
 * gSOAP calls our veloconnect server in SOAP 1.1 and 1.2: wsdl2h reads the contract from `?wsdl`, soapcpp2 makes the client, g++ compiles it.
 *
 * Needs Debian's `gsoap`, `libgsoap-dev` and `g++`; skipped where one is absent.
 */
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Server } from "../../src/server/start-server.js";
import { startDemonstration } from "./demonstration-server.js";
import { gsoapFolder, hasGsoap } from "./gsoap-tools.js";
import { peerIn } from "./interop-row.js";

const gsoap = peerIn("gSOAP", "document/literal");

const run = promisify(execFile);

describe.skipIf(!hasGsoap)("gSOAP", () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-gsoap-"));
    server = await startDemonstration();
    for (const file of ["veloconnect.dat", "client.cpp"]) copyFileSync(join(gsoapFolder, file), join(folder, file));
    const steps: readonly (readonly [string, readonly string[]])[] = [
      ["wsdl2h", ["-t", "veloconnect.dat", "-o", "veloconnect.h", `${server.url}/soap/veloconnect?wsdl`]],
      ["soapcpp2", ["-C", "-L", "-x", "-w", "-I/usr/share/gsoap/import", "veloconnect.h"]],
      ["g++", ["-O0", "-w", "-o", "client", "client.cpp", "soapC.cpp", "soapClient.cpp", "-lgsoap++"]],
    ];
    for (const [command, args] of steps) await run(command, args, { cwd: folder, maxBuffer: 2 ** 26 });
  });
  afterAll(async () => {
    await server?.close(0);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["1.1", "1", "plain", "Client"],
    ["1.1 in chunks", "1", "chunked", "Client"],
    ["1.2", "2", "plain", "Sender"],
    ["1.2 in chunks", "2", "chunked", "Sender"],
  ])("orders in SOAP %s", gsoap.client("SOAP 1.1 and 1.2"), async (_, version, body, sender) => {
    const { stdout } = await run(join(folder, "client"), [`${server.url}/soap/veloconnect`, version, body], { timeout: 20_000 });
    expect(JSON.parse(stdout)).toEqual({
      seller: "Example Wholesale",
      created: [200, 2, 1, 1],
      updated: 2,
      viewed: ["7.5", "0.85"],
      listed: expect.any(Number),
      refused: 411,
      finished: [200, 100, 1],
      rolledBack: [430, 100],
      fault: [`SOAP-ENV:${sender}`, 1],
    });
  });
});

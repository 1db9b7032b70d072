/**
 * Java's JAX-WS calls our veloconnect server in SOAP 1.1 and 1.2: wsimport reads the contract from `?wsdl` and makes the client.
 *
 * Needs a JDK and Debian's `libjaxws-java`; skipped where one is absent.
 */
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Server } from "../../src/server/start-server.js";
import { startDemonstration } from "./demonstration-server.js";
import { peerIn } from "./interop-row.js";
import { hasJaxws, jaxwsClassPath } from "./jaxws-tools.js";

const jaxws = peerIn("JAX-WS", "document/literal");

const run = promisify(execFile);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
}

describe.skipIf(!hasJaxws)("JAX-WS", () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-jaxws-"));
    server = await startDemonstration();
    for (const file of ["bindings.xml", "Main.java"]) {
      copyFileSync(fileURLToPath(new URL(`jaxws/${file}`, import.meta.url)), join(folder, file));
    }
    const wsimport = ["com.sun.tools.ws.WsImport", "-quiet", "-keep", "-Xnocompile", "-extension", "-b", "bindings.xml"];
    const options = { cwd: folder, maxBuffer: 2 ** 26 };
    await run("java", ["-cp", jaxwsClassPath(), ...wsimport, `${server.url}/soap/veloconnect?wsdl`], options);
    await run("javac", ["-nowarn", "-cp", jaxwsClassPath(), "-d", "classes", ...filesOf(folder)], options);
  });
  afterAll(async () => {
    await server?.close(0);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["1.1", "1", "Client"],
    ["1.2", "2", "Sender"],
  ])("orders in SOAP %s", jaxws.client("SOAP 1.1 and 1.2"), async (_, version, sender) => {
    const call = ["-cp", `${join(folder, "classes")}:${jaxwsClassPath()}`, "Main", `${server.url}/soap/veloconnect`, version];
    const { stdout } = await run("java", call, { timeout: 60_000 });
    expect(stdout.trim().split("\n")).toEqual([
      "GetStatus 200",
      "GetStatus in MTOM 200",
      "GetStatus 411",
      "CreateOrder 200 389.00",
      "ViewOrder 2",
      "FinishOrder 100",
      "Rollback 430",
      `Fault ${sender} true`,
    ]);
  });
});

/**
 * Java's JAX-WS calls our veloconnect server in SOAP 1.1 and 1.2: wsimport reads the contract from `?wsdl` and makes the client.
 *
 * Needs a JDK and Debian's `libjaxws-java`; skipped where one is absent.
 */
import { execFile, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Server } from "../../src/server/start-server.js";
import { startDemonstration } from "./demonstration-server.js";

/** Where Debian keeps libraries of Java, one of a name without its version. */
const libraries = "/usr/share/java";
const hasAll = spawnSync("javac", ["-version"]).status === 0 && existsSync(join(libraries, "jaxws-tools.jar"));
const run = promisify(execFile);

/** What JAX-WS and its tools need, by the beginnings of their names. */
const needed =
  /^(jaxws|jaxb|saaj|stax|streambuffer|metro-policy|gmbal|pfl|mimepull|jws|woodstox|istack|xsom|codemodel|txw2|rngom|dtd|FastInfoset|javax.activation|xml-resolver|relaxng|geronimo-annotation)/;

function classPath(): string {
  const jars = readdirSync(libraries).filter((name) => needed.test(name) && name.endsWith(".jar"));
  return jars.map((name) => join(libraries, name)).join(":");
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
}

describe.skipIf(!hasAll)("JAX-WS", () => {
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
    await run("java", ["-cp", classPath(), ...wsimport, `${server.url}/soap/veloconnect?wsdl`], options);
    await run("javac", ["-nowarn", "-cp", classPath(), "-d", "classes", ...filesOf(folder)], options);
  });
  afterAll(async () => {
    await server?.close(0);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["1.1", "1", "Client"],
    ["1.2", "2", "Sender"],
  ])("orders in SOAP %s", async (_, version, sender) => {
    const call = ["-cp", `${join(folder, "classes")}:${classPath()}`, "Main", `${server.url}/soap/veloconnect`, version];
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

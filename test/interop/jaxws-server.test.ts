/**
 * Our generated client calls a server that JAX-WS makes of a contract, in SOAP 1.1 and 1.2: headers both ways, nil, lists, a declared fault, another
 * fault, one way.
 *
 * Needs a JDK and Debian's `libjaxws-java`; skipped where one is absent.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peerIn } from "./interop-row.js";
import { hasJaxws, jaxwsClassPath } from "./jaxws-tools.js";
import { callParcels, type GeneratedParcels, generateParcels, serversFolder } from "./parcels-client.js";

const jaxws = peerIn("JAX-WS", "document/literal");

const run = promisify(execFile);

describe.skipIf(!hasJaxws)("JAX-WS's server", () => {
  let folder: string;
  let server: ChildProcess;
  let generated: GeneratedParcels;
  const lines: string[] = [];
  beforeAll(async () => {
    generated = await generateParcels();
    folder = mkdtempSync(join(tmpdir(), "soapwright-jaxws-"));
    const options = { cwd: folder, maxBuffer: 2 ** 26 };
    mkdirSync(join(folder, "classes"));
    for (const at of ["parcels.wsdl", "classes/parcels.wsdl"]) copyFileSync(join(serversFolder, "parcels.wsdl"), join(folder, at));
    copyFileSync(fileURLToPath(new URL("jaxws/Depot.java", import.meta.url)), join(folder, "Depot.java"));
    const wsimport = ["com.sun.tools.ws.WsImport", "-quiet", "-keep", "-Xnocompile", "-extension", "-XadditionalHeaders", "-p", "gen"];
    await run("java", ["-cp", jaxwsClassPath(), ...wsimport, "parcels.wsdl"], options);
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
    await run("javac", ["-nowarn", "-encoding", "UTF-8", "-cp", jaxwsClassPath(), "-d", "classes", ...sources], options);
    const classes = `${join(folder, "classes")}:${jaxwsClassPath()}`;
    server = spawn("java", ["-cp", classes, "Depot"], { stdio: ["pipe", "pipe", "ignore"] });
    if (server.stdout === null) throw new Error("a pipe was asked for");
    const output = createInterface({ input: server.stdout });
    output.on("line", (line) => lines.push(line));
    await once(output, "line");
  });
  afterAll(() => {
    server?.kill();
    generated?.remove();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each(["1.1", "1.2"] as const)("is called in SOAP %s", jaxws.server("SOAP 1.1 and 1.2"), async (version) => {
    const port = /^port (\d+)$/.exec(lines[0] ?? "")?.[1];
    const outcome = await callParcels(generated, version, `http://127.0.0.1:${port}/${version.replace(".", "")}`);
    expect(outcome).toEqual({
      answer: { number: 2, note: null, item: [{ name: "vase", fragile: true, photo: new Uint8Array([1, 2, 255]) }, { name: "<&> ä" }] },
      stamp: { text: "from Bert" },
      tooHeavy: { name: "tooHeavy", detail: { limit: "30.0" } },
      fault: { code: "Receiver", message: "größer als gedacht", declared: undefined },
    });
    await expect.poll(() => lines.at(-1)).toBe("größer & <kleiner>");
    lines.splice(1);
  });
});

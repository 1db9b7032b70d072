/**
 * Our generated client calls a server that gSOAP makes of a contract, in SOAP 1.1 and 1.2: headers both ways, nil, lists, a declared fault, another
 * fault, one way.
 *
 * Needs Debian's `gsoap`, `libgsoap-dev` and `g++`; skipped where one is absent.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gsoapFolder, hasGsoap } from "./gsoap-tools.js";
import { peerIn } from "./interop-row.js";
import { callParcels, type GeneratedParcels, generateParcels, serversFolder } from "./parcels-client.js";

const gsoap = peerIn("gSOAP", "document/literal");

const run = promisify(execFile);

describe.skipIf(!hasGsoap)("gSOAP's server", () => {
  let folder: string;
  let server: ChildProcess;
  let generated: GeneratedParcels;
  const lines: string[] = [];
  beforeAll(async () => {
    generated = await generateParcels();
    folder = mkdtempSync(join(tmpdir(), "soapwright-gsoap-"));
    for (const file of ["parcels.dat", "server.cpp"]) copyFileSync(join(gsoapFolder, file), join(folder, file));
    const steps: readonly (readonly [string, readonly string[]])[] = [
      ["wsdl2h", ["-t", "parcels.dat", "-o", "parcels.h", join(serversFolder, "parcels.wsdl")]],
      ["soapcpp2", ["-S", "-L", "-x", "-w", "-I/usr/share/gsoap/import", "parcels.h"]],
      ["g++", ["-O0", "-w", "-o", "server", "server.cpp", "soapC.cpp", "soapServer.cpp", "-lgsoap++"]],
    ];
    for (const [command, args] of steps) await run(command, args, { cwd: folder });
    server = spawn(join(folder, "server"), { stdio: ["ignore", "pipe", "ignore"] });
    if (server.stdout === null) throw new Error("a pipe was asked for");
    const output = createInterface({ input: server.stdout });
    await new Promise<void>((resolve) => {
      output.on("line", (line) => {
        lines.push(line);
        resolve();
      });
    });
  });
  afterAll(() => {
    server?.kill();
    generated?.remove();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each(["1.1", "1.2"] as const)("is called in SOAP %s", gsoap.server("SOAP 1.1 and 1.2"), async (version) => {
    const outcome = await callParcels(generated, version, `http://127.0.0.1:${lines[0]}/parcels`);
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

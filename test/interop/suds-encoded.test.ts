/**
 * rpc/encoded with suds: its client reads the contract and calls a server of ours.
 *
 * Needs Debian's `python3-suds`; skipped where it is absent.
 */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createHandler, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { encodedWsdl11, loadEncoded } from "../unit/protocols/soap/encoded-contract.js";
import { bob, echoImplementation } from "./encoded-echo.js";
import { peerIn } from "./interop-row.js";

const peer = peerIn("suds", "rpc/encoded");

const python = "/usr/bin/python3";
const client = fileURLToPath(new URL("suds/client.py", import.meta.url));
const hasSuds = spawnSync(python, ["-c", "import suds"]).status === 0;
const run = promisify(execFile);

describe.skipIf(!hasSuds)("rpc/encoded with suds", () => {
  it("its client calls a server of ours", peer.client("structs, declared faults"), async () => {
    const folder = mkdtempSync(join(tmpdir(), "soapwright-suds-"));
    const { implementation, inputs } = echoImplementation();
    const listening = await listen(createHandler({ services: [serve(await loadEncoded("1.1"), implementation)] }), { port: 0 });
    try {
      const wsdl = join(folder, "encoded.wsdl");
      writeFileSync(wsdl, encodedWsdl11);
      const { stdout } = await run(python, [client, wsdl, listening.url], { env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
      expect(stdout.trim().split("\n")).toEqual(["string größer <&>", "person Bob,31,Ann,30,nobody", "late 3"]);
      expect(inputs).toEqual(["größer <&>", bob]);
    } finally {
      await listening.close();
      rmSync(folder, { recursive: true });
    }
  });
});

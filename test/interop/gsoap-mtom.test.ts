/**
 * MTOM with gSOAP: its client at a server of ours, and our client at its server.
 *
 * Needs Debian's `gsoap`, `libgsoap-dev` and `g++`; skipped where one is absent.
 */
import { execFile, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Attachment, createClient, createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { portOf } from "./free-port.js";
import { gsoapFolder, hasGsoap } from "./gsoap-tools.js";
import { peerIn } from "./interop-row.js";
import { echoPhotos, loadPhotos, octets, photosFile } from "./photos.js";

const gsoap = peerIn("gSOAP", "MTOM");
const run = promisify(execFile);

describe.skipIf(!hasGsoap)("MTOM with gSOAP", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-gsoap-mtom-"));
    copyFileSync(join(gsoapFolder, "mtom.cpp"), join(folder, "mtom.cpp"));
    // The prefix of the names that wsdl2h makes: mtom.cpp relies on it.
    writeFileSync(join(folder, "photo.dat"), 'p = "urn:photo"\n');
    const steps: readonly (readonly [string, readonly string[]])[] = [
      ["wsdl2h", ["-t", "photo.dat", "-o", "photo.h", photosFile]],
      ["soapcpp2", ["-L", "-x", "-w", "-I/usr/share/gsoap/import", "photo.h"]],
      ["g++", ["-O0", "-w", "-o", "mtom", "mtom.cpp", "soapC.cpp", "soapClient.cpp", "soapServer.cpp", "-lgsoap++"]],
    ];
    for (const [command, args] of steps) await run(command, args, { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("its client sends content in parts", gsoap.client("content in parts"), async () => {
    const packaged: Attachment[] = [];
    const handler = createHandler({ services: [serve(await loadPhotos(), echoPhotos(packaged))], xopThreshold: 10 });
    const listening = await listen(handler, { port: 0 });
    try {
      const { stdout } = await run(join(folder, "mtom"), [listening.url], { timeout: 60_000 });
      const lines = stdout.trim().split("\n");
      expect(lines.map((line) => line.replace(/ \S+$/, ""))).toEqual([0, 5, 10, 1_000_000].map((size) => `photo of ${size} true`));
      expect(packaged.map(({ bytes, contentType }) => `${bytes.length} ${contentType}`)).toContain("1000000 image/png");
    } finally {
      await listening.close();
    }
  });

  it("its server answers with content in parts", gsoap.server("content in parts"), async () => {
    const server = spawn(join(folder, "mtom"), { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const url = `http://127.0.0.1:${await portOf(server)}/`;
      const client = createClient(await loadPhotos(), { url, packaging: "mtom", xopThreshold: 10 });
      for (const data of [5, 10, 1_000_000].map(octets)) {
        const came: Attachment[] = [];
        const kept = await client.keep({ name: "x", data }, { onAttachments: (attachments) => came.push(...attachments) });
        expect(Buffer.compare(kept.data, data)).toBe(0);
        expect(came.map(({ bytes }) => bytes.length)).toEqual([data.length]);
      }
    } finally {
      server.kill();
    }
  });
});

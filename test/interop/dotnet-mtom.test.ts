/**
 * MTOM with .NET's own SOAP client (System.ServiceModel.Http): SOAP 1.1 and 1.2, whole and in chunks.
 *
 * Needs `dotnet` and a package source; skipped, saying why, where one is absent.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Attachment, createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { buildDotnet, dotnetEnvironment, hasDotnet } from "./build-dotnet.js";
import { peerIn } from "./interop-row.js";
import { echoPhotos, loadPhotos } from "./photos.js";

const dotnet = peerIn(".NET", "MTOM");

describe.skipIf(!hasDotnet)("MTOM with .NET", () => {
  let folder: string;
  let problem: string | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-dotnet-"));
    problem = buildDotnet("mtom-client", folder);
  });
  beforeEach((context) => {
    context.skip(problem !== undefined, `.NET's client cannot be built: ${problem}`);
  });
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  it.each([
    ["1.1", "buffered"],
    ["1.1", "streamed"],
    ["1.2", "buffered"],
    ["1.2", "streamed"],
  ] as const)("its client sends and reads content in parts: SOAP %s, %s", dotnet.client("content in parts"), async (version, transfer) => {
    const packaged: Attachment[] = [];
    const binding = { ...(await loadPhotos()), version };
    const handler = createHandler({ services: [serve(binding, echoPhotos(packaged))], xopThreshold: 500 });
    const listening = await listen(handler, { port: 0 });
    try {
      const client = join(folder, "out/mtom-client.dll");
      const options = { env: dotnetEnvironment, timeout: 60_000 };
      const { stdout } = await promisify(execFile)("dotnet", [client, listening.url, version, transfer], options);
      expect(stdout.trim().split("\n")).toEqual([0, 5, 1000, 1_000_000].map((size) => `photo of ${size} True`));
      // It leaves short content in the envelope.
      expect(packaged.map(({ bytes }) => bytes.length)).toEqual([1000, 1_000_000]);
    } finally {
      await listening.close();
    }
  });
});

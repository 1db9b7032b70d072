/**
 * SOAP with attachments with Axis 1.4: parts that a contract attaches (mime:multipartRelated), its client at a server of ours and our client at its
 * server.
 *
 * Needs a JDK and Debian's `libaxis-java`; skipped where one is absent.
 */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient, createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { axisClassPath, hasAxis } from "./axis-tools.js";
import { portOf } from "./free-port.js";
import { peerIn } from "./interop-row.js";
import { echoPhotos, loadPhotos } from "./photos.js";

const axis = peerIn("Axis", "SwA");
const run = promisify(execFile);

describe.skipIf(!hasAxis)("attachments with Axis", () => {
  let folder = "";
  const java = () => ["-cp", `${folder}:${axisClassPath}`, "Attacher"];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-axis-attachments-"));
    const source = fileURLToPath(new URL("axis/Attacher.java", import.meta.url));
    await run("javac", ["-nowarn", "-encoding", "UTF-8", "-cp", axisClassPath, "-d", folder, source]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("its client sends parts by name and in order", axis.client("mime:multipartRelated"), async () => {
    const handler = createHandler({ services: [serve(await loadPhotos(), echoPhotos([]))] });
    const listening = await listen(handler, { port: 0 });
    try {
      const { stdout } = await run("java", [...java(), listening.url], { cwd: folder });
      expect(stdout.trim().split("\n")).toEqual(Array(2).fill("x, a note image/png picture"));
    } finally {
      await listening.close();
    }
  });

  it("its server takes parts, and answers with one", axis.server("mime:multipartRelated"), async () => {
    const host = spawn("java", java(), { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
    try {
      const client = createClient(await loadPhotos(), { url: `http://127.0.0.1:${await portOf(host)}/axis/services/Photos` });
      const part = (contentType: string, text: string) => ({ contentType, bytes: new TextEncoder().encode(text) });
      const answer = await client.add({ title: "x", picture: part("image/png", "picture"), note: part("text/plain", "a note") });
      expect(answer.kept).toBe("x, picture image/png picture, note text/plain a note");
      expect(new TextDecoder().decode(answer.thumbnail.bytes)).toBe("thumbnail");
    } finally {
      host.kill();
    }
  });
});

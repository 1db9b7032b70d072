/**
 * Attachments with JAX-WS, its client at a server of ours and our client at its server: binary content in parts of MTOM, parts of messages that the
 * contract attaches (mime:multipartRelated), and references to attachments (wsi:swaRef).
 *
 * Needs a JDK and Debian's `libjaxws-java`; skipped where one is absent.
 */
import { execFile, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Attachment, attachmentAt, attachmentUri, createClient, createHandler, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { portOf } from "./free-port.js";
import { peerIn } from "./interop-row.js";
import { hasJaxws, jaxwsClassPath } from "./jaxws-tools.js";
import { echoPhotos, loadPhotos, octets, photosFile } from "./photos.js";

const peer = peerIn("JAX-WS", "MTOM, SwA");

const run = promisify(execFile);

describe.skipIf(!hasJaxws)("attachments with JAX-WS", () => {
  let folder = "";
  const classes = () => `${join(folder, "classes")}:${jaxwsClassPath()}`;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-jaxws-mtom-"));
    const options = { cwd: folder, maxBuffer: 2 ** 26 };
    mkdirSync(join(folder, "classes"));
    for (const at of ["photo.wsdl", "classes/photo.wsdl"]) copyFileSync(photosFile, join(folder, at));
    const own = (name: string): string => fileURLToPath(new URL(`jaxws/${name}`, import.meta.url));
    for (const name of ["Photographer.java", "Gallery.java"]) copyFileSync(own(name), join(folder, name));
    const wsimport = ["com.sun.tools.ws.WsImport", "-quiet", "-keep", "-Xnocompile", "-p", "gen", "photo.wsdl"];
    await run("java", ["-cp", jaxwsClassPath(), ...wsimport], options);
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".java"));
    await run("javac", ["-nowarn", "-cp", jaxwsClassPath(), "-d", "classes", ...sources], options);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("its client sends them to a server of ours", peer.client("content in parts, mime:multipartRelated, swaRef"), async () => {
    const packaged: Attachment[] = [];
    const handler = createHandler({ services: [serve(await loadPhotos(), echoPhotos(packaged))], xopThreshold: 10 });
    const listening = await listen(handler, { port: 0 });
    try {
      const { stdout } = await run("java", ["-cp", classes(), "Photographer", join(folder, "photo.wsdl"), listening.url]);
      const sizes = [0, 5, 10, 1_000_000];
      expect(stdout.trim().split("\n")).toEqual([
        ...sizes.map((size) => `photo of ${size} true`),
        "preview image/jpeg true",
        "picture of 0, a note true",
        "picture of 1000000, a note true",
        "reference to a text",
      ]);
      const long = packaged.filter(({ bytes }) => bytes.length >= 10);
      const types = long.map(({ bytes, contentType }) => `${bytes.length} ${contentType}`);
      expect(types).toEqual(["10 application/octet-stream", "1000000 application/octet-stream", "20 image/jpeg"]);
    } finally {
      await listening.close();
    }
  });

  it("its server takes those of a client of ours", peer.server("content in parts, mime:multipartRelated, swaRef"), async () => {
    const host = spawn("java", ["-cp", classes(), "Gallery"], { stdio: ["pipe", "pipe", "ignore"] });
    try {
      const url = `http://127.0.0.1:${await portOf(host)}/photos`;
      const client = createClient(await loadPhotos(), { url });
      const inMtom = createClient(await loadPhotos(), { url, packaging: "mtom", xopThreshold: 10 });
      for (const data of [0, 5, 10, 1_000_000].map(octets)) {
        const came: number[] = [];
        const onAttachments = (attachments: readonly Attachment[]) => came.push(...attachments.map(({ bytes }) => bytes.length));
        const kept = await inMtom.keep({ name: "x", data }, { onAttachments });
        expect(Buffer.compare(kept.data, data)).toBe(0);
        expect(came.filter((length) => length >= 10)).toEqual(data.length >= 10 ? [data.length] : []);
      }
      const preview = { $value: octets(20), contentType: "image/jpeg" };
      const described: Attachment[] = [];
      const onAttachments = (attachments: readonly Attachment[]) =>
        described.push(...attachments.filter(({ bytes }) => bytes.length === 20));
      expect(await inMtom.keep({ name: "x", data: octets(0), preview }, { onAttachments })).toMatchObject({ preview });
      expect(described.map(({ contentType }) => contentType)).toEqual(["image/jpeg"]);
      const note = { contentType: "text/plain", bytes: new TextEncoder().encode("a note") };
      for (const bytes of [0, 1_000_000].map(octets)) {
        const { kept, thumbnail } = await client.add({ title: "x", picture: { contentType: "image/png", bytes }, note });
        expect([kept, Buffer.compare(thumbnail.bytes, bytes)]).toEqual(["x, a note", 0]);
      }
      // It does not decode escapes in references.
      const id = "text-1@example";
      let came: readonly Attachment[] = [];
      const { photo } = await client.refer(
        { photo: attachmentUri({ id }) },
        { attachments: [{ id, ...note }], onAttachments: (attachments) => (came = attachments) },
      );
      expect(attachmentAt(photo, came)?.bytes).toEqual(note.bytes);
    } finally {
      host.kill();
    }
  });
});

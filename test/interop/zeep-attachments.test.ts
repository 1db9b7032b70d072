/**
 * zeep reads answers with attachments, and gives their Content-IDs with the angle brackets. It sends none itself.
 *
 * Needs Debian's `python3-zeep`; skipped where it is absent.
 */
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createHandler, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { listen } from "../../src/node/http-server.js";
import { peerIn } from "./interop-row.js";
import { echoPhotos, loadPhotos, photosFile } from "./photos.js";

const zeep = peerIn("zeep", "SwA");

/** Debian's own interpreter, which has Debian's modules; another `python3` may come before it in the path. */
const python = "/usr/bin/python3";
const hasZeep = spawnSync(python, ["-c", "import zeep"]).status === 0;

describe.skipIf(!hasZeep)("attachments with zeep", () => {
  it("its client reads an answer that has one", zeep.client("answers in multipart/related"), async () => {
    const binding = await loadPhotos();
    const note = { id: "note@example", contentType: "text/plain", bytes: new TextEncoder().encode("a note") };
    const services = [
      serve(binding, {
        ...echoPhotos([]),
        keep: async (photo, call) => {
          call.replyAttachments.push(note);
          return photo;
        },
      }),
    ];
    const listening = await listen(createHandler({ services }), { port: 0 });
    try {
      const script = fileURLToPath(new URL("zeep/photos.py", import.meta.url));
      const { stdout } = await promisify(execFile)(python, [script, photosFile, listening.url], { timeout: 60_000 });
      expect(stdout.trim().split("\n")).toEqual(["root x True", "attachment <note@example> text/plain b'a note'"]);
    } finally {
      await listening.close();
    }
  });
});

/**
 * A file host that records which files the compiler asks for, and their contents: existing files, and those that may be created.
 */
import { createHash } from "node:crypto";
import { fileHost } from "../../../codegen/load/file-host.js";
import { type Host, hasScheme } from "../../../codegen/load/host.js";

/** Adds each local document that the compiler asks for to `files`: its path and the fingerprint of its content. */
export function recordingHost(files: Map<string, string>): Host {
  const host = fileHost();
  return {
    readDocument(uri) {
      const bytes = host.readDocument(uri);
      if (!hasScheme(uri)) files.set(uri, fingerprint(bytes));
      return bytes;
    },
    ...(host.explain && { explain: host.explain }),
    resolveUri: host.resolveUri,
  };
}

/** A text that is equal for equal contents. A file that does not exist has one, too. */
export function fingerprint(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "absent" : createHash("sha256").update(bytes).digest("base64");
}

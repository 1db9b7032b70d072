/**
 * The file host that remembers which files were asked for, and with which content: those that exist, and those that might come into being.
 */
import { createHash } from "node:crypto";
import { fileHost } from "../../../codegen/load/file-host.js";
import { type Host, hasScheme } from "../../../codegen/load/host.js";

/** Adds the path of each local document that the compiler asks for, with the fingerprint of what it got. */
export function recordingHost(files: Map<string, string>): Host {
  const host = fileHost();
  return {
    readDocument(uri) {
      const bytes = host.readDocument(uri);
      if (!hasScheme(uri)) files.set(uri, fingerprint(bytes));
      return bytes;
    },
    resolveUri: host.resolveUri,
  };
}

/** Equal for equal contents; an absent file has one too. */
export function fingerprint(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "absent" : createHash("sha256").update(bytes).digest("base64");
}

/**
 * The host over the file system: the only file of the compiler that imports Node.
 */
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Host, hasScheme, resolvePath } from "./host.js";

/** Reads local files. Paths stay as they were given, relative ones relative; http: and other schemes give no document. */
export function fileHost(): Host {
  return { readDocument: readFile, resolveUri };
}

/** The path of the catalogue that comes with the package: xml:, SOAP envelopes and encoding, WS-Addressing. */
export function standardCatalogPath(): string | undefined {
  // Sources and build results lie at different depths below the package's root.
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 5; depth++) {
    const path = join(folder, "schemas", "catalog.json");
    if (exists(path)) return relative(process.cwd(), path);
    folder = dirname(folder);
  }
  return undefined;
}

function readFile(uri: string): Uint8Array | undefined {
  if (hasScheme(uri)) return undefined;
  try {
    return readFileSync(uri);
  } catch {
    // Absent, a folder, or not permitted: for the caller the document cannot be read.
    return undefined;
  }
}

/**
 * A location is a URI reference: a file is looked for by its decoded name first. Where nothing lies there, backslashes are taken for the
 * slashes that their author meant, and what follows "?" for a query.
 */
function resolveUri(base: string, location: string): string {
  if (/^file:/i.test(location)) return pathOfFileUrl(location);
  const path = resolvePath(base.replaceAll("\\", "/"), location);
  if (hasScheme(path) || !/[%\\?]/.test(location)) return path;
  const bare = resolvePath(base.replaceAll("\\", "/"), location.replaceAll("\\", "/").replace(/\?.*$/, ""));
  return [decodePath(path), path, bare, decodePath(bare)].find(exists) ?? path;
}

function pathOfFileUrl(location: string): string {
  try {
    return fileURLToPath(location);
  } catch {
    return location;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function exists(path: string): boolean {
  try {
    realpathSync(path);
    return true;
  } catch {
    return false;
  }
}

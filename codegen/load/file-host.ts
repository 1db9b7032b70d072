/**
 * The host over the file system: the only file of the compiler that imports Node.
 */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { adviceText, errorCode } from "../../src/error-text.js";
import { nearestName } from "../../src/nearest-name.js";
import { type Host, hasScheme, resolvePath } from "./host.js";

/** Reads local files; http: and other schemes give no document. */
export function fileHost(): Host {
  return {
    readDocument: readFile,
    explain: explainUnreadable,
    resolveUri: (base, location) => shortestPath(base === "" ? pathOfFileUrl(location) : resolveUri(base, location)),
  };
}

/** Why a file cannot be read, and what to do: the end of a message. */
export function explainUnreadable(uri: string): string {
  if (/^https?:/i.test(uri)) return `it is on the network, which is not used; "soapwright fetch '${uri}' --out contracts" copies it here`;
  if (hasScheme(uri)) return "it is not a file";
  try {
    if (statSync(uri).isDirectory()) return "it is a folder; name a file in it";
    readFileSync(uri);
    return "it can be read now";
  } catch (error) {
    if (errorCode(error) !== "ENOENT") return adviceText(error);
    return `there is no such file${nearestFile(uri)}`;
  }
}

/** `; did you mean "orders/order.xsd"?`, or that there is not even the folder. */
function nearestFile(path: string): string {
  const folder = dirname(path);
  try {
    const near = nearestName(basename(path), readdirSync(folder));
    return near === undefined ? "" : `; did you mean "${withSlashes(join(folder, near))}"?`;
  } catch {
    return `, nor a folder "${withSlashes(folder)}"`;
  }
}

/** The whole path of a file, with "/" on every system. URIs stay. */
export function absolutePath(uri: string): string {
  return hasScheme(uri) ? uri : withSlashes(resolve(uri));
}

/** The one name of a file: relative to the working directory within it, else its whole path. */
function shortestPath(path: string): string {
  if (hasScheme(path)) return path;
  const nearer = relative(process.cwd(), path);
  const isOutside = nearer === "" || nearer === ".." || nearer.startsWith(`..${sep}`) || isAbsolute(nearer);
  return isOutside ? absolutePath(path) : withSlashes(nearer);
}

/** On other systems than Windows a backslash is part of a name. */
function withSlashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

/** The path of the catalogue that comes with the package: xml:, SOAP envelopes and encoding, WS-Addressing. */
export function standardCatalogPath(): string | undefined {
  const folder = packageFolder();
  return folder === undefined ? undefined : shortestPath(`${folder}/schemas/catalog.json`);
}

let ownFolder: string | undefined;

/** The root of the package, with "/" on every system. */
export function packageFolder(): string | undefined {
  ownFolder ??= findPackageFolder();
  return ownFolder;
}

function findPackageFolder(): string | undefined {
  // Sources and build results lie at different depths below it.
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let depth = 0; depth < 5; depth++) {
    if (exists(join(folder, "schemas", "catalog.json"))) return absolutePath(folder);
    folder = dirname(folder);
  }
  return undefined;
}

/** One name for one file, however its path is spelled and whatever links lead to it; a path without a file is its own name. */
export function fileIdentity(uri: string): string {
  try {
    return realpathSync(uri);
  } catch {
    return uri;
  }
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

/** Other locations stay as they are. */
function pathOfFileUrl(location: string): string {
  if (!/^file:/i.test(location)) return location;
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

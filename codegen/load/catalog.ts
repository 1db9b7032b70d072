/**
 * Catalogue: which local files stand for namespaces and for locations on the network.
 *
 * In: a JSON document { "namespaces": { "<namespace>": "<path>" }, "locations": { "<location>": "<path>" }, "bases": { "<path>": "<URL>" } },
 * paths relative to it.
 */
import type { Report } from "../diagnostics.js";
import type { Host } from "./host.js";

/** URIs of documents, already resolved against the catalogue's own place. */
export interface Catalog {
  readonly namespaces: ReadonlyMap<string, string>;
  readonly locations: ReadonlyMap<string, string>;
  /** Where a local document was fetched from: relative locations in it are resolved against that URL before they are looked up. RFC 3986 §5.1 */
  readonly bases: ReadonlyMap<string, string>;
}

/** An empty catalogue. */
export const emptyCatalog: Catalog = { namespaces: new Map(), locations: new Map(), bases: new Map() };

/** Both catalogues; what the first one says holds. */
export function mergeCatalogs(first: Catalog, second: Catalog): Catalog {
  return {
    namespaces: new Map([...second.namespaces, ...first.namespaces]),
    locations: new Map([...second.locations, ...first.locations]),
    bases: new Map([...second.bases, ...first.bases]),
  };
}

/** Reads a catalogue; a missing or malformed one is reported and treated as empty. */
export function readCatalog(uri: string, host: Host, report: Report): Catalog {
  const bytes = host.readDocument(uri);
  const found = bytes === undefined ? undefined : parseJson(new TextDecoder().decode(bytes));
  if (!isRecord(found)) {
    const why = host.explain?.(uri);
    const reason = why === undefined ? "" : `: ${why}`;
    const message = bytes === undefined ? `the catalogue "${uri}" cannot be read${reason}` : `the catalogue "${uri}" is not a JSON object`;
    report({ id: "load-catalog", severity: "error", message, at: undefined, related: [] });
    return emptyCatalog;
  }
  return {
    namespaces: readPaths(found.namespaces, uri, host),
    locations: readPaths(found.locations, uri, host),
    bases: readBases(found.bases, uri, host),
  };
}

function readBases(bases: unknown, uri: string, host: Host): ReadonlyMap<string, string> {
  const resolved = new Map<string, string>();
  if (!isRecord(bases)) return resolved;
  for (const [path, base] of Object.entries(bases)) {
    if (typeof base === "string") resolved.set(host.resolveUri(uri, path), base);
  }
  return resolved;
}

function readPaths(paths: unknown, uri: string, host: Host): ReadonlyMap<string, string> {
  const resolved = new Map<string, string>();
  if (!isRecord(paths)) return resolved;
  for (const [key, path] of Object.entries(paths)) {
    if (typeof path === "string") resolved.set(key, host.resolveUri(uri, path));
  }
  return resolved;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

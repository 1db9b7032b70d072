/**
 * Where documents come from. The compiler itself touches no file and no network; a host is passed in.
 */

/** Gives the bytes behind a URI and says what a location in a document means. */
export interface Host {
  /** Undefined if there is no such document, or it is on the network. */
  readDocument(uri: string): Uint8Array | undefined;
  /** Why there is no such document, for people: "there is no such file". Undefined where the host cannot say. */
  explain?(uri: string): string | undefined;
  /** The one name of the document that `location` means in the document `base`; equal documents give equal names. */
  resolveUri(base: string, location: string): string;
}

/** A host over texts in memory, for tests and browsers. Names are relative paths with "/". */
export function memoryHost(documents: Readonly<Record<string, string | Uint8Array>>): Host {
  const encoder = new TextEncoder();
  return {
    readDocument(uri) {
      const document = Object.hasOwn(documents, uri) ? documents[uri] : undefined;
      return typeof document === "string" ? encoder.encode(document) : document;
    },
    resolveUri: resolvePath,
  };
}

/** Tests if a location names something by scheme (http:, urn:) and not by path. A single letter is a Windows drive. */
export function hasScheme(location: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]+:/.test(location);
}

/** Resolves a relative path against the document that holds it: ("a/b.xsd", "../c.xsd") is "c.xsd". */
export function resolvePath(base: string, location: string): string {
  const bare = location.replace(/#.*$/, "");
  if (bare === "") return base;
  if (hasScheme(bare)) return bare;
  if (hasScheme(base)) return resolveAgainstUri(base, bare);
  const folder = base.slice(0, base.lastIndexOf("/") + 1);
  return normalizePath(bare.startsWith("/") ? bare : folder + bare);
}

function resolveAgainstUri(base: string, location: string): string {
  try {
    return new URL(location, base).href;
  } catch {
    // An opaque base (urn:) has no folder: the location stands for itself.
    return location;
  }
}

function normalizePath(path: string): string {
  const kept: string[] = [];
  for (const [index, step] of path.split("/").entries()) {
    if (step === "." || (step === "" && index > 0)) continue;
    const last = kept[kept.length - 1];
    if (step === ".." && last !== undefined && last !== ".." && last !== "") kept.pop();
    else kept.push(step);
  }
  return kept.join("/");
}

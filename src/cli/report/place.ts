/**
 * Where something stands -> how people and tools are shown it.
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Span } from "../../../codegen/diagnostics.js";

/** `file:line:column`. */
export function placeOf({ uri, line, column }: Span): string {
  return `${displayPath(uri)}:${line}:${column}`;
}

/** The path relative to where the command runs, with "/" on every system. What lies elsewhere keeps its path, and other URIs stay. */
export function displayPath(uri: string): string {
  const path = localPath(uri);
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return path;
  const nearer = relative(process.cwd(), path).replaceAll("\\", "/");
  return nearer === "" || nearer.startsWith("..") ? path.replaceAll("\\", "/") : nearer;
}

/** The path of a document on this machine. */
export function localPath(uri: string): string {
  return uri.startsWith("file:") ? fileURLToPath(uri) : uri;
}

/**
 * Element nodes -> start tags, for wildcards and xs:anyType.
 */
import { type NamespaceDeclaration, parseClark, xsiNamespace } from "../../xml/names.js";
import type { Particle } from "../compile/compiled-type.js";
import { isRecord } from "../is-record.js";
import type { EncodeSession, ValueLocation } from "./session.js";

/** The namespaces of a node that are not in scope yet. */
export function newNamespaces(session: EncodeSession, namespaces: unknown): readonly NamespaceDeclaration[] {
  if (!isRecord(namespaces)) return [];
  const declarations: NamespaceDeclaration[] = [];
  for (const [prefix, namespace] of Object.entries(namespaces)) {
    if (typeof namespace !== "string" || prefix === "xml" || session.writer.lookupNamespace(prefix) === namespace) continue;
    declarations.push({ prefix, namespace });
  }
  // A node knows all that was in scope where it was read; no default namespace, so it must have none.
  if (!Object.hasOwn(namespaces, "") && (session.writer.lookupNamespace("") ?? "") !== "") declarations.push({ prefix: "", namespace: "" });
  return declarations;
}

/** Writes the attributes of a node on the open start tag, and returns its children. */
export function writeNodeAttributes(
  session: EncodeSession,
  node: Readonly<Record<string, unknown>>,
  location: ValueLocation,
): readonly unknown[] {
  const { attributes, children } = node;
  if (attributes !== undefined && !isRecord(attributes))
    session.report("value-type", '"attributes" is not an object', location, { property: "attributes" });
  else {
    for (const [clark, text] of Object.entries(attributes ?? {})) {
      if (session.hasOpenContent && isInstanceAttribute(clark)) session.readDocument();
      if (typeof text === "string") session.writer.attribute(parseClark(clark), text);
      else session.report("value-type", `attribute "${clark}" is not a string`, location, { property: "attributes" });
    }
  }
  if (children === undefined || Array.isArray(children)) return children ?? [];
  session.report("value-type", '"children" is not an array', location, { property: "children" });
  return [];
}

/** Notes a node that a wildcard admits. Readers of the document judge it if they know a declaration for it or for anything in it. */
export function noteNode(session: EncodeSession, { wildcard, find }: Particle, node: unknown): void {
  const process = wildcard?.process;
  if (session.tracker !== undefined) session.readDocument();
  if (process === "skip") return;
  const name = isRecord(node) ? String(node.name) : "";
  if (process === "strict" || find(name) !== undefined) session.readDocument();
  else noteOpenContent(session);
}

/** Notes content that may be anything. Without a schema only xsi: attributes of elements in it have a meaning. */
export function noteOpenContent(session: EncodeSession): void {
  session.hasOpenContent = true;
  if (session.knowsSchema || session.tracker !== undefined) session.readDocument();
}

/** Tests for xsi:type, xsi:nil and the like. */
export function isInstanceAttribute(clark: string): boolean {
  return parseClark(clark).namespace === xsiNamespace;
}

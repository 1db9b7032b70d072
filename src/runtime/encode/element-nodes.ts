/**
 * Element nodes -> start tags, for wildcards and xs:anyType.
 */
import { type NamespaceDeclaration, parseClark } from "../../xml/names.js";
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
      if (typeof text === "string") session.writer.attribute(parseClark(clark), text);
      else session.report("value-type", `attribute "${clark}" is not a string`, location, { property: "attributes" });
    }
  }
  if (children === undefined || Array.isArray(children)) return children ?? [];
  session.report("value-type", '"children" is not an array', location, { property: "children" });
  return [];
}

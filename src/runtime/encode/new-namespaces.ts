/**
 * The `namespaces` of nodes -> declarations of start tags.
 */
import type { NamespaceDeclaration } from "../../xml/names.js";
import { isRecord } from "../is-record.js";
import type { EncodeSession } from "./session.js";

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

/**
 * Whether a valid document is the message of this operation: another element than its own is valid too, but another message.
 */
import type { Issue } from "../../runtime/issues.js";
import type { BoundDescription } from "./contract.js";
import { parseXml } from "./exchange.js";

/** The elements that carry a message: in the body of an envelope, or the root itself. */
export function messageElements(document: Document, bound: BoundDescription): readonly Element[] {
  const root = document.documentElement;
  if (bound.format !== "envelope") return [root];
  const body = [...root.children].find(({ localName, namespaceURI }) => localName === "Body" && namespaceURI === root.namespaceURI);
  return body === undefined ? [] : [...body.children];
}

/** One issue if the message has another element than the operation. */
export function checkRoot(text: string, bound: BoundDescription): readonly Issue[] {
  const document = parseXml(text);
  if (document === undefined) return [];
  const wanted = bound.input?.body ?? [];
  const isEnvelope = /envelope\/?$/.test(document.documentElement.namespaceURI ?? "");
  const found = messageElements(document, bound);
  const fits =
    found.length === wanted.length &&
    found.every((each, index) => each.localName === wanted[index]?.name && (each.namespaceURI ?? "") === wanted[index]?.namespace);
  if (fits && isEnvelope === (bound.format === "envelope")) return [];
  const name = found[0]?.tagName ?? document.documentElement.tagName;
  const line = text.slice(0, Math.max(text.indexOf(`<${name}`), 0)).split("\n").length;
  const expected = wanted.map(({ name: each, namespace }) => `<${each}> of "${namespace}"`).join(", ");
  const message = `The operation takes ${expected || "an empty body"}, not <${name}>.`;
  return [{ id: "message-root", path: `/${name}`, line, column: 1, message, expected: wanted.map((each) => `<${each.name}>`).join(", ") }];
}

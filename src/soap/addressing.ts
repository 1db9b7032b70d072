/**
 * WS-Addressing 1.0 headers of messages. https://www.w3.org/TR/ws-addr-core/, https://www.w3.org/TR/ws-addr-soap/
 */
import type { XmlElement } from "../runtime/shapes.js";

export const addressingNamespace = "http://www.w3.org/2005/08/addressing";
export const anonymousAddress = `${addressingNamespace}/anonymous`;
/** The action of a fault that the contract gives none. WS-Addressing 1.0 SOAP Binding §6 */
export const faultAction = `${addressingNamespace}/soap/fault`;

/** The message addressing properties that a server looks at. */
export interface Addressing {
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  readonly to: string | undefined;
  readonly replyTo: string | undefined;
}

/** Header blocks that a node which knows WS-Addressing understands. */
export const addressingHeaders: ReadonlySet<string> = new Set(
  ["Action", "MessageID", "To", "ReplyTo", "FaultTo", "From", "RelatesTo"].map((local) => `{${addressingNamespace}}${local}`),
);

const named = (headers: readonly XmlElement[], local: string): XmlElement | undefined =>
  headers.find(({ name }) => name === `{${addressingNamespace}}${local}`);
const textIn = (element: XmlElement | undefined): string | undefined =>
  element?.children
    .filter((child) => typeof child === "string")
    .join("")
    .trim();

/** Reads the properties; undefined where the message has none of them. */
export function readAddressing(headers: readonly XmlElement[]): Addressing | undefined {
  if (!headers.some(({ name }) => addressingHeaders.has(name))) return undefined;
  const replyTo = named(headers, "ReplyTo")?.children.find(
    (child): child is XmlElement => typeof child !== "string" && child.name === `{${addressingNamespace}}Address`,
  );
  return {
    action: textIn(named(headers, "Action")),
    messageId: textIn(named(headers, "MessageID")),
    to: textIn(named(headers, "To")),
    replyTo: textIn(replyTo),
  };
}

/** The headers of a reply: Action, RelatesTo, and a MessageID of its own. WS-Addressing 1.0 Core §3.4 */
export function replyAddressing(request: Addressing, action: string): readonly XmlElement[] {
  const headers = [textHeader("Action", action), textHeader("MessageID", `urn:uuid:${crypto.randomUUID()}`)];
  return request.messageId === undefined ? headers : [...headers, textHeader("RelatesTo", request.messageId)];
}

/** A header block with text in it. */
export function textHeader(local: string, text: string): XmlElement {
  return { name: `{${addressingNamespace}}${local}`, attributes: {}, namespaces: {}, children: [text] };
}

/**
 * WS-Addressing 1.0 headers of messages. https://www.w3.org/TR/ws-addr-core/, https://www.w3.org/TR/ws-addr-soap/
 */
import type { XmlElement } from "../../runtime/shapes.js";
import { SoapFault } from "../../service/fault.js";

export const addressingNamespace = "http://www.w3.org/2005/08/addressing";
export const anonymousAddress = `${addressingNamespace}/anonymous`;
/** Where what is sent there is not sent at all. WS-Addressing 1.0 Core §2.1 */
export const noAddress = `${addressingNamespace}/none`;
/** The action of a fault that the contract gives none. WS-Addressing 1.0 SOAP Binding §6 */
export const faultAction = `${addressingNamespace}/soap/fault`;

/** The message addressing properties that a server looks at. */
export interface Addressing {
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  readonly to: string | undefined;
  readonly replyTo: string | undefined;
  readonly faultTo: string | undefined;
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

/** The address in an endpoint reference. */
const addressIn = (reference: XmlElement | undefined): string | undefined =>
  textIn(
    reference?.children.find((child): child is XmlElement => typeof child !== "string" && child.name === `{${addressingNamespace}}Address`),
  );

/** Reads the properties; undefined where the message has none of them. */
export function readAddressing(headers: readonly XmlElement[]): Addressing | undefined {
  if (!headers.some(({ name }) => addressingHeaders.has(name))) return undefined;
  return {
    action: textIn(named(headers, "Action")),
    messageId: textIn(named(headers, "MessageID")),
    to: textIn(named(headers, "To")),
    replyTo: addressIn(named(headers, "ReplyTo")),
    faultTo: addressIn(named(headers, "FaultTo")),
  };
}

/** Headers that a message has once at most. WS-Addressing 1.0 SOAP Binding §3.2; only RelatesTo may be repeated. */
const single = ["Action", "MessageID", "To", "ReplyTo", "FaultTo", "From"];

/**
 * Refuses what cannot be obeyed: a header that stands twice, and answers to elsewhere than where they go over HTTP, back on the connection.
 * WS-Addressing 1.0 SOAP Binding §6.4.1.2, §6.4.1.7
 */
export function checkAddressing(headers: readonly XmlElement[], { replyTo, faultTo }: Addressing): void {
  const twice = single.find((local) => headers.filter(({ name }) => name === `{${addressingNamespace}}${local}`).length > 1);
  if (twice !== undefined) throw invalidHeader("InvalidCardinality", `the header "${twice}" stands twice`);
  const elsewhere = [replyTo, faultTo].find((address) => address !== undefined && address !== anonymousAddress && address !== noAddress);
  if (elsewhere === undefined) return;
  throw invalidHeader("OnlyAnonymousAddressSupported", `answers go back on the connection and not to "${elsewhere}"`);
}

function invalidHeader(subsubcode: string, reason: string): SoapFault {
  const subcodes = ["InvalidAddressingHeader", subsubcode].map((local) => `{${addressingNamespace}}${local}`);
  return new SoapFault("Sender", reason, { subcodes });
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

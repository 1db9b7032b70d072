/**
 * A SOAP 1.2 message with WS-Addressing headers -> a document, in the form that .NET writes. SOAP 1.2 Part 1 §5, WS-Addressing 1.0 Core §3
 */

import type { OutgoingMessage } from "../../protocols/duplex/channel.js";
import { addressingNamespace, anonymousAddress } from "../../protocols/soap/addressing.js";
import { soap12 } from "../../protocols/soap/envelope-version.js";
import { writeFault12, writeTyped } from "../../protocols/soap/write-envelope.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import type { NameToWrite } from "../../xml/write/written-names.js";
import { writeMessageId, writeSharedText } from "./message-encoding.js";

/**
 * Which headers messages have beside those that they cannot do without. "minimal": what .NET writes on the side of a server, Action and
 * RelatesTo. "full": To on every message, and MessageID and ReplyTo where no answer is waited for too, as Mono does.
 */
export type HeaderStyle = "minimal" | "full";

/** What all messages of a channel have in common. */
export interface MessageStyle {
  readonly headers: HeaderStyle;
  /** The To header: the endpoint's address at a client, the anonymous one at a server. */
  readonly to: string;
}

const named = (prefix: string, namespace: string, local: string) => ({ prefix, namespace, local });
const soap = (local: string) => named("s", soap12.namespace, local);
const addressing = (local: string) => named("a", addressingNamespace, local);

const names = {
  envelope: soap("Envelope"),
  header: soap("Header"),
  body: soap("Body"),
  fault: soap("Fault"),
  mustUnderstand: soap("mustUnderstand"),
  action: addressing("Action"),
  messageId: addressing("MessageID"),
  relatesTo: addressing("RelatesTo"),
  replyTo: addressing("ReplyTo"),
  address: addressing("Address"),
  to: addressing("To"),
};
const declarations = [
  { prefix: "s", namespace: soap12.namespace },
  { prefix: "a", namespace: addressingNamespace },
];

/** Writes a message. Throws a ValidationError, after which the writer must be dropped, where a value does not conform to its codec. */
export function writeMessage(writer: TokenWriter, message: OutgoingMessage, style: MessageStyle): void {
  writer.startElement(names.envelope, declarations);
  writer.startElement(names.header);
  writeHeaders(writer, message, style);
  writer.endElement();
  writer.startElement(names.body);
  writeBody(writer, message);
  writer.endElement();
  writer.endElement();
}

function writeHeaders(writer: TokenWriter, { action, messageId, relatesTo }: OutgoingMessage, { headers, to }: MessageStyle): void {
  writer.startElement(names.action);
  writer.attribute(names.mustUnderstand, "1");
  writeSharedText(writer, action);
  writer.endElement();
  if (relatesTo !== undefined) writeIdentifier(writer, names.relatesTo, relatesTo);
  const isFull = headers === "full";
  const identifier = messageId ?? (isFull && relatesTo === undefined ? newMessageId() : undefined);
  if (identifier !== undefined) {
    writeIdentifier(writer, names.messageId, identifier);
    writer.startElement(names.replyTo);
    writer.startElement(names.address);
    writeSharedText(writer, anonymousAddress);
    writer.endElement();
    writer.endElement();
  }
  if (!isFull) return;
  writer.startElement(names.to);
  writer.attribute(names.mustUnderstand, "1");
  writeSharedText(writer, to);
  writer.endElement();
}

function writeIdentifier(writer: TokenWriter, name: NameToWrite, identifier: string): void {
  writer.startElement(name);
  writeMessageId(writer, identifier);
  writer.endElement();
}

function writeBody(writer: TokenWriter, { body }: OutgoingMessage): void {
  if (body.kind === "element") writeTyped(writer, body.element);
  if (body.kind !== "fault") return;
  writer.startElement(names.fault);
  writeFault12(writer, body.fault, body.detail);
  writer.endElement();
}

/** A new identifier of a message. */
export function newMessageId(): string {
  return `urn:uuid:${crypto.randomUUID()}`;
}

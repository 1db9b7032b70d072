/**
 * A SOAP 1.2 message with WS-Addressing headers -> a document, in the form that .NET writes. SOAP 1.2 Part 1 §5, WS-Addressing 1.0 Core §3
 */

import type { OutgoingMessage } from "../../protocols/duplex/channel.js";
import { addressingDeclaration, anonymousAddress, newMessageId, writeAddressing } from "../../protocols/soap/addressing.js";
import { soap12 } from "../../protocols/soap/envelope-version.js";
import { writeFault12, writeTyped } from "../../protocols/soap/write-envelope.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";

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

const soapPrefix = { prefix: "s", namespace: soap12.namespace };
const named = (local: string) => ({ ...soapPrefix, local });
const names = {
  envelope: named("Envelope"),
  header: named("Header"),
  body: named("Body"),
  fault: named("Fault"),
  mustUnderstand: named("mustUnderstand"),
};
const declarations = [soapPrefix, addressingDeclaration];

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
  const isFull = headers === "full";
  const identifier = messageId ?? (isFull && relatesTo === undefined ? newMessageId() : undefined);
  const replyTo = identifier === undefined ? undefined : anonymousAddress;
  writeAddressing(writer, { action, relatesTo, messageId: identifier, replyTo, to: isFull ? to : undefined }, names.mustUnderstand);
}

function writeBody(writer: TokenWriter, { body }: OutgoingMessage): void {
  if (body.kind === "element") writeTyped(writer, body.element);
  if (body.kind !== "fault") return;
  writer.startElement(names.fault);
  writeFault12(writer, body.fault, body.detail);
  writer.endElement();
}

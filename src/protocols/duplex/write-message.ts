/**
 * A SOAP 1.2 message with WS-Addressing headers -> a document, in the form that .NET writes. SOAP 1.2 Part 1 §5, WS-Addressing 1.0 Core §3
 */
import type { EncodeOptions } from "../../runtime/options.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import { addressingDeclaration, anonymousAddress, newMessageId, writeAddressing } from "../soap/addressing.js";
import { soap12 } from "../soap/envelope-version.js";
import { writeFault12, writeTyped } from "../soap/write-message.js";
import type { OutgoingMessage } from "./channel.js";

/**
 * Which addressing headers messages have. "minimal": what .NET writes at a server, Action and RelatesTo. "full": To on every message, and
 * MessageID and ReplyTo even if no reply is expected, as Mono does.
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

/** Writes a message. Throws a ValidationError, after which the writer must be dropped, if a value does not conform to its codec. */
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

function writeHeaders(
  writer: TokenWriter,
  { action, messageId, relatesTo, headers = [], onDeviation }: OutgoingMessage,
  style: MessageStyle,
): void {
  const isFull = style.headers === "full";
  const identifier = messageId ?? (isFull && relatesTo === undefined ? newMessageId() : undefined);
  const replyTo = identifier === undefined ? undefined : anonymousAddress;
  const to = isFull ? style.to : undefined;
  writeAddressing(writer, { action, relatesTo, messageId: identifier, replyTo, to }, names.mustUnderstand);
  for (const header of headers) writeTyped(writer, header, optionsOf(onDeviation));
}

function optionsOf(onDeviation: OutgoingMessage["onDeviation"]): EncodeOptions {
  return onDeviation === undefined ? {} : { onDeviation };
}

function writeBody(writer: TokenWriter, { body, onDeviation }: OutgoingMessage): void {
  if (body.kind === "element") writeTyped(writer, body.element, optionsOf(onDeviation));
  if (body.kind !== "fault") return;
  writer.startElement(names.fault);
  const { fault, detail: codec } = body;
  writeFault12(writer, fault, codec && fault.declared && { codec, value: fault.declared.detail });
  writer.endElement();
}

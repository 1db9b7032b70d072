/**
 * WS-Addressing headers of messages, 1.0 and of August 2004: read as they stream by, and written.
 * https://www.w3.org/TR/ws-addr-core/, https://www.w3.org/TR/ws-addr-soap/
 */
import { SoapFault } from "../../service/fault.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import type { NameToWrite } from "../../xml/write/written-names.js";
import { type AddressingVersion, addressing10, addressingVersionOf } from "./addressing-version.js";

const { namespace } = addressing10;
export const anonymousAddress = addressing10.anonymous;
/** Messages addressed here are discarded. WS-Addressing 1.0 Core §2.1 */
export const noAddress = `${namespace}/none`;
/** The prefix and namespace that headers of 1.0 are written with. */
export const addressingDeclaration = { prefix: "a", namespace };

/** The message addressing properties of a received message. */
export interface Addressing {
  readonly version: AddressingVersion;
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  /** The message that this one replies to. */
  readonly relatesTo: string | undefined;
  readonly replyTo: string | undefined;
  readonly faultTo: string | undefined;
}

/** Headers that a message has at most once. WS-Addressing 1.0 SOAP Binding §3.2; only RelatesTo may be repeated. */
type SingleHeader = "Action" | "MessageID" | "To" | "ReplyTo" | "FaultTo" | "From";

/** Takes the addressing headers out of a message, for `openEnvelope`. */
export class AddressingReader {
  readonly #found = new Map<SingleHeader, string | undefined>();
  #relatesTo: string | undefined;
  #version: AddressingVersion | undefined;
  #repeated: SingleHeader | undefined;

  /** Reads the header block on whose start tag the reader stands, if it is one of WS-Addressing's. */
  take(reader: TokenReader): boolean {
    const { name } = reader;
    // A message has headers of one version; those of another one are nobody's.
    const version = addressingVersionOf(name.namespace);
    if (version === undefined || (this.#version !== undefined && this.#version !== version)) return false;
    switch (name.local) {
      case "Action":
      case "MessageID":
      case "To":
        this.#keep(name.local, readText(reader));
        break;
      case "ReplyTo":
      case "FaultTo":
      case "From":
        this.#keep(name.local, readAddress(reader, version));
        break;
      case "RelatesTo":
        this.#takeRelatesTo(reader, version);
        break;
      default:
        return false;
    }
    this.#version = version;
    return true;
  }

  /** The properties; undefined if the message has none of the headers. */
  get properties(): Addressing | undefined {
    const version = this.#version;
    if (version === undefined) return undefined;
    const found = this.#found;
    return {
      version,
      action: found.get("Action"),
      messageId: found.get("MessageID"),
      relatesTo: this.#relatesTo,
      replyTo: found.get("ReplyTo"),
      faultTo: found.get("FaultTo"),
    };
  }

  /** The fault of a message that has a header twice. WS-Addressing 1.0 SOAP Binding §6.4.1.2 */
  get fault(): SoapFault | undefined {
    return this.#repeated && invalidHeader(`the header "${this.#repeated}" stands twice`, "InvalidCardinality");
  }

  #keep(local: SingleHeader, value: string | undefined): void {
    if (this.#found.has(local)) this.#repeated ??= local;
    else this.#found.set(local, value);
  }

  /** Messages may be related in other ways than by being a reply. WS-Addressing 1.0 Core §3.2 */
  #takeRelatesTo(reader: TokenReader, version: AddressingVersion): void {
    const relationship = relationshipOf(reader);
    const isReply = relationship === undefined || version.isReply(relationship);
    const messageId = readText(reader);
    if (isReply) this.#relatesTo ??= messageId;
  }
}

/** Undefined: it is not said, and so that of a reply. */
function relationshipOf(reader: TokenReader): string | undefined {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.local === "RelationshipType" && name.namespace === "") return reader.attributeValue(index).trim();
  }
  return undefined;
}

/** The text of a header block that holds nothing else. */
function readText(reader: TokenReader): string {
  const { local } = reader.name;
  const text = reader.readLeaf();
  if (text === undefined) throw invalidHeader(`the header "${local}" holds elements`);
  return text.trim();
}

/** The address in an endpoint reference; its other content is skipped. */
function readAddress(reader: TokenReader, version: AddressingVersion): string | undefined {
  let address: string | undefined;
  // Each child is read to its end, so the first end is the reference's own.
  for (let token = reader.next(); token !== Token.endElement; token = reader.next()) {
    if (token !== Token.startElement) continue;
    if (reader.name.local === "Address" && reader.name.namespace === version.namespace) address ??= readText(reader);
    else reader.skipElement();
  }
  return address;
}

/**
 * Refuses a message whose replies or faults shall go where they may not: anywhere but back on the connection on which it came, and to the addresses
 * that are allowed. WS-Addressing 1.0 SOAP Binding §6.4.1.7
 */
export function checkDestinations(addressing: Addressing, isAllowed: (address: string) => boolean): void {
  for (const address of [addressing.replyTo, addressing.faultTo]) {
    if (!isElsewhere(addressing, address) || isAllowed(address)) continue;
    throw invalidHeader(`answers go back on the connection and not to "${address}"`, "OnlyAnonymousAddressSupported");
  }
}

function isElsewhere({ version }: Addressing, address: string | undefined): address is string {
  return address !== undefined && address !== version.anonymous && address !== version.none;
}

/** Where an answer goes if not back on the connection. A fault goes where replies go if nothing else is said. WS-Addressing 1.0 Core §3.4 */
export function destinationOf(addressing: Addressing | undefined, kind: "reply" | "fault"): string | undefined {
  if (addressing === undefined) return undefined;
  const address = kind === "reply" ? addressing.replyTo : (addressing.faultTo ?? addressing.replyTo);
  return isElsewhere(addressing, address) ? address : undefined;
}

function invalidHeader(reason: string, ...subsubcodes: readonly string[]): SoapFault {
  return new SoapFault("Sender", reason, {
    subcodes: ["InvalidAddressingHeader", ...subsubcodes].map((local) => `{${namespace}}${local}`),
  });
}

/** The fault of a message with an action that no operation has. WS-Addressing 1.0 SOAP Binding §6.4.4 */
export function actionNotSupported(reason: string, language?: string): SoapFault {
  return new SoapFault("Sender", reason, { subcodes: [`{${namespace}}ActionNotSupported`], language });
}

/** The fault of a message without an action, where an action is needed. WS-Addressing 1.0 SOAP Binding §6.4.2 */
export function actionRequired(): SoapFault {
  return new SoapFault("Sender", "the message has no Action", { subcodes: [`{${namespace}}MessageAddressingHeaderRequired`] });
}

/** The action of a fault for which the contract names none; WS-Addressing's own faults have another one. WS-Addressing 1.0 SOAP Binding §6 */
export function actionOfFault({ subcodes }: SoapFault, version: AddressingVersion = addressing10): string {
  return version.faultAction(subcodes.some((subcode) => subcode.startsWith(`{${namespace}}`)));
}

/** The headers of a message to be sent; those that are undefined are left out. */
export interface AddressingHeaders {
  /** 1.0 when left out. */
  readonly version?: AddressingVersion;
  readonly action: string;
  readonly relatesTo?: string | undefined;
  readonly messageId?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly faultTo?: string | undefined;
  readonly to?: string | undefined;
}

/** The headers of a reply. WS-Addressing 1.0 Core §3.4 */
export function replyAddressing(request: Addressing, action: string, to: string | undefined): AddressingHeaders {
  return { version: request.version, action, relatesTo: request.messageId, messageId: newMessageId(), to };
}

/**
 * The action of an operation's output, where the contract names none: the SOAPAction and "Response", as WCF has it, or without a SOAPAction the
 * default of WS-Addressing 1.0 WSDL Binding §4.4.4. That separates the parts of a URN by colons; clients of WCF separate them by slashes,
 * and get what they ask with.
 */
export function outputActionOf(
  portType: string,
  operation: string,
  soapAction: string | undefined,
  request: Pick<Addressing, "action"> | undefined,
): string {
  if (soapAction !== undefined && soapAction !== "") return `${soapAction}Response`;
  const [, targetNamespace = "", name = portType] = /^\{(.*)\}([^}]*)$/s.exec(portType) ?? [];
  const asksWithSlashes = request?.action?.startsWith(`${targetNamespace}/`) === true;
  const delimiter = targetNamespace.startsWith("urn:") && !asksWithSlashes ? ":" : "/";
  const base = targetNamespace.endsWith(delimiter) ? targetNamespace : targetNamespace + delimiter;
  return `${base}${name}${delimiter}${operation}Response`;
}

/**
 * The action of an operation's input, where the contract names none: the SOAPAction, or without one the default of WS-Addressing 1.0 WSDL Binding
 * §4.4.4.
 */
export function inputActionOf(portType: string, operation: string, soapAction: string): string {
  if (soapAction !== "") return soapAction;
  return outputActionOf(portType, operation, undefined, undefined).replace(/Response$/, "Request");
}

/** A new message identifier. */
export function newMessageId(): string {
  return `urn:uuid:${crypto.randomUUID()}`;
}

/** Writes headers. `mustUnderstand`: the attribute that Action and To get, if receivers must refuse messages whose headers they do not know. */
export function writeAddressing(writer: TokenWriter, headers: AddressingHeaders, mustUnderstand?: NameToWrite): void {
  const { version = addressing10, action, relatesTo, messageId, replyTo, faultTo, to } = headers;
  const { names } = version;
  writeShared(writer, names.action, action, mustUnderstand);
  if (relatesTo !== undefined) writeIdentifier(writer, names.relatesTo, relatesTo);
  if (messageId !== undefined) writeIdentifier(writer, names.messageId, messageId);
  if (replyTo !== undefined) writeReference(writer, names.replyTo, names.address, replyTo);
  if (faultTo !== undefined) writeReference(writer, names.faultTo, names.address, faultTo);
  if (to !== undefined) writeShared(writer, names.to, to, mustUnderstand);
}

/** Writes an endpoint reference. */
function writeReference(writer: TokenWriter, name: NameToWrite, addressName: NameToWrite, address: string): void {
  writer.startElement(name);
  writeShared(writer, addressName, address);
  writer.endElement();
}

function writeShared(writer: TokenWriter, name: NameToWrite, text: string, mustUnderstand?: NameToWrite): void {
  writer.startElement(name);
  if (mustUnderstand !== undefined) writer.attribute(mustUnderstand, "1");
  writer.sharedText(text);
  writer.endElement();
}

function writeIdentifier(writer: TokenWriter, name: NameToWrite, identifier: string): void {
  writer.startElement(name);
  writer.uniqueId(identifier);
  writer.endElement();
}

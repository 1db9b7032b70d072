/**
 * Outputs, inputs and faults -> envelopes, and the HTTP answers that carry them. SOAP 1.1 §6.2, SOAP 1.2 Part 2 §7.5.2
 */

import type { AnyElementCodec } from "../../runtime/codec.js";
import { encodeInto } from "../../runtime/encode.js";
import { ValidationError } from "../../runtime/issues.js";
import type { EncodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { unknownElement } from "../../runtime/unknown-element.js";
import { SoapFault } from "../../service/fault.js";
import type { LendingAnswer } from "../../service/lending-answer.js";
import type { Call, OperationTable } from "../../service/port-type.js";
import type { TakeDeviation, Tolerance } from "../../service/validation.js";
import { LentDocument } from "../../xml/write/lent-document.js";
import type { TokenWriter } from "../../xml/write/token-writer.js";
import { Writer, type WriterMark } from "../../xml/write/writer.js";
import {
  type AddressingHeaders,
  actionOfFault,
  destinationOf,
  noAddress,
  outputActionOf,
  replyAddressing,
  writeAddressing,
} from "./addressing.js";
import { splitMessage } from "./attached-parts.js";
import type { SoapOperation } from "./dispatch.js";
import { encodedElement, isEncodedPart } from "./encoded-message.js";
import { type EnvelopeVersion, soap11, soap12 } from "./envelope-version.js";
import type { HeaderTable } from "./kept-headers.js";
import type { Progress } from "./read-message.js";
import { writeTaking } from "./tolerance.js";
import type { XopParts } from "./xop-parts.js";

/** Answers with the output of an operation. Throws a ValidationError if it does not conform. */
export function writeOutput(
  { version, addressing }: Progress,
  { table, portType, name, action: soapAction }: SoapOperation,
  output: unknown,
  { replyHeaders, replyHeaderBlocks, replyAttachments }: Call,
  tolerance: Tolerance | undefined,
  beside: XopParts | undefined,
): DirectedAnswer {
  if (table.pattern === "one-way" || addressing?.replyTo === noAddress) return { status: 202 };
  // Plain SOAP 1.1 says no action.
  const isSaid = version === soap12 || addressing !== undefined;
  const action = isSaid ? (table.outputAction ?? outputActionOf(portType, name, soapAction, addressing)) : "";
  const codec = table.output?.();
  const declared = typedHeaders(table.outputHeaders, replyHeaders);
  const { encodedHeaders } = table;
  const written = encodedHeaders
    ? declared.map((header) => encodedElement(encodedHeaders, { ...header, kind: "part" }, version))
    : declared;
  const headers = [...written, ...replyHeaderBlocks];
  const destination = destinationOf(addressing, "reply");
  const reply = addressing && replyAddressing(addressing, action, destination);
  const take = tolerance?.(() => name);
  const { body: value, attachments } = splitMessage(table.outputAttachments, output, take);
  const body = codec && bodyOf(table, version, codec, value, take);
  const content = { addressing: reply, headers, body, beside };
  const document = writeTaking(take, (options) => writeParts(version, content, options, lendOut));
  replyAttachments.unshift(...attachments, ...(beside?.attachments ?? []));
  return toAnswer(version, 200, action, document, destination);
}

/** Answers with a fault. `senderStatus` is the HTTP status of Sender faults in SOAP 1.2. */
export function writeFaultAnswer(fault: SoapFault, { version, operation, addressing }: Progress, senderStatus: number): DirectedAnswer {
  const action = actionOfFault(fault, addressing?.version);
  const destination = destinationOf(addressing, "fault");
  const reply = addressing && replyAddressing(addressing, action, destination);
  const usual = version === soap12 && fault.code === "Sender" ? senderStatus : version.status(fault.code);
  let bytes: Uint8Array;
  try {
    bytes = writeFault(version, fault, operation && detailOf(fault, operation.table, version), reply);
  } catch (error) {
    // A detail that cannot be written must not leave the caller without an answer.
    bytes = writeFault(version, new SoapFault("Receiver", "internal error", { cause: error }), undefined, reply);
  }
  return toAnswer(version, fault.status ?? usual, action, bytes, destination);
}

/** The declared detail of a fault, if it has one. Throws a ValidationError. */
function detailOf({ declared }: SoapFault, table: OperationTable, version: EnvelopeVersion): Typed | XmlElement | undefined {
  const codec = declared && table.faults?.[declared.name]?.();
  if (declared === undefined || codec === undefined) return undefined;
  const value = declared.detail;
  const { encoded } = table;
  return encoded && isEncodedPart(table, codec) ? encodedElement(encoded, { codec, value, kind: "part" }, version) : { codec, value };
}

/** An answer, and where it shall go if not back on the connection. */
export interface DirectedAnswer extends LendingAnswer {
  readonly destination?: string | undefined;
}

function toAnswer(
  version: EnvelopeVersion,
  status: number,
  action: string,
  document: Uint8Array | LentDocument,
  destination: string | undefined,
): DirectedAnswer {
  const parameter = version === soap12 ? `; action="${action.replaceAll(/["\\]/g, "\\$&")}"` : "";
  return {
    status,
    headers: { "content-type": `${version.mediaType}; charset=utf-8${parameter}`, "content-length": String(document.length) },
    ...(document instanceof LentDocument ? { lent: document } : { body: document }),
    destination,
  };
}

/** A value and the codec that writes it. */
export interface Typed {
  readonly codec: AnyElementCodec;
  readonly value: unknown;
}

export interface EnvelopeContent {
  readonly addressing?: AddressingHeaders | undefined;
  readonly headers?: readonly (Typed | XmlElement)[] | undefined;
  /** Absent: an empty body. */
  readonly body?: Typed | XmlElement | undefined;
  /** Takes what is sent beside the envelope. */
  readonly beside?: XopParts | undefined;
}

/** What stands in the body: a typed value, or the element of an encoded message. Throws a ValidationError, unless the deviations of that are taken. */
export function bodyOf(
  table: OperationTable,
  version: EnvelopeVersion,
  codec: AnyElementCodec,
  value: unknown,
  take?: TakeDeviation,
): Typed | XmlElement {
  return table.encoded ? encodedElement(table.encoded, { codec, value, kind: "message" }, version, take) : { codec, value };
}

/** Writes a message. Throws a ValidationError when a value does not conform to its codec, unless its deviations are taken. */
export function writeEnvelope(version: EnvelopeVersion, content: EnvelopeContent, take?: TakeDeviation): Uint8Array {
  return writeTaking(take, (options) => writeParts(version, content, options, copyOut));
}

function writeParts<T>(version: EnvelopeVersion, content: EnvelopeContent, options: EncodeOptions, takeOut: TakeOut<T>): T {
  const { beside } = content;
  beside?.clear();
  const write = (writer: Writer): void => {
    writeHeaders(writer, version, content.addressing, content.headers ?? [], options);
    writer.startElement(version.names.body);
    if (content.body !== undefined) writePart(writer, content.body, beside === undefined ? options : { ...options, beside });
  };
  return inEnvelope(version, write, takeOut);
}

/** Writes a fault, with its detail where the contract declares it. */
export function writeFault(
  version: EnvelopeVersion,
  fault: SoapFault,
  detail: Typed | XmlElement | undefined,
  addressing?: AddressingHeaders,
): Uint8Array {
  const write = (writer: Writer): void => {
    writeHeaders(writer, version, addressing, faultHeaders(version, fault));
    writer.startElement(version.names.body);
    writer.startElement(version.names.fault);
    if (version === soap11) writeFault11(writer, fault, detail);
    else writeFault12(writer, fault, detail);
    writer.endElement();
  };
  return inEnvelope(version, write, copyOut);
}

/** Header blocks by property, with the codecs that their operation declares. */
export function typedHeaders(table: HeaderTable | undefined, values: Readonly<Record<string, unknown>>): readonly Typed[] {
  return Object.entries(values).map(([property, value]) => {
    const codec = table?.[property];
    if (codec === undefined) throw new Error(`no header "${property}" is declared`);
    return { codec: codec(), value };
  });
}

/** Writes an element. Throws a ValidationError when the value does not conform to its codec. */
export function writeTyped(writer: TokenWriter, { codec, value }: Typed, options: EncodeOptions = {}): void {
  // Which value belongs to which codec is checked where a service is called or implemented; the encoder checks it again.
  const issues = encodeInto(codec, value as never, writer, options);
  if (issues.length > 0) throw new ValidationError(issues);
}

function writePart(writer: TokenWriter, part: Typed | XmlElement, options: EncodeOptions): void {
  if ("codec" in part) writeTyped(writer, part, options);
  else writeNode(writer, part);
}

function writeNode(writer: TokenWriter, node: XmlElement): void {
  const issues = encodeInto(unknownElement, node, writer);
  if (issues.length > 0) throw new ValidationError(issues);
}

/** An envelope whose start tag is written. */
interface BegunEnvelope {
  readonly writer: Writer;
  readonly begin: WriterMark;
}

/** Begun envelopes are kept from one message to the next: beginning one costs more than writing a short message. */
const begun = new Map<EnvelopeVersion, BegunEnvelope>();
/** Envelopes up to this length are kept begun. */
const longestKept = 1024 * 1024;
/** Shorter ones cost less to copy than other memory costs. */
const shortestLent = 8 * 1024;

/** Takes a finished envelope out of its writer, and rewinds that. */
type TakeOut<T> = (envelope: BegunEnvelope) => T;

function copyOut({ writer, begin }: BegunEnvelope): Uint8Array {
  const bytes = writer.copyEnded();
  writer.rewind(begin);
  return bytes;
}

/** Leaves a long envelope in the writer's memory, unless that is too long to be used again. */
function lendOut(envelope: BegunEnvelope): Uint8Array | LentDocument {
  const { writer, begin } = envelope;
  return writer.length < shortestLent || writer.length > longestKept ? copyOut(envelope) : new LentDocument(writer.lendEnded(begin));
}

/** Writes an envelope; `write` leaves its Body open. */
function inEnvelope<T>(version: EnvelopeVersion, write: (writer: Writer) => void, takeOut: TakeOut<T>): T {
  const envelope = begun.get(version) ?? beginEnvelope(version);
  // A value's getter may write another message meanwhile, and what is left after an error is not used again.
  begun.delete(version);
  const { writer } = envelope;
  write(writer);
  writer.endElement();
  const isKept = writer.length <= longestKept;
  const taken = takeOut(envelope);
  if (isKept) begun.set(version, envelope);
  return taken;
}

function beginEnvelope(version: EnvelopeVersion): BegunEnvelope {
  const writer = new Writer(version.style);
  writer.startElement(version.names.envelope);
  return { writer, begin: writer.mark() };
}

function writeHeaders(
  writer: TokenWriter,
  version: EnvelopeVersion,
  addressing: AddressingHeaders | undefined,
  headers: readonly (Typed | XmlElement)[],
  options: EncodeOptions = {},
): void {
  if (addressing === undefined && headers.length === 0) return;
  writer.startElement(version.names.header);
  if (addressing !== undefined) writeAddressing(writer, addressing);
  for (const header of headers) writePart(writer, header, options);
  writer.endElement();
}

/** NotUnderstood and Upgrade blocks. SOAP 1.2 Part 1 §5.4.7, §5.4.8 */
function faultHeaders(version: EnvelopeVersion, fault: SoapFault): readonly XmlElement[] {
  if (version !== soap12) return [];
  const empty = { attributes: {}, namespaces: {}, children: [] };
  const blocks = fault.notUnderstood.map((clark) => {
    const [, namespace = "", local = ""] = /^(?:\{(.*)\})?([^}]*)$/s.exec(clark) ?? [];
    return { ...empty, name: `{${soap12.namespace}}NotUnderstood`, attributes: { qname: `q:${local}` }, namespaces: { q: namespace } };
  });
  if (fault.code !== "VersionMismatch") return blocks;
  const supported = [soap12, soap11].map(({ namespace }) => ({
    ...empty,
    name: `{${soap12.namespace}}SupportedEnvelope`,
    attributes: { qname: "e:Envelope" },
    namespaces: { e: namespace },
  }));
  return [{ ...empty, name: `{${soap12.namespace}}Upgrade`, children: supported }];
}

/** SOAP 1.1 §4.4 */
function writeFault11(writer: TokenWriter, fault: SoapFault, detail: Typed | XmlElement | undefined): void {
  const prefix = writer.qnamePrefix(soap11.namespace);
  writeText(writer, { namespace: "", local: "faultcode" }, `${prefix}:${soap11.faultCodes[fault.code]}`);
  writer.startElement({ namespace: "", local: "faultstring" });
  writer.attribute({ namespace: xmlNamespace, local: "lang" }, fault.language);
  writer.text(fault.message);
  writer.endElement();
  if (fault.role !== undefined) writeText(writer, { namespace: "", local: "faultactor" }, fault.role);
  writeDetail(writer, { namespace: "", local: "detail" }, fault, detail);
}

const xmlNamespace = "http://www.w3.org/XML/1998/namespace";

/** Writes what a Fault element holds. SOAP 1.2 Part 1 §5.4 */
export function writeFault12(writer: TokenWriter, fault: SoapFault, detail: Typed | XmlElement | undefined): void {
  const named = (local: string): { namespace: string; local: string } => ({ namespace: soap12.namespace, local });
  writer.startElement(named("Code"));
  const prefix = writer.qnamePrefix(soap12.namespace);
  writeText(writer, named("Value"), `${prefix}:${soap12.faultCodes[fault.code]}`);
  for (const subcode of fault.subcodes) {
    const [, namespace = "", local = subcode] = /^\{(.*)\}([^}]*)$/s.exec(subcode) ?? [];
    writer.startElement(named("Subcode"));
    writer.startElement(named("Value"));
    const subcodePrefix = writer.qnamePrefix(namespace);
    writer.text(subcodePrefix === "" ? local : `${subcodePrefix}:${local}`);
    writer.endElement();
  }
  for (const _ of fault.subcodes) writer.endElement();
  writer.endElement();
  writer.startElement(named("Reason"));
  writer.startElement(named("Text"));
  writer.attribute({ namespace: xmlNamespace, local: "lang" }, fault.language);
  writer.text(fault.message);
  writer.endElement();
  writer.endElement();
  if (fault.role !== undefined) writeText(writer, named("Role"), fault.role);
  writeDetail(writer, named("Detail"), fault, detail);
}

function writeText(writer: TokenWriter, name: { namespace: string; local: string }, text: string): void {
  writer.startElement(name);
  writer.text(text);
  writer.endElement();
}

function writeDetail(
  writer: TokenWriter,
  name: { namespace: string; local: string },
  fault: SoapFault,
  detail: Typed | XmlElement | undefined,
): void {
  if (detail === undefined && fault.detail.length === 0) return;
  writer.startElement(name);
  if (detail !== undefined) writePart(writer, detail, {});
  for (const node of fault.detail) writeNode(writer, node);
  writer.endElement();
}

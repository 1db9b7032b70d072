/**
 * A received message -> the operation that it is for, with its input and headers.
 */

import type { AnyElementCodec } from "../../runtime/codec.js";
import { typeReadWhole } from "../../runtime/decode/root.js";
import { type DecodeResult, decodeAt, decodeAtInTurns, tryDecode } from "../../runtime/decode.js";
import { encode } from "../../runtime/encode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { unknownElement } from "../../runtime/unknown-element.js";
import { readAction } from "../../service/content-type.js";
import { SoapFault } from "../../service/fault.js";
import { MultipartError } from "../../service/multipart.js";
import { RequestTurns, shortDocument } from "../../service/turns.js";
import type { Tolerance } from "../../service/validation.js";
import { XmlError } from "../../xml/errors.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { ReceivedMessage } from "../protocol.js";
import { type Addressing, AddressingReader, checkDestinations } from "./addressing.js";
import { withParts } from "./attached-parts.js";
import type { SoapDispatcher, SoapOperation } from "./dispatch.js";
import { messageNamed, type ReadElements, readBodyElements, readEncodedMessage } from "./encoded-message.js";
import type { EnvelopeVersion } from "./envelope-version.js";
import { KeptHeaders } from "./kept-headers.js";
import { closeEnvelope, enterEnvelope, notUnderstoodFault, type OpenEnvelope, readToEnd } from "./read-envelope.js";
import { type Objection, objectionOf, tellMediaType } from "./tolerance.js";
import { securityHeader } from "./unverified-security.js";
import { notIncluded } from "./xop-reader.js";

/** What has been learned of a message, as far as it was read when something went wrong. */
export interface Progress {
  /** The version that the media type names, until the envelope is read. */
  version: EnvelopeVersion;
  addressing: Addressing | undefined;
  operation: SoapOperation | undefined;
}

/** A message that was read. */
export interface SoapMessage {
  readonly operation: SoapOperation;
  readonly input: unknown;
  readonly headers: Record<string, unknown>;
  readonly headerBlocks: readonly XmlElement[];
}

/** How messages are read. */
export interface ReadOptions {
  readonly decode: DecodeOptions;
  /** Names of header blocks that are understood beside those that the contract declares. */
  readonly understands: ReadonlySet<string>;
  /** Takes the deviations of messages, which are read all the same; undefined: they are refused. */
  readonly tolerance: Tolerance | undefined;
  /** Tests if answers may be sent to an address instead of back on the connection. */
  readonly allowsDestination: (address: string) => boolean;
}

/** A message up to the element in its body, on whose start tag the reader stands. */
interface OpenMessage {
  readonly message: ReceivedMessage;
  readonly reader: TokenReader;
  readonly envelope: OpenEnvelope;
  readonly kept: KeptHeaders | undefined;
  readonly operation: SoapOperation;
  /** The elements of a body that was read whole. */
  readonly encoded: ReadElements | undefined;
  readonly decode: DecodeOptions;
  readonly object: Objection;
  /** Keeps how the message began, if it is valid. */
  readonly learn: () => void;
}

/**
 * Reads a message. Throws, or rejects with, a SoapFault, an XmlError, or an InputError. Only long messages and those with attachments take more than one
 * turn: a promise for each short one would cost as much as opening it.
 */
export function readMessage(
  message: ReceivedMessage,
  dispatcher: SoapDispatcher,
  progress: Progress,
  options: ReadOptions,
): SoapMessage | Promise<SoapMessage> {
  const known = options.tolerance === undefined ? readKnownMessage(message, dispatcher, progress) : undefined;
  if (known !== undefined) return known;
  const open = openMessage(message, dispatcher, progress, options);
  const read = readBody(open);
  return read instanceof Promise || open.operation.table.inputAttachments !== undefined
    ? finishLater(open, read)
    : finishMessage(open, read);
}

/** Reads a message that begins as an earlier one did. Undefined: it is read in the general way, from its first byte. */
function readKnownMessage(message: ReceivedMessage, dispatcher: SoapDispatcher, progress: Progress): SoapMessage | undefined {
  const { bytes, readerOptions } = message;
  const found = readerOptions && dispatcher.heads.find(bytes, readerOptions);
  if (found === undefined || found.meaning.version !== progress.version) return undefined;
  const operation = dispatcher.find(progress.version, found.meaning.bodyElement, httpAction(message));
  progress.operation = operation;
  const { input: codec, table } = operation;
  const type = codec === undefined || table.inputAttachments !== undefined ? undefined : typeReadWhole(codec["~table"]);
  const input = type && found.head.read(type);
  return input && { operation, input, headers: {}, headerBlocks: noBlocks };
}

function openMessage(message: ReceivedMessage, dispatcher: SoapDispatcher, progress: Progress, options: ReadOptions): OpenMessage {
  const take = options.tolerance?.(() => progress.operation?.name);
  const object = objectionOf(take);
  const reader = message.openDocument();
  let addressing: AddressingReader | undefined;
  const kept = keptHeaders(dispatcher.headerNames, options.understands);
  const envelope = enterEnvelope(
    reader,
    (each) => {
      addressing ??= new AddressingReader();
      return addressing.take(each) || kept?.take(each) === true;
    },
    object,
  );
  checkVersion(envelope, progress, object);
  if (!options.understands.has(securityHeader)) kept?.refuseUnverified();
  if (take !== undefined) tellMediaType(take, message.contentType?.type);
  progress.addressing = addressing?.properties;
  if (addressing?.fault !== undefined) throw addressing.fault;
  if (progress.addressing !== undefined) checkDestinations(progress.addressing, options.allowsDestination);
  const encoded = readEncodedBody(reader, envelope, dispatcher);
  const bodyElement = encoded === undefined ? envelope.bodyElement : encoded.root.name;
  const operation = dispatcher.find(envelope.version, bodyElement, progress.addressing?.action ?? httpAction(message), object);
  progress.operation = operation;
  checkUnderstood(envelope, kept, operation);
  const decode = take === undefined ? options.decode : { ...options.decode, onDeviation: take };
  const hasHeaders = progress.addressing !== undefined || kept?.isEmpty === false || envelope.notUnderstood.length > 0;
  const head = hasHeaders || encoded !== undefined || take !== undefined ? undefined : dispatcher.heads.headAt(reader);
  return {
    message,
    reader,
    envelope,
    kept,
    operation,
    encoded,
    decode,
    object,
    learn: () => head && dispatcher.heads.learn(head, envelope),
  };
}

function readBody({ message, reader, envelope, operation, encoded, decode }: OpenMessage): unknown {
  if (encoded !== undefined) return readNodes(encoded, envelope, operation, decode);
  const { input: codec } = operation;
  if (codec === undefined || envelope.bodyElement === undefined) return undefined;
  const result = decodeBody(message, codec, reader, decode);
  return result instanceof Promise ? result.then(inputOf) : inputOf(result);
}

function inputOf(result: DecodeResult<unknown>): unknown {
  if (!result.ok) throw new InputError(result.issues);
  return result.value;
}

async function finishLater(open: OpenMessage, read: unknown): Promise<SoapMessage> {
  const body = await read;
  closeMessage(open);
  if (open.operation.table.inputAttachments !== undefined) await open.message.parts?.loadAll();
  return withParameters(open, body);
}

function finishMessage(open: OpenMessage, body: unknown): SoapMessage {
  closeMessage(open);
  return withParameters(open, body);
}

function closeMessage({ reader, envelope, encoded, object, learn }: OpenMessage): void {
  closeEnvelope(reader, encoded === undefined ? envelope : readToEnd(envelope), object);
  learn();
}

/** The message with its attachments and header blocks. */
function withParameters({ message, reader, envelope, kept, operation, encoded, decode, object }: OpenMessage, body: unknown): SoapMessage {
  const input = withParts(operation.table.inputAttachments, body, notIncluded(reader, message.attachments), object);
  if (kept === undefined) return { operation, input, headers: {}, headerBlocks: noBlocks };
  return {
    operation,
    input,
    headers: decodeHeaders(envelope, kept, operation, encoded?.body ?? [], decode),
    headerBlocks: kept.others(operation.table.inputHeaders, envelope.version),
  };
}

const noBlocks: readonly XmlElement[] = [];

function keptHeaders(declared: ReadonlySet<string>, understood: ReadonlySet<string>): KeptHeaders | undefined {
  if (declared.size + understood.size === 0) return undefined;
  return new KeptHeaders(
    (name) => declared.has(name),
    (name) => understood.has(name),
  );
}

function checkVersion(envelope: OpenEnvelope, progress: Progress, object: Objection): void {
  const { version } = progress;
  if (envelope.version === version) return;
  const reason = `the media type is that of SOAP ${version.version}, the envelope that of SOAP ${envelope.version.version}`;
  object(new SoapFault("VersionMismatch", reason));
  progress.version = envelope.version;
}

function httpAction({ contentType, request }: ReceivedMessage): string | undefined {
  return contentType && readAction(contentType, request.headers);
}

function checkUnderstood({ version, notUnderstood }: OpenEnvelope, kept: KeptHeaders | undefined, { table }: SoapOperation): void {
  const ofKept = kept?.notUnderstood(table.inputHeaders, version) ?? [];
  const fault = notUnderstood.length + ofKept.length === 0 ? undefined : notUnderstoodFault([...notUnderstood, ...ofKept]);
  if (fault !== undefined) throw fault;
}

/** Decodes the element in the body: a long message in turns with other requests. */
export function decodeBody(
  { bytes, time }: ReceivedMessage,
  codec: AnyElementCodec,
  reader: TokenReader,
  options: DecodeOptions,
): DecodeResult<unknown> | Promise<DecodeResult<unknown>> {
  return bytes.length <= shortDocument
    ? decodeAt(codec, reader, options)
    : decodeAtInTurns(codec, reader, options, new RequestTurns(() => time.signal));
}

function readEncodedBody(
  reader: TokenReader,
  { version, bodyElement }: OpenEnvelope,
  dispatcher: SoapDispatcher,
): ReadElements | undefined {
  if (bodyElement === undefined || !dispatcher.mayBeEncoded(version, bodyElement)) return undefined;
  const body = readBodyElements(reader);
  const root = messageNamed(body, (name) => dispatcher.knows(version, name)) ?? body[0];
  return root && { root, body };
}

function readNodes(elements: ReadElements, { version }: OpenEnvelope, operation: SoapOperation, options: DecodeOptions): unknown {
  const { input: codec, table } = operation;
  if (codec === undefined) return undefined;
  const result = table.encoded
    ? readEncodedMessage(table.encoded, codec, elements, version, options)
    : tryDecode(codec, encode(unknownElement, elements.root), options);
  if (!result.ok) throw new InputError(result.issues);
  return result.value;
}

function decodeHeaders(
  { version }: OpenEnvelope,
  kept: KeptHeaders,
  { table }: SoapOperation,
  body: readonly XmlElement[],
  options: DecodeOptions,
): Record<string, unknown> {
  const { inputHeaders, encodedHeaders } = table;
  try {
    return encodedHeaders
      ? kept.decodeEncoded(encodedHeaders, inputHeaders, version, body, options)
      : kept.decode(inputHeaders, version, options);
  } catch (error) {
    throw error instanceof ValidationError ? new InputError(error.issues) : error;
  }
}

/** The input does not conform; unlike a ValidationError from the output, which is ours. */
class InputError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super("the message is not valid");
    this.issues = issues;
  }
}

/** Anything thrown while a message is read is the sender's mistake; what an operation throws is a fault or becomes an internal error. */
export function toFault(error: unknown): SoapFault {
  if (error instanceof XmlError) {
    return new SoapFault("Sender", `${error.line}:${error.column} ${error.code}: ${error.message}`, { status: 400, cause: error });
  }
  if (error instanceof MultipartError) return new SoapFault("Sender", error.message, { status: 400, cause: error });
  return error instanceof InputError ? invalidInput(error.issues) : SoapFault.from(error);
}

/** The issues of an invalid input as text and, for programs, as detail. */
function invalidInput(issues: readonly Issue[]): SoapFault {
  const [first] = issues;
  return new SoapFault("Sender", first === undefined ? "the message is not valid" : describeIssue(first), {
    detail: issues.map(toNode),
    // WS-I Basic Profile 1.1 R1113: what is not XML is a bad request to HTTP already.
    status: first?.id.startsWith("xml-") ? 400 : undefined,
  });
}

function toNode(issue: Issue): XmlElement {
  const place = issue.line === undefined ? {} : { line: String(issue.line), column: String(issue.column) };
  return {
    name: "{urn:soapwright:issues}Issue",
    attributes: { id: issue.id, path: issue.path, ...place },
    namespaces: {},
    children: [issue.message],
  };
}

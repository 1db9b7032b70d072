/**
 * A received message -> the operation that it is for, with its input and headers.
 *
 * The envelope is read up to the element in the body, which stays with the reader so that its codec can read it from the bytes: openEnvelope(reader)
 * leaves the reader on it; after that was read, closeEnvelope(reader) checks the rest. Header blocks that nobody takes are skipped without being
 * built, however many a sender writes.
 */
import { xmlElement } from "../../runtime/built-in-types.js";
import type { AnyElementCodec } from "../../runtime/codec.js";
import { type DecodeResult, decodeAt, decodeAtInTurns, tryDecode } from "../../runtime/decode.js";
import { encode } from "../../runtime/encode.js";
import { describeIssue, type Issue, ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { readAction } from "../../service/content-type.js";
import { SoapFault } from "../../service/fault.js";
import { MultipartError } from "../../service/multipart.js";
import { RequestTurns, shortDocument } from "../../service/turns.js";
import type { Tolerance } from "../../service/validation.js";
import { XmlError } from "../../xml/errors.js";
import type { Name } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { ReceivedMessage } from "../protocol.js";
import { type Addressing, AddressingReader, checkDestinations } from "./addressing.js";
import { withParts } from "./attached-parts.js";
import type { SoapDispatcher, SoapOperation } from "./dispatch.js";
import { messageNamed, readBodyElements, readEncodedMessage } from "./encoded-message.js";
import { demandsUnderstanding, type EnvelopeVersion, soap11, soap12 } from "./envelope-version.js";
import { KeptHeaders } from "./kept-headers.js";
import { type Objection, objectionOf, refuse, tellMediaType } from "./tolerance.js";
import { securityHeader, skipBlock } from "./unverified-security.js";
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

/** Reads a message. Rejects with a SoapFault, an XmlError, or an InputError. */
export async function readMessage(
  message: ReceivedMessage,
  dispatcher: SoapDispatcher,
  progress: Progress,
  options: ReadOptions,
): Promise<SoapMessage> {
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
  const body =
    encoded !== undefined
      ? readNodes(encoded, envelope, operation, decode)
      : envelope.bodyElement === undefined
        ? undefined
        : await readInput(message, reader, operation, decode);
  closeEnvelope(reader, encoded === undefined ? envelope : readToEnd(envelope), object);
  if (operation.table.inputAttachments !== undefined) await message.parts?.loadAll();
  const input = withParts(operation.table.inputAttachments, body, notIncluded(reader, message.attachments), object);
  if (kept === undefined) return { operation, input, headers: {}, headerBlocks: noBlocks };
  return {
    operation,
    input,
    headers: decodeHeaders(envelope, kept, operation, encoded?.elements ?? [], decode),
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

async function readInput(
  message: ReceivedMessage,
  reader: TokenReader,
  { input: codec }: SoapOperation,
  options: DecodeOptions,
): Promise<unknown> {
  if (codec === undefined) return undefined;
  const result = await decodeBody(message, codec, reader, options);
  if (!result.ok) throw new InputError(result.issues);
  return result.value;
}

/** The elements of a body that was read whole, and the one that is the message. */
interface EncodedBody {
  readonly root: XmlElement;
  readonly elements: readonly XmlElement[];
}

function readEncodedBody(reader: TokenReader, { version, bodyElement }: OpenEnvelope, dispatcher: SoapDispatcher): EncodedBody | undefined {
  if (bodyElement === undefined || !dispatcher.mayBeEncoded(version, bodyElement)) return undefined;
  const elements = readBodyElements(reader);
  const root = messageNamed(elements, (name) => dispatcher.knows(version, name)) ?? elements[0];
  return root && { root, elements };
}

function readNodes({ root, elements }: EncodedBody, { version }: OpenEnvelope, operation: SoapOperation, options: DecodeOptions): unknown {
  const { input: codec, table } = operation;
  if (codec === undefined) return undefined;
  const result = table.encoded
    ? readEncodedMessage(codec, root, elements, version, false, options)
    : tryDecode(codec, encode(xmlElement, root), options);
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
    return encodedHeaders ? kept.decodeEncoded(inputHeaders, version, body, options) : kept.decode(inputHeaders, version, options);
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

export interface OpenEnvelope {
  readonly version: EnvelopeVersion;
  /** Names of header blocks that are for this node, must be understood, and were taken by nobody. SOAP 1.2 Part 1 §2.4 */
  readonly notUnderstood: readonly string[];
  /** Clark name of the body's element, on which the reader stands; undefined for an empty body. */
  readonly bodyElement: string | undefined;
}

/** Reads a header block on whose start tag the reader stands, through its end tag; false, without having read anything: it is skipped. */
export type TakeHeader = (reader: TokenReader) => boolean;

const takeNone: TakeHeader = () => false;
const none: readonly string[] = [];

/** Names in `notUnderstood` at most: a sender could ask for any number of blocks, and gets them all back in the fault. */
const maxNotUnderstood = 20;

/** Reads up to the body's element. Throws a SoapFault if the document is not an envelope, an XmlError if it is not well-formed. */
export function openEnvelope(reader: TokenReader, take: TakeHeader = takeNone, object: Objection = refuse): OpenEnvelope {
  reader.next();
  return enterEnvelope(reader, take, object);
}

/** The version whose envelope has this namespace. */
function versionOfNamespace(namespace: string): EnvelopeVersion | undefined {
  if (namespace === soap11.namespace) return soap11;
  return namespace === soap12.namespace ? soap12 : undefined;
}

/** Tests if a document with this root is an envelope. */
export function isEnvelope(root: Name): boolean {
  return root.local === "Envelope" && versionOfNamespace(root.namespace) !== undefined;
}

/** Does what `openEnvelope` does, with a reader that stands on the root's start tag. */
export function enterEnvelope(reader: TokenReader, take: TakeHeader, object: Objection = refuse): OpenEnvelope {
  const version = reader.name.local === "Envelope" ? versionOfNamespace(reader.name.namespace) : undefined;
  if (version === undefined) throw notAnEnvelope(reader.name.local, reader.name.clark);
  checkEncodingStyle(reader, version, object);
  if (version === soap12 && reader.attributeCount > 0) checkNoOwnAttributes(reader, version, object);
  let notUnderstood: readonly string[] = [];
  let token = nextElement(reader, object);
  if (token === Token.startElement && isNamed(reader, version, "Header")) {
    notUnderstood = takeHeaders(reader, version, take, object);
    token = nextElement(reader, object);
  }
  if (token !== Token.startElement || !isNamed(reader, version, "Body")) throw new SoapFault("Sender", "the envelope has no Body");
  checkEncodingStyle(reader, version, object);
  const inBody = nextElement(reader, object);
  return { version, notUnderstood, bodyElement: inBody === Token.startElement ? reader.name.clark : undefined };
}

/** Checks that nothing but the envelope's end comes after the body's element. The reader stands behind that element, or on the end of an empty Body. */
export function closeEnvelope(reader: TokenReader, envelope: OpenEnvelope, object: Objection = refuse): void {
  if (envelope.bodyElement !== undefined) {
    skipElements(reader, object, (local) => `the Body has a second element "${local}"`);
  }
  // SOAP 1.1 §4 lets elements of other namespaces follow the Body; nobody uses it, and they could be asked to be understood.
  skipElements(reader, object, (local) => `unexpected element "${local}" after the Body`);
  if (nextElement(reader, object) !== Token.endOfDocument) throw new SoapFault("Sender", "unexpected content after the envelope");
}

/** The envelope after all of its body was read. */
export function readToEnd(envelope: OpenEnvelope): OpenEnvelope {
  return { ...envelope, bodyElement: undefined };
}

/** Objects to each element before the end tag. */
function skipElements(reader: TokenReader, object: Objection, describe: (local: string) => string): void {
  while (nextElement(reader, object) === Token.startElement) {
    object(new SoapFault("Sender", describe(reader.name.local)), reader);
    reader.skipElement();
  }
}

function notAnEnvelope(local: string, clark: string): SoapFault {
  if (local === "Envelope") {
    return new SoapFault("VersionMismatch", `envelopes are read in the namespaces "${soap11.namespace}" and "${soap12.namespace}"`);
  }
  return new SoapFault("Sender", `the document is "${clark}", not a SOAP envelope`);
}

/** The next start or end tag, or the end of the document. Text between the envelope's elements is not allowed. */
function nextElement(reader: TokenReader, object: Objection): Token {
  for (;;) {
    const token = reader.next();
    if (token !== Token.text) return token;
    if (!reader.textIsWhitespace) object(new SoapFault("Sender", "text between the elements of the envelope"), reader);
  }
}

function isNamed(reader: TokenReader, version: EnvelopeVersion, local: string): boolean {
  return reader.name.local === local && reader.name.namespace === version.namespace;
}

function takeHeaders(reader: TokenReader, version: EnvelopeVersion, take: TakeHeader, object: Objection): readonly string[] {
  const notUnderstood = new Set<string>();
  while (nextElement(reader, object) === Token.startElement) {
    if (take(reader)) continue;
    if (notUnderstood.size < maxNotUnderstood && isMandatory(reader, version)) notUnderstood.add(reader.name.clark);
    skipBlock(reader);
  }
  return notUnderstood.size === 0 ? none : [...notUnderstood];
}

/** The fault that refuses a message for header blocks that are not understood; undefined if there are none. */
export function notUnderstoodFault(names: readonly string[]): SoapFault | undefined {
  if (names.length === 0) return undefined;
  return new SoapFault("MustUnderstand", `the header "${names.join('", "')}" is not understood`, { notUnderstood: names });
}

/** Tests if the header block that starts here is for this node and must be understood. */
function isMandatory(reader: TokenReader, version: EnvelopeVersion): boolean {
  let mandatory = "";
  let role = "";
  for (let index = 0; index < reader.attributeCount; index++) {
    const { clark } = reader.attributeName(index);
    if (clark === version.mustUnderstandAttribute) mandatory = reader.attributeValue(index);
    else if (clark === version.roleAttribute) role = reader.attributeValue(index);
  }
  return demandsUnderstanding(version, mandatory, role);
}

/** SOAP 1.1 §4.1.1: the URIs that begin so name SOAP's own encoding rules. */
const soapEncoding = "http://schemas.xmlsoap.org/soap/encoding/";

/**
 * SOAP 1.2 Part 1 §5.1.1: no encodingStyle on Envelope, Header and Body. SOAP 1.1 §4.1.1 allows the attribute, which says how the message can be read:
 * clients name SOAP's own encoding even where the message is literal (SOAP::Lite always does), and the contract knows better.
 */
function checkEncodingStyle(reader: TokenReader, version: EnvelopeVersion, object: Objection): void {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.namespace !== version.namespace || name.local !== "encodingStyle") continue;
    const style = reader.attributeValue(index);
    if (version === soap11 && style.split(/\s+/).some((uri) => uri !== "" && !uri.startsWith(soapEncoding)))
      object(new SoapFault("DataEncodingUnknown", `the encoding style "${style}" is not known`), reader);
    if (version === soap12) object(new SoapFault("Sender", `encodingStyle is not allowed on ${reader.name.local}`), reader);
  }
}

/** SOAP 1.2 Part 1 §5.1.1: attributes of the Envelope are namespace qualified. */
function checkNoOwnAttributes(reader: TokenReader, version: EnvelopeVersion, object: Objection): void {
  for (let index = 0; index < reader.attributeCount; index++) {
    const name = reader.attributeName(index);
    if (name.namespace === "" || name.namespace === version.namespace) {
      object(new SoapFault("Sender", `the attribute "${name.local}" is not allowed on the Envelope`), reader);
    }
  }
}

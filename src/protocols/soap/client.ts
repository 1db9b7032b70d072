/**
 * The client of a SOAP binding.
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import { type DecodeResult, decodeAt } from "../../runtime/decode.js";
import { ValidationError } from "../../runtime/issues.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import { type Client, clientOf } from "../../service/client.js";
import type { ClientAnswer } from "../../service/client-answer.js";
import type { CallOptions, ClientOptions } from "../../service/client-options.js";
import { soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import { type EnvelopeExchange, filterReceived, filterSent } from "../../service/envelope-filter.js";
import { SoapFault } from "../../service/fault.js";
import type { IncomingParts } from "../../service/incoming-parts.js";
import { withTimeout } from "../../service/limits.js";
import { MultipartError, multipartType, type OutgoingAttachment, writeMultipart } from "../../service/multipart.js";
import type { EncodedBy, OperationTable, SoapBinding } from "../../service/port-type.js";
import { type ClientRequest, maxBodyBytesOf, send, TransportError, type WantsBody } from "../../service/transport.js";
import { type TakeDeviation, toleranceOf } from "../../service/validation.js";
import { XmlError } from "../../xml/errors.js";
import { Reader } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import { type AddressingHeaders, AddressingReader, inputActionOf, newMessageId } from "./addressing.js";
import { addressing10, addressing200408 } from "./addressing-version.js";
import { splitMessage, withParts } from "./attached-parts.js";
import { answerIn, encodedElement, readBodyElements, readEncodedMessage } from "./encoded-message.js";
import { type EnvelopeVersion, soap12, versionNamed } from "./envelope-version.js";
import { KeptHeaders } from "./kept-headers.js";
import { type Beside, isPackaged, loadUnstreamed, nothingBeside, type Unpacked, unpack, unpackArriving } from "./packaged-message.js";
import { closeEnvelope, type OpenEnvelope, openEnvelope, readToEnd, type TakeHeader } from "./read-envelope.js";
import { readFault } from "./read-fault.js";
import { streamedIncludes } from "./streamed-includes.js";
import { objectionOf, otherMediaTypes, tellMediaType, withoutLeadingBlanks } from "./tolerance.js";
import { bodyOf, writeEnvelope } from "./write-message.js";
import { xopPartsFor } from "./xop-parts.js";
import { notIncluded, XopReader } from "./xop-reader.js";

interface ClientOperation {
  readonly table: OperationTable;
  readonly action: string;
  readonly version: EnvelopeVersion;
  /** Clark name. */
  readonly portType: string;
}

/** Makes a client. Methods throw SoapFault, ValidationError (in or out), XmlError, TransportError, or what `fetch` throws. */
export function createSoapClient<Operations>(binding: SoapBinding<Operations>, options: ClientOptions): Client<Operations> {
  const version = versionNamed(binding.version);
  const portType = binding.portType.name;
  const actions: Readonly<Record<string, string | undefined>> = binding.actions;
  return clientOf(binding.portType.operations, options, (property, table) => {
    const operation = { table, action: actions[property] ?? "", version, portType };
    return (input, call) => callOperation(operation, input, call, options);
  });
}

async function callOperation(
  operation: ClientOperation,
  input: unknown,
  call: CallOptions<unknown>,
  options: ClientOptions,
): Promise<unknown> {
  const { table, version } = operation;
  const codec = table.input?.();
  const declared = Object.entries(call.headers ?? {}).map(([property, value]) => {
    const header = table.inputHeaders?.[property];
    if (header === undefined) throw new TransportError(0, `"${table.name}" declares no header "${property}"`);
    const typed = { codec: header(), value };
    return table.encodedHeaders ? encodedElement(table.encodedHeaders, { ...typed, kind: "part" }, version) : typed;
  });
  const made = (await options.headerBlocks?.({ operation: table.name, mustUnderstand: version.mustUnderstandAttribute })) ?? [];
  const headers = [...declared, ...made, ...(call.headerBlocks ?? [])];
  const addressing = addressingOf(operation, call, options);
  const inputTolerance = toleranceOf(options, "input")?.(() => table.name);
  const { body: value, attachments } = splitMessage(table.inputAttachments, input, inputTolerance);
  const { url, packaging, xopThreshold, filters = [] } = options;
  const beside = xopPartsFor({ packaging, xopThreshold, filters });
  const envelope = writeEnvelope(
    version,
    { addressing, headers, body: codec && bodyOf(table, version, codec, value, inputTolerance), beside },
    inputTolerance,
  );
  const exchange: EnvelopeExchange = { side: "client", url };
  const body = await filterSent(filters, envelope, exchange);
  const isOneWay = table.pattern === "one-way";
  const request = withAttachments(
    { url, method: "POST", headers: httpHeaders(operation, { ...options.httpHeaders, ...call.httpHeaders }), body },
    [...attachments, ...(beside?.attachments ?? []), ...(call.attachments ?? [])],
    options,
  );
  const take = toleranceOf(options, "output")?.(() => table.name);
  const isTaken = take === undefined ? isSoap : isSimilar;
  const wants: WantsBody = (head) => !(isOneWay && head.isOk) && isTaken(head);
  const answer = await (waitsForReply(operation, call, options)
    ? sendForReply(request, options, call, { wants, messageId: addressing?.messageId })
    : send(request, options, call, wants));
  if (isOneWay && answer.isOk) return undefined;
  if (answer.status === 202 && isElsewhere(addressing)) return undefined;
  if (!isTaken(answer)) throw notSoap(answer);
  const received = await unpacked(answer, options);
  const { parts } = received.beside;
  try {
    const bytes = await filterReceived(filters, take === undefined ? received.bytes : withoutLeadingBlanks(received.bytes, take), exchange);
    const message = { ...received, bytes, messageId: addressing?.messageId, streamed: noStreams };
    const streamed = parts === undefined ? noStreams : await asAnswerBody(answer, loadFor(table, call, parts, message));
    const output = readAnswer(table, { ...message, streamed }, call, take);
    call.onAttachments?.(received.beside.whole);
    call.onAttachmentStream?.(parts?.untilLeft() ?? received.beside.stream);
    if (parts !== undefined && call.onAttachmentStream === undefined) await asAnswerBody(answer, parts.endWithClaims());
    return output;
  } catch (error) {
    await parts?.cancel();
    throw error;
  }
}

const noStreams: ReadonlySet<string> = new Set();

/** Waits for as much of an answer as is read at once; gives the Content-IDs of attachments that are read as streams. */
async function loadFor(
  { outputAttachments, output, encoded }: OperationTable,
  { onAttachments }: CallOptions<unknown>,
  parts: IncomingParts,
  answer: ReceivedAnswer,
): Promise<ReadonlySet<string>> {
  if (outputAttachments !== undefined || onAttachments !== undefined) {
    await parts.loadAll();
    return noStreams;
  }
  const open = (): TokenReader => {
    const reader = documentOf(answer);
    reader.next();
    return reader;
  };
  const codec = encoded ? undefined : output?.();
  const codecOf = (bodyElement: string): AnyElementCodec | undefined => (codec?.name === bodyElement ? codec : undefined);
  return loadUnstreamed(parts, open, (reader) => streamedIncludes(reader, { codecOf, decode: decodeAt, options: {} }));
}

const isSoap: WantsBody = ({ contentType }) =>
  contentType?.type === soap11MediaType || contentType?.type === soap12MediaType || isPackaged(contentType);

/** Tests if a tolerant client looks for an envelope in an answer. */
const isSimilar: WantsBody = (head) => isSoap(head) || (head.contentType !== undefined && otherMediaTypes.has(head.contentType.type));

function notSoap(answer: ClientAnswer): TransportError {
  const { status, contentType } = answer;
  return new TransportError(status, `HTTP ${status} with media type "${contentType?.type ?? "none"}" instead of a SOAP message`, answer);
}

/** A request with its attachments. */
function withAttachments(request: SoapRequest, attachments: readonly OutgoingAttachment[], { packaging }: ClientOptions): ClientRequest {
  if (packaging !== "mtom" && attachments.length === 0) return request;
  const { headers, body } = request;
  const packed = writeMultipart(packaging ?? "swa", headers["content-type"] ?? soap11MediaType, body, attachments);
  return {
    ...request,
    headers: { ...headers, accept: `${multipartType}, ${headers.accept}`, "content-type": packed.contentType },
    body: packed.body,
  };
}

interface SoapRequest extends ClientRequest {
  readonly body: Uint8Array;
}

interface AnswerWithAttachments extends ClientAnswer {
  readonly beside: Beside;
}

interface ReceivedAnswer extends AnswerWithAttachments {
  /** Of the message that it answers, if that has one. */
  readonly messageId: string | undefined;
  /** Content-IDs of attachments that are read as streams. */
  readonly streamed: ReadonlySet<string>;
}

/** The addressing headers of a request, if it has them. */
function addressingOf(
  { table, action, portType }: ClientOperation,
  { replyTo, faultTo }: CallOptions<unknown>,
  { addressing, url, replies }: ClientOptions,
): AddressingHeaders | undefined {
  if (addressing === undefined) return undefined;
  const version = addressing === "1.0" ? addressing10 : addressing200408;
  return {
    version,
    action: table.inputAction ?? inputActionOf(portType, table.name, action),
    messageId: newMessageId(),
    replyTo: replyTo ?? replies?.address ?? version.anonymous,
    faultTo,
    to: url,
  };
}

/** Sends a request, and waits for its answer at another address unless it comes back on the connection. */
async function sendForReply(
  request: ClientRequest,
  options: ClientOptions,
  call: CallOptions<unknown>,
  { wants, messageId }: { readonly wants: WantsBody; readonly messageId: string | undefined },
): Promise<ClientAnswer> {
  const expected = messageId === undefined ? undefined : options.replies?.expect(messageId);
  try {
    const answer = await send(request, options, call, wants);
    const isAccepted = answer.status === 202 || (answer.isOk && answer.bytes.length === 0 && answer.chunks === undefined);
    if (expected === undefined || !isAccepted) return answer;
    return await withTimeout(options.timeout ?? 60_000, call.signal, (signal) => expected.arrival(signal));
  } finally {
    expected?.forget();
  }
}

/** Does the call get its answer at the address of the client? One-way operations have none. */
function waitsForReply({ table }: ClientOperation, { replyTo }: CallOptions<unknown>, { addressing, replies }: ClientOptions): boolean {
  return replies !== undefined && addressing !== undefined && replyTo === undefined && table.pattern !== "one-way";
}

/** Does the answer go elsewhere than back on the connection? */
function isElsewhere(addressing: AddressingHeaders | undefined): boolean {
  return addressing?.version !== undefined && addressing.replyTo !== addressing.version.anonymous;
}

async function unpacked(answer: ClientAnswer, options: ClientOptions): Promise<AnswerWithAttachments> {
  const { contentType, chunks } = answer;
  if (!isPackaged(contentType)) return { ...answer, beside: nothingBeside };
  const maxKept = maxBodyBytesOf(options);
  const take = async (): Promise<Unpacked> =>
    chunks === undefined ? unpack(answer.bytes, contentType) : unpackArriving({ chunks, maxKept }, contentType);
  return { ...answer, ...(await asAnswerBody(answer, take())) };
}

/** A body that is not what its media type says is not a message of the contract. */
async function asAnswerBody<T>(answer: ClientAnswer, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof MultipartError ? new TransportError(answer.status, error.message, answer) : error;
  }
}

function httpHeaders({ version, action }: ClientOperation, given: Readonly<Record<string, string>>): Record<string, string> {
  const own: Record<string, string> =
    version === soap12
      ? { "content-type": `${version.mediaType}; charset=utf-8${action === "" ? "" : `; action="${action.replaceAll(/["\\]/g, "\\$&")}"`}` }
      : { "content-type": `${version.mediaType}; charset=utf-8`, soapaction: `"${action}"` };
  return { accept: version.mediaType, ...given, ...own };
}

function documentOf({ contentType, bytes }: ClientAnswer): Reader {
  const charset = contentType?.parameters.get("charset");
  return new Reader(bytes, charset === undefined ? {} : { charset });
}

function readAnswer(table: OperationTable, answer: ReceivedAnswer, call: CallOptions<unknown>, take: TakeDeviation | undefined): unknown {
  const { contentType } = answer;
  const { whole: attachments, parts } = answer.beside;
  const { streamed } = answer;
  const document = asAnswer(answer, () => documentOf(answer));
  const reader = attachments.length + streamed.size === 0 ? document : new XopReader(document, { whole: attachments, streamed, parts });
  const declared = new Set(Object.values(table.outputHeaders ?? {}).map((codec) => codec().name));
  const { onHeaderBlocks } = call;
  const headers = new KeptHeaders(
    (name) => declared.has(name),
    () => onHeaderBlocks !== undefined,
  );
  const object = objectionOf(take);
  const addressing = new AddressingReader();
  const isAddressed = answer.messageId !== undefined;
  const takeHeader: TakeHeader = (each) => (isAddressed && addressing.take(each)) || headers.take(each);
  const envelope = asAnswer(answer, () => openEnvelope(reader, takeHeader, object));
  checkRelation(answer, addressing.properties?.relatesTo);
  asAnswer(answer, () => headers.refuseUnverified());
  if (take !== undefined) tellMediaType(take, contentType?.type);
  if (envelope.bodyElement === `{${envelope.version.namespace}}Fault`)
    throw asAnswer(answer, () => readFault(reader, envelope, table, object));
  const options = take === undefined ? {} : { onDeviation: take };
  const encoded = table.encoded && envelope.bodyElement !== undefined ? readBodyElements(reader) : undefined;
  const body = readOutput(reader, envelope, table, encoded, answer, options);
  const value = asAnswer(answer, () => {
    closeEnvelope(reader, encoded === undefined ? envelope : readToEnd(envelope), object);
    return withParts(table.outputAttachments, body, notIncluded(reader, attachments), object);
  });
  const { outputHeaders, encodedHeaders } = table;
  call.onHeaders?.(
    encodedHeaders
      ? headers.decodeEncoded(encodedHeaders, outputHeaders, envelope.version, encoded ?? [], options)
      : headers.decode(outputHeaders, envelope.version, options),
  );
  onHeaderBlocks?.(headers.others(table.outputHeaders, envelope.version));
  return value;
}

/** Refuses the answer to another message. WS-Addressing 1.0 Core §3.4 */
function checkRelation(answer: ReceivedAnswer, relatesTo: string | undefined): void {
  if (answer.messageId === undefined || relatesTo === undefined || relatesTo === answer.messageId) return;
  throw new TransportError(answer.status, `the answer is that of another message, "${relatesTo}"`, answer);
}

function readOutput(
  reader: TokenReader,
  envelope: OpenEnvelope,
  table: OperationTable,
  encoded: readonly XmlElement[] | undefined,
  answer: ClientAnswer,
  options: DecodeOptions,
): unknown {
  const codec = table.output?.();
  if (codec === undefined) return undefined;
  if (envelope.bodyElement === undefined) throw new TransportError(answer.status, `the answer has no "${codec.name}"`, answer);
  const result =
    encoded && table.encoded ? readEncodedOutput(table.encoded, encoded, envelope, codec, options) : decodeAt(codec, reader, options);
  if (!result.ok) throw new ValidationError(result.issues);
  return result.value;
}

function readEncodedOutput(
  by: EncodedBy,
  body: readonly XmlElement[],
  { version }: OpenEnvelope,
  codec: AnyElementCodec,
  options: DecodeOptions,
): DecodeResult<unknown> {
  const root = answerIn(body, by, version, codec);
  if (root === undefined) throw new Error("internal: a body without its element");
  return readEncodedMessage(by, codec, { root, body, isAnswer: true }, version, options);
}

/** What is wrong with an envelope is a fault to a server; to a client the answer is not a SOAP message, and what is called something else may be anything. */
function asAnswer<T>(answer: ClientAnswer, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof XmlError && !isSoap(answer)) throw notSoap(answer);
    if (!(error instanceof SoapFault || error instanceof XmlError)) throw error;
    throw new TransportError(answer.status, `the answer is not a SOAP message: ${error.message}`, answer, error);
  }
}

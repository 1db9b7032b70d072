/**
 * SOAP over HTTP, as the handler of an endpoint sees it. SOAP 1.1 §6, SOAP 1.2 Part 2 §7, WS-I Basic Profile 1.1 §3.4
 */
import type { SchemaSet } from "../../runtime/codec.js";
import { callOperation, type Hooks, HttpCall, reportFault } from "../../service/call-operation.js";
import { type ContentType, soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import type { HttpAnswer } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import type { IncomingParts } from "../../service/incoming-parts.js";
import { withOwnBody } from "../../service/lending-answer.js";
import { RequestBodyError } from "../../service/limits.js";
import { multipartType } from "../../service/multipart.js";
import type { BoundService } from "../../service/serve.js";
import { andThen, orElse, type Soon } from "../../service/soon.js";
import { type Tolerance, toleranceOf, type ValidationOptions } from "../../service/validation.js";
import type { Protocol, ReceivedMessage } from "../protocol.js";
import { type Destinations, sendTo } from "./destinations.js";
import { isSoapService, SoapDispatcher } from "./dispatch.js";
import { soap11, soap12 } from "./envelope-version.js";
import { answerFiltered } from "./filtered-answer.js";
import { isPackaged, PackagedMessage, packAnswer, unpack, unpackArriving } from "./packaged-message.js";
import { isEnvelope } from "./read-envelope.js";
import { decodeBody, type Progress, type ReadOptions, readMessage, type SoapMessage, toFault } from "./read-message.js";
import { type BodyDecoding, streamedIncludes } from "./streamed-includes.js";
import { otherMediaTypes, withoutLeadingBlanks } from "./tolerance.js";
import { type DirectedAnswer, writeFaultAnswer, writeOutput } from "./write-message.js";
import { xopPartsFor } from "./xop-parts.js";

export interface SoapOptions extends Hooks, ValidationOptions {
  /**
   * HTTP status of `Sender` faults in SOAP 1.2. 400 is what SOAP 1.2 Part 2 §7.5.2.2 says; clients of WCF and of today's .NET read a fault only where it
   * is 500.
   */
  readonly senderFaultStatus?: 400 | 500;
  /**
   * What a SOAPAction or wsa:Action that is not that of the body's operation means: the sender's mistake ("strict", when left out), or nothing where the
   * body alone says which operation is meant ("bodyWins").
   */
  readonly action?: "strict" | "bodyWins";
  /** Clark names of header blocks that operations get beside those that the contract declares. All others that must be understood are refused. */
  readonly understands?: readonly string[];
  /** Read and change envelopes: what arrives goes through them in the reverse of this order, what is answered in this one. */
  readonly filters?: readonly EnvelopeFilter[];
  /**
   * Answers and faults may go where a message's ReplyTo and FaultTo say, of WS-Addressing; without this, back on the connection only. Name addresses
   * that you know: otherwise anyone who can send you messages could make you send others anywhere.
   */
  readonly destinations?: Destinations;
  /** In answers to messages of MTOM: values of xs:base64Binary that have so many bytes or more go into parts of their own, as streams do. Bytes stay in the envelope when left out, and with filters. */
  readonly xopThreshold?: number;
  /** What xsi:type and wildcards in messages may name, beside what the messages' own types refer to. */
  readonly schema?: SchemaSet;
}

const mediaTypes: ReadonlySet<string> = new Set([soap11MediaType, soap12MediaType, multipartType]);

/** Makes the protocol; undefined if no service is bound to SOAP. */
export function createSoapProtocol(services: readonly BoundService[], options: SoapOptions): Protocol | undefined {
  const own = services.filter(isSoapService);
  if (own.length === 0) return undefined;
  const { schema, senderFaultStatus = 400, filters = [] } = options;
  const tolerance = toleranceOf(options, "input");
  const { destinations } = options;
  const allowsDestination = destinations?.allows ?? (() => false);
  const endpoint: SoapEndpoint = {
    dispatcher: new SoapDispatcher(own, options.action === "bodyWins"),
    hooks: options,
    filters,
    read: { decode: schema === undefined ? {} : { schema }, understands: new Set(options.understands), tolerance, allowsDestination },
    destinations,
    outputTolerance: toleranceOf(options, "output"),
    senderFaultStatus,
    xopThreshold: options.xopThreshold,
  };
  const accepted = tolerance === undefined ? mediaTypes : new Set([...mediaTypes, ...otherMediaTypes]);
  return {
    methods: new Set(["POST"]),
    mediaTypes,
    takes: (method, mediaType) => method === "POST" && mediaType !== undefined && accepted.has(mediaType),
    takesRoot: isEnvelope,
    answer: (message) => (destinations === undefined ? answerBody(message, endpoint) : answerDirected(message, endpoint)),
  };
}

/** What messages are answered with, and how. */
interface SoapEndpoint {
  readonly dispatcher: SoapDispatcher;
  readonly hooks: Hooks;
  readonly filters: readonly EnvelopeFilter[];
  readonly read: ReadOptions;
  readonly outputTolerance: Tolerance | undefined;
  readonly destinations: Destinations | undefined;
  /** HTTP status of Sender faults in SOAP 1.2. */
  readonly senderFaultStatus: number;
  readonly xopThreshold: number | undefined;
}

/** Answers where the message says. */
async function answerDirected(message: ReceivedMessage, endpoint: SoapEndpoint): Promise<HttpAnswer> {
  const answer = await answerBody(message, endpoint);
  return answer.destination === undefined ? answer : sendElsewhere(answer, answer.destination, message, endpoint);
}

/** Sends an answer that does not go back on the connection; one that may not go elsewhere does go back. */
async function sendElsewhere(
  answer: HttpAnswer,
  destination: string,
  message: ReceivedMessage,
  { destinations, hooks }: SoapEndpoint,
): Promise<HttpAnswer> {
  if (destinations?.allows(destination) !== true) return answer;
  try {
    await sendTo(destination, withOwnBody(answer), destinations, message.time.signal);
  } catch (error) {
    hooks.onFault?.(new SoapFault("Receiver", `the answer did not reach "${destination}"`, { cause: error }), message.request);
  }
  return { status: 202 };
}

/** Answers an envelope that stands alone or has attachments. Rejects with a RequestBodyError for a body that cannot be read while it arrives. */
function answerBody(message: ReceivedMessage, endpoint: SoapEndpoint): Soon<DirectedAnswer> {
  const { contentType } = message;
  return isPackaged(contentType) ? answerPackaged(message, contentType, endpoint) : answerAlone(message, endpoint);
}

function answerAlone(message: ReceivedMessage, endpoint: SoapEndpoint): Soon<DirectedAnswer> {
  return andThen(answerEnvelope(message, endpoint), (answer) => packAnswer(answer, undefined, message.replyAttachments));
}

async function answerPackaged(message: ReceivedMessage, contentType: ContentType, endpoint: SoapEndpoint): Promise<DirectedAnswer> {
  let packaged: PackagedMessage;
  try {
    const { arriving } = message;
    const unpacked = arriving === undefined ? unpack(message.bytes, contentType) : await unpackArriving(arriving, contentType);
    packaged = new PackagedMessage(message.withBody(unpacked.bytes, unpacked.contentType), unpacked);
  } catch (error) {
    return answerError(error, message, startOf(message), endpoint);
  }
  const answer = packAnswer(await answerEnvelope(packaged, endpoint), packaged.packaging, packaged.replyAttachments);
  return packaged.parts === undefined
    ? answer
    : answerAfter(packaged.parts, answer, (error) => answerError(error, packaged, startOf(packaged), endpoint));
}

/** Answers when the rest of a body has arrived: what is wrong with it is the answer. An answer that is a stream may send on what arrives. */
async function answerAfter(parts: IncomingParts, answer: DirectedAnswer, refuse: (error: unknown) => HttpAnswer): Promise<DirectedAnswer> {
  const { body } = answer;
  if (body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array)) return { ...answer, body: sendBefore(parts, body) };
  // What failed before has been answered.
  if (parts.failure !== undefined) return answer;
  try {
    await parts.skipRest();
    return answer;
  } catch (error) {
    return refuse(error);
  }
}

async function* sendBefore(parts: IncomingParts, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* body;
  await parts.skipRest();
}

function answerEnvelope(message: ReceivedMessage, endpoint: SoapEndpoint): Soon<HttpAnswer> {
  if (endpoint.filters.length === 0) return answerMessage(message, endpoint);
  return answerFiltered(message, endpoint.filters, {
    message: (each) => answerMessage(each, endpoint),
    error: (error) => answerError(error, message, startOf(message), endpoint),
  });
}

/** Before anything is read, the media type says the version. */
function startOf({ contentType }: ReceivedMessage): Progress {
  return { version: contentType?.type === soap12MediaType ? soap12 : soap11, addressing: undefined, operation: undefined };
}

function answerMessage(received: ReceivedMessage, endpoint: SoapEndpoint): Soon<HttpAnswer> {
  const message = withoutBlanks(received, endpoint.read.tolerance);
  const progress = startOf(message);
  const read = (): Soon<SoapMessage> => readMessage(message, endpoint.dispatcher, progress, endpoint.read);
  return orElse(
    () =>
      andThen(message.parts === undefined ? read() : andThen(loadIncluded(message, endpoint), read), (each) =>
        answerRead(each, message, progress, endpoint),
      ),
    // An operation may fail at the body that it reads, whatever it makes of that.
    (error) => answerError(message.parts?.failure?.error ?? error, message, progress, endpoint),
  );
}

function loadIncluded(message: ReceivedMessage, endpoint: SoapEndpoint): Soon<void> {
  return message.loadIncluded?.((reader) => streamedIncludes(reader, bodyDecoding(message, endpoint)));
}

function answerRead(read: SoapMessage, message: ReceivedMessage, progress: Progress, endpoint: SoapEndpoint): Soon<HttpAnswer> {
  const { operation, input } = read;
  const call = new HttpCall(message, read);
  return andThen(callOperation(operation, input, call, endpoint.hooks), (output) => {
    const { packaging, parts } = message;
    if (parts?.failure !== undefined) throw parts.failure.error;
    const beside = xopPartsFor({ packaging, xopThreshold: endpoint.xopThreshold, filters: endpoint.filters });
    return writeOutput(progress, operation, output, call, endpoint.outputTolerance, beside);
  });
}

/** How the body of a message is going to be decoded. */
function bodyDecoding(message: ReceivedMessage, { dispatcher, read }: SoapEndpoint): BodyDecoding {
  return {
    codecOf: (bodyElement) => dispatcher.codecOf(bodyElement),
    decode: (codec, reader, options) => decodeBody(message, codec, reader, options),
    options: read.decode,
  };
}

function withoutBlanks(message: ReceivedMessage, tolerance: Tolerance | undefined): ReceivedMessage {
  if (tolerance === undefined) return message;
  const bytes = withoutLeadingBlanks(
    message.bytes,
    tolerance(() => undefined),
  );
  return bytes === message.bytes ? message : message.withBody(bytes);
}

/** Throws what says that a body could not be read: that is answered without an envelope. */
function answerError(
  error: unknown,
  { request, parts, arriving }: ReceivedMessage,
  progress: Progress,
  endpoint: SoapEndpoint,
): HttpAnswer {
  if (error instanceof RequestBodyError && (arriving !== undefined || error === parts?.failure?.error)) throw error;
  const fault = toFault(error);
  reportFault(endpoint.hooks, fault, request);
  return writeFaultAnswer(fault, progress, endpoint.senderFaultStatus);
}

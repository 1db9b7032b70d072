/**
 * WSDL's HTTP binding, as the handler of an endpoint sees it: parameters in addresses and forms, and plain documents. WSDL 1.1 §4, §5
 */
import type { SchemaSet } from "../../runtime/codec.js";
import type { EncodeOptions } from "../../runtime/options.js";
import { callOperation, type Hooks, HttpCall, reportFault } from "../../service/call-operation.js";
import type { HttpAnswer } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import type { BoundService } from "../../service/serve.js";
import { andThen, orElse, type Soon } from "../../service/soon.js";
import { toleranceOf, type ValidationOptions } from "../../service/validation.js";
import type { RenameElement } from "../../xml/read/renaming-reader.js";
import type { Protocol, ReceivedMessage } from "../protocol.js";
import { HttpDispatcher, type HttpOperation, isHttpService } from "./dispatch.js";
import { documentTypes, formType, type HttpMessage, type ReadOptions, type ReadResult, readMessage } from "./read-message.js";
import type { HttpProblem, HttpRefusal, HttpReply } from "./refusal.js";
import type { RawParameter } from "./url-parameters.js";
import { type WriteOptions, writeDocument, writeOutput, writeProblem } from "./write-message.js";

/** What HTTP bindings leave to a service. */
export interface HttpOptions {
  /** Answers a request that no operation answers, in the service's own form; undefined: in plain text, with an HTTP status that says what is wrong. */
  readonly refuse?: (refusal: HttpRefusal) => HttpReply | undefined;
  /** Gives elements of received documents the names that count. */
  readonly rename?: RenameElement;
  /** Takes parameters that are not UTF-8 as ISO-8859-1, and a percent sign that encodes nothing as itself. */
  readonly isLenient?: boolean;
  /** How a document is written, by the Clark name of its root; with an XML declaration when left out. */
  readonly encode?: (root: string) => EncodeOptions;
  /** Headers of each answer with a document. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpHandlerOptions extends Hooks, ValidationOptions {
  readonly http?: HttpOptions;
  /** What xsi:type and wildcards in messages may name, beside what the messages' own types refer to. */
  readonly schema?: SchemaSet;
}

/** Makes the protocol; undefined if no service is bound to HTTP. */
export function createHttpProtocol(services: readonly BoundService[], options: HttpHandlerOptions): Protocol | undefined {
  const own = services.filter(isHttpService);
  if (own.length === 0) return undefined;
  const dispatcher = new HttpDispatcher(own);
  const { schema, http = {} } = options;
  const onDeviation = toleranceOf(options, "input")?.(() => undefined);
  const answerOptions: AnswerOptions = {
    hooks: options,
    read: {
      decode: { ...(schema && { schema }), ...(onDeviation && { onDeviation }) },
      rename: http.rename,
      isLenient: http.isLenient ?? false,
    },
    write: { encode: rememberStyles(http.encode), headers: http.headers, tolerance: toleranceOf(options, "output") },
    refuse: http.refuse,
  };
  const mediaTypes = mediaTypesOf(dispatcher);
  const anyBody = new Set(dispatcher.verbs.filter((verb) => dispatcher.takes(verb, "address")));
  const typedBody = new Set(dispatcher.verbs.filter((verb) => dispatcher.takes(verb, "form", "document")));
  return {
    methods: new Set(dispatcher.verbs),
    mediaTypes,
    takes: (method, mediaType) => anyBody.has(method) || (mediaType !== undefined && mediaTypes.has(mediaType) && typedBody.has(method)),
    takesRoot: ({ clark }) => dispatcher.takesRoot(clark),
    answer: (message) => answerMessage(message, dispatcher, answerOptions),
  };
}

/** Documents have few roots, so the style of each is made once. */
function rememberStyles(encode: HttpOptions["encode"] = () => ({ declaration: true })): (root: string) => EncodeOptions {
  const styles = new Map<string, EncodeOptions>();
  return (root) => {
    const style = styles.get(root) ?? encode(root);
    styles.set(root, style);
    return style;
  };
}

function mediaTypesOf(dispatcher: HttpDispatcher): ReadonlySet<string> {
  const hasForms = dispatcher.verbs.some((verb) => dispatcher.takes(verb, "form"));
  const hasDocuments = dispatcher.verbs.some((verb) => dispatcher.takes(verb, "document"));
  return new Set([...(hasForms ? [formType] : []), ...(hasDocuments ? documentTypes : [])]);
}

/** How requests are answered. */
interface AnswerOptions {
  readonly hooks: Hooks;
  readonly read: ReadOptions;
  readonly write: WriteOptions;
  readonly refuse: ((refusal: HttpRefusal) => HttpReply | undefined) | undefined;
}

/** Answers a request. Throws, or rejects with, what a service's own refusal throws. */
function answerMessage(message: ReceivedMessage, dispatcher: HttpDispatcher, options: AnswerOptions): Soon<HttpAnswer> {
  return andThen(readMessage(message, dispatcher, options.read), (read) => answerRead(read, message, options));
}

function answerRead(read: ReadResult, message: ReceivedMessage, options: AnswerOptions): Soon<HttpAnswer> {
  if (read.ok) return call(read, message, options);
  if ("mediaTypes" in read) return { status: 415, headers: { "accept-post": read.mediaTypes.join(", ") } };
  return refuse(read.problem, read.parameters, message, options);
}

function call({ operation, input, parameters }: HttpMessage, message: ReceivedMessage, options: AnswerOptions): Soon<HttpAnswer> {
  return orElse(
    () => {
      const output = callOperation(operation, input, new HttpCall(message, { headers: {}, parameters }), options.hooks);
      return andThen(output, (value) => writeOutput(operation, value, options.write));
    },
    (error) => fail(operation, SoapFault.from(error), message, options),
  );
}

function fail(operation: HttpOperation, fault: SoapFault, message: ReceivedMessage, options: AnswerOptions): HttpAnswer {
  reportFault(options.hooks, fault, message.request);
  return refuse({ kind: "failed", message: fault.message, operation, fault }, [], message, options);
}

function refuse(
  problem: HttpProblem,
  parameters: readonly RawParameter[],
  { request }: ReceivedMessage,
  { refuse: ownRefusal, write }: AnswerOptions,
): HttpAnswer {
  const reply = ownRefusal?.({ problem, request, parameters });
  return reply === undefined ? writeProblem(problem, write) : writeDocument(reply.status ?? 200, reply.codec, reply.value, write);
}

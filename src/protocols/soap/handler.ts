/**
 * SOAP over HTTP, as the handler of an endpoint sees it. SOAP 1.1 §6, SOAP 1.2 Part 2 §7, WS-I Basic Profile 1.1 §3.4
 */
import type { SchemaSet } from "../../runtime/codec.js";
import { callOperation, type Hooks, HttpCall } from "../../service/call-operation.js";
import { soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { EnvelopeFilter } from "../../service/envelope-filter.js";
import type { HttpAnswer } from "../../service/exchange.js";
import type { BoundService } from "../../service/serve.js";
import type { Protocol, ReceivedMessage } from "../protocol.js";
import { isSoapService, SoapDispatcher } from "./dispatch.js";
import { type EnvelopeVersion, soap11, soap12 } from "./envelope-version.js";
import { answerFiltered } from "./filtered-answer.js";
import { isEnvelope, type Progress, type ReadOptions, readMessage, toFault } from "./read-message.js";
import { writeFaultAnswer, writeOutput } from "./write-message.js";

export interface SoapOptions extends Hooks {
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
  /** What xsi:type and wildcards in messages may name, beside what the messages' own types refer to. */
  readonly schema?: SchemaSet;
}

const mediaTypes: ReadonlySet<string> = new Set([soap11MediaType, soap12MediaType]);

/** Makes the protocol; undefined if no service is bound to SOAP. */
export function createSoapProtocol(services: readonly BoundService[], options: SoapOptions): Protocol | undefined {
  const own = services.filter(isSoapService);
  if (own.length === 0) return undefined;
  const dispatcher = new SoapDispatcher(own, options.action === "bodyWins");
  const { schema, senderFaultStatus = 400, filters = [] } = options;
  const read: ReadOptions = { decode: schema === undefined ? {} : { schema }, understands: new Set(options.understands) };
  const answerOptions: AnswerOptions = { hooks: options, read, senderFaultStatus };
  return {
    methods: new Set(["POST"]),
    mediaTypes,
    takes: (method, mediaType) => method === "POST" && mediaType !== undefined && mediaTypes.has(mediaType),
    takesRoot: isEnvelope,
    answer: (message) => {
      const version = message.contentType?.type === soap12MediaType ? soap12 : soap11;
      return filters.length === 0
        ? answerMessage(message, version, dispatcher, answerOptions)
        : answerFiltered(message, filters, {
            message: (each) => answerMessage(each, version, dispatcher, answerOptions),
            error: (error) => answerError(error, message, { version, addressing: undefined, operation: undefined }, answerOptions),
          });
    },
  };
}

/** How messages are answered. */
interface AnswerOptions {
  readonly hooks: Hooks;
  readonly read: ReadOptions;
  /** HTTP status of Sender faults in SOAP 1.2. */
  readonly senderFaultStatus: number;
}

/** Answers a message whose media type is that of `version`; never rejects. */
async function answerMessage(
  message: ReceivedMessage,
  version: EnvelopeVersion,
  dispatcher: SoapDispatcher,
  options: AnswerOptions,
): Promise<HttpAnswer> {
  const progress: Progress = { version, addressing: undefined, operation: undefined };
  try {
    const received = readMessage(message, dispatcher, progress, options.read);
    const { operation, input } = received;
    const call = new HttpCall(message.request, message.time, received);
    const output = await callOperation(operation, input, call, options.hooks);
    return writeOutput(version, operation, output, call, progress.addressing);
  } catch (error) {
    return answerError(error, message, progress, options);
  }
}

function answerError(error: unknown, { request }: ReceivedMessage, progress: Progress, options: AnswerOptions): HttpAnswer {
  const fault = toFault(error);
  options.hooks.onFault?.(fault, request);
  return writeFaultAnswer(fault, progress, options.senderFaultStatus);
}

/**
 * SOAP over HTTP, as the handler of an endpoint sees it. SOAP 1.1 §6, SOAP 1.2 Part 2 §7, WS-I Basic Profile 1.1 §3.4
 */
import type { SchemaSet } from "../../runtime/codec.js";
import type { DecodeOptions } from "../../runtime/options.js";
import { callOperation, type Hooks, HttpCall } from "../../service/call-operation.js";
import { soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { HttpAnswer } from "../../service/exchange.js";
import type { BoundService } from "../../service/serve.js";
import type { Protocol, ReceivedMessage } from "../protocol.js";
import { isSoapService, SoapDispatcher } from "./dispatch.js";
import { type EnvelopeVersion, soap11, soap12 } from "./envelope-version.js";
import { isEnvelope, type Progress, readMessage, toFault } from "./read-message.js";
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
  /** What xsi:type and wildcards in messages may name, beside what the messages' own types refer to. */
  readonly schema?: SchemaSet;
}

const mediaTypes: ReadonlySet<string> = new Set([soap11MediaType, soap12MediaType]);

/** Makes the protocol; undefined if no service is bound to SOAP. */
export function createSoapProtocol(services: readonly BoundService[], options: SoapOptions): Protocol | undefined {
  const own = services.filter(isSoapService);
  if (own.length === 0) return undefined;
  const dispatcher = new SoapDispatcher(own, options.action === "bodyWins");
  const { schema, senderFaultStatus = 400 } = options;
  const answerOptions: AnswerOptions = { hooks: options, decode: schema === undefined ? {} : { schema }, senderFaultStatus };
  return {
    methods: new Set(["POST"]),
    mediaTypes,
    takes: (method, mediaType) => method === "POST" && mediaType !== undefined && mediaTypes.has(mediaType),
    takesRoot: isEnvelope,
    answer: (message) => {
      const version = message.contentType?.type === soap12MediaType ? soap12 : soap11;
      return answerMessage(message, version, dispatcher, answerOptions);
    },
  };
}

/** How messages are answered. */
interface AnswerOptions {
  readonly hooks: Hooks;
  readonly decode: DecodeOptions;
  /** HTTP status of Sender faults in SOAP 1.2. */
  readonly senderFaultStatus: number;
}

/** Answers a message whose media type is that of `version`; never rejects. */
async function answerMessage(
  message: ReceivedMessage,
  version: EnvelopeVersion,
  dispatcher: SoapDispatcher,
  { hooks, decode, senderFaultStatus }: AnswerOptions,
): Promise<HttpAnswer> {
  const progress: Progress = { version, addressing: undefined, operation: undefined };
  try {
    const { operation, input, headers } = readMessage(message, dispatcher, progress, decode);
    const call = new HttpCall(message.request, message.time, headers);
    const output = await callOperation(operation, input, call, hooks);
    return writeOutput(version, operation, output, call, progress.addressing);
  } catch (error) {
    const fault = toFault(error);
    hooks.onFault?.(fault, message.request);
    return writeFaultAnswer(fault, progress, senderFaultStatus);
  }
}

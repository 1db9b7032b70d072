/**
 * One message in, one answer out: read, call, write.
 */
import type { DecodeOptions } from "../../runtime/options.js";
import { callOperation, type Hooks, HttpCall } from "../../service/call-operation.js";
import type { HttpAnswer } from "../../service/exchange.js";
import type { ReceivedMessage } from "../protocol.js";
import type { SoapDispatcher } from "./dispatch.js";
import type { EnvelopeVersion } from "./envelope-version.js";
import { type Progress, readMessage, toFault } from "./read-message.js";
import { writeFaultAnswer, writeOutput } from "./write-message.js";

/** How messages are answered. */
export interface AnswerOptions {
  readonly hooks: Hooks;
  readonly decode: DecodeOptions;
  /** HTTP status of Sender faults in SOAP 1.2. */
  readonly senderFaultStatus: number;
}

/** Answers a message whose media type is that of `version`; never rejects. */
export async function answerMessage(
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

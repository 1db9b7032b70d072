/**
 * One request in, one answer out: read, call, write.
 */
import { callOperation, type Hooks, HttpCall } from "../../service/call-operation.js";
import type { HttpAnswer } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import type { ReceivedMessage } from "../protocol.js";
import type { HttpDispatcher, HttpOperation } from "./dispatch.js";
import { type HttpMessage, type ReadOptions, readMessage } from "./read-message.js";
import type { HttpProblem, HttpRefusal, HttpReply } from "./refusal.js";
import type { RawParameter } from "./url-parameters.js";
import { type WriteOptions, writeDocument, writeOutput, writeProblem } from "./write-message.js";

/** How requests are answered. */
export interface AnswerOptions {
  readonly hooks: Hooks;
  readonly read: ReadOptions;
  readonly write: WriteOptions;
  readonly refuse: ((refusal: HttpRefusal) => HttpReply | undefined) | undefined;
}

/** Answers a request. Rejects with what a service's own refusal throws. */
export async function answerMessage(message: ReceivedMessage, dispatcher: HttpDispatcher, options: AnswerOptions): Promise<HttpAnswer> {
  const read = readMessage(message, dispatcher, options.read);
  if (read.ok) return call(read, message, options);
  if ("mediaTypes" in read) return { status: 415, headers: { "accept-post": read.mediaTypes.join(", ") } };
  return refuse(read.problem, read.parameters, message, options);
}

async function call({ operation, input, parameters }: HttpMessage, message: ReceivedMessage, options: AnswerOptions): Promise<HttpAnswer> {
  try {
    const output = await callOperation(operation, input, new HttpCall(message.request, message.time, {}, parameters), options.hooks);
    return writeOutput(operation, output, options.write);
  } catch (error) {
    return fail(operation, SoapFault.from(error), message, options);
  }
}

function fail(operation: HttpOperation, fault: SoapFault, message: ReceivedMessage, options: AnswerOptions): HttpAnswer {
  options.hooks.onFault?.(fault, message.request);
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

/**
 * A handler for the address that a client gives as ReplyTo: each answer finds its call by RelatesTo. WS-Addressing 1.0 Core §3.4
 */

import type { ClientAnswer } from "../../service/client-answer.js";
import { parseContentType } from "../../service/content-type.js";
import type { HttpAnswer, HttpRequest } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import { type ServiceHandler, toFetchHandler } from "../../service/fetch-adapter.js";
import { RequestBodyError, readRequestBody, refuseBody } from "../../service/limits.js";
import { MultipartError } from "../../service/multipart.js";
import type { ExpectedReply, ReplyEndpoint } from "../../service/reply-endpoint.js";
import { XmlError } from "../../xml/errors.js";
import { messageLimits } from "../../xml/limits.js";
import { Reader } from "../../xml/read/reader.js";
import { AddressingReader } from "./addressing.js";
import { isPackaged, unpack } from "./packaged-message.js";
import { openEnvelope } from "./read-envelope.js";

export interface ReplyReceiverOptions {
  /** The address under which servers reach this handler. */
  readonly address: string;
  /** Bytes of an answer; 10 MiB when left out. */
  readonly maxBodyBytes?: number;
  /** Called with the message that an answer relates to if nobody waits for it: it came too late, or is the fault of a one-way operation. */
  readonly onUnexpected?: (relatesTo: string | undefined, envelope: Uint8Array) => void;
}

/** A handler that is served at the address, and the `replies` of clients. */
export interface ReplyReceiver extends ServiceHandler, ReplyEndpoint {}

/** Makes the handler. One is enough for any number of clients. */
export function receiveReplies({ address, maxBodyBytes = 10 * 1024 * 1024, onUnexpected }: ReplyReceiverOptions): ReplyReceiver {
  const waiting = new Map<string, (answer: ClientAnswer) => void>();
  const exchange = async (request: HttpRequest): Promise<HttpAnswer> => {
    if (request.method !== "POST") return { status: 405, headers: { allow: "POST" } };
    try {
      const answer = answerIn(request, await readRequestBody(request, maxBodyBytes));
      const relatesTo = relationOf(answer);
      const take = relatesTo === undefined ? undefined : waiting.get(relatesTo);
      if (take === undefined) onUnexpected?.(relatesTo, answer.bytes);
      else take(answer);
      return { status: 202 };
    } catch (error) {
      if (error instanceof RequestBodyError) return refuseBody(error);
      if (isMalformed(error)) return { status: 400 };
      throw error;
    }
  };
  const expect = (messageId: string): ExpectedReply => {
    const arrived = new Promise<ClientAnswer>((resolve) => waiting.set(messageId, resolve));
    return { arrival: (signal) => untilAborted(arrived, signal), forget: () => void waiting.delete(messageId) };
  };
  return Object.assign(toFetchHandler(exchange), { address, expect });
}

/** A message of its own is an answer that has succeeded, as far as HTTP is concerned; a fault is known by its body. */
function answerIn({ headers }: HttpRequest, bytes: Uint8Array): ClientAnswer {
  const type = headers.get("content-type");
  return {
    status: 200,
    isOk: true,
    headers: new Headers(type === null ? {} : { "content-type": type }),
    contentType: parseContentType(type),
    bytes,
  };
}

/** The message that an answer relates to. Throws what reading throws. */
function relationOf({ bytes, contentType }: ClientAnswer): string | undefined {
  const envelope = isPackaged(contentType) ? unpack(bytes, contentType).bytes : bytes;
  const charset = contentType?.parameters.get("charset");
  const addressing = new AddressingReader();
  openEnvelope(new Reader(envelope, { limits: messageLimits, ...(charset !== undefined && { charset }) }), (each) => addressing.take(each));
  return addressing.properties?.relatesTo;
}

function isMalformed(error: unknown): boolean {
  return error instanceof XmlError || error instanceof SoapFault || error instanceof MultipartError;
}

function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    void promise.then((value) => {
      signal.removeEventListener("abort", abort);
      resolve(value);
    });
  });
}

/**
 * SOAP over HTTP. SOAP 1.1 §6, SOAP 1.2 Part 2 §7, WS-I Basic Profile 1.1 §3.4
 *
 * POST carries messages, GET with `?wsdl` gives the contract. Body size and time of a call are limited.
 */

import { type ContentType, parseContentType, readAction, soap11MediaType, soap12MediaType } from "../../service/content-type.js";
import type { HttpAnswer, HttpRequest } from "../../service/exchange.js";
import { SoapFault } from "../../service/fault.js";
import { type ServiceHandler, toFetchHandler } from "../../service/fetch-adapter.js";
import { readRequestBody } from "../../service/request-body.js";
import { answerInTime } from "../../service/time-limit.js";
import type { Limits } from "../../xml/limits.js";
import { type Answer, type BoundService, callService } from "./call-service.js";
import { soap11, soap12 } from "./envelope-version.js";
import { type ContractDocuments, serveContract } from "./serve-contract.js";

export interface HandlerOptions {
  /** Bindings and their servers, made by `bind`. Those of SOAP 1.1 and 1.2 may stand side by side. */
  readonly services: readonly BoundService[];
  /** The contract that `?wsdl` gives. */
  readonly contract?: ContractDocuments;
  /** Bytes of a request's body; 10 MiB when left out. */
  readonly maxBodyBytes?: number;
  /** Milliseconds for reading a request and answering it; 30,000 when left out. */
  readonly timeout?: number;
  /**
   * HTTP status of `Sender` faults in SOAP 1.2. 400 is what SOAP 1.2 Part 2 §7.5.2.2 says; clients of WCF and of today's .NET read a fault only where it
   * is 500.
   */
  readonly senderFaultStatus?: 400 | 500;
  /** Limits of the XML reader. */
  readonly limits?: Partial<Limits>;
  /** Called for each fault that is sent. Its `cause` is for the log, and not sent. */
  readonly onFault?: (fault: SoapFault, request: HttpRequest) => void;
}

/** Makes the handler of one endpoint. The handler never rejects. */
export function createHandler(options: HandlerOptions): ServiceHandler {
  return toFetchHandler(async (request) => {
    if (request.method === "GET" || request.method === "HEAD") {
      return (options.contract && serveContract(options.contract, request)) ?? refuseMethod(options);
    }
    if (request.method !== "POST") return refuseMethod(options);
    return post(request, options);
  });
}

function refuseMethod(options: HandlerOptions): HttpAnswer {
  return { status: 405, headers: { allow: options.contract === undefined ? "POST" : "GET, HEAD, POST" } };
}

async function post(request: HttpRequest, options: HandlerOptions): Promise<HttpAnswer> {
  const contentType = parseContentType(request.headers.get("content-type"));
  const version = contentType && versionOf(contentType);
  if (version === undefined) return { status: 415, headers: { "accept-post": `${soap11MediaType}, ${soap12MediaType}` } };
  try {
    return await answerInTime(request, options.timeout ?? 30_000, async (time) => {
      const bytes = await readRequestBody(request, options.maxBodyBytes ?? 10 * 1024 * 1024);
      const charset = contentType?.parameters.get("charset");
      const message = { bytes, charset, version, action: contentType && readAction(contentType, request.headers), request, time };
      const answer = await callService(options.services, message, options.limits ?? {});
      if (answer.fault !== undefined) options.onFault?.(answer.fault, request);
      return toHttpAnswer(answer, statusOf(answer, options));
    });
  } catch (error) {
    options.onFault?.(SoapFault.from(error), request);
    return { status: 500 };
  }
}

function versionOf({ type }: ContentType): typeof soap11 | undefined {
  if (type === soap11MediaType) return soap11;
  return type === soap12MediaType ? soap12 : undefined;
}

function statusOf({ version, status, fault }: Answer, { senderFaultStatus = 400 }: HandlerOptions): number {
  return version === soap12 && fault?.code === "Sender" && fault.status === undefined ? senderFaultStatus : status;
}

function toHttpAnswer({ version, bytes, action }: Answer, status: number): HttpAnswer {
  if (bytes === undefined) return { status };
  const parameter = version === soap12 && action !== undefined ? `; action="${action.replaceAll(/["\\]/g, "\\$&")}"` : "";
  return {
    status,
    headers: { "content-type": `${version.mediaType}; charset=utf-8${parameter}`, "content-length": String(bytes.length) },
    body: bytes,
  };
}

/**
 * Sends a request and measures the answer.
 */
import type { RelayAnswer, RelayRequest } from "../relay.js";
import { configuration } from "./configuration.js";
import type { OutgoingRequest } from "./message.js";
import { isWellFormed } from "./well-formed.js";

/** What came back. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly text: string;
  readonly bytes: number;
  readonly ms: number;
}

/** Sends a request. Rejects when nothing comes back. */
export async function send(request: OutgoingRequest, signal: AbortSignal): Promise<ReceivedAnswer> {
  const start = performance.now();
  const response = await (request.way === "relay" ? sendByRelay : sendHere)(request, signal);
  const bytes = await response.arrayBuffer();
  const text = new TextDecoder().decode(bytes);
  return { ...headOf(response, request.way, text), text, bytes: bytes.byteLength, ms: performance.now() - start };
}

function sendHere({ method, url, headers, body }: OutgoingRequest, signal: AbortSignal): Promise<Response> {
  return fetch(url, { method, headers: { ...headers }, ...(body !== undefined && { body }), signal, redirect: "error" });
}

function sendByRelay({ method, url, headers, body }: OutgoingRequest, signal: AbortSignal): Promise<Response> {
  const asked: RelayRequest = { method, url, headers };
  const head = { "relay-request": encodeURIComponent(JSON.stringify(asked)), "content-type": "application/octet-stream" };
  return fetch(`${configuration.base}/relay`, { method: "POST", headers: head, body: body ?? "", signal, redirect: "error" });
}

function headOf({ status, statusText, headers }: Response, way: OutgoingRequest["way"], text: string): RelayAnswer {
  if (way !== "relay") return { status, statusText, headers: [...headers] };
  const relayed = headers.get("relay-answer");
  if (relayed === null) throw new Error(text);
  // Written by relay.ts.
  return JSON.parse(decodeURIComponent(relayed)) as RelayAnswer;
}

/** A fault of SOAP, taken apart. */
export interface ReadFault {
  readonly code: string;
  readonly reason: string;
  readonly detail: string;
}

/** The fault in an answer; undefined where it has none. */
export function readFault(text: string): ReadFault | undefined {
  const document = parseXml(text);
  const fault =
    document && [...document.getElementsByTagNameNS("*", "Fault")].find(({ namespaceURI }) => /envelope\/?$/.test(namespaceURI ?? ""));
  if (fault === undefined) return undefined;
  const textOf = (...names: readonly string[]): string => {
    const found = names.map((name) => fault.getElementsByTagNameNS("*", name)[0]).find((element) => element !== undefined);
    return found?.textContent?.trim() ?? "";
  };
  const detail = fault.getElementsByTagNameNS("*", "detail")[0] ?? fault.getElementsByTagNameNS("*", "Detail")[0];
  return {
    code: textOf("Value", "faultcode"),
    reason: textOf("Text", "faultstring"),
    detail: detail === undefined ? "" : [...detail.children].map((child) => new XMLSerializer().serializeToString(child)).join("\n"),
  };
}

/** Parses a document; undefined if it is not well-formed. Nothing in it is fetched or run. */
export function parseXml(text: string): Document | undefined {
  if (/<!DOCTYPE/i.test(text) || !isWellFormed(text.trim())) return undefined;
  const document = new DOMParser().parseFromString(text.trim(), "application/xml");
  return document.getElementsByTagNameNS("*", "parsererror").length > 0 ? undefined : document;
}

/**
 * One exchange with a real service, as it is kept: without secrets, without what belongs to the connection alone.
 */
import type { HttpRequest, RequestHeaders } from "../../src/service/exchange.js";
import { type Header, redactBody, redacted, redactHeaders, redactParameters } from "./redact.js";

/** A message of an exchange. */
export interface RecordedMessage {
  /** As they were sent, secrets taken out. */
  readonly headers: readonly Header[];
  /** Undefined if the message has no body, or one that cannot be searched for secrets. */
  readonly body: Uint8Array | undefined;
}

/** A request and its answer. */
export interface Recording {
  /** The operation's name in the WSDL; undefined if the request was for none. */
  readonly operation: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly request: RecordedMessage;
  readonly status: number;
  readonly answer: RecordedMessage;
}

/** Headers that are about one connection. RFC 9110 §7.6.1 */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The headers that go on to the next hop: without those of the connection, and those that `Connection` names. */
export function endToEnd(headers: readonly Header[]): readonly Header[] {
  const named = headers.filter(([name]) => name.toLowerCase() === "connection").flatMap(([, value]) => value.toLowerCase().split(/[\s,]+/));
  const left = new Set([...hopByHop, ...named]);
  return headers.filter(([name]) => !left.has(name.toLowerCase()));
}

/** The value of a header; null if it is not there. */
export function headerOf(headers: readonly Header[], name: string): string | null {
  const values = headers.filter(([own]) => own.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? null : values.join(", ");
}

/** Takes the secrets out of a recording. */
export function redactRecording(recording: Recording): Recording {
  const { query, request, answer } = recording;
  return { ...recording, query: redactParameters(query), request: redactMessage(request), answer: redactMessage(answer) };
}

function redactMessage({ headers, body }: RecordedMessage): RecordedMessage {
  const type = headerOf(headers, "content-type") ?? "";
  return { headers: redactHeaders(headers), body: body && redactBody(body, type) };
}

/** Headers of an answer that are given again with it: what was taken out is not, and the body is kept without content coding. */
export function replayedHeaders({ headers }: RecordedMessage): Readonly<Record<string, string>> {
  const left = new Set(["content-length", "content-encoding", "date", "set-cookie"]);
  const given = endToEnd(headers).filter(([name, value]) => !left.has(name.toLowerCase()) && value !== redacted);
  return Object.fromEntries(given.map(([name]) => [name.toLowerCase(), headerOf(given, name) ?? ""]));
}

/** The request of a recording, to be read once more. */
export function requestOf({ method, path, query, request }: Recording, origin = "http://recorded.invalid"): HttpRequest {
  const headers = request.headers.filter(([name]) => !/^content-(encoding|length)$/i.test(name));
  return new BufferedRequest({
    method,
    path,
    query,
    origin,
    headers: { get: (name) => headerOf(headers, name) },
    body: request.body ?? noBytes,
  });
}

const noBytes = new Uint8Array(0);

export interface BufferedRequestParts extends Pick<HttpRequest, "method" | "path" | "query" | "origin"> {
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
}

/** A request whose body has arrived. */
export class BufferedRequest implements HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly origin: string;
  readonly headers: RequestHeaders;
  readonly signal = new AbortController().signal;
  readonly #body: Uint8Array;

  constructor({ method, path, query, origin, headers, body }: BufferedRequestParts) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.origin = origin;
    this.headers = headers;
    this.#body = body;
  }

  async readBody(): Promise<Uint8Array> {
    return this.#body;
  }

  stopReading(): boolean {
    return false;
  }
}

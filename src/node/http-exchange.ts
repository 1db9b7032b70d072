/**
 * node:http's request and response -> an HttpRequest, and an HttpAnswer -> node:http's response.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import type { AuthenticatedSender, DirectHandler, HttpAnswer, HttpRequest, RequestHeaders } from "../service/exchange.js";
import type { FetchHandler } from "../service/fetch-adapter.js";
import type { LendingAnswer, LentBody } from "../service/lending-answer.js";
import { BodyChunks, bodyIsIncomplete, refuseLength } from "../service/limits.js";
import type { Soon } from "../service/soon.js";
import { streamMessage } from "./message-stream.js";
import { networkOf } from "./peer-address.js";

/** A request of node:http. */
export class NodeRequest implements HttpRequest, RequestHeaders {
  readonly origin: string;
  readonly path: string;
  readonly query: string;
  readonly message: IncomingMessage;
  /** Set before the request is handled, if the server authenticates. */
  sender: AuthenticatedSender | undefined;
  readonly #addresses: Addresses;
  readonly #response: ServerResponse;
  #gone: AbortController | undefined;
  #isTaken = false;
  #failReading: ((error: unknown) => void) | undefined;
  #peer: string | undefined;
  #platform: Request | undefined;

  constructor(message: IncomingMessage, response: ServerResponse, { origin, path, query }: RequestAddress, addresses: Addresses) {
    this.message = message;
    this.#response = response;
    this.origin = origin;
    this.path = path;
    this.query = query;
    this.#addresses = addresses;
  }

  get method(): string {
    return this.message.method ?? "GET";
  }

  get headers(): RequestHeaders {
    return this;
  }

  get(name: string): string | null {
    const value = this.message.headers[name] ?? this.message.headers[name.toLowerCase()];
    return typeof value === "object" ? value.join(", ") : (value ?? null);
  }

  get peer(): string | undefined {
    this.#peer ??= this.#addresses.peerOf(this.message);
    return this.#peer;
  }

  get connectedFrom(): string | undefined {
    return this.message.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/i, "");
  }

  get signal(): AbortSignal {
    if (this.#gone !== undefined) return this.#gone.signal;
    const gone = new AbortController();
    this.#gone = gone;
    const { socket } = this.message;
    // Of requests that were sent one behind another, the responses of all but the first are not connected to the socket.
    const onClose = (): void => {
      socket.off("close", onClose);
      if (!this.#response.writableFinished) gone.abort(new Error("the peer closed the connection"));
    };
    if (socket.destroyed) onClose();
    else {
      socket.on("close", onClose);
      this.#response.on("close", onClose);
    }
    return gone.signal;
  }

  /** Has the sender closed the connection before the answer was written? */
  get isGone(): boolean {
    return (this.message.socket.destroyed || this.#response.destroyed) && !this.#response.writableFinished;
  }

  readBody(limit: number): Soon<Uint8Array> {
    const { complete, destroyed, readableFlowing, readableLength, headers } = this.message;
    if (destroyed && !complete) throw bodyIsIncomplete();
    const isHere = readableFlowing === null && readableLength === Number(headers["content-length"]);
    return isHere ? this.#takeBody(limit) : this.#collectBody(limit);
  }

  /** All of the body has arrived, and nobody has begun to read it: listening for its end would cost more than reading it. */
  #takeBody(limit: number): Uint8Array {
    const { message } = this;
    refuseLength(message.headers["content-length"], limit);
    const bytes: Uint8Array | null = message.read();
    this.#isTaken = true;
    // Node may be about to say that it was the end, which the stream is to hear.
    message.resume();
    return bytes ?? new Uint8Array(0);
  }

  /** Has the body been read, or come to its end unread? Otherwise it would keep the connection from serving the next request. */
  get isRead(): boolean {
    return this.#isTaken || this.message.complete;
  }

  #collectBody(limit: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const { message } = this;
      const chunks = new BodyChunks(limit, message.headers["content-length"]);
      const fail = (error: unknown): void => {
        this.#failReading = undefined;
        message.pause();
        reject(error);
      };
      this.#failReading = fail;
      message.on("data", (chunk: Uint8Array) => {
        try {
          chunks.add(chunk);
        } catch (error) {
          fail(error);
        }
      });
      message.on("end", () => {
        this.#failReading = undefined;
        resolve(chunks.join());
      });
      const stop = (): boolean => this.stopReading();
      message.on("close", stop);
      message.on("error", stop);
    });
  }

  streamBody(limit: number): AsyncIterable<Uint8Array> {
    return streamMessage(this.message, limit, (fail) => {
      this.#failReading = fail;
    });
  }

  stopReading(): boolean {
    const fail = this.#failReading;
    fail?.(bodyIsIncomplete());
    return fail !== undefined;
  }

  cut(): void {
    this.message.socket.destroy();
  }

  /** The platform's request. It is kept here, since the platform itself holds what listens to its signal weakly. */
  toPlatform(): Request {
    const { message, method, signal } = this;
    const headers = new Headers();
    for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
      headers.append(message.rawHeaders[i] ?? "", message.rawHeaders[i + 1] ?? "");
    }
    const hasBody = method !== "GET" && method !== "HEAD";
    // Node's own stream types and the platform's are the same objects under two declarations.
    const body = hasBody ? (Readable.toWeb(message) as unknown as ReadableStream<Uint8Array>) : null;
    this.#platform = new Request(this.origin + this.path + (this.query && `?${this.query}`), {
      method,
      headers,
      signal,
      body,
      ...(hasBody && { duplex: "half" }),
    });
    return this.#platform;
  }
}

/** Calls a handler in the way that costs least. */
export function directly(handler: FetchHandler): DirectHandler | ReturnType<typeof throughFetch> {
  return handler.direct ?? handler.exchange ?? throughFetch(handler);
}

/** Calls a handler that speaks fetch only. */
function throughFetch(handler: FetchHandler): (request: NodeRequest) => Promise<HttpAnswer> {
  return async (request) => {
    const response = await handler(request.toPlatform());
    const { "set-cookie": _, ...headers } = Object.fromEntries(response.headers);
    const cookies = response.headers.getSetCookie();
    const answer = { status: response.status, headers, ...(cookies.length > 0 && { cookies }) };
    if (response.body === null) return answer;
    if (response.headers.has("content-length")) return { ...answer, body: new Uint8Array(await response.arrayBuffer()) };
    // A ReadableStream is iterable on this platform.
    return { ...answer, body: response.body as unknown as AsyncIterable<Uint8Array> };
  };
}

/** How answers are sent. */
export interface Sending {
  /** Milliseconds that a peer may pause while it takes an answer; then its connection is cut. */
  readonly timeout: number;
  /** Told of the bytes of an answer that is given to node as a whole. */
  readonly onSize: (response: ServerResponse, bytes: number) => void;
}

/** Bodies up to this length go with their headers as one string, a character for each byte: two buffers, or a long string, cost the system more. */
const shortBody = 12 * 1024;

/** Writes an answer. A promise, for a body that comes in chunks, resolves when all were given to node. */
export function writeAnswer(
  { status, headers = {}, cookies, body, lent }: LendingAnswer,
  request: NodeRequest,
  response: ServerResponse,
  { timeout, onSize }: Sending,
): Promise<void> | undefined {
  if (!request.isRead) response.setHeader("connection", "close");
  if (cookies !== undefined) response.setHeader("set-cookie", cookies);
  response.writeHead(status, headers);
  if (body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array)) return writeChunks(body, response, timeout);
  onSize(response, lent?.size ?? body?.length ?? 0);
  if (lent !== undefined) endLending(lent, response, request.message.socket);
  else if (body === undefined) response.end();
  else if (typeof body === "string" || body.length > shortBody) response.end(body);
  else response.end(latin1Of(body), "latin1");
  // Node looks whether anything was sent when the time is over, ends the connection if not, and sets the time of an idle connection after the answer.
  if (response.socket === null || response.socket.writableLength > 0) response.setTimeout(timeout);
  return undefined;
}

function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/** Ends an answer with a document, and gives its memory back when the system has taken it: not where a connection breaks off, when it may still be asked for. */
function endLending(document: LentBody, response: ServerResponse, socket: Socket): void {
  const { bytes } = document;
  if (bytes.length > shortBody) {
    response.end(bytes, () => {
      if (!socket.destroyed) document.giveBack();
    });
  } else {
    response.end(latin1Of(bytes), "latin1");
    document.giveBack();
  }
}

async function writeChunks(chunks: AsyncIterable<Uint8Array>, response: ServerResponse, timeout: number): Promise<void> {
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    if (response.write(chunk)) continue;
    response.setTimeout(timeout);
    await untilDrained(response);
    response.setTimeout(0);
  }
  response.end();
  response.setTimeout(timeout);
}

/** Resolves when more can be written, or never will be. */
function untilDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off("drain", end);
      response.off("close", end);
      resolve();
    };
    response.on("drain", end);
    response.on("close", end);
  });
}

/** Where a request was sent. */
export interface RequestAddress {
  readonly origin: string;
  readonly path: string;
  readonly query: string;
}

/** Finds out where requests were sent, and from where. The origins of a server's requests are few; the last one is remembered. */
export class Addresses {
  readonly #trustForwarded: boolean;
  readonly #publicOrigin: string | undefined;
  #host = "";
  #protocol = "";
  #origin: string | undefined;

  /** `trustForwarded`: believes x-forwarded-for, -proto and -host. `publicOrigin`: the origin of all requests, whatever they say. */
  constructor(trustForwarded: boolean, publicOrigin: string | undefined) {
    this.#trustForwarded = trustForwarded;
    this.#publicOrigin = publicOrigin;
  }

  /** Undefined for a target or host that is not one. */
  of(message: IncomingMessage): RequestAddress | undefined {
    const address = this.#read(message);
    return address === undefined || this.#publicOrigin === undefined ? address : { ...address, origin: this.#publicOrigin };
  }

  #read(message: IncomingMessage): RequestAddress | undefined {
    const { url = "/", headers } = message;
    if (!url.startsWith("/")) return readAbsolute(url);
    const forwardedHost = this.#trustForwarded ? firstOf(headers["x-forwarded-host"]) : undefined;
    const forwardedProtocol = this.#trustForwarded ? firstOf(headers["x-forwarded-proto"]) : undefined;
    const protocol = forwardedProtocol ?? ("encrypted" in message.socket ? "https" : "http");
    const origin = this.#originOf(protocol === "https" ? "https" : "http", forwardedHost ?? headers.host ?? "localhost");
    return origin === undefined ? undefined : { origin, ...splitTarget(url) };
  }

  /** Where a request came from. A proxy adds the address of its client as the last one; what is before that anybody may have written. */
  peerOf({ headers, socket }: IncomingMessage): string | undefined {
    const forwarded = this.#trustForwarded ? lastOf(headers["x-forwarded-for"]) : undefined;
    return (forwarded === undefined ? undefined : networkOf(forwarded)) ?? networkOf(socket.remoteAddress ?? "");
  }

  #originOf(protocol: string, host: string): string | undefined {
    if (host === this.#host && protocol === this.#protocol) return this.#origin;
    this.#host = host;
    this.#protocol = protocol;
    this.#origin = readOrigin(`${protocol}://${host}`);
    return this.#origin;
  }
}

/** A host and nothing else: what would be a path, a query or a password to a URL is refused. RFC 9112 §3.2 */
function readOrigin(text: string): string | undefined {
  if (!URL.canParse(text) || /[/?#@\\]/.test(text.slice(text.indexOf("://") + 3))) return undefined;
  return new URL(text).origin;
}

/** RFC 9112 §3.2.2: the absolute form outweighs the Host header. */
function readAbsolute(url: string): RequestAddress | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { origin, pathname, search, username, password } = new URL(url);
  return username === "" && password === "" ? { origin, path: pathname, query: search.slice(1) } : undefined;
}

/** A fragment is not part of a target, though some clients send it. */
export function splitTarget(target: string): { path: string; query: string } {
  const fragment = target.indexOf("#");
  const own = fragment < 0 ? target : target.slice(0, fragment);
  const query = own.indexOf("?");
  return query < 0 ? { path: own, query: "" } : { path: own.slice(0, query), query: own.slice(query + 1) };
}

function lastOf(header: string | string[] | undefined): string | undefined {
  const text = typeof header === "object" ? header.at(-1) : header;
  return text?.split(",").at(-1)?.trim();
}

function firstOf(header: string | string[] | undefined): string | undefined {
  const text = typeof header === "object" ? header[0] : header;
  return text?.split(",")[0]?.trim();
}

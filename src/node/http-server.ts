/**
 * node:http -> a handler on `Request` and `Response`, and back.
 *
 * Limits: header size and idle time are node's, set here; body size and the time of a call are the handler's business, which gets an
 * aborted `request.signal` when the peer is gone. At most `maxConcurrent` requests run at once; more are told 503 with Retry-After. At most
 * `maxConnections` connections are open; more are closed at once.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { setTimeout as sleep } from "node:timers/promises";

export type FetchHandler = (request: Request) => Promise<Response>;

export interface ListenOptions {
  /** TCP port; 0 lets the system choose. */
  readonly port: number;
  /** Address to bind; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Requests that run at once; 1,000 when left out. */
  readonly maxConcurrent?: number;
  /** Paths that are served however many requests run: who watches the process must not take a busy one for a dead one. */
  readonly alwaysServed?: ReadonlySet<string>;
  /** Connections that are open at once; 10,000 when left out. */
  readonly maxConnections?: number;
  /** Milliseconds a peer has for sending a whole request; 30,000 when left out. */
  readonly requestTimeout?: number;
  /** Takes x-forwarded-proto and x-forwarded-host as true. Only behind a proxy that sets them. */
  readonly trustForwarded?: boolean;
  /** Told of what a handler threw. */
  readonly onError?: (error: unknown) => void;
}

/** A running server. */
export interface Listening {
  readonly port: number;
  /** http://host:port */
  readonly url: string;
  /**
   * Serves what is on its way until nothing more comes, then stops accepting, lets running requests finish for at most `grace` milliseconds (10,000
   * when left out), and cuts what is left. From the start on every answer closes its connection.
   */
  close(grace?: number): Promise<void>;
}

/** Bytes of a request's address and headers: operations with many parameters may come by GET. */
const maxHeaderSize = 65_536;

/** Milliseconds that a connection is kept without a request: more than the minute for which proxies and clients keep theirs, so that they close first. */
const keepAliveTimeout = 65_000;

/** Milliseconds between two looks for connections that took too long over a request. */
const checkInterval = 5_000;

/**
 * Milliseconds for requests that were sent and not yet read: closing their connections at once would lose them unanswered. At least that long is
 * waited, and on a busy machine, where the system holds connections that node has not accepted yet, until some looks at the sockets find nothing.
 */
const onItsWay = { least: 250, most: 5_000, look: 5, looks: 5 };

/** Starts a server for the handler. Rejects with node's error when the port cannot be had. */
export function listen(handler: FetchHandler, options: ListenOptions): Promise<Listening> {
  const limit = options.maxConcurrent ?? 1000;
  const running = new Set<ServerResponse>();
  const { requestTimeout = 30_000, maxConnections = 10_000, alwaysServed } = options;
  let isClosing = false;
  let arrivals = 0;
  const limits = { requestTimeout, maxHeaderSize, keepAliveTimeout, connectionsCheckingInterval: checkInterval };
  const server = createServer(limits, (message, response) => {
    arrivals++;
    if (isClosing) response.setHeader("connection", "close");
    if (running.size >= limit && !alwaysServed?.has(message.url ?? "")) {
      response.writeHead(503, { "retry-after": "1", connection: "close" }).end();
      return;
    }
    running.add(response);
    serve(handler, message, response, options).finally(() => running.delete(response));
  });
  server.maxConnections = maxConnections;
  server.on("connection", () => arrivals++);
  const host = options.host ?? "127.0.0.1";
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, () => {
      server.off("error", reject);
      server.on("error", (error) => options.onError?.(error));
      // A listening TCP server's address is an AddressInfo, never a pipe's name.
      const { port } = server.address() as AddressInfo;
      resolve({
        port,
        url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
        close: async (grace) => {
          isClosing = true;
          // A connection that stays open after its answer would keep a closing server waiting.
          for (const response of running) if (!response.headersSent) response.setHeader("connection", "close");
          await untilQuiet(() => arrivals);
          await closeGracefully(server, grace ?? 10_000);
        },
      });
    });
  });
}

/** Waits until nothing arrives any more. */
async function untilQuiet(arrivals: () => number): Promise<void> {
  const latest = performance.now() + onItsWay.most;
  await sleep(onItsWay.least);
  for (let quiet = 0; quiet < onItsWay.looks && performance.now() < latest; ) {
    const before = arrivals();
    await sleep(onItsWay.look);
    quiet = arrivals() === before ? quiet + 1 : 0;
  }
}

async function serve(handler: FetchHandler, message: IncomingMessage, response: ServerResponse, options: ListenOptions): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort(new Error("the peer closed the connection"));
  });
  try {
    const request = toRequest(message, gone.signal, options.trustForwarded ?? false);
    await writeResponse(request === undefined ? new Response(null, { status: 400 }) : await handler(request), response, message);
  } catch (error) {
    if (!gone.signal.aborted) options.onError?.(error);
    if (!response.headersSent) response.writeHead(500).end();
    else response.destroy();
  }
}

/** Undefined for a request target or host that makes no URL, or a method that `Request` cannot have. */
function toRequest(message: IncomingMessage, signal: AbortSignal, trustForwarded: boolean): Request | undefined {
  const headers = new Headers();
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i] ?? "", message.rawHeaders[i + 1] ?? "");
  }
  const url = requestUrl(message, headers, trustForwarded);
  if (url === undefined || message.method === "TRACE" || message.method === "CONNECT") return undefined;
  const hasBody = message.method !== "GET" && message.method !== "HEAD";
  // Node's own stream types and the platform's are the same objects under two declarations.
  const body = hasBody ? (Readable.toWeb(message) as unknown as ReadableStream<Uint8Array>) : null;
  return new Request(url, { method: message.method ?? "GET", headers, signal, body, ...(hasBody && { duplex: "half" }) });
}

function requestUrl(message: IncomingMessage, headers: Headers, trustForwarded: boolean): URL | undefined {
  const forwardedHost = trustForwarded ? headers.get("x-forwarded-host")?.split(",")[0]?.trim() : undefined;
  const forwardedProto = trustForwarded ? headers.get("x-forwarded-proto")?.split(",")[0]?.trim() : undefined;
  const protocol = forwardedProto === "https" || forwardedProto === "http" ? forwardedProto : "http";
  const host = forwardedHost ?? headers.get("host") ?? "localhost";
  const target = message.url ?? "/";
  const text = target.startsWith("/") ? `${protocol}://${host}${target}` : target;
  return URL.canParse(text) ? new URL(text) : undefined;
}

async function writeResponse(answer: Response, response: ServerResponse, message: IncomingMessage): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  // A body that the handler did not read would keep the connection from serving the next request.
  if (!message.complete) response.setHeader("connection", "close");
  if (answer.body === null) {
    response.end();
    return;
  }
  if (answer.headers.has("content-length")) {
    response.end(new Uint8Array(await answer.arrayBuffer()));
    return;
  }
  await pipeline(Readable.fromWeb(answer.body as unknown as NodeReadableStream<Uint8Array>), response);
}

function closeGracefully(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * A server of node:http for a handler.
 *
 * Limits: header size and idle time are node's, set here; body size and the time of a request are the handler's business, whose
 * `request.signal` is aborted when the peer has gone. At most `maxConcurrent` requests are open at once, until their answers are sent; more are
 * answered 503 with Retry-After. At most `maxConnections` connections are open, `maxConnectionsPerAddress` of one address; more are closed at once.
 */
import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type FetchHandler, lendingOf } from "../service/fetch-adapter.js";
import { orElse } from "../service/soon.js";
import { ConnectionLimit } from "./connection-limit.js";
import { HttpAuthentication, type HttpAuthenticationOptions } from "./http-authentication.js";
import { Addresses, directly, NodeRequest, type Sending } from "./http-exchange.js";
import { OpenAnswers } from "./open-answers.js";
import { type AnswerNode, answerRequest } from "./request-listener.js";

export interface ListenOptions {
  /** TCP port; 0 lets the system choose. */
  readonly port: number;
  /** Address to bind; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Requests that run, or whose answers have not been sent, at once; 1,000 when left out. */
  readonly maxConcurrent?: number;
  /** Paths that are served however many requests run: health checks must not take a busy process for a dead one. */
  readonly alwaysServed?: ReadonlySet<string>;
  /** Connections that are open at once; 10,000 when left out. */
  readonly maxConnections?: number;
  /** Connections of one address, of IPv6 of its first 64 bits; 1,000 when left out, or any number with `trustForwarded`: they are the proxy's. */
  readonly maxConnectionsPerAddress?: number;
  /** Bytes of answers that peers have not read, of all connections; 256 MiB when left out. Requests beyond that are answered like too many. */
  readonly maxUnsentBytes?: number;
  /** Milliseconds that a peer has for sending a whole request, and may pause while it takes the answer; 30,000 when left out. */
  readonly requestTimeout?: number;
  /** Believes x-forwarded-for, -proto and -host. Only behind a proxy that sets them. */
  readonly trustForwarded?: boolean;
  /** The origin of all requests, whatever they say: `https://shop.example`. When left out, it is that of the Host header. */
  readonly publicOrigin?: string;
  /** PEM of a certificate with those that vouch for it, and of its key: the server speaks TLS. Plain HTTP when left out. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /**
   * Requests are handled only for senders who have authenticated themselves by `Negotiate` or `NTLM`; a service finds them as `request.sender`. Not
   * together with `trustForwarded`: who is known by a connection cannot be told apart behind a proxy.
   */
  readonly authentication?: HttpAuthenticationOptions | undefined;
  /** Called with what a handler threw. */
  readonly onError?: (error: unknown) => void;
}

/** A running server. */
export interface Listening {
  readonly port: number;
  /** http://host:port, or https://host:port */
  readonly url: string;
  /**
   * Serves what is on its way until nothing more comes, then stops accepting, lets running requests finish for at most `grace` milliseconds (10,000
   * when left out), and cuts what is left. From the start on every answer closes its connection.
   */
  close(grace?: number): Promise<void>;
}

/** Bytes of a request's address and headers: operations with many parameters may come by GET. */
export const maxHeaderSize = 65_536;

/** Milliseconds that a connection is kept without a request: more than the minute for which proxies and clients keep theirs, so that they close first. */
export const keepAliveTimeout = 65_000;

/** Requests that a connection may send without waiting for the answers: browsers and clients of services send one. */
export const maxPipelined = 32;

/** Milliseconds that a peer has for the handshake of TLS. */
const handshakeTimeout = 10_000;

/** The defaults of ListenOptions that are about load. */
export const defaultLoad = { maxConcurrent: 1000, maxConnections: 10_000, maxConnectionsPerAddress: 1000, maxUnsentBytes: 256 * 1024 ** 2 };

/** Milliseconds between two looks for connections that took too long over a request. */
const checkInterval = 5_000;

/**
 * Milliseconds for requests that were sent and not yet read: closing their connections at once would lose them unanswered. At least that long is
 * waited, and on a busy machine, where the system holds connections that node has not accepted yet, until some looks at the sockets find nothing.
 */
const onItsWay = { least: 250, most: 5_000, look: 5, looks: 5 };

/** Bytes of a body that are read, and dropped, of a sender who is not known yet. */
const longestUnknownBody = 4 * 1024 ** 2;

/** Starts a server for the handler. Rejects with node's error when the port cannot be had. */
export function listen(handler: FetchHandler, options: ListenOptions): Promise<Listening> {
  const { requestTimeout = 30_000, maxConnections = defaultLoad.maxConnections, alwaysServed, trustForwarded = false } = options;
  const { maxConcurrent = defaultLoad.maxConcurrent, maxUnsentBytes = defaultLoad.maxUnsentBytes, authentication, onError } = options;
  if (authentication !== undefined && trustForwarded) throw new Error("authentication and trustForwarded exclude each other");
  const { maxConnectionsPerAddress = trustForwarded ? Number.POSITIVE_INFINITY : defaultLoad.maxConnectionsPerAddress } = options;
  let isClosing = false;
  let arrivals = 0;
  const exchange = handler.direct === undefined ? directly(handler) : lendingOf(handler.direct);
  const handle = authentication === undefined ? exchange : authenticated(exchange, new HttpAuthentication(authentication));
  const addresses = new Addresses(trustForwarded, options.publicOrigin);
  const answers = new OpenAnswers({ maxConcurrent, maxPipelined, maxUnsentBytes });
  const connections = new ConnectionLimit(maxConnectionsPerAddress);
  const sending: Sending = { timeout: requestTimeout, onSize: (response, bytes) => answers.setSize(response, bytes) };
  const limits = {
    requestTimeout,
    maxHeaderSize,
    keepAliveTimeout,
    connectionsCheckingInterval: checkInterval,
    // As `Headers` does: otherwise node drops all but the first of many headers, and what is behind a proxy may see another one.
    joinDuplicateHeaders: true,
  };
  const answer: RequestListener = (message, response) => {
    arrivals++;
    if (isClosing) response.setHeader("connection", "close");
    if (message.httpVersionMajor !== 1) return refuse(response, 505);
    const address = addresses.of(message);
    if (address === undefined || message.method === "TRACE" || message.method === "CONNECT") return refuse(response, 400);
    // RFC 9112 §6.1: what is chunked can be read; what is compressed besides is not what the handler expects.
    const coding = message.headers["transfer-encoding"];
    if (coding !== undefined && coding.toLowerCase() !== "chunked") return refuse(response, 501);
    const hasRoom = answers.hasRoom || alwaysServed?.has(address.path) === true;
    if (!hasRoom || !answers.hasRoomFor(message.socket)) return refuse(response, 503, { "retry-after": "1" });
    answers.add(response, message.socket);
    answerRequest(handle, new NodeRequest(message, response, address, addresses), response, sending, onError);
  };
  const { tls } = options;
  const server =
    tls === undefined
      ? createServer(limits, answer)
      : createTlsServer({ ...limits, ...tls, minVersion: "TLSv1.2", handshakeTimeout }, answer);
  server.maxConnections = maxConnections;
  server.on("connection", (socket) => {
    arrivals++;
    if (!connections.admit(socket)) {
      socket.destroy();
    }
  });
  // Requests come through the encrypted socket where there is one.
  server.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => {
    if (socket.destroyed) return;
    answers.addConnection(socket);
    // Requests that were sent one behind another all listen to the end of their socket.
    socket.setMaxListeners(0);
  });
  const host = options.host ?? "127.0.0.1";
  const start = (): Promise<Listening> =>
    new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port, host, () => {
        server.off("error", reject);
        server.on("error", (error) => options.onError?.(error));
        // A listening TCP server's address is an AddressInfo, never a pipe's name.
        const { port } = server.address() as AddressInfo;
        resolve({
          port,
          url: `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}`,
          close: async (grace) => {
            isClosing = true;
            // A connection that stays open after its answer would keep a closing server waiting.
            for (const response of answers) if (!response.headersSent) response.setHeader("connection", "close");
            await untilQuiet(() => arrivals);
            await closeGracefully(server, grace ?? 10_000);
          },
        });
      });
    });
  return handler.warmUp === undefined ? start() : handler.warmUp().then(start);
}

/** Lets requests through to a handler once their senders are known. */
function authenticated(exchange: AnswerNode, authentication: HttpAuthentication): AnswerNode {
  return async (request) => {
    const checked = authentication.check(request.message);
    if (checked.kind === "answered") {
      // Unread, the body would end the connection, and the handshake with it.
      await orElse(
        () => request.readBody(longestUnknownBody),
        () => undefined,
      );
      return checked.answer;
    }
    request.sender = checked.sender;
    const answer = await exchange(request);
    return { ...answer, headers: { ...answer.headers, ...checked.headers } };
  };
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...headers, connection: "close" }).end();
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

/**
 * One request and one answer, as every protocol over HTTP sees them, whatever platform carries them.
 *
 * `src/node` fills them from node:http, `fetch-adapter.ts` from the platform's `Request` and `Response`. Nothing here is made before it is
 * needed: a request that nobody asks for a header or a signal costs neither.
 */

/** Headers by name, without regard to case. The platform's `Headers` are such headers. */
export interface RequestHeaders {
  /** The value, several values joined by ", "; null when the request has no such header. */
  get(name: string): string | null;
}

/** Who has sent a request, if the platform has authenticated the sender. */
export interface AuthenticatedSender {
  readonly name: string;
  /** Other ways to write the name. */
  readonly otherNames: readonly string[];
  /** The sender's security identifier, then those of groups, if the mechanism has them. */
  readonly securityIds: readonly string[];
}

/** One HTTP request. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent: `/parcels`. */
  readonly path: string;
  /** What is behind the "?", as it was sent; empty where nothing is. */
  readonly query: string;
  /** Scheme, host and port under which the sender reached the server: `https://shop.example:8443`. */
  readonly origin: string;
  readonly headers: RequestHeaders;
  /** The network address of the sender, of IPv6 its first 64 bits: whom work is counted for. Undefined where the platform does not say. */
  readonly peer?: string | undefined;
  /** The whole network address at the other end of the connection: a proxy's where there is one. Undefined where the platform does not say. */
  readonly connectedFrom?: string | undefined;
  /** Who the sender is; undefined if the platform does not authenticate senders. */
  readonly sender?: AuthenticatedSender | undefined;
  /** Aborted when the sender gives up. Made on first use. */
  readonly signal: AbortSignal;
  /**
   * Reads the whole body; gives it at once where it has arrived. Throws, or rejects with, a RequestBodyError: 413 for more than `limit` bytes, 408 when it
   * does not arrive to its end.
   */
  readBody(limit: number): Uint8Array | Promise<Uint8Array>;
  /**
   * Reads the body chunk by chunk, each when it is asked for; instead of `readBody`. Reading fails as `readBody` does. Absent where the platform cannot do
   * that.
   */
  streamBody?(limit: number): AsyncIterable<Uint8Array>;
  /** Makes a read in progress fail with status 408, and a body that is read chunk by chunk with the next chunk. False if no read is in progress. */
  stopReading(): boolean;
  /** Cuts the connection without an answer, for tests of clients. Absent where the platform cannot do that. */
  cut?(): void;
}

/** One HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of `set-cookie`, the one header whose values cannot be joined. */
  readonly cookies?: readonly string[];
  /** Absent: no body. */
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array>;
}

/** Answers requests. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>;

/** Answers requests, at once where there is nothing to wait for. */
export type DirectHandler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

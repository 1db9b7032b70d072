/**
 * net.tcp server: connections in, SOAP sessions out to the endpoints. MC-NMF, MS-NMFTB, MC-NBFSE
 *
 * Everything that a peer can make the server hold is bounded: connections, sessions, octets of a message, time in every state.
 */

import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { KnownEncoding, knownEncodingOf } from "../nettcp/framing/encodings.js";
import type { FaultName } from "../nettcp/framing/errors.js";
import { Mode } from "../nettcp/framing/records.js";
import type { ServerPolicy } from "../nettcp/framing/server-framing.js";
import { type Quotas, quotasOf } from "../nettcp/quotas.js";
import type { AcceptChannel } from "../protocols/duplex/channel.js";
import type { HeaderStyle } from "../protocols/duplex/write-message.js";
import { type ConnectionEnvironment, ServerConnection } from "./net-tcp-server-connection.js";
import { type NetTcpTimeouts, timeoutsOf } from "./net-tcp-timeouts.js";
import type { ServerUpgrade } from "./net-tcp-upgrade.js";

export interface NetTcpListenOptions {
  /** TCP port; 0 lets the system choose. */
  readonly port: number;
  /** Address to bind; 127.0.0.1 when left out. */
  readonly host?: string;
  /** Who takes the sessions, by path. A longer path below one of these belongs to it too. */
  readonly endpoints: Readonly<Record<string, AcceptChannel>>;
  /** Offers sessions of one request and one reply in unsized envelopes (TransferMode.Streamed) too. */
  readonly streamed?: boolean;
  /** Upgrades of the stream that are offered; none by default. */
  readonly upgrades?: readonly ServerUpgrade[];
  /** Refuses sessions without an upgrade. */
  readonly upgradeRequired?: boolean;
  /** Headers besides the required ones; "minimal" when left out. */
  readonly headers?: HeaderStyle;
  readonly quotas?: Partial<Quotas>;
  readonly timeouts?: Partial<NetTcpTimeouts>;
  /** Sessions at once; 1,000 when left out. More get the fault ServerTooBusy. */
  readonly maxSessions?: number;
  /** Connections at once, those that have not begun a session included; twice the sessions when left out. More are closed. */
  readonly maxConnections?: number;
  /** Called when something ends a connection early; `address` is the peer's. */
  readonly onRefused?: (reason: Error, address: string) => void;
}

/** A running server. */
export interface NetTcpListening {
  readonly port: number;
  /** net.tcp://host:port */
  readonly url: string;
  readonly connectionCount: number;
  readonly sessionCount: number;
  /** Stops accepting, lets sessions end for at most `grace` milliseconds (10,000 when left out), and cuts what is left. */
  close(grace?: number): Promise<void>;
}

/** Starts a server. Rejects with node's error if the port is not available. */
export function listenNetTcp(options: NetTcpListenOptions): Promise<NetTcpListening> {
  const listener = new Listener(options);
  return listener.listen(options.port, options.host ?? "127.0.0.1");
}

class Listener {
  readonly #endpoints: readonly (readonly [path: string, accept: AcceptChannel])[];
  readonly #connections = new Set<ServerConnection>();
  readonly #environment: ConnectionEnvironment;
  readonly #maxConnections: number;
  readonly #server: Server;
  readonly #onRefused: (reason: Error, address: string) => void;
  #sessionCount = 0;
  #onIdle: (() => void) | undefined;

  constructor(options: NetTcpListenOptions) {
    const { maxSessions = 1000, upgrades = [] } = options;
    this.#onRefused = options.onRefused ?? (() => undefined);
    this.#maxConnections = options.maxConnections ?? maxSessions * 2;
    // The longest path first: it is the most specific one.
    this.#endpoints = Object.entries(options.endpoints)
      .map(([path, accept]) => [normalizePath(path), accept] as const)
      .sort(([a], [b]) => b.length - a.length);
    this.#environment = {
      policy: this.#policy(options, maxSessions),
      upgrades,
      quotas: quotasOf(options.quotas),
      timeouts: timeoutsOf(options.timeouts),
      headers: options.headers ?? "minimal",
      acceptorAt: (via) => this.#accept(via),
      onRefused: this.#onRefused,
      onSession: () => {
        this.#sessionCount++;
      },
      onSessionEnded: () => {
        this.#sessionCount--;
      },
    };
    // This end closes half-open connections: a peer that has nothing more to send may still listen.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, (socket) => this.#serve(socket));
  }

  listen(port: number, host: string): Promise<NetTcpListening> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        server.on("error", (error) => this.#onRefused(error, "listener"));
        // A listening TCP server's address is an AddressInfo, never a pipe's name.
        resolve(this.#listening((server.address() as AddressInfo).port, host));
      });
    });
  }

  #listening(port: number, host: string): NetTcpListening {
    const self = this;
    return {
      port,
      url: `net.tcp://${host.includes(":") ? `[${host}]` : host}:${port}`,
      get connectionCount() {
        return self.#connections.size;
      },
      get sessionCount() {
        return self.#sessionCount;
      },
      close: (grace = 10_000) => this.#close(grace),
    };
  }

  #policy(options: NetTcpListenOptions, maxSessions: number): ServerPolicy {
    return {
      modes: options.streamed === true ? [Mode.duplex, Mode.singletonUnsized] : [Mode.duplex],
      endpointFault: (via) => this.#endpointFault(via, maxSessions),
      acceptsEncoding: isSoap12Encoding,
      upgrades: (options.upgrades ?? []).map(({ name }) => name),
      upgradeRequired: options.upgradeRequired ?? false,
    };
  }

  #endpointFault(via: string, maxSessions: number): FaultName | undefined {
    if (this.#endpointAt(via) === undefined) return "EndpointNotFound";
    return this.#sessionCount >= maxSessions ? "ServerTooBusy" : undefined;
  }

  /** By path alone: clients may know the server by any name or address. */
  #endpointAt(via: string): AcceptChannel | undefined {
    if (!/^net\.tcp:\/\/[^/@]+/i.test(via) || !URL.canParse(via)) return undefined;
    const path = normalizePath(decodePath(new URL(via).pathname));
    return this.#endpoints.find(([known]) => path === known || path.startsWith(`${known}/`))?.[1];
  }

  #accept(via: string): AcceptChannel {
    const accept = this.#endpointAt(via);
    if (accept === undefined) throw new Error("internal: a session was opened without an endpoint");
    return accept;
  }

  #serve(socket: Socket): void {
    if (this.#connections.size >= this.#maxConnections) {
      socket.destroy();
      this.#onRefused(new Error(`more than ${this.#maxConnections} connections`), socket.remoteAddress ?? "unknown");
      return;
    }
    const connection = new ServerConnection(socket, this.#environment);
    this.#connections.add(connection);
    void connection.serve().then(() => {
      this.#connections.delete(connection);
      if (this.#connections.size === 0) this.#onIdle?.();
    });
  }

  async #close(grace: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.#connections) connection.close();
    await this.#idle(grace);
    for (const connection of this.#connections) connection.destroy("the server shuts down");
    await closed;
  }

  /** Resolves when no connection is left, or after a time. */
  #idle(grace: number): Promise<void> {
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, grace);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function isSoap12Encoding(contentType: string): boolean {
  const encoding = knownEncodingOf(contentType);
  return encoding !== undefined && encoding >= KnownEncoding.soap12Utf8 && encoding !== KnownEncoding.mtom;
}

function decodePath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** Paths are compared without regard to case and to a slash at the end, as .NET does. */
function normalizePath(path: string): string {
  return path.replace(/\/+$/, "").toLowerCase();
}

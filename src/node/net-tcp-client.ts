/**
 * net.tcp client: opens a connection and one SOAP session on it. MC-NMF §3.1, MS-NMFTB §3.1
 */

import { connect, type Socket } from "node:net";
import { errorText } from "../error-text.js";
import { ClientFraming } from "../nettcp/framing/client-framing.js";
import { Mode } from "../nettcp/framing/records.js";
import { type Quotas, quotasOf } from "../nettcp/quotas.js";
import type { AcceptChannel, DuplexChannel } from "../protocols/duplex/channel.js";
import type { HeaderStyle } from "../protocols/duplex/write-message.js";
import { NetTcpChannel } from "./net-tcp-channel.js";
import { RecordSource } from "./net-tcp-records.js";
import { OctetStream } from "./net-tcp-stream.js";
import { NetTcpTimeoutError, type NetTcpTimeouts, timeoutsOf } from "./net-tcp-timeouts.js";
import type { ClientUpgrade } from "./net-tcp-upgrade.js";

/** Encodings of messages by short names. */
export type NetTcpEncoding = "binary" | "text" | "utf-16" | "utf-16le";

export interface NetTcpConnectOptions {
  /** net.tcp://host:port/path; port 808 when it has none. */
  readonly endpoint: string;
  /** The address in the Via record, if it is not the endpoint's. */
  readonly via?: string;
  /** "binary" when left out. */
  readonly encoding?: NetTcpEncoding;
  /** One request and one reply in unsized envelopes (TransferMode.Streamed). */
  readonly streamed?: boolean;
  readonly upgrade?: ClientUpgrade;
  /** Headers besides the required ones; "full" when left out, as WCF requires To. */
  readonly headers?: HeaderStyle;
  readonly quotas?: Partial<Quotas>;
  readonly timeouts?: Partial<NetTcpTimeouts>;
}

const contentTypes: Readonly<Record<NetTcpEncoding, string>> = {
  binary: "application/soap+msbinsession1",
  text: "application/soap+xml; charset=utf-8",
  "utf-16": "application/soap+xml; charset=utf16",
  "utf-16le": "application/soap+xml; charset=unicodeLE",
};

const defaultPort = 808;

/** An endpoint's address that cannot be used. */
export class NetTcpAddressError extends Error {
  override readonly name = "NetTcpAddressError";
}

/**
 * Opens a session. Rejects with a PeerFaultError if the server refuses, a NetTcpTimeoutError if it does not answer, and with node's error if
 * it cannot be reached.
 */
export async function connectNetTcp(options: NetTcpConnectOptions, accept: AcceptChannel): Promise<DuplexChannel> {
  const { host, port } = readAddress(options.endpoint);
  const timeouts = timeoutsOf(options.timeouts);
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true, keepAlive: true });
  const opening = new Opening(socket, host, options, timeouts);
  const timer = setTimeout(() => opening.destroy(new NetTcpTimeoutError("opening the session", timeouts.open)), timeouts.open);
  try {
    return await opening.open(accept);
  } catch (error) {
    opening.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

class Opening {
  readonly #options: NetTcpConnectOptions;
  readonly #timeouts: NetTcpTimeouts;
  readonly #quotas: Quotas;
  readonly #host: string;
  readonly #address: string;
  readonly #framing: ClientFraming;
  readonly #mode: typeof Mode.duplex | typeof Mode.singletonUnsized;
  readonly #contentType: string;
  #stream: OctetStream;
  #records: RecordSource;

  constructor(socket: Socket, host: string, options: NetTcpConnectOptions, timeouts: NetTcpTimeouts) {
    const { endpoint, via = endpoint, encoding = "binary", streamed = false, upgrade } = options;
    this.#options = options;
    this.#timeouts = timeouts;
    this.#quotas = quotasOf(options.quotas);
    this.#host = host;
    this.#address = endpoint;
    this.#mode = streamed ? Mode.singletonUnsized : Mode.duplex;
    this.#contentType = streamed && encoding === "binary" ? "application/soap+msbin1" : contentTypes[encoding];
    const upgrades = upgrade === undefined ? [] : [upgrade.name];
    this.#framing = new ClientFraming({ mode: this.#mode, via, contentType: this.#contentType, upgrades });
    this.#stream = new OctetStream(socket);
    this.#records = new RecordSource(this.#stream, this.#quotas);
  }

  destroy(reason?: Error): void {
    this.#stream.destroy(reason);
  }

  async open(accept: AcceptChannel): Promise<DuplexChannel> {
    const { send, open } = this.#timeouts;
    await this.#stream.write(this.#framing.begin(), send);
    for (;;) {
      const record = await this.#records.next(open, "opening the session");
      if (record === undefined) throw this.#stream.failure ?? new Error("the server closed the connection in the preamble");
      const event = this.#framing.receive(record);
      if (event.type === "upgrade") await this.#upgrade();
      if (event.type === "opened") return this.#start(accept);
    }
  }

  async #upgrade(): Promise<void> {
    const { upgrade } = this.#options;
    if (upgrade === undefined) throw new Error("internal: an upgrade that was not asked for");
    if (this.#records.hasRest()) throw new Error("the server sent octets before the upgrade");
    const stream = this.#stream.release();
    this.#stream = new OctetStream(await upgrade.start(stream, this.#host));
    this.#records = new RecordSource(this.#stream, this.#quotas);
    await this.#stream.write(this.#framing.upgraded(), this.#timeouts.send);
  }

  #start(accept: AcceptChannel): DuplexChannel {
    const terms = {
      mode: this.#mode,
      contentType: this.#contentType,
      quotas: this.#quotas,
      timeouts: this.#timeouts,
      style: { headers: this.#options.headers ?? "full", to: this.#address },
    };
    const channel = new NetTcpChannel(this.#stream, { address: this.#address, identity: undefined }, terms, () => undefined);
    channel.attach(accept(channel));
    void this.#receive(channel);
    return channel;
  }

  /** Reads until the session is over, and reports to the channel's handler why it ended. */
  async #receive(channel: NetTcpChannel): Promise<void> {
    try {
      channel.end(await this.#receiveToEnd(channel));
    } catch (error) {
      channel.end(errorText(error));
    }
    this.#stream.destroy();
  }

  async #receiveToEnd(channel: NetTcpChannel): Promise<string> {
    for (;;) {
      const record = await this.#records.next(this.#timeouts.receive, "receiving a message");
      if (record === undefined) return "the server closed the connection";
      const event = this.#framing.receive(record);
      if (event.type === "message") await channel.deliver(event.octets);
      if (event.type !== "ended") continue;
      await channel.close();
      return "the server closed the session";
    }
  }
}

function readAddress(endpoint: string): { host: string; port: number } {
  const url = /^net\.tcp:\/\//i.test(endpoint) && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || url.hostname === "" || url.username !== "") {
    throw new NetTcpAddressError(`"${endpoint}" is not an address net.tcp://host:port/path`);
  }
  // URL keeps the brackets of an IPv6 address in this scheme.
  return { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port: url.port === "" ? defaultPort : Number(url.port) };
}

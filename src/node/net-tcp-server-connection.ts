/**
 * One connection at a server: preamble, upgrade, session, and further sessions, until either side closes. MC-NMF §3.2
 */

import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { errorText } from "../error-text.js";
import { FramingError } from "../nettcp/framing/errors.js";
import type { Preamble } from "../nettcp/framing/preamble.js";
import { ServerFraming, type ServerPolicy } from "../nettcp/framing/server-framing.js";
import { writeRecord } from "../nettcp/framing/write-record.js";
import type { Quotas } from "../nettcp/quotas.js";
import type { AcceptChannel, PeerIdentity } from "../protocols/duplex/channel.js";
import type { HeaderStyle } from "../protocols/duplex/write-message.js";
import { anonymousAddress } from "../protocols/soap/addressing.js";
import { NetTcpChannel } from "./net-tcp-channel.js";
import { RecordSource } from "./net-tcp-records.js";
import { OctetStream } from "./net-tcp-stream.js";
import type { NetTcpTimeouts } from "./net-tcp-timeouts.js";
import type { ServerUpgrade } from "./net-tcp-upgrade.js";
import { networkOf } from "./peer-address.js";

/** What all connections of a listener share. */
export interface ConnectionEnvironment {
  readonly policy: ServerPolicy;
  readonly upgrades: readonly ServerUpgrade[];
  readonly quotas: Quotas;
  readonly timeouts: NetTcpTimeouts;
  readonly headers: HeaderStyle;
  /** Who takes a session; called when its preamble is complete. */
  acceptorAt(via: string): AcceptChannel;
  /** Called when something ends a connection early: a peer's mistake, a time-out, a broken network. */
  onRefused(reason: Error, address: string): void;
  onSession(channel: NetTcpChannel): void;
  onSessionEnded(channel: NetTcpChannel): void;
}

/** Milliseconds in which a refused peer can read the reason. */
const lingerTime = 1000;

export class ServerConnection {
  readonly #environment: ConnectionEnvironment;
  readonly #framing: ServerFraming;
  readonly #address: string;
  readonly #network: string | undefined;
  #stream: OctetStream;
  #records: RecordSource;
  #identity: PeerIdentity | undefined;
  #channel: NetTcpChannel | undefined;
  #isClosing = false;

  constructor(socket: Socket, environment: ConnectionEnvironment) {
    this.#environment = environment;
    this.#address = `${socket.remoteAddress ?? "unknown"}:${socket.remotePort ?? 0}`;
    this.#network = networkOf(socket.remoteAddress ?? "");
    this.#framing = new ServerFraming(environment.policy);
    this.#stream = new OctetStream(socket);
    this.#records = new RecordSource(this.#stream, environment.quotas);
  }

  /** Serves until the connection is over; never rejects. */
  async serve(): Promise<void> {
    try {
      let wait = this.#environment.timeouts.open;
      while (!this.#isClosing && (await this.#serveSession(wait))) wait = this.#environment.timeouts.idle;
      this.#stream.destroy();
    } catch (error) {
      await this.#refuse(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Ends the connection as soon as its session is over; at once if it has none. */
  close(): void {
    this.#isClosing = true;
    if (this.#channel === undefined) this.#stream.destroy();
  }

  /** Ends the connection now. */
  destroy(reason: string): void {
    this.#isClosing = true;
    this.#channel?.abort(reason);
    this.#stream.destroy();
  }

  /** Tells the peer what was wrong, if the protocol has a fault for it. */
  async #refuse(error: Error): Promise<void> {
    this.#channel?.end(error.message);
    if (this.#isClosing) return this.#stream.destroy();
    this.#environment.onRefused(error, this.#address);
    if (!(error instanceof FramingError) || error.fault === undefined) return this.#stream.destroy();
    const fault = writeRecord({ type: "fault", uri: error.fault });
    await this.#stream.write(fault, this.#environment.timeouts.send).catch(() => undefined);
    await this.#stream.finish(lingerTime);
  }

  /** Serves one session. True if the connection can carry another. */
  async #serveSession(wait: number): Promise<boolean> {
    const preamble = await this.#readPreamble(wait);
    if (preamble === undefined) return false;
    const { quotas, timeouts, headers } = this.#environment;
    const style = { headers, to: anonymousAddress };
    const terms = { mode: preamble.mode, contentType: preamble.contentType, quotas, timeouts, style };
    const peer = { address: this.#address, identity: this.#identity };
    const channel = new NetTcpChannel(this.#stream, peer, terms, () => this.#framing.sentEnd());
    this.#channel = channel;
    this.#environment.onSession(channel);
    try {
      channel.attach(this.#environment.acceptorAt(preamble.via)(channel));
      return await this.#runSession(channel);
    } catch (error) {
      channel.end(errorText(error));
      throw error;
    } finally {
      this.#channel = undefined;
      this.#environment.onSessionEnded(channel);
    }
  }

  async #runSession(channel: NetTcpChannel): Promise<boolean> {
    for (;;) {
      const record = await this.#records.next(this.#environment.timeouts.receive, "receiving a message");
      if (channel.hasEnded) return false;
      if (record === undefined) {
        channel.end("the connection was closed without an end of the session");
        return false;
      }
      const event = this.#framing.receive(record);
      if (event.type === "message") await channel.deliver(event.octets);
      if (event.type !== "ended") continue;
      // The peer has closed, so nobody waits for what this end might still send.
      await channel.close();
      channel.end("the session was closed");
      return true;
    }
  }

  /** Undefined if the peer has closed. */
  async #readPreamble(wait: number): Promise<Preamble | undefined> {
    const { timeouts } = this.#environment;
    let record = await this.#records.next(wait, "waiting for a session");
    const deadline = Date.now() + timeouts.open;
    while (record !== undefined) {
      const event = this.#framing.receive(record);
      if (event.type === "upgrade") await this.#upgrade(event.upgrade, event.answer, deadline);
      if (event.type === "opened") {
        if (event.answer.length > 0) await this.#stream.write(event.answer, timeouts.send);
        return event.preamble;
      }
      record = await this.#records.next(Math.max(1, deadline - Date.now()), "the preamble");
    }
    this.#framing.close();
    return undefined;
  }

  async #upgrade(name: string, answer: Uint8Array, deadline: number): Promise<void> {
    const upgrade = this.#environment.upgrades.find((each) => each.name === name);
    if (upgrade === undefined) throw new Error(`internal: the upgrade "${name}" was accepted without being offered`);
    if (this.#records.hasRest()) {
      throw new FramingError("framing-upgrade", "octets came before the upgrade was answered", "UpgradeInvalid");
    }
    const stream = this.#stream.release();
    const timeLeft = Math.max(1, deadline - Date.now());
    // An upgrade that has something to say when its time is over gets the moment for it.
    const timer = setTimeout(() => stream.destroy(new Error("the upgrade took too long")), timeLeft + lingerTime);
    try {
      // In the same turn, so that nothing can come in before the upgrade reads.
      stream.write(answer);
      const upgraded = await upgrade.accept(stream, timeLeft, this.#network);
      this.#identity = upgraded.identity;
      this.#replace(upgraded.stream);
    } finally {
      clearTimeout(timer);
    }
  }

  #replace(stream: Duplex): void {
    this.#stream = new OctetStream(stream);
    this.#records = new RecordSource(this.#stream, this.#environment.quotas);
  }
}

/**
 * One session on an open stream, as either end sees it: envelopes in and out, the two End records, and the reason why it ended.
 */
import { randomUUID } from "node:crypto";
import { Mode } from "../nettcp/framing/records.js";
import { writeRecord } from "../nettcp/framing/write-record.js";
import { createMessageDecoder, createMessageEncoder, type MessageDecoder, type MessageEncoder } from "../nettcp/message-encoding.js";
import type { Quotas } from "../nettcp/quotas.js";
import type { ChannelPeer, DuplexChannel, DuplexHandler, OutgoingMessage } from "../protocols/duplex/channel.js";
import { readMessage } from "../protocols/duplex/read-message.js";
import { type MessageStyle, writeMessage } from "../protocols/duplex/write-message.js";
import type { OctetStream } from "./net-tcp-stream.js";
import type { NetTcpTimeouts } from "./net-tcp-timeouts.js";

/** What a session has agreed on. */
export interface SessionTerms {
  readonly mode: number;
  readonly contentType: string;
  readonly quotas: Quotas;
  readonly timeouts: NetTcpTimeouts;
  readonly style: MessageStyle;
}

export class NetTcpChannel implements DuplexChannel {
  readonly id = randomUUID();
  readonly peer: ChannelPeer;
  readonly #stream: OctetStream;
  readonly #terms: SessionTerms;
  readonly #encoder: MessageEncoder;
  readonly #decoder: MessageDecoder;
  readonly #onEndSent: () => void;
  #handler: DuplexHandler | undefined;
  #endSent: Promise<void> | undefined;
  #endReason: string | undefined;
  #closeTimer: ReturnType<typeof setTimeout> | undefined;

  /** `onEndSent` is called before the End record is written. */
  constructor(stream: OctetStream, peer: ChannelPeer, terms: SessionTerms, onEndSent: () => void) {
    this.#stream = stream;
    this.peer = peer;
    this.#terms = terms;
    this.#onEndSent = onEndSent;
    this.#encoder = createMessageEncoder(terms.contentType, { quotas: terms.quotas });
    this.#decoder = createMessageDecoder(terms.contentType, terms.quotas);
  }

  /** Sets the handler of what comes in. */
  attach(handler: DuplexHandler): void {
    this.#handler = handler;
  }

  get hasEnded(): boolean {
    return this.#endReason !== undefined;
  }

  /** Encoding and writing are one step: the session's strings go out in the order in which they were given ids. */
  async send(message: OutgoingMessage): Promise<void> {
    if (this.#endReason !== undefined) throw new Error(`the session has ended: ${this.#endReason}`);
    if (this.#endSent !== undefined) throw new Error("this end has ended the session");
    const { style, mode, timeouts } = this.#terms;
    const octets = this.#encoder.encode((writer) => writeMessage(writer, message, style));
    const record =
      mode === Mode.singletonUnsized
        ? writeRecord({ type: "unsizedEnvelope", octets, chunks: [octets.length] })
        : writeRecord({ type: "sizedEnvelope", octets });
    await this.#stream.write(record, timeouts.send);
  }

  close(): Promise<void> {
    if (this.#endReason !== undefined) return Promise.resolve();
    this.#endSent ??= this.#sendEnd();
    return this.#endSent;
  }

  async #sendEnd(): Promise<void> {
    const { send, close } = this.#terms.timeouts;
    this.#onEndSent();
    this.#closeTimer = setTimeout(() => this.abort("the other end did not end the session in time"), close);
    // A peer that closes without waiting has all that it wants: that is not an error.
    await this.#stream.write(writeRecord({ type: "end" }), send).catch(() => undefined);
  }

  abort(reason: string): void {
    this.end(reason);
    this.#stream.destroy();
  }

  /** Hands over a message. Throws if it is not a message; the session cannot go on then. */
  async deliver(octets: Uint8Array): Promise<void> {
    const message = readMessage(this.#decoder.open(octets));
    if (this.#endReason === undefined) await this.#handler?.receive(message);
  }

  /** Marks the session as over, because both ends have closed it or because it broke. */
  end(reason: string): void {
    if (this.#endReason !== undefined) return;
    this.#endReason = reason;
    clearTimeout(this.#closeTimer);
    this.#handler?.ended(reason);
  }
}

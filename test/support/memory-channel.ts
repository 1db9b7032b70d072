/**
 * Sessions in one process: what one end sends, the other receives, in order, after it was really written and read.
 */
import { createMessageDecoder, createMessageEncoder } from "../../src/nettcp/message-encoding.js";
import type {
  AcceptChannel,
  ChannelPeer,
  DuplexChannel,
  DuplexHandler,
  OpenChannel,
  OutgoingMessage,
} from "../../src/protocols/duplex/channel.js";
import { readMessage } from "../../src/protocols/duplex/read-message.js";
import { type HeaderStyle, writeMessage } from "../../src/protocols/duplex/write-message.js";

export interface MemoryOptions {
  readonly contentType?: string;
  readonly headers?: HeaderStyle;
  /** The session's identifier at the server. */
  readonly id?: string;
  /** Gets each document on its way. */
  readonly onDocument?: (document: string) => void;
}

const peer: ChannelPeer = { address: "memory", identity: undefined };
const text = "application/soap+xml; charset=utf-8";

/** Gives a way to open sessions at a server in the same process. */
export function openInMemory(serve: AcceptChannel, options: MemoryOptions = {}): OpenChannel {
  return async (accept) => {
    const session = new MemorySession(options);
    const client = session.end("client", options.id ?? "memory");
    const server = session.end("server", options.id ?? "memory");
    session.connect("server", accept(client));
    session.connect("client", serve(server));
    return client;
  };
}

type Side = "client" | "server";

class MemorySession {
  readonly #options: MemoryOptions;
  /** By who sends to them. */
  readonly #handlers = new Map<Side, DuplexHandler>();
  readonly #delivered: Record<Side, Promise<void>> = { client: Promise.resolve(), server: Promise.resolve() };
  readonly #closing = new Set<Side>();
  #endReason: string | undefined;

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  connect(sender: Side, handler: DuplexHandler): void {
    this.#handlers.set(sender, handler);
    if (this.#endReason !== undefined) handler.ended(this.#endReason);
  }

  end(side: Side, id: string): DuplexChannel {
    const { contentType = text, headers = "minimal", onDocument } = this.#options;
    const encoder = createMessageEncoder(contentType);
    const decoder = createMessageDecoder(contentType);
    const send = async (message: OutgoingMessage): Promise<void> => {
      if (this.#endReason !== undefined) throw new Error(`the session has ended: ${this.#endReason}`);
      if (this.#closing.has(side)) throw new Error("this end has ended the session");
      const octets = encoder.encode((writer) => writeMessage(writer, message, { headers, to: "memory:" }));
      onDocument?.(new TextDecoder().decode(octets));
      this.#deliver(side, async () => {
        const handler = this.#handlers.get(side);
        await handler?.receive(readMessage(decoder.open(octets), handler.headerNames));
      });
    };
    const close = async (): Promise<void> => {
      this.#closing.add(side);
      await this.#deliver(side, async () => this.#end(`the ${side} closed the session`));
    };
    return { id, peer, send, close, abort: (reason) => this.#end(reason) };
  }

  #deliver(side: Side, arrive: () => Promise<void>): Promise<void> {
    this.#delivered[side] = this.#delivered[side].then(async () => {
      if (this.#endReason === undefined) await arrive();
    });
    return this.#delivered[side];
  }

  #end(reason: string): void {
    if (this.#endReason !== undefined) return;
    this.#endReason = reason;
    for (const handler of this.#handlers.values()) handler.ended(reason);
  }
}

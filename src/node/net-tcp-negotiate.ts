/**
 * The upgrade `application/negotiate` on streams of Node: what `NetTcpBinding()` asks for by default. MS-NNS
 */
import { Duplex } from "node:stream";
import type { AcceptingMechanism, AuthenticatedPeer, Handshake, InitiatingMechanism, SecurityContext } from "../negotiate/mechanism.js";
import { NegotiateError } from "../negotiate/negotiate-error.js";
import { cutMessage, DataFrameReader, readHandshake, writeDataFrame, writeRefusal } from "../negotiate/nns/frames.js";
import { ClientHandshake, type HandshakeProgress, ServerHandshake } from "../negotiate/nns/handshake.js";
import { OctetQueue } from "../negotiate/nns/octet-queue.js";
import { acceptNegotiation } from "../negotiate/spnego/acceptor.js";
import { negotiateWith } from "../negotiate/spnego/initiator.js";
import type { PeerIdentity } from "../protocols/duplex/channel.js";
import { OctetStream } from "./net-tcp-stream.js";
import { NetTcpTimeoutError } from "./net-tcp-timeouts.js";
import type { ClientUpgrade, ServerUpgrade, UpgradedStream } from "./net-tcp-upgrade.js";

export const negotiateUpgradeName = "application/negotiate";

/** Milliseconds in which a refused client can read the error message. */
const lingerTime = 1000;

/** The upgrade at a server that accepts these mechanisms. */
export function negotiateServerUpgrade(mechanisms: readonly AcceptingMechanism[]): ServerUpgrade {
  return {
    name: negotiateUpgradeName,
    accept: (stream, timeLeft, address) => accept(stream, acceptNegotiation(mechanisms, address), timeLeft),
  };
}

/** How a client authenticates. */
export interface NegotiateClientOptions {
  /** The preferred mechanism first; those without credentials for the service are left out. */
  readonly mechanisms: readonly InitiatingMechanism[];
  /** The service's name; `host/` and the endpoint's host when left out, as WCF has it. */
  readonly service?: string;
}

/** The upgrade at a client. */
export function negotiateClientUpgrade({ mechanisms, service }: NegotiateClientOptions): ClientUpgrade {
  return {
    name: negotiateUpgradeName,
    start: async (stream, host) => {
      const conversation = new Conversation(stream);
      const handshake = new ClientHandshake(await negotiateWith(service ?? `host/${host}`, mechanisms));
      await conversation.send(handshake.begin());
      return conversation.protect(await conversation.run((message) => handshake.receive(message)));
    },
  };
}

async function accept(stream: Duplex, negotiation: Handshake, timeLeft: number): Promise<UpgradedStream> {
  const conversation = new Conversation(stream, timeLeft);
  const handshake = new ServerHandshake(negotiation);
  try {
    const context = await conversation.run((message) => handshake.receive(message));
    return { stream: conversation.protect(context), identity: identityOf(context.peer) };
  } catch (error) {
    const isHeard = error instanceof NegotiateError ? error.code !== "negotiate-peer" : error instanceof NetTcpTimeoutError;
    if (isHeard) await conversation.refuse();
    throw error;
  }
}

function identityOf({ name, otherNames, securityIds }: AuthenticatedPeer): PeerIdentity {
  return { name, otherNames, securityIds };
}

/** A handshake on a stream, and the stream behind it. */
class Conversation {
  readonly #stream: OctetStream;
  readonly #queue = new OctetQueue();
  readonly #deadline: number;

  /** Without a time, the code that began the upgrade ends the stream when it takes too long. */
  constructor(stream: Duplex, timeLeft = 2 ** 31 - 1) {
    this.#stream = new OctetStream(stream);
    this.#deadline = Date.now() + timeLeft;
  }

  #timeLeft(): number {
    return Math.max(1, this.#deadline - Date.now());
  }

  async send(octets: Uint8Array): Promise<void> {
    if (octets.length > 0) await this.#stream.write(octets, Math.min(2 ** 31 - 1, this.#timeLeft()));
  }

  /** Passes messages on until both ends are done. */
  async run(receive: (message: NonNullable<ReturnType<typeof readHandshake>>) => HandshakeProgress): Promise<SecurityContext> {
    for (;;) {
      const message = readHandshake(this.#queue);
      if (message !== undefined) {
        const { reply, context } = receive(message);
        await this.send(reply);
        if (context !== undefined) return context;
        continue;
      }
      const octets = await this.#stream.read(this.#timeLeft(), "the handshake");
      if (octets === undefined) throw new Error("the peer closed the connection in the handshake");
      this.#queue.push(octets);
    }
  }

  async refuse(): Promise<void> {
    await this.#stream.write(writeRefusal(), lingerTime).catch(() => undefined);
    await this.#stream.finish(lingerTime);
  }

  protect(context: SecurityContext): Duplex {
    return new ProtectedStream(this.#stream.release(), context, new DataFrameReader(this.#queue));
  }
}

/** Plain octets at this end, data frames on the stream below. */
class ProtectedStream extends Duplex {
  readonly #stream: Duplex;
  readonly #context: SecurityContext;
  readonly #frames: DataFrameReader;

  constructor(stream: Duplex, context: SecurityContext, frames: DataFrameReader) {
    super({ allowHalfOpen: true });
    this.#stream = stream;
    this.#context = context;
    this.#frames = frames;
    stream.on("data", (octets: Uint8Array) => this.#receive(octets));
    stream.on("end", () => this.#end());
    stream.on("error", (error: Error) => this.destroy(error));
    stream.on("close", () => this.destroy());
    this.#receive(new Uint8Array(0));
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    try {
      const frames = cutMessage(chunk, this.#context.overhead).map((piece) => writeDataFrame(this.#context.wrap(piece)));
      this.#stream.write(Buffer.concat(frames), done);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#stream.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stream.destroy();
    done(error);
  }

  #receive(octets: Uint8Array): void {
    try {
      this.#frames.push(octets);
      for (let token = this.#frames.next(); token !== undefined; token = this.#frames.next()) {
        if (!this.push(this.#context.unwrap(token))) this.#stream.pause();
      }
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #end(): void {
    if (this.#frames.isWithinFrame) this.destroy(new NegotiateError("negotiate-malformed", "the stream ended within a data frame"));
    else this.push(null);
  }
}

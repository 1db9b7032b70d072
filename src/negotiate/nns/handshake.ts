/**
 * The handshake of MS-NNS at either end, without a network: messages in, messages out. MS-NNS §3.1.5, §3.2.5
 *
 * Who has no more to send says so: "done" comes with the last token, or empty. A client whose server is done with the last token sends none.
 */
import type { Handshake, HandshakeStep, InitiatorHandshake, SecurityContext } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { noOctets } from "../octets.js";
import { describeRefusal, HandshakeId, type HandshakeMessage, writeHandshake } from "./frames.js";

/** What follows from a message. */
export interface HandshakeProgress {
  /** Octets to send; empty if there are none. */
  readonly reply: Uint8Array;
  /** Set when both ends are done. */
  readonly context: SecurityContext | undefined;
}

/** The handshake of a server. */
export class ServerHandshake {
  readonly #handshake: Handshake;

  constructor(handshake: Handshake) {
    this.#handshake = handshake;
  }

  /** Throws a NegotiateError for a client that is refused. */
  receive(message: HandshakeMessage): HandshakeProgress {
    refuseError(message);
    const step = this.#handshake.step(message.token);
    if (step.kind === "continue") {
      if (message.id === HandshakeId.done) throw outOfOrder();
      return { reply: writeHandshake({ id: HandshakeId.inProgress, token: step.token }), context: undefined };
    }
    requireConfidentiality(step.context);
    return { reply: writeHandshake({ id: HandshakeId.done, token: step.token ?? noOctets }), context: step.context };
  }
}

/** The handshake of a client. */
export class ClientHandshake {
  readonly #handshake: InitiatorHandshake;
  #context: SecurityContext | undefined;

  constructor(handshake: InitiatorHandshake) {
    this.#handshake = handshake;
  }

  begin(): Uint8Array {
    return writeHandshake({ id: HandshakeId.inProgress, token: this.#handshake.begin() });
  }

  /** Throws a NegotiateError for a server that refuses or is refused. */
  receive(message: HandshakeMessage): HandshakeProgress {
    refuseError(message);
    const isServerDone = message.id === HandshakeId.done;
    if (this.#context !== undefined) {
      if (!isServerDone || message.token.length > 0) throw outOfOrder();
      return { reply: noOctets, context: this.#context };
    }
    const step = this.#handshake.step(message.token);
    if (step.kind === "continue") {
      if (isServerDone) throw outOfOrder();
      return { reply: writeHandshake({ id: HandshakeId.inProgress, token: step.token }), context: undefined };
    }
    requireConfidentiality(step.context);
    return this.#finish(step, isServerDone);
  }

  #finish({ token, context }: Extract<HandshakeStep, { readonly kind: "done" }>, isServerDone: boolean): HandshakeProgress {
    this.#context = context;
    const reply = isServerDone && token === undefined ? noOctets : writeHandshake({ id: HandshakeId.done, token: token ?? noOctets });
    return { reply, context: isServerDone ? context : undefined };
  }
}

function refuseError({ id, token }: HandshakeMessage): void {
  if (id === HandshakeId.error)
    throw new NegotiateError("negotiate-peer", `the other end has refused the handshake: ${describeRefusal(token)}`);
}

function requireConfidentiality({ isConfidential }: SecurityContext): void {
  if (!isConfidential) throw new NegotiateError("negotiate-unsupported", "the other end does not encrypt");
}

function outOfOrder(): NegotiateError {
  return new NegotiateError("negotiate-malformed", "a handshake message out of order");
}

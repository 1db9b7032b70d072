/**
 * SPNEGO at the end that calls: offers one mechanism after another, the first with its token, and compares what both ends believe the list was.
 * RFC 4178 §5
 */
import type { HandshakeStep, InitiatingMechanism, InitiatorHandshake, SecurityContext } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { encodeMechanisms, NegotiationState, readAnswer, writeAnswer, writeStart } from "./messages.js";

/** A mechanism that is offered, with its handshake ready to begin. */
interface OfferedMechanism {
  readonly objectId: string;
  readonly handshake: InitiatorHandshake;
  /** The checksum of the list is sent and demanded whatever the acceptor says. */
  readonly requiresNegotiationMic: boolean;
}

/** Begins a negotiation; the first mechanism is the preferred one. */
function initiateNegotiation(offered: readonly [OfferedMechanism, ...OfferedMechanism[]]): InitiatorHandshake {
  return new Negotiation(offered);
}

/**
 * Begins a negotiation with a service, with those of the mechanisms that have credentials for it. Rejects with the first one's reason if none has.
 */
export async function negotiateWith(service: string, mechanisms: readonly InitiatingMechanism[]): Promise<InitiatorHandshake> {
  const offered: OfferedMechanism[] = [];
  let reason: unknown = new NegotiateError("negotiate-credentials", "there are no mechanisms");
  for (const mechanism of [...mechanisms].reverse()) {
    try {
      const { objectId, requiresNegotiationMic } = mechanism;
      offered.unshift({ objectId, requiresNegotiationMic, handshake: await mechanism.begin(service) });
    } catch (error) {
      reason = error;
    }
  }
  const [first, ...others] = offered;
  if (first === undefined) throw reason;
  return initiateNegotiation([first, ...others]);
}

class Negotiation implements InitiatorHandshake {
  readonly #offered: readonly [OfferedMechanism, ...OfferedMechanism[]];
  readonly #encodedMechanisms: Uint8Array;
  #chosen: OfferedMechanism | undefined;
  #requiresMic = false;
  #isMicSent = false;
  #context: SecurityContext | undefined;

  constructor(offered: readonly [OfferedMechanism, ...OfferedMechanism[]]) {
    this.#offered = offered;
    this.#encodedMechanisms = encodeMechanisms(offered.map(({ objectId }) => objectId));
  }

  begin(): Uint8Array {
    const mechanisms = this.#offered.map(({ objectId }) => objectId);
    return writeStart({ mechanisms, encodedMechanisms: this.#encodedMechanisms, token: this.#offered[0].handshake.begin() });
  }

  step(message: Uint8Array): HandshakeStep {
    const { state, mechanism, token, mic } = readAnswer(message);
    if (state === NegotiationState.rejected) throw new NegotiateError("negotiate-peer", "the server has rejected the negotiation");
    if (this.#chosen === undefined) {
      const isOther = this.#choose(mechanism, state);
      if (isOther && token === undefined) return this.#next(this.#selected().handshake.begin());
    }
    const isCompleted = state === NegotiationState.completed;
    if (this.#context !== undefined) return this.#conclude(this.#context, mic, isCompleted);
    if (token === undefined) throw new NegotiateError("negotiate-malformed", "SPNEGO: no token");
    const step = this.#selected().handshake.step(token);
    if (step.kind === "continue") return this.#next(step.token);
    this.#context = step.context;
    return this.#afterMechanism(step, mic, isCompleted);
  }

  #selected(): OfferedMechanism {
    return this.#chosen ?? this.#offered[0];
  }

  /** Takes the acceptor's choice; true if it is not the first of the list, whose token is void then. */
  #choose(mechanism: string | undefined, state: number | undefined): boolean {
    const [first] = this.#offered;
    const chosen = mechanism === undefined ? first : this.#offered.find(({ objectId }) => objectId === mechanism);
    if (chosen === undefined)
      throw new NegotiateError("negotiate-unsupported", `SPNEGO: the server chose ${mechanism}, which was not offered`);
    this.#chosen = chosen;
    const isOther = chosen !== first;
    this.#requiresMic = isOther || chosen.requiresNegotiationMic || state === NegotiationState.requestMic;
    return isOther;
  }

  #next(token: Uint8Array): HandshakeStep {
    return { kind: "continue", token: writeAnswer({ token }) };
  }

  /** The mechanism is done at this end, maybe with a last token for the other. */
  #afterMechanism(
    step: Extract<HandshakeStep, { readonly kind: "done" }>,
    mic: Uint8Array | undefined,
    isCompleted: boolean,
  ): HandshakeStep {
    const { context, token } = step;
    if (token === undefined && (isCompleted || mic !== undefined)) return this.#conclude(context, mic, isCompleted);
    const own = this.#requiresMic ? this.#makeMic(context) : undefined;
    if (token === undefined && own === undefined) throw new NegotiateError("negotiate-malformed", "SPNEGO: the server is not done");
    return { kind: "continue", token: writeAnswer({ token, mic: own }) };
  }

  #makeMic(context: SecurityContext): Uint8Array {
    this.#isMicSent = true;
    return context.makeMic(this.#encodedMechanisms);
  }

  #conclude(context: SecurityContext, mic: Uint8Array | undefined, isCompleted: boolean): HandshakeStep {
    if (mic === undefined) {
      if (this.#requiresMic) throw new NegotiateError("negotiate-integrity", "SPNEGO: the checksum of the list of mechanisms is missing");
      return { kind: "done", token: undefined, context };
    }
    context.verifyMic(this.#encodedMechanisms, mic);
    const last = this.#isMicSent ? undefined : writeAnswer({ state: NegotiationState.completed, mic: this.#makeMic(context) });
    context.micsExchanged();
    if (!isCompleted && last === undefined) throw new NegotiateError("negotiate-malformed", "SPNEGO: the server is not done");
    return { kind: "done", token: last, context };
  }
}

/**
 * SPNEGO at the end that is called: chooses the mechanism, passes tokens on, and compares what both ends believe the list was. RFC 4178 §5
 *
 * A mechanism that was not the initiator's first choice is only accepted with checksums of the list, made with the keys of the mechanism: an attacker
 * who changes the list on the way cannot make them. A token of a mechanism that comes without SPNEGO around it is taken, too.
 */
import { readFramedToken } from "../initial-token.js";
import type { AcceptingMechanism, Handshake, HandshakeStep, SecurityContext } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { type NegotiationAnswer, NegotiationState, readAnswer, readStart, spnegoObjectId, writeAnswer } from "./messages.js";

/** Begins a handshake with an initiator, at a network address, that may ask for any of the mechanisms. */
export function acceptNegotiation(mechanisms: readonly AcceptingMechanism[], address?: string): Handshake {
  let chosen: Handshake | undefined;
  return {
    step: (token) => {
      chosen ??= choose(token, mechanisms, address);
      return chosen.step(token);
    },
  };
}

const ntlmSignature = [0x4e, 0x54, 0x4c, 0x4d];
const ntlmObjectId = "1.3.6.1.4.1.311.2.2.10";

/** SPNEGO, or the mechanism that the token belongs to. */
function choose(token: Uint8Array, mechanisms: readonly AcceptingMechanism[], address: string | undefined): Handshake {
  const isNtlm = ntlmSignature.every((octet, index) => token[index] === octet);
  const objectId = isNtlm ? ntlmObjectId : readFramedToken(token).objectId;
  if (objectId === spnegoObjectId) return new Negotiation(mechanisms, address);
  const mechanism = mechanisms.find(({ objectIds }) => objectIds.includes(objectId));
  if (mechanism === undefined) throw unsupported([objectId]);
  return mechanism.begin(address);
}

function unsupported(offered: readonly string[]): NegotiateError {
  return new NegotiateError("negotiate-unsupported", `the client offers no mechanism of this server: ${offered.join(", ")}`);
}

class Negotiation implements Handshake {
  readonly #mechanisms: readonly AcceptingMechanism[];
  readonly #address: string | undefined;
  #chosen: Chosen | undefined;

  constructor(mechanisms: readonly AcceptingMechanism[], address: string | undefined) {
    this.#mechanisms = mechanisms;
    this.#address = address;
  }

  step(token: Uint8Array): HandshakeStep {
    return this.#chosen === undefined ? this.#start(token) : this.#chosen.step(token);
  }

  #start(message: Uint8Array): HandshakeStep {
    const { mechanisms: offered, encodedMechanisms, token } = readStart(message);
    const wanted = offered.findIndex((id) => this.#mechanismOf(id) !== undefined);
    const objectId = offered[wanted] ?? "";
    const mechanism = this.#mechanismOf(objectId);
    if (mechanism === undefined) throw unsupported(offered);
    const isFirst = wanted === 0;
    this.#chosen = new Chosen(mechanism.begin(this.#address), {
      objectId,
      encodedMechanisms,
      requiresMic: mechanism.requiresNegotiationMic || !isFirst,
      firstState: isFirst ? NegotiationState.incomplete : NegotiationState.requestMic,
    });
    // The token that came along is for the first of the list.
    return this.#chosen.begin(isFirst ? token : undefined);
  }

  #mechanismOf(objectId: string): AcceptingMechanism | undefined {
    return this.#mechanisms.find(({ objectIds }) => objectIds.includes(objectId));
  }
}

interface ChosenTerms {
  readonly objectId: string;
  readonly encodedMechanisms: Uint8Array;
  readonly requiresMic: boolean;
  readonly firstState: number;
}

/** The rest of a negotiation, once a mechanism is chosen. */
class Chosen implements Handshake {
  readonly #handshake: Handshake;
  readonly #terms: ChosenTerms;
  #context: SecurityContext | undefined;

  constructor(handshake: Handshake, terms: ChosenTerms) {
    this.#handshake = handshake;
    this.#terms = terms;
  }

  /** Answers the initiator's list, with the token that came along if it is for this mechanism. */
  begin(token: Uint8Array | undefined): HandshakeStep {
    const head = { state: this.#terms.firstState, mechanism: this.#terms.objectId };
    return token === undefined ? { kind: "continue", token: writeAnswer(head) } : this.#advance(head, token, undefined);
  }

  step(message: Uint8Array): HandshakeStep {
    const { state, token, mic } = readAnswer(message);
    if (state === NegotiationState.rejected) throw new NegotiateError("negotiate-peer", "the client has rejected the negotiation");
    if (this.#context !== undefined) return this.#confirm(this.#context, mic);
    if (token === undefined) throw new NegotiateError("negotiate-malformed", "SPNEGO: no token");
    return this.#advance({ state: NegotiationState.incomplete }, token, mic);
  }

  #advance(head: NegotiationAnswer, received: Uint8Array, mic: Uint8Array | undefined): HandshakeStep {
    const { encodedMechanisms, requiresMic } = this.#terms;
    const step = this.#handshake.step(received);
    const { token } = step;
    if (step.kind === "continue") return { kind: "continue", token: writeAnswer({ ...head, token }) };
    const { context } = step;
    const last = { ...head, state: NegotiationState.completed, token };
    if (mic !== undefined) {
      context.verifyMic(encodedMechanisms, mic);
      const own = context.makeMic(encodedMechanisms);
      context.micsExchanged();
      return { kind: "done", token: writeAnswer({ ...last, mic: own }), context };
    }
    if (!requiresMic) return { kind: "done", token: writeAnswer(last), context };
    // The initiator can make its checksum only after a last token of this end; with none left, it has left the checksum out.
    if (token === undefined) throw noMic();
    this.#context = context;
    return { kind: "continue", token: writeAnswer({ ...head, token, mic: context.makeMic(encodedMechanisms) }) };
  }

  #confirm(context: SecurityContext, mic: Uint8Array | undefined): HandshakeStep {
    if (mic === undefined) throw noMic();
    context.verifyMic(this.#terms.encodedMechanisms, mic);
    context.micsExchanged();
    return { kind: "done", token: undefined, context };
  }
}

function noMic(): NegotiateError {
  return new NegotiateError("negotiate-integrity", "SPNEGO: the checksum of the list of mechanisms is missing");
}

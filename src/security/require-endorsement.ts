/**
 * A filter that lets messages through that are endorsed: a second signature is over the message's own one, by somebody whom a policy trusts. WS-SecurityPolicy
 * 1.3 §8.3
 *
 * It takes the second signature away, so that the message has one again, which the filter before it in the list verifies: that one alone is endorsed.
 */

import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import type { Call } from "../service/port-type.js";
import { without } from "./encryption/decrypt-place.js";
import { applyEdits } from "./envelope/edit.js";
import { readOutline } from "./envelope/outline.js";
import { GateMemory } from "./gate-memory.js";
import { Name } from "./names.js";
import type { SignaturePolicy, Signer } from "./require-signature.js";
import { authenticationFailed, securityFault } from "./security-fault.js";
import { checkProtected } from "./signature/message-check.js";
import { endorsementIn } from "./signature/own-signature.js";
import { noteSignature } from "./signature/sent-signatures.js";
import { noteTokenToSign } from "./signature/tokens-to-sign.js";
import { TrustedCertificates } from "./signature/trust.js";
import { certificateVerifier, type VerifiedSignature, verifyElement } from "./signature/verify.js";

export interface EndorsementPolicy extends Pick<SignaturePolicy, "trust" | "accept" | "allowOld" | "protectToken" | "now"> {
  /** Asks that the certificate be in the message, and that the message's own signature be over it: SignedEndorsingSupportingTokens. */
  readonly signedToken?: boolean;
}

/** What a handler needs. */
export interface EndorsementGate {
  /** Throws a SoapFault for a message that is not endorsed. It stands behind the filter that verifies the message's own signature, and before one that decrypts. */
  readonly filter: EnvelopeFilter;
  /** Who has endorsed the message of a call. Throws for a call that has not come through this gate. */
  readonly endorserOf: (call: Pick<Call, "request">) => Signer;
}

/** Makes a gate for a handler. Throws a TypeError if there is nobody to trust. */
export function requireEndorsement(policy: EndorsementPolicy): EndorsementGate {
  const gate = new Gate(policy);
  return {
    filter: { receive: (envelope, exchange) => gate.receive(envelope, exchange) },
    endorserOf: ({ request }) => gate.endorsers.of(request),
  };
}

class Gate {
  readonly #policy: EndorsementPolicy;
  readonly #trust: TrustedCertificates;
  readonly endorsers = new GateMemory<Signer>();

  constructor(policy: EndorsementPolicy) {
    this.#policy = policy;
    this.#trust = new TrustedCertificates(policy.trust);
  }

  async receive(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { allowOld = false, accept, now = Date.now, protectToken = false, signedToken = false } = this.#policy;
    const outline = readOutline(envelope);
    const { own, endorsing } = endorsementIn(outline);
    const verifier = certificateVerifier({ trust: this.#trust, allowOld, now: now() });
    const endorsement = await verifyElement(envelope, outline, endorsing, verifier);
    if (!endorsement.signed.has(own.offset)) throw securityFault("InvalidSecurity", "the second signature is not over the first one");
    if (protectToken) checkProtected(endorsement);
    if (signedToken) noteTokenToSign(exchange, tokenIn(endorsement));
    if (accept !== undefined && !(await accept(endorsement.signer))) throw authenticationFailed();
    this.endorsers.note(exchange.request, endorsement.signer);
    noteSignature(exchange, endorsement.value);
    return applyEdits(envelope, [{ ...without(envelope, endorsing), text: "" }]);
  }
}

/** The identifier of the token that the second signature is made with. */
function tokenIn({ tokens: [token] }: VerifiedSignature): string {
  const id = token?.attributes[Name.id] ?? token?.attributes.Id;
  if (id === undefined) throw securityFault("InvalidSecurity", "the token that the second signature is made with is not in the message");
  return id;
}

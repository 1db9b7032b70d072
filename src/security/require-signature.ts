/**
 * A filter that lets messages through that are signed as a policy says, and hands on what was signed.
 */

import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import type { Call } from "../service/port-type.js";
import type { Certificate } from "./certificates/certificate.js";
import { readOutline } from "./envelope/outline.js";
import { GateMemory } from "./gate-memory.js";
import { authenticationFailed, SecurityError } from "./security-fault.js";
import { checkKnownTokens, MessageCheck, type MessagePolicy } from "./signature/message-check.js";
import { noteSignature } from "./signature/sent-signatures.js";
import { type CertificateTrust, TrustedCertificates } from "./signature/trust.js";
import { certificateVerifier, verifySignatureBy } from "./signature/verify.js";

/** The certificate of a sender, as far as a service decides by it. */
export type Signer = Pick<Certificate, "der" | "subject" | "issuer" | "serialNumber" | "notBefore" | "notAfter">;

export interface SignaturePolicy extends MessagePolicy {
  /** Whose signatures are accepted. */
  readonly trust: CertificateTrust;
  /** Says whether a trusted certificate may send here; each may when left out. */
  readonly accept?: (signer: Signer) => boolean | Promise<boolean>;
}

/** What a handler or a client needs: `createHandler({ services, filters: [gate.filter] })`. */
export interface SignatureGate {
  /** Throws a SoapFault on a server, a SecurityError on a client. */
  readonly filter: EnvelopeFilter;
  /** Who signed the message of a call. Throws for a call that has not come through this gate. */
  readonly signerOf: (call: Pick<Call, "request">) => Signer;
}

/** Makes a gate. Handlers that share it share one memory of messages; several processes have one each. Throws a TypeError if there is nobody to trust. */
export function requireSignature(policy: SignaturePolicy): SignatureGate {
  const gate = new Gate(policy);
  return {
    filter: { receive: (envelope, exchange) => gate.receive(envelope, exchange) },
    signerOf: ({ request }) => gate.signers.of(request),
  };
}

class Gate {
  readonly #policy: SignaturePolicy;
  readonly #trust: TrustedCertificates;
  readonly #check: MessageCheck;
  readonly signers = new GateMemory<Signer>();

  constructor(policy: SignaturePolicy) {
    this.#policy = policy;
    this.#trust = new TrustedCertificates(policy.trust);
    this.#check = new MessageCheck(policy);
  }

  async receive(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    try {
      return await this.#verify(envelope, exchange);
    } catch (error) {
      throw exchange.side === "server" ? error : SecurityError.from(error);
    }
  }

  async #verify(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { allowOld = false, accept, now = Date.now } = this.#policy;
    const time = now();
    const outline = readOutline(envelope);
    checkKnownTokens(outline, exchange);
    const signature = await verifySignatureBy(envelope, outline, certificateVerifier({ trust: this.#trust, allowOld, now: time }));
    const { signer, value } = signature;
    if (accept !== undefined && !(await accept(signer))) throw authenticationFailed();
    const verified = this.#check.pass(envelope, outline, signature, time, exchange);
    this.signers.note(exchange.request, signer);
    if (exchange.side === "server") noteSignature(exchange, value);
    return verified;
  }
}

/**
 * A filter that lets messages through that are signed as a policy says, and hands on what was signed.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import type { HttpRequest } from "../service/exchange.js";
import type { Call } from "../service/port-type.js";
import type { Certificate } from "./certificates/certificate.js";
import { childElements } from "./envelope/located-element.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { Name } from "./names.js";
import { NonceMemory } from "./nonce-memory.js";
import { authenticationFailed, SecurityError, securityFault } from "./security-fault.js";
import { noteSignature } from "./signature/sent-signatures.js";
import { type CertificateTrust, TrustedCertificates } from "./signature/trust.js";
import { checkRequired, type MessagePart, type UnsignedParts, verifiedEnvelope } from "./signature/verified-envelope.js";
import { verifySignature } from "./signature/verify.js";
import { checkTimestamp } from "./timestamp.js";
import { onlyChild } from "./username-token.js";

/** The certificate of a sender, as far as a service decides by it. */
export type Signer = Pick<Certificate, "der" | "subject" | "issuer" | "serialNumber" | "notBefore" | "notAfter">;

export interface SignaturePolicy {
  /** Whose signatures are accepted. */
  readonly trust: CertificateTrust;
  /** Parts that must be there and be signed; body and timestamp when left out. */
  readonly require?: readonly MessagePart[];
  /** What becomes of parts that are not signed: "drop" when left out, which asks for a signed body. "keep" is for messages that TLS protects. */
  readonly unsigned?: UnsignedParts;
  /** Says whether a trusted certificate may send here; each may when left out. */
  readonly accept?: (signer: Signer) => boolean | Promise<boolean>;
  /** Accepts SHA-1, in signatures and digests, for peers that have nothing else. */
  readonly allowOld?: boolean;
  /** Seconds that a message may be old; 300 when left out. */
  readonly lifetime?: number;
  /** Seconds that clocks may differ; 60 when left out. */
  readonly skew?: number;
  /** Messages that are remembered at once, so that none is accepted twice; 100,000 when left out. */
  readonly maxMessages?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
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
    signerOf: ({ request }) => gate.signerOf(request),
  };
}

class Gate {
  readonly #policy: SignaturePolicy;
  readonly #trust: TrustedCertificates;
  readonly #messages: NonceMemory;
  readonly #signers = new WeakMap<HttpRequest, Signer>();

  constructor(policy: SignaturePolicy) {
    this.#policy = policy;
    this.#trust = new TrustedCertificates(policy.trust);
    this.#messages = new NonceMemory(policy.maxMessages ?? 100_000);
  }

  async receive(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    try {
      return await this.#verify(envelope, exchange);
    } catch (error) {
      throw exchange.side === "server" ? error : SecurityError.from(error);
    }
  }

  async #verify(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { require = ["body", "timestamp"], unsigned = "drop", allowOld = false, accept, now = Date.now } = this.#policy;
    const time = now();
    const outline = readOutline(envelope);
    checkKnown(outline);
    const { signer, signed, value, fingerprint } = await verifySignature(envelope, outline, { trust: this.#trust, allowOld, now: time });
    if (accept !== undefined && !(await accept(signer))) throw authenticationFailed();
    checkRequired(require, outline, signed);
    this.#checkTime(outline, signed, fingerprint, time);
    const verified = verifiedEnvelope(envelope, outline, signed, unsigned);
    if (exchange.request !== undefined) this.#signers.set(exchange.request, signer);
    if (exchange.side === "server") noteSignature(exchange, value);
    return verified;
  }

  /** Only a signed time says how long a message has to be remembered. */
  #checkTime({ security }: Outline, signed: ReadonlyMap<number, Uint8Array>, fingerprint: string, now: number): void {
    const lifetime = (this.#policy.lifetime ?? 300) * 1000;
    const skew = (this.#policy.skew ?? 60) * 1000;
    const timestamp = security && onlyChild(security, Name.timestamp);
    if (timestamp === undefined) return;
    checkTimestamp(timestamp, { now, skew, lifetime });
    if (!signed.has(timestamp.offset)) return;
    if (onlyChild(timestamp, Name.created) === undefined) throw securityFault("InvalidSecurity", "the Timestamp has no Created");
    if (!this.#messages.take("", fingerprint, now, now + lifetime + 2 * skew)) {
      throw securityFault("InvalidSecurity", "the message has come before, or too many have come");
    }
  }

  signerOf(request: HttpRequest | undefined): Signer {
    const signer = request && this.#signers.get(request);
    if (signer === undefined) throw new Error("the call has not come through this gate");
    return signer;
  }
}

const known: readonly string[] = [Name.timestamp, Name.usernameToken, Name.binarySecurityToken, Name.signature, Name.signatureConfirmation];

function checkKnown({ security }: Outline): void {
  for (const { name } of security === undefined ? [] : childElements(security)) {
    if (!known.includes(name)) throw securityFault("UnsupportedSecurityToken", `"${name}" is not supported in a Security header`);
  }
}

/**
 * A filter that accepts messages with a SAML assertion of a trusted issuer. SAML Token Profile 1.1
 *
 * Every holder of a "bearer" assertion may use it, so the message itself must be protected by TLS or by a signature. A "holder-of-key" assertion names a key
 * that must sign the message, so it is useless to somebody who only reads it.
 */

import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import type { Call } from "../service/port-type.js";
import { without } from "./encryption/decrypt-place.js";
import { applyEdits, elementEnd } from "./envelope/edit.js";
import { childElements, type LocatedElement } from "./envelope/located-element.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { GateMemory } from "./gate-memory.js";
import { assertionNames, Name } from "./names.js";
import { NonceMemory } from "./nonce-memory.js";
import { assertionsIn } from "./saml/assertions-in.js";
import type { Assertion, Confirmation, ValidTime } from "./saml/read-assertion.js";
import { subjectKey } from "./saml/subject-key.js";
import { verifyAssertion } from "./saml/verify-assertion.js";
import { securityFault } from "./security-fault.js";
import { isSignedBy, type SignatureAlgorithm, signatureAlgorithmNamed } from "./signature/algorithms.js";
import { checkKnownTokens, MessageCheck, type MessagePolicy } from "./signature/message-check.js";
import { endorsementIn } from "./signature/own-signature.js";
import { noteSignature } from "./signature/sent-signatures.js";
import { noteTokenToSign } from "./signature/tokens-to-sign.js";
import { type CertificateTrust, TrustedCertificates } from "./signature/trust.js";
import { type SignatureVerifier, verifyElement, verifySignatureBy } from "./signature/verify.js";
import { checkTimestamp } from "./timestamp.js";
import { onlyChild } from "./username-token.js";

export interface AssertionPolicy {
  /** Issuers by name, each with whose signatures are good for it. */
  readonly issuers: Readonly<Record<string, CertificateTrust>>;
  /** Who we are: assertions must be for this audience. */
  readonly audience: string;
  /** Where we are, for assertions that are for one recipient; those are refused when left out. */
  readonly recipient?: string;
  /** Asks that assertions name a key, and that the message be signed by it, as this says; left out: assertions are for their bearers. */
  readonly holderOfKey?: MessagePolicy;
  /** Asks that the message's own signature be over the assertion: a filter before this one in the list verifies that. */
  readonly signed?: boolean;
  /** Asks that the key which assertions name sign the message's own signature, which a filter before this one in the list verifies. */
  readonly endorsing?: boolean;
  /** The version of SAML; both are accepted when left out. */
  readonly version?: "1.1" | "2.0";
  /** Accepts SHA-1, in signatures and digests. */
  readonly allowOld?: boolean;
  /** Seconds that a message may be old, by its Timestamp; 300 when left out. */
  readonly lifetime?: number;
  /** Seconds that clocks may differ; 60 when left out. */
  readonly skew?: number;
  /** Assertions for one use that are remembered at once; 100,000 when left out. */
  readonly maxAssertions?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Who calls, by an assertion. */
export interface AssertedIdentity
  extends Pick<Assertion, "version" | "id" | "issuer" | "name" | "nameFormat" | "attributes" | "authentication"> {
  /** The end of the time for which the issuer says so. */
  readonly notOnOrAfter: Date;
}

/** What a handler needs: `createHandler({ services, filters: [gate.filter] })`. */
export interface AssertionGate {
  /** Throws a SoapFault for a message without an assertion that is right; takes the assertion away. */
  readonly filter: EnvelopeFilter;
  /** Who calls. Throws for a call that has not come through this gate. */
  readonly identityOf: (call: Pick<Call, "request">) => AssertedIdentity;
}

/** Makes a gate. Its filter stands behind those for signatures and encryption, and before `timestampMessages`, which looks at the header before it is gone. */
export function requireAssertion(policy: AssertionPolicy): AssertionGate {
  const gate = new Gate(policy);
  return {
    filter: { receive: (envelope, exchange) => gate.receive(envelope, exchange) },
    identityOf: ({ request }) => gate.identities.of(request),
  };
}

class Gate {
  readonly #policy: AssertionPolicy;
  readonly #trusts: ReadonlyMap<string, TrustedCertificates>;
  readonly #used: NonceMemory;
  readonly #messages: MessageCheck | undefined;
  readonly identities = new GateMemory<AssertedIdentity>();

  constructor(policy: AssertionPolicy) {
    this.#policy = policy;
    this.#trusts = new Map(Object.entries(policy.issuers).map(([issuer, trust]) => [issuer, new TrustedCertificates(trust)]));
    this.#messages =
      policy.holderOfKey && new MessageCheck({ lifetime: policy.lifetime ?? 300, skew: policy.skew ?? 60, ...policy.holderOfKey });
    this.#used = new NonceMemory(policy.maxAssertions ?? 100_000);
  }

  async receive(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { allowOld = false, skew = 60, lifetime = 300, now = Date.now } = this.#policy;
    const time = now();
    const outline = readOutline(envelope);
    const element = onlyAssertion(outline);
    const timestamp = outline.security && onlyChild(outline.security, Name.timestamp);
    if (timestamp !== undefined) checkTimestamp(timestamp, { now: time, skew: skew * 1000, lifetime: lifetime * 1000 });
    const assertion = await verifyAssertion(envelope, element, outline, {
      trustOf: (issuer) => this.#trusts.get(issuer),
      allowOld,
      now: time,
    });
    const { notOnOrAfter, keyInfo } = this.#check(assertion, time, skew * 1000);
    const handedOn = await this.#handOn(envelope, outline, element, keyInfo, exchange, time);
    const { version, id, issuer, name, nameFormat, attributes, authentication } = assertion;
    const identity = { version, id, issuer, name, nameFormat, attributes, authentication, notOnOrAfter: new Date(notOnOrAfter) };
    this.identities.note(exchange.request, identity);
    return handedOn;
  }

  async #handOn(
    envelope: Uint8Array,
    outline: Outline,
    assertion: LocatedElement,
    keyInfo: LocatedElement | undefined,
    exchange: EnvelopeExchange,
    now: number,
  ): Promise<Uint8Array> {
    const { signed = false, endorsing = false } = this.#policy;
    if (this.#messages !== undefined) return this.#signedParts(envelope, outline, this.#messages, keyInfo, exchange, now);
    if (signed) noteTokenToSign(exchange, assertion.attributes[assertion.name === Name.assertion20 ? "ID" : "AssertionID"] ?? "");
    // Where the own signature is over it, the assertion is taken away by the filter that verifies this.
    const removed: LocatedElement[] = signed ? [] : [assertion];
    if (endorsing) removed.push(await this.#endorsement(envelope, outline, keyInfo, exchange));
    return endorsing || signed
      ? applyEdits(
          envelope,
          removed.map((each) => ({ ...without(envelope, each), text: "" })),
        )
      : withoutAssertion(envelope, outline, assertion);
  }

  /** The second signature of a message, by the key of the subject. */
  async #endorsement(
    envelope: Uint8Array,
    outline: Outline,
    keyInfo: LocatedElement | undefined,
    exchange: EnvelopeExchange,
  ): Promise<LocatedElement> {
    const { own, endorsing } = endorsementIn(outline);
    const endorsement = await verifyElement(envelope, outline, endorsing, await this.#byKey(keyInfo));
    if (!endorsement.signed.has(own.offset)) throw securityFault("InvalidSecurity", "the second signature is not over the first one");
    noteSignature(exchange, endorsement.value);
    return endorsing;
  }

  /** Verifies signatures by the key of the subject. How a signature names that key is nothing to go by. */
  async #byKey(keyInfo: LocatedElement | undefined): Promise<SignatureVerifier<SignatureAlgorithm, void>> {
    if (keyInfo === undefined) throw securityFault("InvalidSecurityToken", "the assertion names no key");
    const key = await subjectKey(keyInfo);
    return {
      algorithmNamed: signatureAlgorithmNamed,
      allowOld: this.#policy.allowOld ?? false,
      signerOf: async ({ signedInfo, value, octets }) => {
        if (!(await isSignedBy(key, signedInfo.algorithm, value, octets)))
          throw securityFault("FailedCheck", "the message is not signed by the key that the assertion names");
      },
    };
  }

  /** What is signed by the key of the subject. */
  async #signedParts(
    envelope: Uint8Array,
    outline: Outline,
    messages: MessageCheck,
    keyInfo: LocatedElement | undefined,
    exchange: EnvelopeExchange,
    now: number,
  ): Promise<Uint8Array> {
    const verifier = await this.#byKey(keyInfo);
    checkKnownTokens(outline, exchange, assertionNames);
    const signature = await verifySignatureBy(envelope, outline, verifier);
    const verified = messages.pass(envelope, outline, signature, now, exchange);
    if (exchange.side === "server") noteSignature(exchange, signature.value);
    return verified;
  }

  /** Gives the end of the time for which the assertion is good, and the key of its holder. */
  #check(assertion: Assertion, now: number, skew: number): { readonly notOnOrAfter: number; readonly keyInfo: LocatedElement | undefined } {
    checkTime(assertion.valid, now, skew);
    const { audience, version = assertion.version } = this.#policy;
    if (assertion.version !== version) throw securityFault("UnsupportedSecurityToken", `assertions are of SAML ${version}`);
    if (assertion.audiences.length === 0 || assertion.audiences.some((each) => !each.includes(audience))) {
      throw securityFault("InvalidSecurityToken", "the assertion is for another audience");
    }
    const confirmation = this.#confirmation(assertion.confirmations, now, skew);
    const end = Math.min(assertion.valid.notOnOrAfter, confirmation.valid.notOnOrAfter);
    if (end === Number.POSITIVE_INFINITY) throw securityFault("InvalidSecurityToken", "the assertion has no end");
    if (assertion.isOnce && !this.#used.take(assertion.issuer, assertion.id, now, end + skew)) {
      throw securityFault("InvalidSecurityToken", "the assertion has been used, or too many are remembered");
    }
    return { notOnOrAfter: end, keyInfo: confirmation.keyInfo };
  }

  /** One way to be recognized is enough. SAML 2.0 Core §2.4.1 */
  #confirmation(confirmations: readonly Confirmation[], now: number, skew: number): Confirmation {
    const wanted = this.#messages === undefined && this.#policy.endorsing !== true ? "bearer" : "holderOfKey";
    const confirmed = confirmations.filter(({ method }) => method === wanted);
    if (confirmed.length === 0) {
      const as = wanted === "bearer" ? "as its bearer" : "by a key";
      throw securityFault("UnsupportedSecurityToken", `the subject of the assertion is not confirmed ${as}`);
    }
    const fitting = confirmed.filter(({ recipient }) => recipient === undefined || recipient === this.#policy.recipient);
    if (fitting.length === 0) throw securityFault("InvalidSecurityToken", "the assertion is for another recipient");
    const current = fitting.find(({ valid }) => isCurrent(valid, now, skew)) ?? fitting[0];
    if (current === undefined) throw new Error("internal: some confirmation fits");
    checkTime(current.valid, now, skew);
    return current;
  }
}

function isCurrent({ notBefore, notOnOrAfter }: ValidTime, now: number, skew: number): boolean {
  return now >= notBefore - skew && now < notOnOrAfter + skew;
}

function checkTime(valid: ValidTime, now: number, skew: number): void {
  if (now < valid.notBefore - skew) throw securityFault("InvalidSecurityToken", "the assertion is not valid yet");
  if (now >= valid.notOnOrAfter + skew) throw securityFault("InvalidSecurityToken", "the assertion has expired");
}

function onlyAssertion(outline: Outline): LocatedElement {
  const [assertion, another] = assertionsIn(outline);
  if (assertion === undefined) throw securityFault("InvalidSecurity", "the message has no assertion");
  if (another !== undefined) throw securityFault("InvalidSecurity", "the message has several assertions");
  return assertion;
}

/** Takes the assertion away, and the Security header with it if there is nothing else than a Timestamp, which was checked. */
function withoutAssertion(envelope: Uint8Array, { security, securityPart }: Outline, assertion: LocatedElement): Uint8Array {
  const rest = (security === undefined ? [] : childElements(security)).filter(
    (child) => child !== assertion && child.name !== Name.timestamp,
  );
  const removed = rest.length === 0 && securityPart !== undefined ? securityPart : assertion;
  return applyEdits(envelope, [{ offset: removed.offset, text: "", without: elementEnd(envelope, removed) - removed.offset }]);
}

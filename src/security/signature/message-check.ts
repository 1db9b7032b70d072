/**
 * What a receiver asks of messages whose signature is right: signed parts, a time, and that none comes twice.
 */
import type { EnvelopeExchange } from "../../service/envelope-filter.js";
import { childElements, identifiersOf, type LocatedElement } from "../envelope/located-element.js";
import type { Outline } from "../envelope/outline.js";
import { assertionNames, Name } from "../names.js";
import { NonceMemory } from "../nonce-memory.js";
import { securityFault } from "../security-fault.js";
import { checkTimestamp } from "../timestamp.js";
import { onlyChild } from "../username-token.js";
import { tokensToSign } from "./tokens-to-sign.js";
import { checkRequired, type MessagePart, type UnsignedParts, verifiedEnvelope } from "./verified-envelope.js";

export interface MessagePolicy {
  /** Parts that must be there and be signed; body and timestamp when left out. */
  readonly require?: readonly MessagePart[];
  /** Asks that the token which the signature is made with be in the message and be signed, too: ProtectTokens of WS-SecurityPolicy. */
  readonly protectToken?: boolean;
  /** What becomes of parts that are not signed: "drop" when left out, which asks for a signed body. "keep" is for messages that TLS protects. */
  readonly unsigned?: UnsignedParts;
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

/** What was verified of a message. */
export interface SignedParts {
  /** The octets that were signed, in UTF-8, by the offset of their element. */
  readonly signed: ReadonlyMap<number, Uint8Array>;
  /** The offsets of all that was signed: of tokens, too, that a signature is over by way of a reference. */
  readonly covered: ReadonlySet<number>;
  /** The tokens of the message that the signature is made with. */
  readonly tokens: readonly LocatedElement[];
  /** A digest of SignedInfo: the same for the same message alone. */
  readonly fingerprint: string;
}

/** Checks messages one after another, and remembers them. */
export class MessageCheck {
  readonly #policy: MessagePolicy;
  readonly #messages: NonceMemory;

  constructor(policy: MessagePolicy) {
    this.#policy = policy;
    this.#messages = new NonceMemory(policy.maxMessages ?? 100_000);
  }

  /** Gives the envelope that is handed on. Throws a SoapFault. */
  pass(envelope: Uint8Array, outline: Outline, parts: SignedParts, now: number, exchange: EnvelopeExchange): Uint8Array {
    const { require = ["body", "timestamp"], unsigned = "drop", protectToken = false } = this.#policy;
    const { signed, fingerprint } = parts;
    checkRequired(require, outline, signed);
    if (protectToken) checkProtected(parts);
    checkTokens(tokensToSign(exchange, "receive"), outline, parts);
    this.#checkTime(outline, signed, fingerprint, now);
    return verifiedEnvelope(envelope, outline, signed, unsigned);
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
}

/** Checks that a signature is over the token that it is made with. Throws a SoapFault. */
export function checkProtected({ tokens, covered }: SignedParts): void {
  if (tokens.length === 0) throw securityFault("InvalidSecurity", "the token that the signature is made with is not in the message");
  if (tokens.some(({ offset }) => !covered.has(offset)))
    throw securityFault("InvalidSecurity", "the token that the signature is made with is not signed");
}

/** Checks that a signature is over tokens that stand for something else. */
function checkTokens(ids: readonly string[], { security }: Outline, { covered }: SignedParts): void {
  const children = security === undefined ? [] : childElements(security);
  for (const id of ids) {
    const token = children.find((child) => identifiersOf(child).includes(id));
    if (token === undefined || !covered.has(token.offset)) throw securityFault("InvalidSecurity", "a supporting token is not signed");
  }
}

const known: readonly string[] = [Name.timestamp, Name.usernameToken, Name.binarySecurityToken, Name.signature, Name.signatureConfirmation];

/**
 * Refuses a Security header with anything but what is always known, what has these names, and assertions that were verified and that the message's own signature
 * has to be over. Throws a SoapFault.
 */
export function checkKnownTokens({ security }: Outline, exchange: EnvelopeExchange, others: readonly string[] = []): void {
  const toSign = tokensToSign(exchange, "receive");
  const isVerified = (child: LocatedElement): boolean =>
    assertionNames.includes(child.name) && identifiersOf(child).some((id) => toSign.includes(id));
  const children = security === undefined ? [] : childElements(security);
  // A reference says which assertion a signature is over, and nothing else.
  const more = children.some(isVerified) ? [...others, Name.securityTokenReference] : others;
  const unknown = children.find((child) => !known.includes(child.name) && !more.includes(child.name) && !isVerified(child));
  if (unknown !== undefined) throw securityFault("UnsupportedSecurityToken", `"${unknown.name}" is not supported in a Security header`);
}

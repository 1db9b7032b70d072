/**
 * A filter that signs what is sent, by the key of a certificate.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { addToSecurity, applyEdits } from "./envelope/edit.js";
import { readOutline } from "./envelope/outline.js";
import { referenceToAssertion } from "./saml/reference-to-assertion.js";
import { CertificateSigner, type SigningKey } from "./signature/certificate-signer.js";
import { noteSignature } from "./signature/sent-signatures.js";
import { tokensToSign } from "./signature/tokens-to-sign.js";
import type { MessagePart } from "./signature/verified-envelope.js";
import { inKeyInfo, type KeyReference, keyReference, tokenOf } from "./signature/write-key-reference.js";
import { addSignature, missingTimestamp, usuallySigned } from "./signature/write-signature.js";

export interface SigningOptions extends SigningKey {
  /** Parts that are signed if they are there; body, timestamp, usernameToken and addressing when left out. */
  readonly sign?: readonly MessagePart[];
  /**
   * How the message tells which key signed: with the certificate itself ("token", when left out), with what the receiver knows it by, or by the assertion of
   * SAML that names the key ("assertion"), which a filter before this one has put into the message.
   */
  readonly reference?: KeyReference | "assertion";
  /** Signs the certificate, too, if it goes with the message: ProtectTokens of WS-SecurityPolicy. */
  readonly protectToken?: boolean;
  /** Seconds for which a message is good: it gets a Timestamp if it has none. 300 when left out; 0: none. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Makes a filter: `createClient(binding, { url, filters: [signMessages({ key, certificate })] })`. A handler signs its answers and faults with it. */
export function signMessages(options: SigningOptions): EnvelopeFilter {
  const signer = new CertificateSigner(options);
  return { send: (envelope, exchange) => signEnvelope(envelope, exchange, signer, options) };
}

async function signEnvelope(
  envelope: Uint8Array,
  exchange: EnvelopeExchange,
  signer: CertificateSigner,
  options: SigningOptions,
): Promise<Uint8Array> {
  const { sign = usuallySigned, reference = "token", protectToken = false, lifetime = 300, now = Date.now } = options;
  const outline = readOutline(envelope);
  const token = reference === "token" ? tokenOf(signer.certificate, tokenId) : "";
  const withTokens = applyEdits(envelope, addToSecurity(envelope, outline, missingTimestamp(outline, now(), lifetime) + token));
  const signed = await addSignature(withTokens, {
    ...(await signer.method()),
    sign,
    tokens: [...tokensToSign(exchange, "send"), ...(protectToken ? [tokenId] : [])],
    keyInfo:
      reference === "assertion"
        ? inKeyInfo(referenceToAssertion(readOutline(withTokens)))
        : await keyReference(signer.certificate, reference, tokenId),
  });
  if (exchange.side === "client") noteSignature(exchange, signed.value);
  return signed.envelope;
}

/** One message has one such token, so its identifier can be the same in all. */
const tokenId = "signing-certificate";

/**
 * Filters that endorse what is sent: a second signature, over the message's own one, says who sends it where the first one does not. WS-SecurityPolicy 1.3 §8.3
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { addFirstToSecurity, applyEdits } from "./envelope/edit.js";
import { readOutline } from "./envelope/outline.js";
import { referenceToAssertion } from "./saml/reference-to-assertion.js";
import { CertificateSigner, type SigningKey } from "./signature/certificate-signer.js";
import { noteSignature } from "./signature/sent-signatures.js";
import { noteTokenToSign } from "./signature/tokens-to-sign.js";
import { partsNamed } from "./signature/verified-envelope.js";
import { inKeyInfo, type KeyReference, keyReference, tokenOf } from "./signature/write-key-reference.js";
import { addSignature } from "./signature/write-signature.js";

export interface EndorsingOptions extends SigningKey {
  /**
   * How the message tells which key signed: with the certificate itself ("token", when left out), with what the receiver knows it by, or by the assertion of SAML
   * that names the key ("assertion"), which a filter before these has put into the message.
   */
  readonly reference?: KeyReference | "assertion";
  /** Has the message's own signature be over the certificate, too: SignedEndorsingSupportingTokens. */
  readonly signedToken?: boolean;
  /** Signs the certificate by its own key, too: ProtectTokens. */
  readonly protectToken?: boolean;
}

/** Filters that stand before and behind those that sign the message itself. */
export interface Endorsing {
  /** Puts the certificate into the message. */
  readonly token: EnvelopeFilter;
  /** Signs the signature of the message. */
  readonly signature: EnvelopeFilter;
}

/**
 * Makes a client's filters: `const endorsing = endorseMessages({ key, certificate })`, then `filters: [endorsing.token, ...sendSharedKey({ certificate: servicePem
 * }), endorsing.signature]`, before the filter that encrypts if that is one of its own.
 */
export function endorseMessages(options: EndorsingOptions): Endorsing {
  const signer = new CertificateSigner(options);
  const { reference = "token", signedToken = false, protectToken = false } = options;
  const addToken = (envelope: Uint8Array, exchange: EnvelopeExchange): Uint8Array => {
    if (reference !== "token") return envelope;
    if (signedToken) noteTokenToSign(exchange, tokenId);
    return applyEdits(envelope, addFirstToSecurity(envelope, readOutline(envelope), tokenOf(signer.certificate, tokenId)));
  };
  const sign = async (envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> => {
    if (partsNamed("signature", readOutline(envelope)).length !== 1)
      throw new TypeError("the message has no signature to endorse, or several");
    const signed = await addSignature(envelope, {
      ...(await signer.method()),
      sign: ["signature"],
      tokens: protectToken ? [tokenId] : [],
      keyInfo:
        reference === "assertion"
          ? inKeyInfo(referenceToAssertion(readOutline(envelope)))
          : await keyReference(signer.certificate, reference, tokenId),
    });
    noteSignature(exchange, signed.value);
    return signed.envelope;
  };
  return { token: { send: addToken }, signature: { send: sign } };
}

const tokenId = "endorsing-certificate";

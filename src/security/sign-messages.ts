/**
 * A filter that signs what is sent, by the key of a certificate.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { type Certificate, readCertificate } from "./certificates/certificate.js";
import { readPem } from "./certificates/pem.js";
import { addToSecurity, applyEdits } from "./envelope/edit.js";
import { readOutline } from "./envelope/outline.js";
import { assertionsIn, identifierOf } from "./saml/assertions-in.js";
import { type Hash, importParameters, type SignatureAlgorithm, signatureAlgorithmFor, signingParameters } from "./signature/algorithms.js";
import { noteSignature } from "./signature/sent-signatures.js";
import type { CertificateSource } from "./signature/trust.js";
import type { MessagePart } from "./signature/verified-envelope.js";
import { assertionReference, inKeyInfo, type KeyReference, keyReference, tokenOf } from "./signature/write-key-reference.js";
import { addSignature, missingTimestamp, usuallySigned } from "./signature/write-signature.js";

export interface SigningOptions {
  /** The private key: PKCS #8 in PEM, or a key of the platform that fits the certificate and the hash. */
  readonly key: string | CryptoKey;
  /** The certificate of the key. */
  readonly certificate: CertificateSource;
  /** Parts that are signed if they are there; body, timestamp, usernameToken and addressing when left out. */
  readonly sign?: readonly MessagePart[];
  /**
   * How the message tells which key signed: with the certificate itself ("token", when left out), with what the receiver knows it by, or by the assertion of
   * SAML that names the key ("assertion"), which a filter before this one has put into the message.
   */
  readonly reference?: KeyReference | "assertion";
  /** Of digests and signature; "SHA-256" when left out. "SHA-1" is for peers that have nothing else. */
  readonly hash?: Hash;
  /** Seconds for which a message is good: it gets a Timestamp if it has none. 300 when left out; 0: none. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Makes a filter: `createClient(binding, { url, filters: [signMessages({ key, certificate })] })`. A handler signs its answers and faults with it. */
export function signMessages(options: SigningOptions): EnvelopeFilter {
  const signer = new MessageSigner(options);
  return { send: (envelope, exchange) => signer.sign(envelope, exchange) };
}

class MessageSigner {
  readonly #options: SigningOptions;
  readonly #certificate: Certificate;
  readonly #algorithm: SignatureAlgorithm;
  #key: Promise<CryptoKey> | undefined;

  constructor(options: SigningOptions) {
    this.#options = options;
    const [der = new Uint8Array()] = readPem(options.certificate, "CERTIFICATE");
    this.#certificate = readCertificate(der);
    this.#algorithm = signatureAlgorithmFor(this.#certificate.keyKind, options.hash ?? "SHA-256");
  }

  async sign(envelope: Uint8Array, exchange: EnvelopeExchange): Promise<Uint8Array> {
    const { sign = usuallySigned, reference = "token" } = this.#options;
    const key = await this.#signingKey();
    const withTokens = this.#addTokens(envelope);
    const signed = await addSignature(withTokens, {
      sign,
      hash: this.#algorithm.hash,
      method: this.#algorithm.uri,
      keyInfo:
        reference === "assertion" ? inKeyInfo(referenceToAssertion(withTokens)) : await keyReference(this.#certificate, reference, tokenId),
      signOctets: (octets) => crypto.subtle.sign(signingParameters(this.#algorithm), key, octets),
    });
    if (exchange.side === "client") noteSignature(exchange, signed.value);
    return signed.envelope;
  }

  /** Adds the Timestamp and the certificate. */
  #addTokens(envelope: Uint8Array): Uint8Array {
    const { lifetime = 300, now = Date.now, reference = "token" } = this.#options;
    const outline = readOutline(envelope);
    const token = reference === "token" ? tokenOf(this.#certificate, tokenId) : "";
    return applyEdits(envelope, addToSecurity(envelope, outline, missingTimestamp(outline, now(), lifetime) + token));
  }

  #signingKey(): Promise<CryptoKey> {
    this.#key ??= this.#importKey();
    return this.#key;
  }

  async #importKey(): Promise<CryptoKey> {
    const { key } = this.#options;
    if (typeof key !== "string") return key;
    const [octets = new Uint8Array()] = readPem(key, "PRIVATE KEY");
    return crypto.subtle.importKey("pkcs8", octets, importParameters(this.#algorithm, this.#certificate.keyKind), false, ["sign"]);
  }
}

/** Throws a TypeError if the message has no assertion, or several. */
function referenceToAssertion(envelope: Uint8Array): string {
  const [assertion, another] = assertionsIn(readOutline(envelope));
  if (assertion === undefined || another !== undefined) throw new TypeError("the message has no assertion that the key is of, or several");
  const { version, id } = identifierOf(assertion);
  return assertionReference(version, id);
}

/** One message has one token, so its identifier can be the same in all. */
const tokenId = "signing-certificate";

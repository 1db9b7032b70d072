/**
 * The key of a certificate, as signatures are made by it.
 */
import { type Certificate, readCertificate } from "../certificates/certificate.js";
import { readPem } from "../certificates/pem.js";
import { type Hash, importParameters, type SignatureAlgorithm, signatureAlgorithmFor, signingParameters } from "./algorithms.js";
import type { CertificateSource } from "./trust.js";
import type { SignatureSpecification } from "./write-signature.js";

/** A key with its certificate. */
export interface SigningKey {
  /** The private key: PKCS #8 in PEM, or a key of the platform that fits the certificate and the hash. */
  readonly key: string | CryptoKey;
  /** The certificate of the key. */
  readonly certificate: CertificateSource;
  /** Of digests and signature; "SHA-256" when left out. "SHA-1" is for peers that have nothing else. */
  readonly hash?: Hash;
}

/** Signs octets by the key of one certificate. Throws a TypeError for a certificate that cannot be read. */
export class CertificateSigner {
  readonly certificate: Certificate;
  readonly #source: string | CryptoKey;
  readonly #algorithm: SignatureAlgorithm;
  #key: Promise<CryptoKey> | undefined;

  constructor({ key, certificate, hash = "SHA-256" }: SigningKey) {
    const [der = new Uint8Array()] = readPem(certificate, "CERTIFICATE");
    this.certificate = readCertificate(der);
    this.#algorithm = signatureAlgorithmFor(this.certificate.keyKind, hash);
    this.#source = key;
  }

  /** How it signs, for a Signature. */
  async method(): Promise<Pick<SignatureSpecification, "hash" | "method" | "signOctets">> {
    this.#key ??= this.#importKey();
    const key = await this.#key;
    return {
      hash: this.#algorithm.hash,
      method: this.#algorithm.uri,
      signOctets: (octets) => crypto.subtle.sign(signingParameters(this.#algorithm), key, octets),
    };
  }

  async #importKey(): Promise<CryptoKey> {
    if (typeof this.#source !== "string") return this.#source;
    const [octets = new Uint8Array()] = readPem(this.#source, "PRIVATE KEY");
    return crypto.subtle.importKey("pkcs8", octets, importParameters(this.#algorithm, this.certificate.keyKind), false, ["sign"]);
  }
}

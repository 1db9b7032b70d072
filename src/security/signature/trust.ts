/**
 * Which certificates are trusted: those that are pinned, and those that an authority of a list has issued itself.
 *
 * No paths are built, and nobody is asked if a certificate was revoked: RFC 5280 §6 has more than is here.
 */
import { type Certificate, readCertificate, signatureNumbers } from "../certificates/certificate.js";
import { readPem } from "../certificates/pem.js";
import { authenticationFailed, securityFault } from "../security-fault.js";
import { type Hash, isSignedBy, type SignatureAlgorithm } from "./algorithms.js";

/** Certificates in PEM, of which one text may have several, or in DER. */
export type CertificateSource = string | Uint8Array;

export interface CertificateTrust {
  /** Certificates of senders themselves. */
  readonly certificates?: readonly CertificateSource[];
  /** Certificates of authorities that may have issued a sender's. */
  readonly authorities?: readonly CertificateSource[];
}

/** How certificates are signed. RFC 5758 §3, RFC 4055 §5 */
const algorithms: ReadonlyMap<string, readonly [SignatureAlgorithm["name"], Hash]> = new Map([
  ["1.2.840.113549.1.1.11", ["RSASSA-PKCS1-v1_5", "SHA-256"]],
  ["1.2.840.113549.1.1.12", ["RSASSA-PKCS1-v1_5", "SHA-384"]],
  ["1.2.840.113549.1.1.13", ["RSASSA-PKCS1-v1_5", "SHA-512"]],
  ["1.2.840.10045.4.3.2", ["ECDSA", "SHA-256"]],
  ["1.2.840.10045.4.3.3", ["ECDSA", "SHA-384"]],
  ["1.2.840.10045.4.3.4", ["ECDSA", "SHA-512"]],
]);

/** The certificates of one policy. */
export class TrustedCertificates {
  /** Those of senders. */
  readonly pinned: readonly Certificate[];
  readonly #authorities: readonly Certificate[];

  constructor({ certificates = [], authorities = [] }: CertificateTrust) {
    this.pinned = readAll(certificates);
    this.#authorities = readAll(authorities);
    if (this.pinned.length + this.#authorities.length === 0) throw new TypeError("a policy needs certificates or authorities to trust");
    const wrong = this.#authorities.find(({ isAuthority }) => !isAuthority);
    if (wrong !== undefined) throw new TypeError(`"${wrong.subject}" may not issue certificates`);
  }

  /** Checks that a certificate is trusted for signing at a time. Throws a SoapFault. */
  async check(certificate: Certificate, now: number): Promise<void> {
    checkTime(certificate, now);
    if (!certificate.maySign) throw securityFault("InvalidSecurityToken", "the certificate's key is not for signatures");
    if (this.pinned.some((each) => isSame(each.der, certificate.der))) return;
    if (certificate.unknownCritical.length > 0)
      throw securityFault("InvalidSecurityToken", "the certificate has critical extensions that are not known");
    for (const authority of this.#authorities) if (await isIssuedBy(certificate, authority, now)) return;
    throw authenticationFailed();
  }
}

function readAll(sources: readonly CertificateSource[]): readonly Certificate[] {
  return sources.flatMap((source) => readPem(source, "CERTIFICATE")).map(readCertificate);
}

function checkTime({ notBefore, notAfter }: Certificate, now: number): void {
  if (now < notBefore.getTime()) throw securityFault("InvalidSecurityToken", "the certificate is not valid yet");
  if (now > notAfter.getTime()) throw securityFault("InvalidSecurityToken", "the certificate has expired");
}

async function isIssuedBy(certificate: Certificate, authority: Certificate, now: number): Promise<boolean> {
  if (!isSame(certificate.issuerDer, authority.subjectDer)) return false;
  if (now < authority.notBefore.getTime() || now > authority.notAfter.getTime()) return false;
  const [name, hash] = algorithms.get(certificate.signatureAlgorithm) ?? [];
  if (name === undefined || hash === undefined || authority.unknownCritical.length > 0) return false;
  const signature = name === "ECDSA" ? fixedSignature(certificate.signature, authority) : certificate.signature;
  return isSignedBy(authority, { uri: "", name, hash }, signature, certificate.signed);
}

/** The two numbers of a signature in certificates, which are in DER, with a fixed length each, as the platform wants them. RFC 3279 §2.2.3 */
function fixedSignature(signature: Uint8Array, { keyKind }: Certificate): Uint8Array<ArrayBuffer> {
  const length = keyKind.name === "EC" ? Math.ceil(Number(keyKind.curve.slice(2)) / 8) : 0;
  const fixed = new Uint8Array(2 * length);
  signatureNumbers(signature).forEach((content, index) => {
    const digits = content.subarray(Math.max(0, content.length - length));
    fixed.set(digits, (index + 1) * length - digits.length);
  });
  return fixed;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, index) => octet === b[index]);
}

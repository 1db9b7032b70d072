/**
 * A key for one message, encrypted for a certificate. XML Encryption 1.1 §3.5
 */
import { toBase64 } from "../base64.js";
import type { Certificate } from "../certificates/certificate.js";
import { readCertificate } from "../certificates/certificate.js";
import { readPem } from "../certificates/pem.js";
import { encryptionNamespace } from "../names.js";
import type { CertificateSource } from "../signature/trust.js";
import { type KeyReference, keyReference, tokenOf } from "../signature/write-key-reference.js";
import { encryptKey, keyUri } from "./content-algorithms.js";
import { cipherData } from "./encrypt-parts.js";

/** What an EncryptedKey is made of. */
export interface KeyToEncrypt {
  readonly key: Uint8Array<ArrayBuffer>;
  readonly id: string;
  /** How the receiver's certificate is named. */
  readonly reference: KeyReference;
  /** What is encrypted with the key, if the element itself says so. */
  readonly referenceList?: string;
}

/** The certificate of a receiver, with a key of RSA. Throws a TypeError for another key. */
export function receiverCertificate(source: CertificateSource): Certificate {
  const [der = new Uint8Array()] = readPem(source, "CERTIFICATE");
  const certificate = readCertificate(der);
  if (certificate.keyKind.name !== "RSA") throw new TypeError("messages are encrypted for keys of RSA");
  return certificate;
}

const tokenId = "encryption-certificate";

/** Writes an EncryptedKey, behind the certificate if that goes with the message. Gives the octets of the encrypted key, too. */
export async function writeEncryptedKey(
  certificate: Certificate,
  { key, id, reference, referenceList = "" }: KeyToEncrypt,
): Promise<{ readonly markup: string; readonly cipher: Uint8Array }> {
  const cipher = await encryptKey(certificate.publicKey, key);
  const element =
    `<xenc:EncryptedKey xmlns:xenc="${encryptionNamespace}" Id="${id}"><xenc:EncryptionMethod Algorithm="${keyUri}"/>` +
    `${await keyReference(certificate, reference, tokenId)}${cipherData(toBase64(cipher))}${referenceList}</xenc:EncryptedKey>`;
  return { markup: (reference === "token" ? tokenOf(certificate, tokenId) : "") + element, cipher };
}

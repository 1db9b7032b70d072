/**
 * How a message tells which certificate's key signed or was used for encryption. X.509 Token Profile 1.1 §3
 */
import { toBase64 } from "../base64.js";
import type { Certificate } from "../certificates/certificate.js";
import { assertionReferences, base64Encoding, Name, securityNamespaces, signatureNamespace, TokenType } from "../names.js";

/** By the certificate itself in the message, by its subject key identifier, by its thumbprint, or by its issuer and serial number. */
export type KeyReference = "token" | "keyIdentifier" | "thumbprint" | "issuerSerial";

const namespaces = `xmlns:wsse="${securityNamespaces.wsse}" xmlns:wsu="${securityNamespaces.wsu}"`;

/** The certificate as a token of the message. */
export function tokenOf({ der }: Certificate, id: string): string {
  return (
    `<wsse:BinarySecurityToken ${namespaces} wsu:Id="${id}" ValueType="${TokenType.certificate}" EncodingType="${base64Encoding}">` +
    `${toBase64(der)}</wsse:BinarySecurityToken>`
  );
}

/** KeyInfo with a reference to a token of the message. */
export function tokenReference(id: string): string {
  return inKeyInfo(`<wsse:SecurityTokenReference ${namespaces}><wsse:Reference URI="#${id}"/></wsse:SecurityTokenReference>`);
}

/** KeyInfo that holds a reference. */
export function inKeyInfo(reference: string): string {
  return `<ds:KeyInfo xmlns:ds="${signatureNamespace}">${reference}</ds:KeyInfo>`;
}

/** A reference to the key that an EncryptedKey of the message holds. */
export function encryptedKeyReference(id: string): string {
  return `<wsse:SecurityTokenReference ${namespaces} ${encryptedKeyType}><wsse:Reference URI="#${id}" ValueType="${TokenType.encryptedKey}"/></wsse:SecurityTokenReference>`;
}

/** A reference to the key of the request's EncryptedKey, by the SHA-1 digest of what is encrypted, in base64. SOAP Message Security 1.1 §7.3 */
export function encryptedKeyDigestReference(digest: string): string {
  return `<wsse:SecurityTokenReference ${namespaces} ${encryptedKeyType}><wsse:KeyIdentifier ValueType="${TokenType.encryptedKeyDigest}" EncodingType="${base64Encoding}">${digest}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`;
}

/** A reference to the assertion of the message. SAML Token Profile 1.1 §3.4 */
export function assertionReference(version: "1.1" | "2.0", id: string, ownId?: string): string {
  const { tokenType, identifier } = assertionReferences[version];
  const own = ownId === undefined ? "" : ` wsu:Id="${ownId}"`;
  return (
    `<wsse:SecurityTokenReference ${namespaces}${own} xmlns:wsse11="${extended}" wsse11:TokenType="${tokenType}">` +
    `<wsse:KeyIdentifier ValueType="${identifier}">${escapeText(id)}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`
  );
}

const extended = Name.signatureConfirmation.slice(1, Name.signatureConfirmation.indexOf("}"));
const encryptedKeyType = `xmlns:wsse11="${extended}" wsse11:TokenType="${TokenType.encryptedKey}"`;

/** KeyInfo with a reference to a certificate. */
export async function keyReference(certificate: Certificate, reference: KeyReference, tokenId: string): Promise<string> {
  const inner = await referenceMarkup(certificate, reference, tokenId);
  return inKeyInfo(`<wsse:SecurityTokenReference ${namespaces}>${inner}</wsse:SecurityTokenReference>`);
}

async function referenceMarkup(certificate: Certificate, reference: KeyReference, tokenId: string): Promise<string> {
  switch (reference) {
    case "token":
      return `<wsse:Reference URI="#${tokenId}" ValueType="${TokenType.certificate}"/>`;
    case "keyIdentifier":
      if (certificate.subjectKeyIdentifier === undefined) throw new TypeError("the certificate has no subject key identifier");
      return keyIdentifier(TokenType.subjectKeyIdentifier, certificate.subjectKeyIdentifier);
    case "thumbprint":
      return keyIdentifier(TokenType.thumbprint, new Uint8Array(await crypto.subtle.digest("SHA-1", certificate.der)));
    case "issuerSerial":
      return (
        `<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>${escapeText(certificate.issuer)}</ds:X509IssuerName>` +
        `<ds:X509SerialNumber>${certificate.serialNumber}</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>`
      );
  }
}

function keyIdentifier(type: string, octets: Uint8Array): string {
  return `<wsse:KeyIdentifier ValueType="${type}" EncodingType="${base64Encoding}">${toBase64(octets)}</wsse:KeyIdentifier>`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

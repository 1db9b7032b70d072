/**
 * KeyInfo -> the certificates whose key may have signed. X.509 Token Profile 1.1 §3.2
 *
 * A certificate comes with the message, or the message names one that the policy has pinned. Whatever is found has to be trusted and to verify the
 * signature: names of keys are hints.
 */
import { fromBase64, toBase64 } from "../base64.js";
import { type Certificate, readCertificate } from "../certificates/certificate.js";
import { childElements, type LocatedElement, requiredAttribute, requiredChild, wholeText } from "../envelope/located-element.js";
import { base64Encoding, Name, TokenType } from "../names.js";
import { securityFault } from "../security-fault.js";
import { onlyChild } from "../username-token.js";

/** What a token reference can refer to. */
export interface KnownTokens {
  /** The BinarySecurityTokens of the message by wsu:Id. */
  readonly tokenOf: (id: string) => LocatedElement | undefined;
  readonly pinned: readonly Certificate[];
}

/** The certificates that KeyInfo means: one, or none, or several with one serial number. Throws a SoapFault. */
export async function findCertificates(keyInfo: LocatedElement, tokens: KnownTokens): Promise<readonly Certificate[]> {
  const [child, ...others] = childElements(keyInfo);
  if (child === undefined || others.length > 0) throw securityFault("InvalidSecurity", "KeyInfo has one child");
  if (child.name === Name.x509Data) return ofX509Data(child, tokens);
  if (child.name !== Name.securityTokenReference) throw unsupported(child);
  const [reference, ...more] = childElements(child);
  if (reference === undefined || more.length > 0) throw securityFault("InvalidSecurity", "a SecurityTokenReference has one child");
  if (reference.name === Name.x509Data) return ofX509Data(reference, tokens);
  if (reference.name === Name.keyIdentifier) return ofKeyIdentifier(reference, tokens);
  if (reference.name === Name.embedded) return [readToken(requiredChild(reference, Name.binarySecurityToken))];
  if (reference.name === Name.tokenReference) return [readToken(referredToken(reference, tokens))];
  throw unsupported(reference);
}

function unsupported({ name }: LocatedElement): Error {
  return securityFault("UnsupportedSecurityToken", `keys are not found by "${name}"`);
}

/** The token in the message that a Reference means. */
export function referredToken(reference: LocatedElement, { tokenOf }: Pick<KnownTokens, "tokenOf">): LocatedElement {
  const token = tokenOf(requiredAttribute(reference, "URI").replace(/^#/, ""));
  if (token === undefined)
    throw securityFault("SecurityTokenUnavailable", "the token that the signature refers to is not in the Security header");
  return token;
}

function readToken(token: LocatedElement): Certificate {
  const { ValueType, EncodingType = base64Encoding } = token.attributes;
  if (ValueType !== TokenType.certificate || EncodingType !== base64Encoding) {
    throw securityFault("UnsupportedSecurityToken", "a BinarySecurityToken is a certificate of X.509v3 in base64");
  }
  return readCertificate(fromBase64(wholeText(token)));
}

async function ofKeyIdentifier(identifier: LocatedElement, { pinned }: KnownTokens): Promise<readonly Certificate[]> {
  const octets = fromBase64(wholeText(identifier));
  const wanted = toBase64(octets);
  switch (requiredAttribute(identifier, "ValueType")) {
    case TokenType.certificate:
      return [readCertificate(octets)];
    case TokenType.subjectKeyIdentifier:
      return pinned.filter(({ subjectKeyIdentifier }) => subjectKeyIdentifier !== undefined && toBase64(subjectKeyIdentifier) === wanted);
    case TokenType.thumbprint: {
      const thumbprints = await Promise.all(pinned.map(({ der }) => crypto.subtle.digest("SHA-1", der)));
      return pinned.filter((_, index) => toBase64(new Uint8Array(thumbprints[index] ?? new ArrayBuffer())) === wanted);
    }
    default:
      throw unsupported(identifier);
  }
}

/** A certificate itself, or the serial number of one: names of issuers are written in too many ways to compare them. */
function ofX509Data(data: LocatedElement, { pinned }: KnownTokens): readonly Certificate[] {
  const certificate = onlyChild(data, Name.x509Certificate);
  if (certificate !== undefined) return [readCertificate(fromBase64(wholeText(certificate)))];
  const serial = wholeText(requiredChild(requiredChild(data, Name.x509IssuerSerial), Name.x509SerialNumber)).trim();
  return pinned.filter(({ serialNumber }) => serialNumber === serial);
}

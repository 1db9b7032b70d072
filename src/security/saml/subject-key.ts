/**
 * The key that an assertion names: a signature by it shows that the sender is the assertion's subject. SAML Token Profile 1.1 §3.5.1
 */
import { fromBase64, toBase64 } from "../base64.js";
import type { Certificate } from "../certificates/certificate.js";
import { childElements, type LocatedElement, requiredChild, wholeText } from "../envelope/located-element.js";
import { signatureNamespace } from "../names.js";
import { securityFault } from "../security-fault.js";
import { findCertificates } from "../signature/find-certificate.js";

/** A public key, as signatures are verified by it. */
export type SubjectKey = Pick<Certificate, "publicKey" | "keyKind">;

const named = (local: string): string => `{${signatureNamespace}}${local}`;

/** The key in a KeyInfo: a certificate's, or one of RSA by its numbers. Throws a SoapFault. */
export async function subjectKey(keyInfo: LocatedElement): Promise<SubjectKey> {
  const [child, ...others] = childElements(keyInfo);
  if (child?.name === named("KeyValue") && others.length === 0) return rsaKey(requiredChild(child, named("RSAKeyValue")));
  const [certificate] = await findCertificates(keyInfo, { tokenOf: () => undefined, pinned: [] });
  if (certificate === undefined) throw securityFault("UnsupportedSecurityToken", "the assertion has no certificate for its subject's key");
  return certificate;
}

async function rsaKey(value: LocatedElement): Promise<SubjectKey> {
  const [n = "", e = ""] = ["Modulus", "Exponent"].map((local) => urlBase64(wholeText(requiredChild(value, named(local)))));
  try {
    const parameters = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, parameters, true, ["verify"]);
    return { publicKey: new Uint8Array(await crypto.subtle.exportKey("spki", key)), keyKind: { name: "RSA" } };
  } catch (error) {
    throw securityFault("InvalidSecurityToken", "the key in the assertion is not one of RSA", error);
  }
}

/** Numbers without leading zeros, in the alphabet of URLs. RFC 7518 §6.3.1 */
function urlBase64(text: string): string {
  const octets = fromBase64(text);
  const first = octets.findIndex((octet) => octet !== 0);
  return toBase64(octets.subarray(Math.max(0, first)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

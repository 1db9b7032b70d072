/**
 * Signatures by a key that both sides have: HMAC. XML Signature 1.1 §6.3
 */
import { securityFault } from "../security-fault.js";
import type { Hash } from "../signature/algorithms.js";

const uris: ReadonlyMap<string, Hash> = new Map([
  ["http://www.w3.org/2000/09/xmldsig#hmac-sha1", "SHA-1"],
  ["http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "SHA-256"],
  ["http://www.w3.org/2001/04/xmldsig-more#hmac-sha384", "SHA-384"],
  ["http://www.w3.org/2001/04/xmldsig-more#hmac-sha512", "SHA-512"],
]);

/** The hash of a SignatureMethod. `allowOld`: SHA-1 too. Throws a SoapFault. */
export function secretAlgorithmNamed(uri: string, allowOld: boolean): Hash {
  const hash = uris.get(uri);
  if (hash === undefined || (hash === "SHA-1" && !allowOld))
    throw securityFault("UnsupportedAlgorithm", `the algorithm "${uri.slice(0, 200)}" is not accepted`);
  return hash;
}

/** The identifier of HMAC with a hash. */
export function secretAlgorithmUri(hash: Hash): string {
  for (const [uri, each] of uris) if (each === hash) return uri;
  throw new Error("internal: each hash has an identifier");
}

/** Signs octets. */
export async function signBySecret(secret: Uint8Array<ArrayBuffer>, hash: Hash, octets: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash }, false, ["sign"]);
  return crypto.subtle.sign("HMAC", key, octets);
}

/** Tests if a value is the signature of octets, in a time that does not depend on where it differs. */
export async function isSignedBySecret(
  secret: Uint8Array<ArrayBuffer>,
  hash: Hash,
  value: Uint8Array<ArrayBuffer>,
  octets: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash }, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, value, octets);
}

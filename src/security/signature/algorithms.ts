/**
 * Algorithms of XML Signature as the platform's cryptography knows them. XML Signature 1.1 §6, RFC 6931
 *
 * What is not here is refused: keys that both sides share (HMAC) above all, with which a public key could be taken for a secret. `symmetric` has a list of its own for those.
 */
import type { KeyKind } from "../certificates/certificate.js";
import { securityFault } from "../security-fault.js";

export type Hash = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";

/** An algorithm of signatures. */
export interface SignatureAlgorithm {
  readonly uri: string;
  readonly name: "RSASSA-PKCS1-v1_5" | "RSA-PSS" | "ECDSA";
  readonly hash: Hash;
}

const more = "http://www.w3.org/2001/04/xmldsig-more#";
const first = "http://www.w3.org/2000/09/xmldsig#";

const digests: ReadonlyMap<string, Hash> = new Map([
  [`${first}sha1`, "SHA-1"],
  ["http://www.w3.org/2001/04/xmlenc#sha256", "SHA-256"],
  [`${more}sha384`, "SHA-384"],
  ["http://www.w3.org/2001/04/xmlenc#sha512", "SHA-512"],
]);

const signatures: readonly SignatureAlgorithm[] = [
  { uri: `${first}rsa-sha1`, name: "RSASSA-PKCS1-v1_5", hash: "SHA-1" },
  { uri: `${more}rsa-sha256`, name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  { uri: `${more}rsa-sha384`, name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" },
  { uri: `${more}rsa-sha512`, name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" },
  { uri: "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", name: "RSA-PSS", hash: "SHA-256" },
  { uri: "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", name: "RSA-PSS", hash: "SHA-384" },
  { uri: "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", name: "RSA-PSS", hash: "SHA-512" },
  { uri: `${more}ecdsa-sha1`, name: "ECDSA", hash: "SHA-1" },
  { uri: `${more}ecdsa-sha256`, name: "ECDSA", hash: "SHA-256" },
  { uri: `${more}ecdsa-sha384`, name: "ECDSA", hash: "SHA-384" },
  { uri: `${more}ecdsa-sha512`, name: "ECDSA", hash: "SHA-512" },
];

function unsupported(uri: string): never {
  throw securityFault("UnsupportedAlgorithm", `the algorithm "${uri.slice(0, 200)}" is not accepted`);
}

/** The hash of a DigestMethod. `allowOld`: SHA-1 too. Throws a SoapFault. */
export function digestNamed(uri: string, allowOld: boolean): Hash {
  const hash = digests.get(uri);
  return hash === undefined || (hash === "SHA-1" && !allowOld) ? unsupported(uri) : hash;
}

/** The algorithm of a SignatureMethod. `allowOld`: with SHA-1 too. Throws a SoapFault. */
export function signatureAlgorithmNamed(uri: string, allowOld: boolean): SignatureAlgorithm {
  const algorithm = signatures.find((each) => each.uri === uri);
  return algorithm === undefined || (algorithm.hash === "SHA-1" && !allowOld) ? unsupported(uri) : algorithm;
}

/** The algorithm that a key signs with. */
export function signatureAlgorithmFor(kind: KeyKind, hash: Hash): SignatureAlgorithm {
  const name = kind.name === "RSA" ? "RSASSA-PKCS1-v1_5" : "ECDSA";
  const algorithm = signatures.find((each) => each.name === name && each.hash === hash);
  if (algorithm === undefined) throw new Error("internal: each hash has an algorithm");
  return algorithm;
}

/** The identifier of a hash. */
export function digestUri(hash: Hash): string {
  for (const [uri, each] of digests) if (each === hash) return uri;
  throw new Error("internal: each hash has an identifier");
}

/** The parameters for the platform of signing and verifying. */
export function signingParameters({ name, hash }: SignatureAlgorithm): AlgorithmIdentifier | EcdsaParams | RsaPssParams {
  if (name === "RSA-PSS") return { name, saltLength: Number(hash.slice(4)) / 8 };
  return { name, hash };
}

/** The parameters for the platform of importing a key. */
export function importParameters({ name, hash }: SignatureAlgorithm, kind: KeyKind): RsaHashedImportParams | EcKeyImportParams {
  return kind.name === "EC" ? { name: "ECDSA", namedCurve: kind.curve } : { name, hash };
}

/** Verifies a signature by a public key. False also if the key is of another kind than the algorithm. */
export async function isSignedBy(
  publicKey: { readonly publicKey: Uint8Array<ArrayBuffer>; readonly keyKind: KeyKind },
  algorithm: SignatureAlgorithm,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { keyKind } = publicKey;
  if ((algorithm.name === "ECDSA") !== (keyKind.name === "EC")) return false;
  const key = await crypto.subtle.importKey("spki", publicKey.publicKey, importParameters(algorithm, keyKind), false, ["verify"]);
  if ("modulusLength" in key.algorithm && Number(key.algorithm.modulusLength) < fewestBits) {
    throw securityFault("UnsupportedAlgorithm", `RSA keys have ${fewestBits} bits at least`);
  }
  return crypto.subtle.verify(signingParameters(algorithm), key, signature, signed);
}

/** Shorter keys of RSA are not accepted. NIST SP 800-131A §3 */
const fewestBits = 2048;

/**
 * Encryption of content and of keys by the platform's cryptography. XML Encryption 1.1 §5.2, §5.5
 *
 * RSA with PKCS #1 1.5, which lets an attacker find keys by trying, is not among them, and the platform does not have it.
 */
import { type LocatedElement, requiredAttribute } from "../envelope/located-element.js";
import { Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { onlyChild } from "../username-token.js";

/** How content is encrypted. CBC, in which content can be changed unless it is signed too, is for peers that have nothing else. */
export type ContentAlgorithm = "AES-128-GCM" | "AES-256-GCM" | "AES-128-CBC" | "AES-256-CBC";

const first = "http://www.w3.org/2001/04/xmlenc#";
const second = "http://www.w3.org/2009/xmlenc11#";

/** Identifiers that are written. */
export const contentUris: Readonly<Record<ContentAlgorithm, string>> = {
  "AES-128-GCM": `${second}aes128-gcm`,
  "AES-256-GCM": `${second}aes256-gcm`,
  "AES-128-CBC": `${first}aes128-cbc`,
  "AES-256-CBC": `${first}aes256-cbc`,
};
export const keyUri = `${first}rsa-oaep-mgf1p`;

/** Bytes of a block of AES, and of the vectors that content begins with. */
const blockLength = 16;
const vectorLength = 12;

const contents: ReadonlyMap<string, { readonly name: "AES-GCM" | "AES-CBC"; readonly bits: number }> = new Map([
  [`${second}aes128-gcm`, { name: "AES-GCM", bits: 128 }],
  [`${second}aes192-gcm`, { name: "AES-GCM", bits: 192 }],
  [`${second}aes256-gcm`, { name: "AES-GCM", bits: 256 }],
  [`${first}aes128-cbc`, { name: "AES-CBC", bits: 128 }],
  [`${first}aes192-cbc`, { name: "AES-CBC", bits: 192 }],
  [`${first}aes256-cbc`, { name: "AES-CBC", bits: 256 }],
]);

/** A new key for content. */
export function newContentKey(algorithm: ContentAlgorithm): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(keyLength(algorithm)));
}

/** Octets of a key. */
export function keyLength(algorithm: ContentAlgorithm): 16 | 32 {
  return algorithm.startsWith("AES-128") ? 16 : 32;
}

/** Encrypts content: the vector, the content, the tag if the mode has one. */
export async function encryptContent(key: Uint8Array<ArrayBuffer>, content: Uint8Array, algorithm: ContentAlgorithm): Promise<Uint8Array> {
  const name = algorithm.endsWith("GCM") ? "AES-GCM" : "AES-CBC";
  const iv = crypto.getRandomValues(new Uint8Array(name === "AES-GCM" ? vectorLength : blockLength));
  const imported = await crypto.subtle.importKey("raw", key, name, false, ["encrypt"]);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt({ name, iv }, imported, new Uint8Array(content)));
  const octets = new Uint8Array(iv.length + encrypted.length);
  octets.set(iv);
  octets.set(encrypted, iv.length);
  return octets;
}

/** Decrypts content. `allowOld`: in CBC mode too, which does not tell if somebody has changed it. */
export async function decryptContent(
  method: LocatedElement,
  key: Uint8Array<ArrayBuffer>,
  octets: Uint8Array<ArrayBuffer>,
  allowOld: boolean,
): Promise<Uint8Array> {
  const uri = requiredAttribute(method, "Algorithm");
  const algorithm = contents.get(uri);
  if (algorithm === undefined || (algorithm.name === "AES-CBC" && !allowOld)) throw unsupported(uri);
  if (key.length * 8 !== algorithm.bits) throw new RangeError("the key has another length than the algorithm");
  if (algorithm.name === "AES-CBC") return decryptBlocks(key, octets);
  const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const parameters = { name: "AES-GCM", iv: octets.slice(0, vectorLength) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, imported, octets.slice(vectorLength)));
}

/**
 * The last octet says how many are padding, and the others may have any value, which the platform refuses: it wants PKCS #7. A further block, which holds
 * such padding, makes it give all that is before. XML Encryption 1.1 §5.2.4
 */
async function decryptBlocks(key: Uint8Array<ArrayBuffer>, octets: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  if (octets.length < 2 * blockLength || octets.length % blockLength !== 0) throw new RangeError("the content is not of whole blocks");
  const imported = await crypto.subtle.importKey("raw", key, "AES-CBC", false, ["encrypt", "decrypt"]);
  const padding = await crypto.subtle.encrypt({ name: "AES-CBC", iv: octets.slice(-blockLength) }, imported, new Uint8Array());
  const padded = new Uint8Array(octets.length);
  padded.set(octets.subarray(blockLength));
  padded.set(new Uint8Array(padding), octets.length - blockLength);
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv: octets.slice(0, blockLength) }, imported, padded));
  const unused = plain.at(-1) ?? 0;
  if (unused === 0 || unused > blockLength) throw new RangeError("the padding is wrong");
  return plain.subarray(0, -unused);
}

/** Encrypts a key of content by a public key. */
export async function encryptKey(publicKey: Uint8Array<ArrayBuffer>, key: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey("spki", publicKey, { name: "RSA-OAEP", hash: "SHA-1" }, false, ["encrypt"]);
  return new Uint8Array(await crypto.subtle.encrypt({ name: "RSA-OAEP" }, imported, key));
}

/** Decrypts a key of content by a private key in PKCS #8. */
export async function decryptKey(
  method: LocatedElement,
  privateKey: Uint8Array<ArrayBuffer>,
  octets: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parameters = { name: "RSA-OAEP", hash: hashOf(method) };
  const imported = await crypto.subtle.importKey("pkcs8", privateKey, parameters, false, ["decrypt"]);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "RSA-OAEP" }, imported, octets));
}

/** The hash of OAEP and of its mask function, which the platform has as one. */
function hashOf(method: LocatedElement): string {
  const uri = requiredAttribute(method, "Algorithm");
  if (onlyChild(method, Name.oaepParameters) !== undefined) throw unsupported(`${uri} with parameters`);
  const digest = onlyChild(method, Name.digestMethod)?.attributes.Algorithm ?? "http://www.w3.org/2000/09/xmldsig#sha1";
  const mask = uri === keyUri ? `${second}mgf1sha1` : (onlyChild(method, Name.maskGeneration)?.attributes.Algorithm ?? `${second}mgf1sha1`);
  if (uri !== keyUri && uri !== `${second}rsa-oaep`) throw unsupported(uri);
  if (digest === "http://www.w3.org/2000/09/xmldsig#sha1" && mask === `${second}mgf1sha1`) return "SHA-1";
  if (digest === `${first}sha256` && mask === `${second}mgf1sha256`) return "SHA-256";
  if (digest === `${first}sha512` && mask === `${second}mgf1sha512`) return "SHA-512";
  throw unsupported(`${uri} with two hashes`);
}

function unsupported(uri: string): Error {
  return securityFault("UnsupportedAlgorithm", `the algorithm "${uri.slice(0, 200)}" is not accepted`);
}

/**
 * The cryptographic functions that the mechanisms need and the platform has. MD4 and RC4 are not among them: modern libraries lack them.
 */

export type HashName = "md5" | "sha1" | "sha256" | "sha384" | "sha512";

export interface Cryptography {
  /** Octets that nobody can predict. */
  random(length: number): Uint8Array;
  /** AES in CBC mode over whole blocks, with an initialization vector of zeros and without padding. */
  encryptAesCbc(key: Uint8Array, blocks: Uint8Array): Uint8Array;
  decryptAesCbc(key: Uint8Array, blocks: Uint8Array): Uint8Array;
  hash(name: HashName, octets: Uint8Array): Uint8Array;
  hmac(name: HashName, key: Uint8Array, octets: Uint8Array): Uint8Array;
}

/**
 * Node's own cryptographic functions for the mechanisms of authentication.
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import type { Cryptography } from "../negotiate/cryptography.js";

const zeros = new Uint8Array(16);

export const nodeCryptography: Cryptography = {
  random: (length) => randomBytes(length),
  encryptAesCbc: (key, blocks) =>
    createCipheriv(`aes-${key.length * 8}-cbc`, key, zeros)
      .setAutoPadding(false)
      .update(blocks),
  decryptAesCbc: (key, blocks) =>
    createDecipheriv(`aes-${key.length * 8}-cbc`, key, zeros)
      .setAutoPadding(false)
      .update(blocks),
  hash: (name, octets) => createHash(name).update(octets).digest(),
  hmac: (name, key, octets) => createHmac(name, key).update(octets).digest(),
};

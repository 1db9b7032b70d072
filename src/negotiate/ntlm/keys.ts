/**
 * From a password to the proof of it, and to the keys of a session: NTLMv2. MS-NLMP §3.3.2, §3.4.5
 */
import type { Cryptography } from "../cryptography.js";
import { concatOctets, utf16Octets } from "../octets.js";
import { md4 } from "./md4.js";

/** What an account file has in place of the password. Anyone who has it can log in with it, as with the password itself. */
export function ntHash(password: string): Uint8Array {
  return md4(utf16Octets(password));
}

/** The key of a user of a domain. */
export function responseKey(cryptography: Cryptography, hash: Uint8Array, user: string, domain: string): Uint8Array {
  return cryptography.hmac("md5", hash, utf16Octets(toUpperCase(user) + domain));
}

/** Upper case as Windows has it: one character for one. */
function toUpperCase(text: string): string {
  return Array.from(text, (character) => {
    const upper = character.toUpperCase();
    return upper.length === character.length ? upper : character;
  }).join("");
}

/** The proof that stands at the beginning of the response; `blob` is what follows it. */
export function proofOf(cryptography: Cryptography, key: Uint8Array, challenge: Uint8Array, blob: Uint8Array): Uint8Array {
  return cryptography.hmac("md5", key, concatOctets(challenge, blob));
}

export interface DirectionKeys {
  readonly sign: Uint8Array;
  readonly seal: Uint8Array;
}

export interface SessionKeys {
  readonly toServer: DirectionKeys;
  readonly toClient: DirectionKeys;
}

/** Derives the keys of both directions from the session's key of 128 bits. */
export function sessionKeys(cryptography: Cryptography, key: Uint8Array): SessionKeys {
  const derive = (direction: string, use: string): Uint8Array => {
    const constant = new TextEncoder().encode(`session key to ${direction} ${use} key magic constant\0`);
    return cryptography.hash("md5", concatOctets(key, constant));
  };
  const keysOf = (direction: string): DirectionKeys => ({ sign: derive(direction, "signing"), seal: derive(direction, "sealing") });
  return { toServer: keysOf("client-to-server"), toClient: keysOf("server-to-client") };
}

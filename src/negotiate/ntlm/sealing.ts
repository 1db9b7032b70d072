/**
 * Protected messages of NTLM with extended session security: 16 octets of signature, then the encrypted message. MS-NLMP §3.4
 *
 * A signature is 01 00 00 00, 8 octets of checksum, and the number of the message. The checksum is encrypted too if a session key was
 * exchanged, with octets of the same RC4 stream that follow those of the message. MS-SPNG §3.3.5.1: the streams begin anew after the
 * checksums of SPNEGO; the numbers do not.
 */
import type { Cryptography } from "../cryptography.js";
import type { AuthenticatedPeer, SecurityContext } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, equalOctets, uint32 } from "../octets.js";
import type { DirectionKeys } from "./keys.js";
import { hasFlag, NtlmFlag } from "./messages.js";
import { Rc4 } from "./rc4.js";

const signatureVersion = uint32(1);
const signatureLength = 16;

/** One direction of a session. */
class Direction {
  readonly #cryptography: Cryptography;
  readonly #keys: DirectionKeys;
  readonly #encryptsChecksum: boolean;
  #cipher: Rc4;
  #number = 0;

  constructor(cryptography: Cryptography, keys: DirectionKeys, encryptsChecksum: boolean) {
    this.#cryptography = cryptography;
    this.#keys = keys;
    this.#encryptsChecksum = encryptsChecksum;
    this.#cipher = new Rc4(keys.seal);
  }

  restartCipher(): void {
    this.#cipher = new Rc4(this.#keys.seal);
  }

  cipher(octets: Uint8Array): Uint8Array {
    return this.#cipher.apply(octets);
  }

  /** The signature of the next message. */
  sign(message: Uint8Array): Uint8Array {
    const number = uint32(this.#number++);
    const checksum = this.#cryptography.hmac("md5", this.#keys.sign, concatOctets(number, message)).subarray(0, 8);
    return concatOctets(signatureVersion, this.#encryptsChecksum ? this.#cipher.apply(checksum) : checksum, number);
  }

  verify(message: Uint8Array, signature: Uint8Array): void {
    if (equalOctets(this.sign(message), signature)) return;
    throw new NegotiateError("negotiate-integrity", "NTLM: a message with a wrong signature");
  }
}

/** What a session has agreed on. */
export interface SealingTerms {
  readonly flags: number;
  readonly outgoing: DirectionKeys;
  readonly incoming: DirectionKeys;
}

export class NtlmContext implements SecurityContext {
  readonly peer: AuthenticatedPeer;
  readonly isConfidential: boolean;
  readonly overhead = signatureLength;
  readonly #outgoing: Direction;
  readonly #incoming: Direction;

  constructor(cryptography: Cryptography, peer: AuthenticatedPeer, { flags, outgoing, incoming }: SealingTerms) {
    this.peer = peer;
    this.isConfidential = hasFlag(flags, NtlmFlag.seal);
    const encryptsChecksum = hasFlag(flags, NtlmFlag.keyExchange);
    this.#outgoing = new Direction(cryptography, outgoing, encryptsChecksum);
    this.#incoming = new Direction(cryptography, incoming, encryptsChecksum);
  }

  wrap(message: Uint8Array): Uint8Array {
    const sealed = this.#outgoing.cipher(message);
    return concatOctets(this.#outgoing.sign(message), sealed);
  }

  unwrap(token: Uint8Array): Uint8Array {
    if (token.length < signatureLength) throw new NegotiateError("negotiate-malformed", "NTLM: a message without a signature");
    const message = this.#incoming.cipher(token.subarray(signatureLength));
    this.#incoming.verify(message, token.subarray(0, signatureLength));
    return message;
  }

  makeMic(message: Uint8Array): Uint8Array {
    return this.#outgoing.sign(message);
  }

  verifyMic(message: Uint8Array, mic: Uint8Array): void {
    this.#incoming.verify(message, mic);
  }

  micsExchanged(): void {
    this.#outgoing.restartCipher();
    this.#incoming.restartCipher();
  }
}

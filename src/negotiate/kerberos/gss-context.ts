/**
 * Protected messages of Kerberos. RFC 4121 §4.2
 *
 * A token that wraps is 05 04, flags, ff, EC, RRC, the number of the message in 64 bits, then octets that were rotated to the right by RRC:
 * sealed, they are the message, EC octets of filler, and the header again (with RRC zero), encrypted together; signed, the message and a
 * checksum of EC octets. A checksum alone is 04 04, flags, five ff, number, checksum.
 */
import type { AuthenticatedPeer, SecurityContext } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, equalOctets, OctetReader, uint32BigEndian } from "../octets.js";
import type { EncryptionKey } from "./etypes.js";
import { KeyUsage } from "./messages.js";

const TokenFlag = { sentByAcceptor: 1, sealed: 2, acceptorKey: 4 } as const;
const headerLength = 16;
const wrapId = 0x0504;
const micId = 0x0404;

/** What the handshake has agreed on. */
export interface GssTerms {
  readonly role: "initiator" | "acceptor";
  readonly peer: AuthenticatedPeer;
  readonly isConfidential: boolean;
  readonly key: EncryptionKey;
  /** The key was chosen by the acceptor. */
  readonly isAcceptorKey: boolean;
  readonly sendNumber: number;
  readonly receiveNumber: number;
}

interface Direction {
  readonly seal: number;
  readonly sign: number;
  readonly flags: number;
}

export class GssContext implements SecurityContext {
  readonly peer: AuthenticatedPeer;
  readonly isConfidential: boolean;
  readonly overhead: number;
  readonly #key: EncryptionKey;
  readonly #outgoing: Direction;
  readonly #incoming: Direction;
  #sendNumber: bigint;
  #receiveNumber: bigint;

  constructor(terms: GssTerms) {
    this.peer = terms.peer;
    this.isConfidential = terms.isConfidential;
    this.#key = terms.key;
    this.overhead = 2 * headerLength + terms.key.overhead;
    const keyFlag = terms.isAcceptorKey ? TokenFlag.acceptorKey : 0;
    const initiator = { seal: KeyUsage.initiatorSeal, sign: KeyUsage.initiatorSign, flags: keyFlag };
    const acceptor = { seal: KeyUsage.acceptorSeal, sign: KeyUsage.acceptorSign, flags: keyFlag | TokenFlag.sentByAcceptor };
    [this.#outgoing, this.#incoming] = terms.role === "initiator" ? [initiator, acceptor] : [acceptor, initiator];
    this.#sendNumber = BigInt(terms.sendNumber);
    this.#receiveNumber = BigInt(terms.receiveNumber);
  }

  wrap(message: Uint8Array): Uint8Array {
    const { seal, flags } = this.#outgoing;
    const header = headerOf(wrapId, flags | TokenFlag.sealed, this.#sendNumber++);
    return concatOctets(header, this.#key.encrypt(seal, concatOctets(message, header)));
  }

  unwrap(token: Uint8Array): Uint8Array {
    const { flags, extraCount, rotation } = this.#openHeader(token, wrapId);
    const body = rotateLeft(token.subarray(headerLength), rotation);
    const header = concatOctets(token.subarray(0, 4), Uint8Array.of(extraCount >>> 8, extraCount & 0xff, 0, 0), token.subarray(8, 16));
    return (flags & TokenFlag.sealed) !== 0 ? this.#unseal(body, header, extraCount) : this.#checkSigned(body, header, extraCount);
  }

  makeMic(message: Uint8Array): Uint8Array {
    const { sign, flags } = this.#outgoing;
    const header = headerOf(micId, flags, this.#sendNumber++);
    return concatOctets(header, this.#key.checksum(sign, concatOctets(message, header)));
  }

  verifyMic(message: Uint8Array, mic: Uint8Array): void {
    this.#openHeader(mic, micId);
    const checksum = this.#key.checksum(this.#incoming.sign, concatOctets(message, mic.subarray(0, headerLength)));
    if (!equalOctets(checksum, mic.subarray(headerLength))) throw wrong("a checksum does not fit");
  }

  micsExchanged(): void {
    // Keys and numbers go on.
  }

  /** Checks what is not protected by itself: which end has sent the token, which key it used, and its number. */
  #openHeader(token: Uint8Array, id: number): { readonly flags: number; readonly extraCount: number; readonly rotation: number } {
    const reader = new OctetReader(token, "big");
    const found = reader.uint16();
    if (found !== id)
      throw new NegotiateError("negotiate-malformed", `Kerberos: token ${found.toString(16)} in place of ${id.toString(16)}`);
    const flags = reader.uint8();
    reader.uint8();
    const [extraCount, rotation] = [reader.uint16(), reader.uint16()];
    if ((flags & ~TokenFlag.sealed) !== this.#incoming.flags) throw wrong("a message of another direction or key");
    if (reader.uint64() !== this.#receiveNumber) throw wrong("a message out of order");
    this.#receiveNumber++;
    return { flags, extraCount, rotation };
  }

  #unseal(body: Uint8Array, header: Uint8Array, extraCount: number): Uint8Array {
    const plain = this.#key.decrypt(this.#incoming.seal, body);
    const length = plain.length - headerLength - extraCount;
    if (length < 0 || !equalOctets(plain.subarray(plain.length - headerLength), header)) throw wrong("a message with another header");
    return plain.subarray(0, length);
  }

  #checkSigned(body: Uint8Array, header: Uint8Array, extraCount: number): Uint8Array {
    if (this.isConfidential) throw wrong("a message that is not encrypted");
    if (extraCount !== this.#key.checksumLength || extraCount > body.length) throw wrong("a checksum of another length");
    const message = body.subarray(0, body.length - extraCount);
    // The header that is signed has zeros in place of both counts.
    const signed = concatOctets(message, header.subarray(0, 4), new Uint8Array(4), header.subarray(8));
    if (!equalOctets(this.#key.checksum(this.#incoming.sign, signed), body.subarray(message.length)))
      throw wrong("a checksum does not fit");
    return message;
  }
}

function wrong(problem: string): NegotiateError {
  return new NegotiateError("negotiate-integrity", `Kerberos: ${problem}`);
}

function headerOf(id: number, flags: number, number: bigint): Uint8Array {
  const counts = id === wrapId ? [0, 0, 0, 0] : [0xff, 0xff, 0xff, 0xff];
  const high = uint32BigEndian(Number(number >> 32n));
  return concatOctets(Uint8Array.of(id >>> 8, id & 0xff, flags, 0xff, ...counts), high, uint32BigEndian(Number(number & 0xffffffffn)));
}

function rotateLeft(octets: Uint8Array, count: number): Uint8Array {
  if (octets.length === 0) return octets;
  const turn = count % octets.length;
  return concatOctets(octets.subarray(turn), octets.subarray(0, turn));
}

/**
 * The frames of MS-NNS: messages of the handshake, then frames of protected data. MS-NNS §2.2
 *
 * A handshake message is an identifier, the version 01 00, a size of 16 bits with the most significant octet first, and a token. A data frame is
 * a size of 32 bits with the least significant octet first, and a token.
 */
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, copyOctets, hexOf, uint32 } from "../octets.js";
import type { OctetQueue } from "./octet-queue.js";

export const HandshakeId = { done: 0x14, error: 0x15, inProgress: 0x16 } as const;

export interface HandshakeMessage {
  readonly id: number;
  readonly token: Uint8Array;
}

const handshakeHeader = 5;
const dataHeader = 4;

/** The octets of a data frame's token, at most, that this end sends. MS-NNS §2.2.2 */
const longestSent = 0xfc30;

/**
 * The same for tokens that are received. Deviation: .NET's own stream cuts messages at 0xFC00 octets before it protects them, so tokens of
 * Kerberos with AES are up to 0xFC3C octets long; it reads up to 64 KiB.
 */
const longestReceived = 0x10000;

/** SEC_E_INTERNAL_ERROR, which .NET's server sends when credentials are wrong. One code for all reasons tells nothing to who guesses. */
const refusalCode = 0x80090304;

export function writeHandshake({ id, token }: HandshakeMessage): Uint8Array {
  if (token.length > 0xffff) throw new NegotiateError("negotiate-unsupported", "a token of more than 65,535 octets");
  return concatOctets(Uint8Array.of(id, 1, 0, token.length >>> 8, token.length & 0xff), token);
}

/** The message that refuses: a HRESULT as a number of 64 bits with its sign, the least significant octet first. */
export function writeRefusal(): Uint8Array {
  return writeHandshake({ id: HandshakeId.error, token: concatOctets(uint32(refusalCode), uint32(0xffffffff)) });
}

/** The HRESULT of an error message as text. Older peers send it in the last four octets with the most significant first. */
export function describeRefusal(token: Uint8Array): string {
  const isReserved = token.length === 8 && token.subarray(0, 4).every((octet) => octet === 0);
  return `0x${hexOf(isReserved ? token.subarray(4) : copyOctets(token.subarray(0, 4)).reverse())}`;
}

/** Reads the next handshake message and removes it; undefined while it is incomplete. */
export function readHandshake(queue: OctetQueue): HandshakeMessage | undefined {
  const header = queue.peek(handshakeHeader);
  const known = header ?? queue.peek(queue.length) ?? new Uint8Array(0);
  const [id = HandshakeId.done, major = 1, minor = 0, high = 0, low = 0] = known;
  if (id < HandshakeId.done || id > HandshakeId.inProgress || major !== 1 || minor !== 0) {
    throw new NegotiateError("negotiate-malformed", "the octets are not a handshake message");
  }
  const message = header && queue.peek(handshakeHeader + high * 256 + low);
  if (message === undefined) return undefined;
  queue.skip(message.length);
  return { id, token: copyOctets(message.subarray(handshakeHeader)) };
}

/** Reads the tokens of data frames. */
export class DataFrameReader {
  readonly #queue: OctetQueue;

  /** `queue` has what was received behind the handshake. */
  constructor(queue: OctetQueue) {
    this.#queue = queue;
  }

  push(octets: Uint8Array): void {
    this.#queue.push(octets);
  }

  /** Tests if a frame has begun. */
  get isWithinFrame(): boolean {
    return this.#queue.length > 0;
  }

  /** The next token; undefined while it is incomplete. */
  next(): Uint8Array | undefined {
    const header = this.#queue.peek(dataHeader);
    if (header === undefined) return undefined;
    const length = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
    if (length > longestReceived) throw new NegotiateError("negotiate-malformed", `a data frame of ${length} octets`);
    const frame = this.#queue.peek(dataHeader + length);
    if (frame === undefined) return undefined;
    this.#queue.skip(frame.length);
    return frame.subarray(dataHeader);
  }
}

/** Cuts a message so that each piece, protected, fits a frame. */
export function cutMessage(message: Uint8Array, overhead: number): readonly Uint8Array[] {
  const size = longestSent - overhead;
  return Array.from({ length: Math.ceil(message.length / size) }, (_, index) => message.subarray(index * size, (index + 1) * size));
}

export function writeDataFrame(token: Uint8Array): Uint8Array {
  return concatOctets(uint32(token.length), token);
}

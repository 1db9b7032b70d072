/**
 * Encryption and checksums of Kerberos with AES: types 17 and 18 with HMAC-SHA1 (RFC 3961, RFC 3962), 19 and 20 with HMAC-SHA2 (RFC 8009).
 *
 * Every use has a number and keys of its own, derived from the one key. A message is prefixed with 16 random octets, encrypted in CBC mode with
 * cipher text stealing (the last two blocks change places, the last is cut), and followed by a checksum: of the plain text with SHA1, of the
 * cipher text with SHA2.
 */
import type { Cryptography, HashName } from "../cryptography.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, equalOctets, uint32BigEndian } from "../octets.js";

const blockLength = 16;

/** The three keys of a use: the octet that is appended to its number. RFC 3961 §5.3 */
const KeyKind = { encryption: 0xaa, integrity: 0x55, checksum: 0x99 } as const;
type KeyKind = (typeof KeyKind)[keyof typeof KeyKind];

interface EncryptionType {
  readonly id: number;
  readonly keyLength: number;
  readonly hash: HashName;
  readonly macLength: number;
  /** The number of the checksum that goes with it. */
  readonly checksumId: number;
  readonly macCovers: "plainText" | "cipherText";
}

const encryptionTypes: readonly EncryptionType[] = [
  { id: 17, keyLength: 16, hash: "sha1", macLength: 12, checksumId: 15, macCovers: "plainText" },
  { id: 18, keyLength: 32, hash: "sha1", macLength: 12, checksumId: 16, macCovers: "plainText" },
  { id: 19, keyLength: 16, hash: "sha256", macLength: 16, checksumId: 19, macCovers: "cipherText" },
  { id: 20, keyLength: 32, hash: "sha384", macLength: 24, checksumId: 20, macCovers: "cipherText" },
];

/** Numbers of the types, the strongest first. */
export const supportedTypes: readonly number[] = [18, 17, 20, 19];

const weakTypes: Readonly<Record<number, string>> = { 1: "DES", 2: "DES", 3: "DES", 16: "triple DES", 23: "RC4", 24: "RC4" };

/** Throws for a type that is not supported, naming it. */
export function refuseUnsupported(type: number, what: string): void {
  if (supportedTypes.includes(type)) return;
  const name = weakTypes[type] ?? `encryption type ${type}`;
  throw new NegotiateError("negotiate-unsupported", `Kerberos: ${what} uses ${name}; only AES is supported`);
}

/** A key and what can be done with it. */
export class EncryptionKey {
  readonly octets: Uint8Array;
  readonly #cryptography: Cryptography;
  readonly #type: EncryptionType;
  readonly #derived = new Map<number, Uint8Array>();

  /** Throws a NegotiateError for a type that is not supported and for a key of another length. */
  constructor(cryptography: Cryptography, type: number, octets: Uint8Array) {
    refuseUnsupported(type, "a key");
    const found = encryptionTypes.find(({ id }) => id === type);
    if (found?.keyLength !== octets.length) throw new NegotiateError("negotiate-malformed", `Kerberos: a key of ${octets.length} octets`);
    this.#cryptography = cryptography;
    this.#type = found;
    this.octets = octets;
  }

  get type(): number {
    return this.#type.id;
  }

  get checksumType(): number {
    return this.#type.checksumId;
  }

  /** The octets that encryption adds. */
  get overhead(): number {
    return blockLength + this.#type.macLength;
  }

  get checksumLength(): number {
    return this.#type.macLength;
  }

  /** Makes a random key of the same type. */
  another(): EncryptionKey {
    return new EncryptionKey(this.#cryptography, this.#type.id, this.#cryptography.random(this.#type.keyLength));
  }

  encrypt(usage: number, message: Uint8Array): Uint8Array {
    const plainText = concatOctets(this.#cryptography.random(blockLength), message);
    const cipherText = this.#encryptStealing(this.#derive(usage, KeyKind.encryption), plainText);
    return concatOctets(cipherText, this.#mac(usage, plainText, cipherText));
  }

  /** Throws a NegotiateError if the octets were not encrypted with this key for this use. */
  decrypt(usage: number, octets: Uint8Array): Uint8Array {
    const length = octets.length - this.#type.macLength;
    if (length < blockLength) throw new NegotiateError("negotiate-malformed", "Kerberos: too short to be encrypted");
    const cipherText = octets.subarray(0, length);
    const plainText = this.#decryptStealing(this.#derive(usage, KeyKind.encryption), cipherText);
    if (!equalOctets(this.#mac(usage, plainText, cipherText), octets.subarray(length))) {
      throw new NegotiateError("negotiate-integrity", "Kerberos: the checksum of encrypted octets is wrong");
    }
    return plainText.subarray(blockLength);
  }

  checksum(usage: number, octets: Uint8Array): Uint8Array {
    const { hash, macLength } = this.#type;
    return this.#cryptography.hmac(hash, this.#derive(usage, KeyKind.checksum), octets).subarray(0, macLength);
  }

  #mac(usage: number, plainText: Uint8Array, cipherText: Uint8Array): Uint8Array {
    const { hash, macLength, macCovers } = this.#type;
    // With SHA2, the initialization vector, which is zero, is covered too.
    const covered = macCovers === "plainText" ? plainText : concatOctets(new Uint8Array(blockLength), cipherText);
    return this.#cryptography.hmac(hash, this.#derive(usage, KeyKind.integrity), covered).subarray(0, macLength);
  }

  #derive(usage: number, kind: KeyKind): Uint8Array {
    const index = usage * 256 + kind;
    const known = this.#derived.get(index);
    if (known !== undefined) return known;
    const constant = concatOctets(uint32BigEndian(usage), Uint8Array.of(kind));
    const derived = this.#type.hash === "sha1" ? this.#deriveByEncrypting(constant) : this.#deriveByHashing(constant, kind);
    this.#derived.set(index, derived);
    return derived;
  }

  /** RFC 3961 §5.1: the constant, folded to a block, is encrypted again and again. */
  #deriveByEncrypting(constant: Uint8Array): Uint8Array {
    const blocks: Uint8Array[] = [];
    let block = foldTo16(constant);
    for (let length = 0; length < this.#type.keyLength; length += blockLength) {
      block = this.#cryptography.encryptAesCbc(this.octets, block);
      blocks.push(block);
    }
    return concatOctets(...blocks);
  }

  /** RFC 8009 §3 */
  #deriveByHashing(constant: Uint8Array, kind: KeyKind): Uint8Array {
    const { hash, keyLength, macLength } = this.#type;
    const length = kind === KeyKind.encryption ? keyLength : macLength;
    const input = concatOctets(uint32BigEndian(1), constant, Uint8Array.of(0), uint32BigEndian(length * 8));
    return this.#cryptography.hmac(hash, this.octets, input).subarray(0, length);
  }

  #encryptStealing(key: Uint8Array, plainText: Uint8Array): Uint8Array {
    const padding = (blockLength - (plainText.length % blockLength)) % blockLength;
    const blocks = this.#cryptography.encryptAesCbc(key, concatOctets(plainText, new Uint8Array(padding)));
    if (blocks.length === blockLength) return blocks;
    const before = blocks.length - 2 * blockLength;
    const [stolen, last] = [blocks.subarray(before, before + blockLength), blocks.subarray(before + blockLength)];
    return concatOctets(blocks.subarray(0, before), last, stolen.subarray(0, blockLength - padding));
  }

  #decryptStealing(key: Uint8Array, cipherText: Uint8Array): Uint8Array {
    if (cipherText.length === blockLength) return this.#cryptography.decryptAesCbc(key, cipherText);
    const cut = cipherText.length % blockLength || blockLength;
    const before = cipherText.length - cut - blockLength;
    const last = cipherText.subarray(before, before + blockLength);
    const stolen = this.#cryptography.decryptAesCbc(key, last).subarray(cut);
    const blocks = concatOctets(cipherText.subarray(0, before), cipherText.subarray(before + blockLength), stolen, last);
    return this.#cryptography.decryptAesCbc(key, blocks).subarray(0, cipherText.length);
  }
}

/**
 * Spreads octets over a block: copies, each rotated by 13 bits more to the right, are added up in pieces of a block, with the carry of
 * ones' complement. RFC 3961 §5.1 (n-fold)
 */
export function foldTo16(octets: Uint8Array): Uint8Array {
  const bits = BigInt(octets.length * 8);
  const mask = (1n << bits) - 1n;
  const value = bigIntOf(octets);
  const copies = leastCommonMultiple(octets.length, blockLength) / octets.length;
  let all = 0n;
  for (let copy = 0; copy < copies; copy++) {
    const turn = BigInt(13 * copy) % bits;
    all = (all << bits) | (((value >> turn) | (value << (bits - turn))) & mask);
  }
  const block = (1n << 128n) - 1n;
  let sum = 0n;
  for (; all > 0n; all >>= 128n) sum += all & block;
  while (sum > block) sum = (sum & block) + (sum >> 128n);
  return Uint8Array.from({ length: blockLength }, (_, index) => Number((sum >> BigInt(8 * (blockLength - 1 - index))) & 0xffn));
}

function bigIntOf(octets: Uint8Array): bigint {
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function leastCommonMultiple(left: number, right: number): number {
  let multiple = left;
  while (multiple % right !== 0) multiple += left;
  return multiple;
}

/**
 * The three messages of NTLM. MS-NLMP §2.2.1
 *
 * Each begins with "NTLMSSP\0" and its number. Variable parts are named by length and offset, in any order.
 */
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, copyOctets, OctetReader, textOfUtf16, uint16, uint32, utf16Octets } from "../octets.js";

/** MS-NLMP §2.2.2.5 */
export const NtlmFlag = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  targetIsServer: 0x20000,
  extendedSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const;

/** Tests a flag; all of them, if several are joined. */
export function hasFlag(flags: number, flag: number): boolean {
  return (flags & flag) >>> 0 === flag >>> 0;
}

/** Attributes of the server or the client. MS-NLMP §2.2.2.1 */
export const AttributeId = {
  end: 0,
  computer: 1,
  domain: 2,
  dnsComputer: 3,
  flags: 6,
  timestamp: 7,
  targetName: 9,
  channelBindings: 10,
} as const;

export interface Attribute {
  readonly id: number;
  readonly value: Uint8Array;
}

/** In the attribute `flags`: the message carries a MIC. */
export const micFlag = 0x2;

const signature = Uint8Array.of(0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0);
/** Windows 6.2 and revision 15 of NTLM: the version is for debugging, but a place in messages depends on its presence. */
export const version = Uint8Array.of(6, 2, 0, 0, 0, 0, 0, 15);

const authenticateHeader = 88;
export const micPosition = 72;
export const micLength = 16;

function openMessage(message: Uint8Array, type: number): OctetReader {
  const reader = new OctetReader(message, "little");
  if (!signature.every((octet, index) => message[index] === octet)) throw new NegotiateError("negotiate-malformed", "NTLM: no signature");
  reader.take(signature.length);
  const found = reader.uint32();
  if (found !== type) throw new NegotiateError("negotiate-malformed", `NTLM: message ${found} in place of ${type}`);
  return reader;
}

/** A variable part. */
function partAt(message: Uint8Array, reader: OctetReader): Uint8Array {
  const length = reader.uint16();
  reader.uint16();
  const offset = reader.uint32();
  if (length === 0) return new Uint8Array(0);
  if (offset > message.length || length > message.length - offset)
    throw new NegotiateError("negotiate-malformed", "NTLM: a part beyond the end");
  return message.subarray(offset, offset + length);
}

function partHeader(part: Uint8Array, offset: number): Uint8Array {
  return concatOctets(uint16(part.length), uint16(part.length), uint32(offset));
}

export function readAttributes(octets: Uint8Array): readonly Attribute[] {
  const reader = new OctetReader(octets, "little");
  const attributes: Attribute[] = [];
  for (;;) {
    const id = reader.uint16();
    const value = reader.take(reader.uint16());
    if (id === AttributeId.end) return attributes;
    attributes.push({ id, value });
  }
}

export function writeAttributes(attributes: readonly Attribute[]): Uint8Array {
  const pairs = attributes.map(({ id, value }) => concatOctets(uint16(id), uint16(value.length), value));
  return concatOctets(...pairs, uint32(AttributeId.end));
}

export function attributeOf(attributes: readonly Attribute[], id: number): Uint8Array | undefined {
  return attributes.find((attribute) => attribute.id === id)?.value;
}

/** The client's first message, without names: they are optional and tell nothing that is used. */
export function writeNegotiate(flags: number): Uint8Array {
  return concatOctets(signature, uint32(1), uint32(flags), new Uint8Array(16), version);
}

export function readNegotiate(message: Uint8Array): { readonly flags: number } {
  return { flags: openMessage(message, 1).uint32() };
}

/** The server's message. */
export interface Challenge {
  readonly flags: number;
  readonly target: string;
  readonly challenge: Uint8Array;
  /** Encoded attributes. */
  readonly targetInfo: Uint8Array;
}

export function writeChallenge({ flags, target, challenge, targetInfo }: Challenge): Uint8Array {
  const name = utf16Octets(target);
  const start = 56;
  return concatOctets(
    ...[signature, uint32(2), partHeader(name, start), uint32(flags), challenge, new Uint8Array(8)],
    ...[partHeader(targetInfo, start + name.length), version, name, targetInfo],
  );
}

export function readChallenge(message: Uint8Array): Challenge {
  const reader = openMessage(message, 2);
  const target = partAt(message, reader);
  const flags = reader.uint32();
  const challenge = reader.take(8);
  reader.take(8);
  return { flags, target: textOfUtf16(target), challenge, targetInfo: partAt(message, reader) };
}

/** The client's second message. */
export interface Authentication {
  readonly flags: number;
  readonly domain: string;
  readonly user: string;
  readonly workstation: string;
  readonly lmResponse: Uint8Array;
  readonly ntResponse: Uint8Array;
  /** The session's key, encrypted with the key that both know. */
  readonly encryptedKey: Uint8Array;
}

/** Writes the message with zeros in place of its MIC. */
export function writeAuthenticate(content: Authentication): Uint8Array {
  const { flags, lmResponse, ntResponse, encryptedKey } = content;
  const [domain, user, workstation] = [content.domain, content.user, content.workstation].map(utf16Octets);
  const parts = { domain, user, workstation, lmResponse, ntResponse, encryptedKey };
  let offset = authenticateHeader;
  const payload: Uint8Array[] = [];
  const place = (part: Uint8Array = new Uint8Array(0)): Uint8Array => {
    const header = partHeader(part, offset);
    offset += part.length;
    payload.push(part);
    return header;
  };
  const headers = [
    place(parts.lmResponse),
    place(parts.ntResponse),
    place(parts.domain),
    place(parts.user),
    place(parts.workstation),
    place(parts.encryptedKey),
  ];
  return concatOctets(signature, uint32(3), ...headers, uint32(flags), version, new Uint8Array(micLength), ...payload);
}

export function readAuthenticate(message: Uint8Array): Authentication {
  const reader = openMessage(message, 3);
  const [lmResponse, ntResponse, domain, user, workstation, encryptedKey] = [
    partAt(message, reader),
    partAt(message, reader),
    partAt(message, reader),
    partAt(message, reader),
    partAt(message, reader),
    partAt(message, reader),
  ];
  const names = { domain: textOfUtf16(domain), user: textOfUtf16(user), workstation: textOfUtf16(workstation) };
  return { flags: reader.uint32(), ...names, lmResponse, ntResponse, encryptedKey };
}

/** The MIC in the client's second message. */
export function micOf(message: Uint8Array): Uint8Array {
  if (message.length < authenticateHeader) throw new NegotiateError("negotiate-malformed", "NTLM: no place for a MIC");
  return message.subarray(micPosition, micPosition + micLength);
}

/** A copy of the client's second message with another MIC. */
export function withMic(message: Uint8Array, mic: Uint8Array): Uint8Array {
  const copy = copyOctets(message);
  copy.set(mic, micPosition);
  return copy;
}

/**
 * The privilege attribute certificate: what the domain controller says of the user, signed with the service's key. MS-PAC §2.3, §2.8
 *
 * It stands in the ticket's authorization data, within AD-IF-RELEVANT. RFC 4120 §5.2.6
 */
import { DerFields, readAll, readOnly, Tag } from "../der.js";
import { NegotiateError } from "../negotiate-error.js";
import { copyOctets, equalOctets, OctetReader } from "../octets.js";
import type { EncryptionKey } from "./etypes.js";
import { type LogonInfo, readLogonInfo } from "./logon-info.js";
import { KeyUsage } from "./messages.js";

const adIfRelevant = 1;
const adWin2kPac = 128;
const BufferType = { logonInfo: 1, serverSignature: 6, kdcSignature: 7 } as const;

/** Windows writes about ten. */
const mostBuffers = 64;

interface Buffer {
  readonly type: number;
  readonly offset: number;
  readonly length: number;
}

/** Finds the certificate in authorization data; undefined if the ticket carries no PAC. */
export function findPac(authorizationData: Uint8Array): Uint8Array | undefined {
  for (const element of elementsOf(authorizationData)) {
    if (element.type !== adIfRelevant) continue;
    const pac = elementsOf(element.data).find(({ type }) => type === adWin2kPac);
    if (pac !== undefined) return pac.data;
  }
  return undefined;
}

function elementsOf(octets: Uint8Array): readonly { readonly type: number; readonly data: Uint8Array }[] {
  return readAll(readOnly(octets, Tag.sequence).content).map(({ whole }) => {
    const fields = new DerFields(whole);
    return { type: fields.integer(0), data: fields.octetString(1) };
  });
}

/**
 * Reads the certificate. `key` is the service's, which the ticket was encrypted with. Undefined if it says nothing of a user, as those of MIT's
 * key distribution center; throws a NegotiateError for a signature that is wrong or missing.
 */
export function readPac(pac: Uint8Array, key: EncryptionKey): LogonInfo | undefined {
  const buffers = readBuffers(pac);
  verifySignature(pac, buffers, key);
  const logonInfo = buffers.find(({ type }) => type === BufferType.logonInfo);
  return logonInfo && readLogonInfo(contentOf(pac, logonInfo));
}

function readBuffers(pac: Uint8Array): readonly Buffer[] {
  const reader = new OctetReader(pac, "little");
  const count = reader.uint32();
  const version = reader.uint32();
  if (count > mostBuffers || version !== 0) throw malformed("an unknown version, or too many parts");
  return Array.from({ length: count }, () => {
    const [type, length] = [reader.uint32(), reader.uint32()];
    const offset = reader.uint64();
    if (offset + BigInt(length) > BigInt(pac.length)) throw malformed("a part beyond the end");
    return { type, length, offset: Number(offset) };
  });
}

function contentOf(pac: Uint8Array, { offset, length }: Buffer): Uint8Array {
  return pac.subarray(offset, offset + length);
}

/** The signature covers all octets, with zeros in place of both signatures. */
function verifySignature(pac: Uint8Array, buffers: readonly Buffer[], key: EncryptionKey): void {
  const signatures = buffers.filter(({ type }) => type === BufferType.serverSignature);
  const [own] = signatures;
  if (own === undefined || signatures.length > 1) throw malformed("no signature for this server");
  const content = new OctetReader(contentOf(pac, own), "little");
  if (content.int32() !== key.checksumType)
    throw new NegotiateError("negotiate-unsupported", "PAC: a signature of another type than its key");
  const signature = content.take(key.checksumLength);
  const signed = copyOctets(pac);
  signed.fill(0, own.offset + 4, own.offset + 4 + key.checksumLength);
  for (const { type, offset, length } of buffers) {
    if (type !== BufferType.kdcSignature) continue;
    const kind = new OctetReader(pac.subarray(offset, offset + length), "little").int32();
    signed.fill(0, offset + 4, offset + Math.min(length, 4 + signatureLength(kind)));
  }
  if (!equalOctets(key.checksum(KeyUsage.pacSignature, signed), signature)) {
    throw new NegotiateError("negotiate-integrity", "PAC: the signature for this server is wrong");
  }
}

/** The lengths of signatures, by the types of checksums. MS-PAC §2.8: RC4's, AES's; RFC 8009's */
function signatureLength(type: number): number {
  const lengths: Readonly<Record<number, number>> = { [-138]: 16, 15: 12, 16: 12, 19: 16, 20: 24 };
  return lengths[type] ?? Number.MAX_SAFE_INTEGER;
}

function malformed(problem: string): NegotiateError {
  return new NegotiateError("negotiate-malformed", `PAC: ${problem}`);
}

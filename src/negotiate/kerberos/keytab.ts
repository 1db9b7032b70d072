/**
 * Key tables: the keys of services in a file, as MIT's and Microsoft's tools write them. MIT Kerberos, "Keytab file format"
 *
 * 05 02, then entries with their size in front; a negative size is a hole. A key's version has 8 bits, and 32 at the end if there is room.
 */
import { NegotiateError } from "../negotiate-error.js";
import { OctetReader } from "../octets.js";
import { describePrincipal, type Principal } from "./messages.js";

/** A key of a service. */
export interface KeytabEntry {
  readonly principal: Principal;
  readonly keyVersion: number;
  readonly type: number;
  readonly key: Uint8Array;
}

/** Reads a key table. Throws a NegotiateError for other octets. */
export function readKeytab(octets: Uint8Array): readonly KeytabEntry[] {
  const reader = new OctetReader(octets, "big");
  if (reader.uint16() !== 0x0502) throw new NegotiateError("negotiate-malformed", "not a key table of version 2");
  const entries: KeytabEntry[] = [];
  while (reader.rest > 0) {
    const size = reader.int32();
    const entry = reader.take(Math.abs(size));
    if (size > 0) entries.push(readEntry(entry));
  }
  return entries;
}

function readEntry(octets: Uint8Array): KeytabEntry {
  const reader = new OctetReader(octets, "big");
  const text = (): string => new TextDecoder().decode(reader.take(reader.uint16()));
  const count = reader.uint16();
  const realm = text();
  const parts = Array.from({ length: count }, text);
  const name = { type: reader.uint32(), parts };
  // The time of writing.
  reader.uint32();
  const shortVersion = reader.uint8();
  const type = reader.uint16();
  const key = reader.take(reader.uint16());
  const longVersion = reader.rest >= 4 ? reader.uint32() : 0;
  return { principal: { name, realm }, keyVersion: longVersion === 0 ? shortVersion : longVersion, type, key };
}

/** What a key table holds, for logs: names and versions, no keys. */
export function describeKeytab(entries: readonly KeytabEntry[]): string {
  const lines = entries.map(({ principal, keyVersion, type }) => `${describePrincipal(principal)} version ${keyVersion} type ${type}`);
  return lines.length === 0 ? "no keys" : lines.join(", ");
}

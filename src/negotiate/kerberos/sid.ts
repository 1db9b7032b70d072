/**
 * Security identifiers: S-1-5-21-1-2-3-1104. MS-DTYP §2.4.2
 */
import { NegotiateError } from "../negotiate-error.js";
import type { OctetReader } from "../octets.js";

const mostParts = 15;

/** Reads an identifier in its packed form. */
export function readSid(reader: OctetReader): string {
  const revision = reader.uint8();
  const count = reader.uint8();
  if (revision !== 1 || count > mostParts) throw new NegotiateError("negotiate-malformed", "no security identifier");
  const authority = reader.take(6).reduce((value, octet) => value * 256 + octet, 0);
  const parts = Array.from({ length: count }, () => reader.uint32());
  return ["S", revision, authority, ...parts].join("-");
}

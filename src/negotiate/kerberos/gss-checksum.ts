/**
 * What an initiator asks for, in the checksum of its authenticator: the binding to a channel, and flags. RFC 4121 §4.1.1
 */
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, OctetReader, uint32 } from "../octets.js";
import type { Authenticator } from "./messages.js";

export const gssChecksumType = 0x8003;

export const GssFlag = { mutual: 2, replay: 4, sequence: 8, confidential: 16, integrity: 32, dceStyle: 0x1000 } as const;

const bindingLength = 16;

export interface GssChecksum {
  readonly channelBinding: Uint8Array;
  readonly flags: number;
}

export function readGssChecksum({ checksum }: Authenticator): GssChecksum {
  if (checksum?.type !== gssChecksumType)
    throw new NegotiateError("negotiate-malformed", "Kerberos: the authenticator has no checksum of GSS");
  const reader = new OctetReader(checksum.octets, "little");
  if (reader.uint32() !== bindingLength) throw new NegotiateError("negotiate-malformed", "Kerberos: a channel binding of another length");
  return { channelBinding: reader.take(bindingLength), flags: reader.uint32() };
}

export function writeGssChecksum({ channelBinding, flags }: GssChecksum): Uint8Array {
  return concatOctets(uint32(bindingLength), channelBinding, uint32(flags));
}

export const noChannelBinding = new Uint8Array(bindingLength);

/**
 * Credential caches: tickets in a file, as `kinit` writes them. MIT Kerberos, "Credential cache file format"
 *
 * 05 04, a header, whose cache it is, then tickets. Version 3, of older tools, has no header.
 */
import { NegotiateError } from "../negotiate-error.js";
import { OctetReader } from "../octets.js";
import type { KeyValue, Principal } from "./messages.js";

/** A ticket with its session key. */
export interface Credential {
  readonly client: Principal;
  readonly service: Principal;
  readonly key: KeyValue;
  /** Milliseconds since 1970. */
  readonly endTime: number;
  /** The ticket as it is sent. */
  readonly ticket: Uint8Array;
}

export interface CredentialCache {
  readonly client: Principal;
  readonly credentials: readonly Credential[];
}

/** Entries under this realm are settings of the library. */
const settingsRealm = "X-CACHECONF:";

/** Reads a cache. Throws a NegotiateError for other octets. */
export function readCredentialCache(octets: Uint8Array): CredentialCache {
  const reader = new OctetReader(octets, "big");
  const version = reader.uint16();
  if (version !== 0x0504 && version !== 0x0503) throw new NegotiateError("negotiate-malformed", "not a credential cache of version 3 or 4");
  if (version === 0x0504) reader.take(reader.uint16());
  const client = readPrincipal(reader);
  const credentials: Credential[] = [];
  while (reader.rest > 0) {
    const credential = readCredential(reader, version === 0x0503);
    if (credential.service.realm !== settingsRealm) credentials.push(credential);
  }
  return { client, credentials };
}

function readOctets(reader: OctetReader): Uint8Array {
  return reader.take(reader.uint32());
}

function readPrincipal(reader: OctetReader): Principal {
  const text = (): string => new TextDecoder().decode(readOctets(reader));
  const type = reader.uint32();
  const count = reader.uint32();
  if (count > reader.rest) throw new NegotiateError("negotiate-malformed", "a name with too many parts");
  const realm = text();
  return { realm, name: { type, parts: Array.from({ length: count }, text) } };
}

function readCredential(reader: OctetReader, isOld: boolean): Credential {
  const [client, service] = [readPrincipal(reader), readPrincipal(reader)];
  const type = reader.uint16();
  // Version 3 has the type twice.
  if (isOld) reader.uint16();
  const key = { type, octets: readOctets(reader) };
  // Times of authentication, of the beginning, of the end, and until when it can be renewed.
  const [, , end = 0] = Array.from({ length: 4 }, () => reader.uint32());
  // Whether it is for another's session key, and flags.
  reader.take(5);
  for (const list of ["addresses", "authorization data"]) skipList(reader, list);
  const ticket = readOctets(reader);
  // A second ticket, for another's session key.
  readOctets(reader);
  return { client, service, key, endTime: end * 1000, ticket };
}

function skipList(reader: OctetReader, what: string): void {
  const count = reader.uint32();
  if (count > reader.rest) throw new NegotiateError("negotiate-malformed", `too many ${what}`);
  for (let index = 0; index < count; index++) {
    reader.uint16();
    readOctets(reader);
  }
}

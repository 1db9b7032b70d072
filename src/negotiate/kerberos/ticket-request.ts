/**
 * Asks a key distribution center for the ticket of a service, with the ticket that was got by logging in. RFC 4120 §3.3
 *
 * A center that does not know the service may refer to another realm: its ticket for that realm's center is used to ask there.
 */
import type { Cryptography } from "../cryptography.js";
import { applicationTag, DerFields, der, derField, derInteger, readFirst, readInteger, readOnly, Tag } from "../der.js";
import { NegotiateError } from "../negotiate-error.js";
import { OctetReader } from "../octets.js";
import type { Credential } from "./credential-cache.js";
import { EncryptionKey, supportedTypes } from "./etypes.js";
import {
  derFlags,
  derName,
  derText,
  derTime,
  describePrincipal,
  KeyUsage,
  MessageType,
  type Principal,
  readEncrypted,
  readKey,
  readName,
  readTicket,
  readTime,
  writeAuthenticator,
  writeRequest,
} from "./messages.js";

/** Sends a message to a center of a realm and gives its answer. */
export type AskCenter = (realm: string, message: Uint8Array) => Promise<Uint8Array>;

export interface TicketRequestOptions {
  readonly cryptography: Cryptography;
  readonly askCenter: AskCenter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The name of a realm's center, as a service. */
export const ticketGrantingService = "krbtgt";

/** Realms on the way to a service. */
const mostReferrals = 8;

const paTgsRequest = 1;
/** Canonicalize, which asks for referrals, among those that tickets from `kinit` have anyway. RFC 6806 §8 */
const kdcOptions = 0x00010000;
const tenHours = 36_000_000;

/** Gets the ticket. Rejects with a NegotiateError if a center refuses. */
export async function requestTicket(granting: Credential, service: Principal, options: TicketRequestOptions): Promise<Credential> {
  let held = granting;
  for (let step = 0; step < mostReferrals; step++) {
    const realm = held.service.name.parts[1] ?? service.realm;
    const got = await askOnce(held, { name: service.name, realm }, options);
    if (got.service.name.parts[0] !== ticketGrantingService || service.name.parts[0] === ticketGrantingService) return got;
    held = got;
  }
  throw new NegotiateError(
    "negotiate-credentials",
    `Kerberos: more than ${mostReferrals} referrals on the way to ${describePrincipal(service)}`,
  );
}

async function askOnce(granting: Credential, service: Principal, options: TicketRequestOptions): Promise<Credential> {
  const { cryptography, askCenter, now } = options;
  const key = new EncryptionKey(cryptography, granting.key.type, granting.key.octets);
  const nonce = new OctetReader(cryptography.random(4), "big").uint32() >>> 1;
  const body = der(
    Tag.sequence,
    derField(0, derFlags(kdcOptions)),
    derField(2, derText(service.realm)),
    derField(3, derName(service.name)),
    derField(5, derTime(now() + tenHours)),
    derField(7, derInteger(nonce)),
    derField(8, der(Tag.sequence, ...supportedTypes.map(derInteger))),
  );
  const preAuthentication = der(
    Tag.sequence,
    der(Tag.sequence, derField(1, derInteger(paTgsRequest)), derField(2, der(Tag.octetString, proofOfTicket(granting, key, body, now())))),
  );
  const fields = [derField(1, derInteger(5)), derField(2, derInteger(MessageType.ticketRequest))];
  const message = der(
    applicationTag(MessageType.ticketRequest),
    der(Tag.sequence, ...fields, derField(3, preAuthentication), derField(4, body)),
  );
  return readAnswer(await askCenter(service.realm, message), { granting, key, nonce, service, cryptography });
}

/** The ticket, with an authenticator that covers the request. */
function proofOfTicket({ client, ticket }: Credential, key: EncryptionKey, body: Uint8Array, now: number): Uint8Array {
  const authenticator = writeAuthenticator({
    client,
    checksum: { type: key.checksumType, octets: key.checksum(KeyUsage.ticketRequestChecksum, body) },
    microseconds: (now % 1000) * 1000,
    timeText: derTime(now),
    time: now,
    subKey: undefined,
    sequenceNumber: undefined,
  });
  const cipherText = key.encrypt(KeyUsage.ticketRequestAuthenticator, authenticator);
  return writeRequest({ options: 0, ticket: readTicket(ticket), authenticator: { type: key.type, keyVersion: undefined, cipherText } });
}

interface Asked {
  readonly granting: Credential;
  readonly key: EncryptionKey;
  readonly nonce: number;
  readonly service: Principal;
  readonly cryptography: Cryptography;
}

function readAnswer(answer: Uint8Array, { granting, key, nonce, service, cryptography }: Asked): Credential {
  const { tag, content } = readFirst(answer);
  if (tag === applicationTag(MessageType.error)) throw refusalOf(new DerFields(content), service);
  const fields = new DerFields(readOnly(answer, applicationTag(MessageType.ticketReply)).content);
  const ticket = readTicket(fields.required(5));
  const opened = readFirst(key.decrypt(KeyUsage.ticketReplySessionKey, readEncrypted(fields.required(6)).cipherText));
  // EncTGSRepPart; MIT's library takes the tag of EncASRepPart, too.
  if (opened.tag !== applicationTag(26) && opened.tag !== applicationTag(25)) throw malformed("no part of a reply");
  const part = new DerFields(opened.content);
  if (part.integer(2) !== nonce) throw new NegotiateError("negotiate-integrity", "Kerberos: the center answers another request");
  const name = readName(part.required(10));
  const value = readKey(part.required(0));
  // Refuses a type that cannot be used, before anything is done with it.
  new EncryptionKey(cryptography, value.type, value.octets);
  return {
    client: granting.client,
    service: { name, realm: new TextDecoder().decode(readOnly(part.required(9), Tag.generalString).content) },
    key: value,
    endTime: readTime(part.required(7)),
    ticket: ticket.whole,
  };
}

const errorTexts: Readonly<Record<number, string>> = {
  7: "the service is not known",
  14: "no common encryption type",
  32: "the ticket has expired",
  37: "the clocks differ",
};

function refusalOf(fields: DerFields, service: Principal): NegotiateError {
  const number = readInteger(fields.required(6));
  const reason = errorTexts[number] ?? "the center refuses";
  return new NegotiateError("negotiate-credentials", `Kerberos: no ticket for ${describePrincipal(service)}: ${reason} (error ${number})`);
}

function malformed(problem: string): NegotiateError {
  return new NegotiateError("negotiate-malformed", `Kerberos: ${problem}`);
}

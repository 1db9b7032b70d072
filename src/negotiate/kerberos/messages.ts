/**
 * The messages of Kerberos that a client and a service exchange, and what they are made of. RFC 4120 §5
 */
import { applicationTag, DerFields, der, derField, derInteger, readAll, readInteger, readOnly, Tag } from "../der.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets } from "../octets.js";

/** What keys are used for. RFC 4120 §7.5.1, RFC 4121 §2, MS-PAC §2.8 */
export const KeyUsage = {
  ticket: 2,
  ticketRequestChecksum: 6,
  ticketRequestAuthenticator: 7,
  ticketReplySessionKey: 8,
  ticketReplySubKey: 9,
  authenticator: 11,
  reply: 12,
  pacSignature: 17,
  acceptorSeal: 22,
  acceptorSign: 23,
  initiatorSeal: 24,
  initiatorSign: 25,
} as const;

export const MessageType = { ticketRequest: 12, ticketReply: 13, request: 14, reply: 15, error: 30 } as const;

const versionNumber = 5;

/** A name: its parts, and how it is meant. */
export interface PrincipalName {
  readonly type: number;
  readonly parts: readonly string[];
}

export const NameType = { principal: 1, service: 2, hostService: 3 } as const;

export interface Principal {
  readonly name: PrincipalName;
  readonly realm: string;
}

/** host/server@REALM */
export function describePrincipal({ name, realm }: Principal): string {
  return `${name.parts.join("/")}@${realm}`;
}

export function isSamePrincipal(left: Principal, right: Principal): boolean {
  const { parts } = left.name;
  const others = right.name.parts;
  return left.realm === right.realm && parts.length === others.length && parts.every((part, index) => part === others[index]);
}

/** Encrypted octets, with the type and the version of the key. */
export interface EncryptedData {
  readonly type: number;
  readonly keyVersion: number | undefined;
  readonly cipherText: Uint8Array;
}

/** A key as it stands in a message. */
export interface KeyValue {
  readonly type: number;
  readonly octets: Uint8Array;
}

export interface Ticket {
  readonly service: Principal;
  readonly encrypted: EncryptedData;
  readonly whole: Uint8Array;
}

/** What the service finds in its ticket. */
export interface TicketContent {
  readonly flags: number;
  readonly key: KeyValue;
  readonly client: Principal;
  /** Milliseconds since 1970, as all times here. */
  readonly startTime: number;
  readonly endTime: number;
  readonly authorizationData: Uint8Array | undefined;
}

export const TicketFlag = { invalid: 0x01000000 } as const;

/** What the client shows with the ticket. */
export interface Authenticator {
  readonly client: Principal;
  readonly checksum: { readonly type: number; readonly octets: Uint8Array } | undefined;
  readonly microseconds: number;
  /** The client's time as it has written it, to be sent back. */
  readonly timeText: Uint8Array;
  readonly time: number;
  readonly subKey: KeyValue | undefined;
  readonly sequenceNumber: number | undefined;
}

export interface ApplicationRequest {
  readonly options: number;
  readonly ticket: Ticket;
  readonly authenticator: EncryptedData;
}

export const RequestOption = { mutual: 0x20000000, useSessionKey: 0x40000000 } as const;

/** What a service proves its identity with. */
export interface ReplyContent {
  readonly timeText: Uint8Array;
  readonly microseconds: number;
  readonly subKey: KeyValue | undefined;
  readonly sequenceNumber: number | undefined;
}

const malformed = (problem: string): NegotiateError => new NegotiateError("negotiate-malformed", `Kerberos: ${problem}`);

function readText(octets: Uint8Array): string {
  return new TextDecoder().decode(readOnly(octets, Tag.generalString).content);
}

export function derText(text: string): Uint8Array {
  return der(Tag.generalString, new TextEncoder().encode(text));
}

export function readName(octets: Uint8Array): PrincipalName {
  const fields = new DerFields(octets);
  const parts = readAll(readOnly(fields.required(1), Tag.sequence).content).map(({ whole }) => readText(whole));
  return { type: fields.integer(0), parts };
}

export function derName({ type, parts }: PrincipalName): Uint8Array {
  return der(Tag.sequence, derField(0, derInteger(type)), derField(1, der(Tag.sequence, ...parts.map(derText))));
}

/** 20261129201100Z */
export function readTime(octets: Uint8Array): number {
  const text = new TextDecoder().decode(readOnly(octets, Tag.generalizedTime).content);
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) throw malformed("no time");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function derTime(milliseconds: number): Uint8Array {
  const text = `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/g, "")}Z`;
  return der(Tag.generalizedTime, new TextEncoder().encode(text));
}

/** The first 32 bits of a BIT STRING. */
export function readFlags(octets: Uint8Array): number {
  const { content } = readOnly(octets, Tag.bitString);
  const [unused = 0, first = 0, second = 0, third = 0, fourth = 0] = content;
  if (content.length < 1 || unused > 7) throw malformed("no flags");
  return ((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0;
}

export function derFlags(flags: number): Uint8Array {
  return der(Tag.bitString, Uint8Array.of(0, flags >>> 24, (flags >>> 16) & 0xff, (flags >>> 8) & 0xff, flags & 0xff));
}

export function readEncrypted(octets: Uint8Array): EncryptedData {
  const fields = new DerFields(octets);
  const version = fields.optional(1);
  return { type: fields.integer(0), keyVersion: version && readInteger(version), cipherText: fields.octetString(2) };
}

export function derEncrypted({ type, keyVersion, cipherText }: EncryptedData): Uint8Array {
  const version = keyVersion === undefined ? [] : [derField(1, derInteger(keyVersion))];
  return der(Tag.sequence, derField(0, derInteger(type)), ...version, derField(2, der(Tag.octetString, cipherText)));
}

export function readKey(octets: Uint8Array): KeyValue {
  const fields = new DerFields(octets);
  return { type: fields.integer(0), octets: fields.octetString(1) };
}

export function derKey({ type, octets }: KeyValue): Uint8Array {
  return der(Tag.sequence, derField(0, derInteger(type)), derField(1, der(Tag.octetString, octets)));
}

function readKeyField(fields: DerFields, number: number): KeyValue | undefined {
  const octets = fields.optional(number);
  return octets && readKey(octets);
}

/** Sequence numbers have 32 bits; some clients write the larger half as negative numbers. */
function readSequenceNumber(octets: Uint8Array | undefined): number | undefined {
  return octets && readInteger(octets) >>> 0;
}

export function readTicket(octets: Uint8Array): Ticket {
  const fields = new DerFields(readOnly(octets, applicationTag(1)).content);
  if (fields.integer(0) !== versionNumber) throw malformed("a ticket of another version");
  const service = { realm: readText(fields.required(1)), name: readName(fields.required(2)) };
  return { service, encrypted: readEncrypted(fields.required(3)), whole: octets };
}

export function readTicketContent(octets: Uint8Array): TicketContent {
  const fields = new DerFields(readOnly(octets, applicationTag(3)).content);
  return {
    flags: readFlags(fields.required(0)),
    key: readKey(fields.required(1)),
    client: { realm: readText(fields.required(2)), name: readName(fields.required(3)) },
    startTime: readTime(fields.optional(6) ?? fields.required(5)),
    endTime: readTime(fields.required(7)),
    authorizationData: fields.optional(10),
  };
}

export function readRequest(octets: Uint8Array): ApplicationRequest {
  const fields = new DerFields(readOnly(octets, applicationTag(MessageType.request)).content);
  requireHead(fields.integer(0), fields.integer(1), MessageType.request);
  return {
    options: readFlags(fields.required(2)),
    ticket: readTicket(fields.required(3)),
    authenticator: readEncrypted(fields.required(4)),
  };
}

export function writeRequest({ options, ticket, authenticator }: ApplicationRequest): Uint8Array {
  const head = [derField(0, derInteger(versionNumber)), derField(1, derInteger(MessageType.request))];
  const rest = [derField(2, derFlags(options)), derField(3, ticket.whole), derField(4, derEncrypted(authenticator))];
  return der(applicationTag(MessageType.request), der(Tag.sequence, ...head, ...rest));
}

function requireHead(version: number, type: number, wanted: number): void {
  if (version !== versionNumber || type !== wanted) throw malformed(`message ${type} of version ${version}`);
}

export function readAuthenticator(octets: Uint8Array): Authenticator {
  const fields = new DerFields(readOnly(octets, applicationTag(2)).content);
  const checksum = fields.optional(3);
  const checksumFields = checksum && new DerFields(checksum);
  return {
    client: { realm: readText(fields.required(1)), name: readName(fields.required(2)) },
    checksum: checksumFields && { type: checksumFields.integer(0), octets: checksumFields.octetString(1) },
    microseconds: fields.integer(4),
    timeText: fields.required(5),
    time: readTime(fields.required(5)),
    subKey: readKeyField(fields, 6),
    sequenceNumber: readSequenceNumber(fields.optional(7)),
  };
}

export function writeAuthenticator(content: Authenticator): Uint8Array {
  const { client, checksum, microseconds, timeText, subKey, sequenceNumber } = content;
  const fields = [derField(0, derInteger(versionNumber)), derField(1, derText(client.realm)), derField(2, derName(client.name))];
  if (checksum !== undefined) {
    const { type, octets } = checksum;
    fields.push(derField(3, der(Tag.sequence, derField(0, derInteger(type)), derField(1, der(Tag.octetString, octets)))));
  }
  fields.push(derField(4, derInteger(microseconds)), derField(5, timeText), ...optionalKeys(subKey, 6, sequenceNumber, 7));
  return der(applicationTag(2), der(Tag.sequence, ...fields));
}

function optionalKeys(
  subKey: KeyValue | undefined,
  keyField: number,
  sequenceNumber: number | undefined,
  numberField: number,
): Uint8Array[] {
  const fields: Uint8Array[] = [];
  if (subKey !== undefined) fields.push(derField(keyField, derKey(subKey)));
  if (sequenceNumber !== undefined) fields.push(derField(numberField, derInteger(sequenceNumber)));
  return fields;
}

/** The service's answer, encrypted. */
export function readReply(octets: Uint8Array): EncryptedData {
  const fields = new DerFields(readOnly(octets, applicationTag(MessageType.reply)).content);
  requireHead(fields.integer(0), fields.integer(1), MessageType.reply);
  return readEncrypted(fields.required(2));
}

export function writeReply(encrypted: EncryptedData): Uint8Array {
  const head = [derField(0, derInteger(versionNumber)), derField(1, derInteger(MessageType.reply))];
  return der(applicationTag(MessageType.reply), der(Tag.sequence, ...head, derField(2, derEncrypted(encrypted))));
}

export function readReplyContent(octets: Uint8Array): ReplyContent {
  const fields = new DerFields(readOnly(octets, applicationTag(27)).content);
  return {
    timeText: fields.required(0),
    microseconds: fields.integer(1),
    subKey: readKeyField(fields, 2),
    sequenceNumber: readSequenceNumber(fields.optional(3)),
  };
}

export function writeReplyContent({ timeText, microseconds, subKey, sequenceNumber }: ReplyContent): Uint8Array {
  const head = [derField(0, timeText), derField(1, derInteger(microseconds))];
  return der(applicationTag(27), der(Tag.sequence, concatOctets(...head, ...optionalKeys(subKey, 2, sequenceNumber, 3))));
}

/**
 * Kerberos at the service: opens the ticket with a key of the key table, checks the authenticator, and proves in turn that it has the key.
 * RFC 4120 §3.2.3, RFC 4121 §4.1
 */
import type { Cryptography } from "../cryptography.js";
import { readFramedToken, writeFramedToken } from "../initial-token.js";
import type { AcceptingMechanism, AuthenticatedPeer, Handshake, HandshakeStep } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, equalOctets, hexOf, OctetReader } from "../octets.js";
import { EncryptionKey, refuseUnsupported } from "./etypes.js";
import { GssFlag, noChannelBinding, readGssChecksum } from "./gss-checksum.js";
import { GssContext } from "./gss-context.js";
import { describeKeytab, type KeytabEntry } from "./keytab.js";
import {
  type ApplicationRequest,
  type Authenticator,
  describePrincipal,
  isSamePrincipal,
  KeyUsage,
  RequestOption,
  readAuthenticator,
  readRequest,
  readTicketContent,
  type Ticket,
  type TicketContent,
  TicketFlag,
  writeReply,
  writeReplyContent,
} from "./messages.js";
import { findPac, readPac } from "./pac.js";
import { ReplayCache } from "./replay-cache.js";

export const kerberosObjectId = "1.2.840.113554.1.2.2";
/** What Windows 2000 called it by mistake, and its successors still list first. MS-SPNG §3.1.5.2 */
export const microsoftKerberosObjectId = "1.2.840.48018.1.2.2";

/** The two octets in front of a message within a GSS token. RFC 4121 §4.1 */
export const requestId = Uint8Array.of(1, 0);
export const replyId = Uint8Array.of(2, 0);

export interface KerberosAcceptorOptions {
  readonly cryptography: Cryptography;
  readonly keytab: readonly KeytabEntry[];
  /** The names under which clients may ask for the service: `HOST/server`, in any case. Undefined: any that a key of the table opens. */
  readonly services?: readonly string[] | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that clocks may differ; 5 minutes when left out. */
  readonly clockSkew?: number;
  /** The hash of the binding to the channel below, if there is one. */
  readonly channelBinding?: Uint8Array | undefined;
}

const defaultClockSkew = 300_000;

/** Keys that are tried on one ticket. A service has one of each type, and older ones while tickets for them are valid. */
const mostKeys = 32;

/** Kerberos for SPNEGO, or for use alone. All handshakes share one memory of authenticators. */
export function kerberosAcceptor(options: KerberosAcceptorOptions): AcceptingMechanism {
  const acceptor = new KerberosAcceptor(options);
  return {
    name: "Kerberos",
    objectIds: [kerberosObjectId, microsoftKerberosObjectId],
    requiresNegotiationMic: false,
    begin: (): Handshake => ({ step: (token) => acceptor.accept(token) }),
  };
}

/** What a ticket and its authenticator say. */
interface Opened {
  readonly ticketKey: EncryptionKey;
  readonly content: TicketContent;
  readonly sessionKey: EncryptionKey;
  readonly authenticator: Authenticator;
}

class KerberosAcceptor {
  readonly #options: KerberosAcceptorOptions;
  readonly #clockSkew: number;
  readonly #replays: ReplayCache;

  constructor(options: KerberosAcceptorOptions) {
    this.#options = options;
    this.#clockSkew = options.clockSkew ?? defaultClockSkew;
    this.#replays = new ReplayCache(2 * this.#clockSkew);
  }

  accept(token: Uint8Array): HandshakeStep {
    const { objectId, inner } = readFramedToken(token);
    if (objectId !== kerberosObjectId || !equalOctets(inner.subarray(0, 2), requestId)) {
      throw new NegotiateError("negotiate-malformed", "Kerberos: no request");
    }
    const request = readRequest(inner.subarray(2));
    if ((request.options & RequestOption.useSessionKey) !== 0) throw unsupported("user-to-user authentication");
    const opened = this.#open(request);
    const checksum = readGssChecksum(opened.authenticator);
    if ((checksum.flags & GssFlag.dceStyle) !== 0) throw unsupported("the DCE style");
    this.#verifyBinding(checksum.channelBinding);
    const peer = peerOf(opened);
    this.#refuseReplay(request);
    return (checksum.flags & GssFlag.mutual) === 0 ? this.#finish(opened, peer, checksum.flags) : this.#reply(opened, peer, checksum.flags);
  }

  #open({ ticket, authenticator: encrypted }: ApplicationRequest): Opened {
    this.#requireService(ticket);
    const { key: ticketKey, content } = this.#openTicket(ticket);
    this.#requireValid(content);
    refuseUnsupported(content.key.type, "the session key");
    const sessionKey = new EncryptionKey(this.#options.cryptography, content.key.type, content.key.octets);
    if (encrypted.type !== sessionKey.type) throw new NegotiateError("negotiate-malformed", "Kerberos: an authenticator of another type");
    const authenticator = readAuthenticator(sessionKey.decrypt(KeyUsage.authenticator, encrypted.cipherText));
    if (!isSamePrincipal(authenticator.client, content.client)) throw refused("the authenticator is of another client than the ticket");
    if (Math.abs(authenticator.time - this.#options.now()) > this.#clockSkew) {
      throw refused(`the client's clock differs: ${new Date(authenticator.time).toISOString()}`);
    }
    return { ticketKey, content, sessionKey, authenticator };
  }

  #requireService({ service }: Ticket): void {
    const { services } = this.#options;
    const name = service.name.parts.join("/").toLowerCase();
    if (services === undefined || services.some((known) => known.toLowerCase() === name)) return;
    throw refused(`the ticket is for ${describePrincipal(service)}, not for ${services.join(", ")}`);
  }

  #openTicket({ service, encrypted }: Ticket): { readonly key: EncryptionKey; readonly content: TicketContent } {
    refuseUnsupported(encrypted.type, `the ticket for ${describePrincipal(service)}`);
    const { cryptography, keytab } = this.#options;
    const isNamed = ({ keyVersion }: KeytabEntry): number => (keyVersion === encrypted.keyVersion ? 0 : 1);
    // One account can have several names with the same key, so the name in the ticket decides nothing.
    const entries = keytab.filter(({ type }) => type === encrypted.type).sort((a, b) => isNamed(a) - isNamed(b));
    for (const entry of entries.slice(0, mostKeys)) {
      const key = new EncryptionKey(cryptography, entry.type, entry.key);
      const plain = tryDecrypt(key, encrypted.cipherText);
      if (plain !== undefined) return { key, content: readTicketContent(plain) };
    }
    const wanted = `${describePrincipal(service)} version ${encrypted.keyVersion ?? "unknown"} type ${encrypted.type}`;
    throw refused(`no key opens the ticket for ${wanted}; the key table has ${describeKeytab(keytab)}`);
  }

  #requireValid({ flags, startTime, endTime, client }: TicketContent): void {
    const now = this.#options.now();
    if ((flags & TicketFlag.invalid) !== 0) throw refused("the ticket is marked as invalid");
    if (startTime - now > this.#clockSkew) throw refused(`the ticket of ${describePrincipal(client)} is not valid yet`);
    if (now - endTime > this.#clockSkew) throw refused(`the ticket of ${describePrincipal(client)} has expired`);
  }

  #refuseReplay({ authenticator }: ApplicationRequest): void {
    const { cryptography, now } = this.#options;
    const id = hexOf(cryptography.hash("sha256", authenticator.cipherText));
    if (!this.#replays.add(id, now())) throw refused("the authenticator was used before");
  }

  #verifyBinding(given: Uint8Array): void {
    const { channelBinding } = this.#options;
    if (channelBinding === undefined || equalOctets(given, noChannelBinding) || equalOctets(given, channelBinding)) return;
    throw new NegotiateError("negotiate-integrity", "Kerberos: the client is bound to another channel");
  }

  /** Without a proof in turn, both directions use the client's key and number. */
  #finish(opened: Opened, peer: AuthenticatedPeer, flags: number): HandshakeStep {
    const number = opened.authenticator.sequenceNumber ?? 0;
    const key = this.#clientKey(opened);
    const context = new GssContext({ ...acceptorTerms(peer, flags), key, isAcceptorKey: false, sendNumber: number, receiveNumber: number });
    return { kind: "done", token: undefined, context };
  }

  #reply(opened: Opened, peer: AuthenticatedPeer, flags: number): HandshakeStep {
    const { authenticator, sessionKey } = opened;
    const key = this.#clientKey(opened).another();
    // 30 bits, as MIT's library: some clients cannot read more.
    const sendNumber = new OctetReader(this.#options.cryptography.random(4), "big").uint32() & 0x3fffffff;
    const { timeText, microseconds } = authenticator;
    const content = writeReplyContent({ timeText, microseconds, subKey: key, sequenceNumber: sendNumber });
    const cipherText = sessionKey.encrypt(KeyUsage.reply, content);
    const reply = writeReply({ type: sessionKey.type, keyVersion: undefined, cipherText });
    const receiveNumber = authenticator.sequenceNumber ?? 0;
    const context = new GssContext({ ...acceptorTerms(peer, flags), key, isAcceptorKey: true, sendNumber, receiveNumber });
    return { kind: "done", token: writeFramedToken(kerberosObjectId, concatOctets(replyId, reply)), context };
  }

  /** The key that the client proposes, or else the ticket's. */
  #clientKey({ authenticator: { subKey }, sessionKey }: Opened): EncryptionKey {
    return subKey === undefined ? sessionKey : new EncryptionKey(this.#options.cryptography, subKey.type, subKey.octets);
  }
}

function acceptorTerms(peer: AuthenticatedPeer, flags: number) {
  return { role: "acceptor", peer, isConfidential: (flags & GssFlag.confidential) !== 0 } as const;
}

function tryDecrypt(key: EncryptionKey, cipherText: Uint8Array): Uint8Array | undefined {
  try {
    return key.decrypt(KeyUsage.ticket, cipherText);
  } catch (error) {
    if (error instanceof NegotiateError) return undefined;
    throw error;
  }
}

/** The client by the name that the domain has for it, if it says so. */
function peerOf({ content: { client, authorizationData }, ticketKey }: Opened): AuthenticatedPeer {
  const principal = describePrincipal(client);
  const pac = authorizationData && findPac(authorizationData);
  const logon = pac && readPac(pac, ticketKey);
  if (logon === undefined) return { name: principal, otherNames: [], securityIds: [] };
  return { name: `${logon.domain}\\${logon.user}`, otherNames: [principal], securityIds: logon.securityIds };
}

function refused(problem: string): NegotiateError {
  return new NegotiateError("negotiate-credentials", `Kerberos: ${problem}`);
}

function unsupported(what: string): NegotiateError {
  return new NegotiateError("negotiate-unsupported", `Kerberos: ${what} is not supported`);
}

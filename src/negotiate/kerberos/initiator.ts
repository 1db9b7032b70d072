/**
 * Kerberos at the client: the ticket of the service from a credential cache, or from a key distribution center; then mutual authentication.
 * RFC 4120 §3.2.2, RFC 4121 §4.1
 */
import type { Cryptography } from "../cryptography.js";
import { readFramedToken, writeFramedToken } from "../initial-token.js";
import type { HandshakeStep, InitiatingMechanism, InitiatorHandshake } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, equalOctets, OctetReader } from "../octets.js";
import { kerberosObjectId, replyId, requestId } from "./acceptor.js";
import type { Credential, CredentialCache } from "./credential-cache.js";
import { EncryptionKey } from "./etypes.js";
import { GssFlag, gssChecksumType, noChannelBinding, writeGssChecksum } from "./gss-checksum.js";
import { GssContext } from "./gss-context.js";
import {
  derTime,
  describePrincipal,
  isSamePrincipal,
  KeyUsage,
  NameType,
  type Principal,
  RequestOption,
  readReply,
  readReplyContent,
  readTicket,
  writeAuthenticator,
  writeRequest,
} from "./messages.js";
import { type AskCenter, requestTicket, ticketGrantingService } from "./ticket-request.js";

export interface KerberosInitiatorOptions {
  readonly cryptography: Cryptography;
  readonly cache: CredentialCache;
  /** Asks a center for tickets that the cache lacks. Without it, only those of the cache are used. */
  readonly askCenter?: AskCenter | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The hash of the binding to the channel below, if there is one. */
  readonly channelBinding?: Uint8Array | undefined;
}

/** Kerberos for SPNEGO, or for use alone. */
export function kerberosInitiator(options: KerberosInitiatorOptions): InitiatingMechanism {
  return {
    name: "Kerberos",
    objectId: kerberosObjectId,
    requiresNegotiationMic: false,
    begin: async (service) => new KerberosHandshake(options, await findTicket(options, service)),
  };
}

async function findTicket({ cryptography, cache, askCenter, now }: KerberosInitiatorOptions, service: string): Promise<Credential> {
  const { realm } = cache.client;
  const wanted: Principal = { realm, name: { type: NameType.service, parts: service.split("/") } };
  const valid = cache.credentials.filter(({ endTime }) => endTime > now());
  const held = valid.find((credential) => isSamePrincipal(credential.service, wanted));
  if (held !== undefined) return held;
  const granting: Principal = { realm, name: { type: NameType.service, parts: [ticketGrantingService, realm] } };
  const ticket = valid.find((credential) => isSamePrincipal(credential.service, granting));
  if (ticket === undefined || askCenter === undefined) {
    throw new NegotiateError(
      "negotiate-credentials",
      `Kerberos: the cache of ${describePrincipal(cache.client)} has no valid ticket for ${service}`,
    );
  }
  return requestTicket(ticket, wanted, { cryptography, askCenter, now });
}

const flags = GssFlag.mutual | GssFlag.replay | GssFlag.sequence | GssFlag.confidential | GssFlag.integrity;

class KerberosHandshake implements InitiatorHandshake {
  readonly #options: KerberosInitiatorOptions;
  readonly #credential: Credential;
  readonly #sessionKey: EncryptionKey;
  readonly #subKey: EncryptionKey;
  readonly #sequenceNumber: number;
  readonly #microseconds: number;
  readonly #timeText: Uint8Array;

  constructor(options: KerberosInitiatorOptions, credential: Credential) {
    const { cryptography, now } = options;
    this.#options = options;
    this.#credential = credential;
    this.#sessionKey = new EncryptionKey(cryptography, credential.key.type, credential.key.octets);
    this.#subKey = this.#sessionKey.another();
    this.#sequenceNumber = new OctetReader(cryptography.random(4), "big").uint32() & 0x3fffffff;
    const time = now();
    this.#timeText = derTime(time);
    // Two handshakes of one millisecond differ here, or the second would look like a replay of the first.
    this.#microseconds = (time % 1000) * 1000 + (new OctetReader(cryptography.random(2), "big").uint16() % 1000);
  }

  begin(): Uint8Array {
    const { client, ticket } = this.#credential;
    const { channelBinding = noChannelBinding } = this.#options;
    const authenticator = writeAuthenticator({
      client,
      checksum: { type: gssChecksumType, octets: writeGssChecksum({ channelBinding, flags }) },
      microseconds: this.#microseconds,
      timeText: this.#timeText,
      time: 0,
      subKey: this.#subKey,
      sequenceNumber: this.#sequenceNumber,
    });
    const cipherText = this.#sessionKey.encrypt(KeyUsage.authenticator, authenticator);
    const request = writeRequest({
      options: RequestOption.mutual,
      ticket: readTicket(ticket),
      authenticator: { type: this.#sessionKey.type, keyVersion: undefined, cipherText },
    });
    return writeFramedToken(kerberosObjectId, concatOctets(requestId, request));
  }

  step(token: Uint8Array): HandshakeStep {
    const { objectId, inner } = readFramedToken(token);
    if (objectId !== kerberosObjectId || !equalOctets(inner.subarray(0, 2), replyId)) {
      throw new NegotiateError("negotiate-peer", "Kerberos: the service has answered with an error");
    }
    const reply = readReplyContent(this.#sessionKey.decrypt(KeyUsage.reply, readReply(inner.subarray(2)).cipherText));
    if (!equalOctets(reply.timeText, this.#timeText) || reply.microseconds !== this.#microseconds) {
      throw new NegotiateError("negotiate-integrity", "Kerberos: the service answers another request");
    }
    const { subKey } = reply;
    const context = new GssContext({
      role: "initiator",
      peer: { name: describePrincipal(this.#credential.service), otherNames: [], securityIds: [] },
      isConfidential: true,
      key: subKey === undefined ? this.#subKey : new EncryptionKey(this.#options.cryptography, subKey.type, subKey.octets),
      isAcceptorKey: subKey !== undefined,
      sendNumber: this.#sequenceNumber,
      receiveNumber: reply.sequenceNumber ?? 0,
    });
    return { kind: "done", token: undefined, context };
  }
}

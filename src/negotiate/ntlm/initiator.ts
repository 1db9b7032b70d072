/**
 * NTLM at the end that calls: answers the server's challenge with a proof of the password. MS-NLMP §3.1.5
 */
import type { Cryptography } from "../cryptography.js";
import type { HandshakeStep, InitiatingMechanism, InitiatorHandshake } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, noOctets, OctetReader, uint32, utf16Octets } from "../octets.js";
import { windowsTimeOctets } from "../windows-time.js";
import { ntlmObjectId } from "./acceptor.js";
import { proofOf, responseKey, sessionKeys } from "./keys.js";
import {
  type Attribute,
  AttributeId,
  attributeOf,
  hasFlag,
  micFlag,
  NtlmFlag,
  readAttributes,
  readChallenge,
  withMic,
  writeAttributes,
  writeAuthenticate,
  writeNegotiate,
} from "./messages.js";
import { Rc4 } from "./rc4.js";
import { NtlmContext } from "./sealing.js";

/** Who logs in. */
export interface NtlmCredentials {
  readonly user: string;
  /** Empty for a name like anna@contoso.example. */
  readonly domain: string;
  /** MD4 of the password, 16 octets. */
  readonly ntHash: Uint8Array;
}

export interface NtlmInitiatorOptions {
  readonly cryptography: Cryptography;
  readonly credentials: NtlmCredentials;
  /** The time, as `windowsTimeOf` gives it. */
  readonly windowsTime: () => bigint;
  /** The hash of the binding to the channel below, if there is one. */
  readonly channelBinding?: Uint8Array | undefined;
}

const requiredFlags = NtlmFlag.unicode | NtlmFlag.ntlm | NtlmFlag.extendedSecurity | NtlmFlag.key128 | NtlmFlag.sign;

const offeredFlags =
  (requiredFlags |
    NtlmFlag.requestTarget |
    NtlmFlag.seal |
    NtlmFlag.alwaysSign |
    NtlmFlag.version |
    NtlmFlag.keyExchange |
    NtlmFlag.key56) >>>
  0;

/** NTLM for SPNEGO, or for use alone. */
export function ntlmInitiator(options: NtlmInitiatorOptions): InitiatingMechanism {
  return {
    name: "NTLM",
    objectId: ntlmObjectId,
    requiresNegotiationMic: true,
    begin: async (service) => new NtlmHandshake(options, service),
  };
}

class NtlmHandshake implements InitiatorHandshake {
  readonly #options: NtlmInitiatorOptions;
  readonly #service: string;
  readonly #negotiate = writeNegotiate(offeredFlags);

  constructor(options: NtlmInitiatorOptions, service: string) {
    this.#options = options;
    this.#service = service;
  }

  begin(): Uint8Array {
    return this.#negotiate;
  }

  step(message: Uint8Array): HandshakeStep {
    const { flags, challenge, targetInfo } = readChallenge(message);
    if (!hasFlag(flags, requiredFlags)) {
      throw new NegotiateError("negotiate-unsupported", "NTLM: the server lacks Unicode, extended session security or keys of 128 bits");
    }
    const { cryptography, credentials } = this.#options;
    const { user, domain, ntHash } = credentials;
    const key = responseKey(cryptography, ntHash, user, domain);
    const blob = this.#blob(targetInfo.length === 0 ? [] : readAttributes(targetInfo));
    const proof = proofOf(cryptography, key, challenge, blob);
    const baseKey = cryptography.hmac("md5", key, proof);
    const isExchanged = hasFlag(flags, NtlmFlag.keyExchange);
    const sessionKey = isExchanged ? cryptography.random(16) : baseKey;
    const unsigned = writeAuthenticate({
      flags: (flags & offeredFlags) >>> 0,
      domain,
      user,
      workstation: "",
      // Zeros: with a time of the server's, the older response is left out. MS-NLMP §3.1.5.1.2
      lmResponse: new Uint8Array(24),
      ntResponse: concatOctets(proof, blob),
      encryptedKey: isExchanged ? new Rc4(baseKey).apply(sessionKey) : noOctets,
    });
    const mic = cryptography.hmac("md5", sessionKey, concatOctets(this.#negotiate, message, unsigned));
    const { toServer, toClient } = sessionKeys(cryptography, sessionKey);
    const peer = { name: this.#service, otherNames: [], securityIds: [] };
    const context = new NtlmContext(cryptography, peer, { flags: flags & offeredFlags, outgoing: toServer, incoming: toClient });
    return { kind: "done", token: withMic(unsigned, mic), context };
  }

  /** What the proof covers besides the challenge: the time, octets of this end, and the server's attributes with this end's. MS-NLMP §2.2.2.7 */
  #blob(given: readonly Attribute[]): Uint8Array {
    const { cryptography, windowsTime, channelBinding = new Uint8Array(16) } = this.#options;
    const own: readonly number[] = [AttributeId.flags, AttributeId.targetName, AttributeId.channelBindings];
    const marks = attributeOf(given, AttributeId.flags);
    const flags = (marks?.length === 4 ? new OctetReader(marks, "little").uint32() : 0) | micFlag;
    const attributes = [
      ...given.filter(({ id }) => !own.includes(id)),
      { id: AttributeId.flags, value: uint32(flags >>> 0) },
      { id: AttributeId.targetName, value: utf16Octets(this.#service) },
      { id: AttributeId.channelBindings, value: channelBinding },
    ];
    const time = attributeOf(given, AttributeId.timestamp) ?? windowsTimeOctets(windowsTime());
    const head = concatOctets(Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0), time, cryptography.random(8), new Uint8Array(4));
    return concatOctets(head, writeAttributes(attributes), new Uint8Array(4));
  }
}

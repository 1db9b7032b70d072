/**
 * NTLM at the end that is called: a challenge, and the check of the client's proof against a list of accounts. MS-NLMP §3.2.5
 *
 * NTLMv2 with extended session security and keys of 128 bits; what older clients offer is refused by name. An account that does not exist and
 * a wrong password take the same way: the proof is computed with a key that nobody has. Too many wrong passwords are not checked any more.
 */
import { defaultWrongPasswordLimits, type WrongPasswordLimits, WrongPasswords } from "../../wrong-passwords.js";
import type { Cryptography } from "../cryptography.js";
import type { AcceptingMechanism, AuthenticatedPeer, Handshake, HandshakeStep } from "../mechanism.js";
import { NegotiateError } from "../negotiate-error.js";
import { concatOctets, copyOctets, equalOctets, noOctets, uint32, utf16Octets } from "../octets.js";
import { windowsTimeOctets } from "../windows-time.js";
import { proofOf, responseKey, sessionKeys } from "./keys.js";
import {
  AttributeId,
  type Authentication,
  attributeOf,
  hasFlag,
  micFlag,
  micLength,
  micOf,
  NtlmFlag,
  readAttributes,
  readAuthenticate,
  readNegotiate,
  withMic,
  writeAttributes,
  writeChallenge,
} from "./messages.js";
import { Rc4 } from "./rc4.js";
import { NtlmContext } from "./sealing.js";

export const ntlmObjectId = "1.3.6.1.4.1.311.2.2.10";

/** Somebody who may log in. */
export interface NtlmAccount {
  readonly peer: AuthenticatedPeer;
  /** MD4 of the password, 16 octets. */
  readonly ntHash: Uint8Array;
}

/** What a server calls itself. */
export interface NtlmNames {
  /** NetBIOS's form: CONTOSO, IPAM1 */
  readonly domain: string;
  readonly computer: string;
  readonly dnsComputer: string;
}

export interface NtlmAcceptorOptions {
  readonly cryptography: Cryptography;
  readonly names: NtlmNames;
  /** Finds an account; names are as the client has sent them. */
  readonly accountOf: (user: string, domain: string) => NtlmAccount | undefined;
  /** The time, as `windowsTimeOf` gives it. */
  readonly windowsTime: () => bigint;
  /** The hash of the binding to the channel below, if there is one: what a client says of it has to be the same. RFC 2744 §3.11 */
  readonly channelBinding?: Uint8Array | undefined;
  /** Wrong passwords of one address and for one account in a minute; 60 and 240 when left out. */
  readonly wrongPasswords?: WrongPasswordLimits;
}

/** 100 nanoseconds, in which Windows counts time, of a millisecond. */
const ticksOfMillisecond = 10_000n;

/** NTLM for SPNEGO, or for use alone. All handshakes share one count of wrong passwords. */
export function ntlmAcceptor(options: NtlmAcceptorOptions): AcceptingMechanism {
  const { cryptography, windowsTime, wrongPasswords = defaultWrongPasswordLimits } = options;
  const decoy = cryptography.random(16);
  const wrong = new WrongPasswords(wrongPasswords, () => Number(windowsTime() / ticksOfMillisecond));
  return {
    name: "NTLM",
    objectIds: [ntlmObjectId],
    // Every client that knows the MIC sends the checksum of the list, and it is what binds NTLM to the list.
    requiresNegotiationMic: true,
    begin: (address) => new NtlmHandshake(options, { decoy, wrong, address }),
  };
}

const requiredFlags = NtlmFlag.unicode | NtlmFlag.ntlm | NtlmFlag.extendedSecurity | NtlmFlag.key128;

/** What a server grants if the client asks for it. */
const grantedFlags =
  requiredFlags |
  NtlmFlag.requestTarget |
  NtlmFlag.sign |
  NtlmFlag.seal |
  NtlmFlag.alwaysSign |
  NtlmFlag.version |
  NtlmFlag.keyExchange |
  NtlmFlag.key56;

/** A proof, and the octets of the client's blob before its attributes. MS-NLMP §2.2.2.8 */
const proofLength = 16;
const blobHeader = 28;

/** What a handshake has beside the options. */
interface Surveillance {
  /** In place of the hash of an account that does not exist. */
  readonly decoy: Uint8Array;
  readonly wrong: WrongPasswords;
  readonly address: string | undefined;
}

class NtlmHandshake implements Handshake {
  readonly #options: NtlmAcceptorOptions;
  readonly #surveillance: Surveillance;
  #negotiate: Uint8Array | undefined;
  #challengeMessage: Uint8Array = noOctets;
  #challenge: Uint8Array = noOctets;
  #flags = 0;

  constructor(options: NtlmAcceptorOptions, surveillance: Surveillance) {
    this.#options = options;
    this.#surveillance = surveillance;
  }

  step(token: Uint8Array): HandshakeStep {
    if (this.#negotiate !== undefined) return this.#authenticate(this.#negotiate, token);
    this.#negotiate = copyOctets(token);
    const { flags } = readNegotiate(token);
    refuseUnless(flags);
    const { cryptography, names, windowsTime } = this.#options;
    this.#challenge = cryptography.random(8);
    this.#flags = ((flags & grantedFlags) | NtlmFlag.targetInfo | NtlmFlag.targetIsServer) >>> 0;
    const targetInfo = writeAttributes([
      { id: AttributeId.computer, value: utf16Octets(names.computer) },
      { id: AttributeId.domain, value: utf16Octets(names.domain) },
      { id: AttributeId.dnsComputer, value: utf16Octets(names.dnsComputer) },
      { id: AttributeId.flags, value: uint32(0) },
      { id: AttributeId.timestamp, value: windowsTimeOctets(windowsTime()) },
    ]);
    this.#challengeMessage = writeChallenge({ flags: this.#flags, target: names.computer, challenge: this.#challenge, targetInfo });
    return { kind: "continue", token: this.#challengeMessage };
  }

  #authenticate(negotiate: Uint8Array, message: Uint8Array): HandshakeStep {
    const given = readAuthenticate(message);
    // What this end has not granted is not agreed on, whatever the client repeats of its own wishes.
    const authentication = { ...given, flags: (given.flags & this.#flags) >>> 0 };
    const { flags, ntResponse } = authentication;
    refuseUnless(flags);
    if (ntResponse.length < proofLength + blobHeader) throw new NegotiateError("negotiate-unsupported", "NTLM: no response of NTLMv2");
    const { peer, baseKey } = this.#verify(authentication);
    const key = this.#sessionKey(authentication, baseKey);
    const attributes = readAttributes(ntResponse.subarray(proofLength + blobHeader));
    const marks = attributeOf(attributes, AttributeId.flags)?.[0] ?? 0;
    if ((marks & micFlag) !== 0) this.#verifyMic(key, negotiate, message);
    this.#verifyBinding(attributeOf(attributes, AttributeId.channelBindings));
    const { cryptography } = this.#options;
    const { toServer, toClient } = sessionKeys(cryptography, key);
    const context = new NtlmContext(cryptography, peer, { flags, outgoing: toClient, incoming: toServer });
    return { kind: "done", token: undefined, context };
  }

  #verify({ user, domain, ntResponse }: Authentication): { readonly peer: AuthenticatedPeer; readonly baseKey: Uint8Array } {
    const { cryptography, accountOf } = this.#options;
    const { decoy, wrong, address } = this.#surveillance;
    const attempt = { name: `${domain}\\${user}`.toLowerCase(), address };
    if (!wrong.mayTry(attempt)) throw refused(`too many passwords were wrong for "${domain}\\${user}" or from its address`);
    const account = accountOf(user, domain);
    const key = responseKey(cryptography, account?.ntHash ?? decoy, user, domain);
    const proof = proofOf(cryptography, key, this.#challenge, ntResponse.subarray(proofLength));
    const isRight = equalOctets(proof, ntResponse.subarray(0, proofLength));
    const baseKey = cryptography.hmac("md5", key, proof);
    if (!isRight || account === undefined) {
      wrong.noteWrong(attempt);
      throw refused(`no account "${domain}\\${user}" with this password`);
    }
    wrong.noteRight(attempt);
    return { peer: account.peer, baseKey };
  }

  #sessionKey({ flags, encryptedKey }: Authentication, baseKey: Uint8Array): Uint8Array {
    if (!hasFlag(flags, NtlmFlag.keyExchange)) return baseKey;
    if (encryptedKey.length !== 16) throw new NegotiateError("negotiate-malformed", "NTLM: a session key that is not of 128 bits");
    return new Rc4(baseKey).apply(encryptedKey);
  }

  #verifyMic(key: Uint8Array, negotiate: Uint8Array, message: Uint8Array): void {
    const unsigned = withMic(message, new Uint8Array(micLength));
    const mic = this.#options.cryptography.hmac("md5", key, concatOctets(negotiate, this.#challengeMessage, unsigned));
    if (!equalOctets(mic, micOf(message))) throw new NegotiateError("negotiate-integrity", "NTLM: the MIC of the three messages is wrong");
  }

  #verifyBinding(given: Uint8Array | undefined): void {
    const { channelBinding } = this.#options;
    // A client that knows of no channel leaves the attribute out or sends zeros.
    if (channelBinding === undefined || given === undefined || given.every((octet) => octet === 0)) return;
    if (!equalOctets(channelBinding, given))
      throw new NegotiateError("negotiate-integrity", "NTLM: the client is bound to another channel");
  }
}

function refused(problem: string): NegotiateError {
  return new NegotiateError("negotiate-credentials", `NTLM: ${problem}`);
}

function refuseUnless(flags: number): void {
  if (!hasFlag(flags, requiredFlags)) {
    throw new NegotiateError("negotiate-unsupported", "NTLM: the client lacks Unicode, extended session security or keys of 128 bits");
  }
}

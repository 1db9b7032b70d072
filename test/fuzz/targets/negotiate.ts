/**
 * Windows authentication: tokens of both ends, key tables, credential caches and certificates of privileges, and handshake messages in chunks.
 */
import { kerberosAcceptor } from "../../../src/negotiate/kerberos/acceptor.js";
import { readCredentialCache } from "../../../src/negotiate/kerberos/credential-cache.js";
import { readKeytab } from "../../../src/negotiate/kerberos/keytab.js";
import { readLogonInfo } from "../../../src/negotiate/kerberos/logon-info.js";
import {
  readAuthenticator,
  readReplyContent,
  readRequest,
  readTicketContent,
  writeReplyContent,
} from "../../../src/negotiate/kerberos/messages.js";
import { findPac } from "../../../src/negotiate/kerberos/pac.js";
import { NegotiateError } from "../../../src/negotiate/negotiate-error.js";
import { DataFrameReader, readHandshake, writeHandshake } from "../../../src/negotiate/nns/frames.js";
import { OctetQueue } from "../../../src/negotiate/nns/octet-queue.js";
import { ntlmAcceptor } from "../../../src/negotiate/ntlm/acceptor.js";
import { writeNegotiate } from "../../../src/negotiate/ntlm/messages.js";
import { acceptNegotiation } from "../../../src/negotiate/spnego/acceptor.js";
import { readAnswer, readStart, writeAnswer } from "../../../src/negotiate/spnego/messages.js";
import { nodeCryptography } from "../../../src/node/cryptography.js";
import { chunksOf, expectEqual, type FuzzTarget } from "../target.js";

const cryptography = { ...nodeCryptography, random: (length: number) => new Uint8Array(length).fill(7) };
const names = { domain: "D", computer: "C", dnsComputer: "c" };
const peer = { name: "D\\u", otherNames: [], securityIds: [] };
const mechanisms = [
  kerberosAcceptor({ cryptography, keytab: [], now: () => 0 }),
  ntlmAcceptor({ cryptography, names, accountOf: () => ({ peer, ntHash: new Uint8Array(16) }), windowsTime: () => 0n }),
];

/** A typed error as text; undefined: none. */
function errorOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof NegotiateError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

const readers: readonly ((input: Uint8Array) => unknown)[] = [
  readStart,
  readKeytab,
  readCredentialCache,
  readLogonInfo,
  findPac,
  readRequest,
  readTicketContent,
  readAuthenticator,
];

function check(given: Uint8Array): void {
  const input = new Uint8Array(given);
  for (const read of readers) errorOf(() => read(input));
  errorOf(() => acceptNegotiation(mechanisms).step(input));
  errorOf(() => {
    const handshake = acceptNegotiation(mechanisms);
    handshake.step(writeNegotiate(0xe2088237));
    handshake.step(input);
  });
  errorOf(() => {
    const answer = readAnswer(input);
    expectEqual("an answer that was written is read", readAnswer(writeAnswer(answer)), answer);
  });
  errorOf(() => {
    const content = readReplyContent(input);
    expectEqual("a reply that was written is read", readReplyContent(writeReplyContent(content)), content);
  });
  const whole = messagesOf([input]);
  for (const length of [1, 7]) expectEqual(`chunks of ${length}`, messagesOf(chunksOf(input, length)), whole);
  expectEqual("messages that were written are read", messagesOf(whole.messages.map(writeHandshake)).messages, whole.messages);
}

/** Handshake messages until an error, then what is left as data frames. */
function messagesOf(chunks: Iterable<Uint8Array>) {
  const queue = new OctetQueue();
  const messages: { readonly id: number; readonly token: Uint8Array }[] = [];
  const error = errorOf(() => {
    for (const chunk of chunks) {
      queue.push(chunk);
      for (let message = readHandshake(queue); message !== undefined; message = readHandshake(queue)) messages.push(message);
    }
  });
  const frames = new DataFrameReader(queue);
  errorOf(() => {
    while (frames.next() !== undefined);
  });
  return { messages, error };
}

const hex = (text: string): Uint8Array => Buffer.from(text, "hex");

export const negotiateTarget: FuzzTarget = {
  dictionary: [
    hex("160100"),
    hex("14010000"),
    hex("15010008"),
    hex("06062b0601050502"),
    hex("06092a864886f712010202"),
    hex("060a2b06010401823702020a"),
    hex("4e544c4d53535000"),
    hex("0502"),
    hex("0504"),
    hex("01100800cccccccc"),
    hex("a003020105"),
    hex("a10302010e"),
    hex("180f32303236313132393230313130305a"),
    hex("30820100"),
    hex("6e82"),
    hex("ffffffff"),
  ],
  work: { fixed: 60_000, perOctet: 3000 },
  check,
};

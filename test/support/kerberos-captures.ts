/** Captured Kerberos handshakes: the random octets and the time of their server are found with its keys, so that its side can be played again. */

import { readFramedToken } from "../../src/negotiate/initial-token.js";
import { kerberosAcceptor } from "../../src/negotiate/kerberos/acceptor.js";
import { EncryptionKey } from "../../src/negotiate/kerberos/etypes.js";
import { GssContext } from "../../src/negotiate/kerberos/gss-context.js";
import { readKeytab } from "../../src/negotiate/kerberos/keytab.js";
import {
  KeyUsage,
  readAuthenticator,
  readReply,
  readReplyContent,
  readRequest,
  readTicketContent,
} from "../../src/negotiate/kerberos/messages.js";
import { concatOctets, uint32BigEndian } from "../../src/negotiate/octets.js";
import { readAnswer, readStart } from "../../src/negotiate/spnego/messages.js";
import { nodeCryptography } from "../../src/node/cryptography.js";
import { capturedKeytab, capturedSide, withRandom } from "./negotiate-captures.js";

export interface CapturedExchange {
  readonly time: number;
  /** What the server drew, in order. */
  readonly random: readonly Uint8Array[];
  /** What it sent in data frames. */
  readonly messages: readonly Uint8Array[];
}

/** Opens the server's side of a capture with its keys. */
export function openExchange(name: string): CapturedExchange {
  let lastOpened = new Uint8Array(0);
  const cryptography = {
    ...nodeCryptography,
    decryptAesCbc: (key: Uint8Array, blocks: Uint8Array) => {
      lastOpened = new Uint8Array(nodeCryptography.decryptAesCbc(key, blocks));
      return lastOpened;
    },
  };
  const keyOf = ({ type, octets }: { readonly type: number; readonly octets: Uint8Array }) => new EncryptionKey(cryptography, type, octets);
  const client = capturedSide(name, "C");
  const server = capturedSide(name, "S");
  const request = readRequest(readFramedToken(readStart(client.handshake[0]?.token ?? lastOpened).token ?? lastOpened).inner.subarray(2));
  const serviceName = request.ticket.service.name.parts.join("/");
  const entry = readKeytab(capturedKeytab()).find(({ principal, type }) => principal.name.parts.join("/") === serviceName && type === 18);
  if (entry === undefined) throw new Error("the key table has no key for the capture");
  const ticket = readTicketContent(keyOf({ type: 18, octets: entry.key }).decrypt(KeyUsage.ticket, request.ticket.encrypted.cipherText));
  const sessionKey = keyOf(ticket.key);
  const { time } = readAuthenticator(sessionKey.decrypt(KeyUsage.authenticator, request.authenticator.cipherText));
  const answer = readAnswer(server.handshake[0]?.token ?? lastOpened).token ?? lastOpened;
  const reply = readReplyContent(sessionKey.decrypt(KeyUsage.reply, readReply(readFramedToken(answer).inner.subarray(2)).cipherText));
  if (reply.subKey === undefined || reply.sequenceNumber === undefined) throw new Error("the server has chosen no key");
  const random = [reply.subKey.octets, uint32BigEndian(reply.sequenceNumber), lastOpened.subarray(0, 16)];
  const context = new GssContext({
    role: "initiator",
    peer: { name: serviceName, otherNames: [], securityIds: [] },
    isConfidential: true,
    key: keyOf(reply.subKey),
    isAcceptorKey: true,
    sendNumber: 0,
    receiveNumber: reply.sequenceNumber,
  });
  const messages = server.tokens.map((token) => {
    const message = concatOctets(context.unwrap(token));
    random.push(lastOpened.subarray(0, 16));
    return message;
  });
  return { time, random, messages };
}

/** The server of a capture, with its random octets and its time. */
export function kerberosOfCapture({ time, random }: CapturedExchange) {
  return kerberosAcceptor({ cryptography: withRandom(...random), keytab: readKeytab(capturedKeytab()), now: () => time });
}

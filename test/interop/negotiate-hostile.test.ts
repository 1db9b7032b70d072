/**
 * Hostile clients of Windows authentication: every captured handshake cut and changed at each octet.
 *
 * Needs the shared folder (interop/negotiate); skipped without it.
 */
import { describe, expect, test } from "vitest";
import { readFramedToken } from "../../src/negotiate/initial-token.js";
import { readRequest } from "../../src/negotiate/kerberos/messages.js";
import { NegotiateError } from "../../src/negotiate/negotiate-error.js";
import { type HandshakeMessage, readHandshake, writeHandshake } from "../../src/negotiate/nns/frames.js";
import { ServerHandshake } from "../../src/negotiate/nns/handshake.js";
import { OctetQueue } from "../../src/negotiate/nns/octet-queue.js";
import { acceptNegotiation } from "../../src/negotiate/spnego/acceptor.js";
import { readStart } from "../../src/negotiate/spnego/messages.js";
import { kerberosOfCapture, openExchange } from "../support/kerberos-captures.js";
import { capturedSide, ntlmOfCapture } from "../support/negotiate-captures.js";
import { sharedFolder } from "../support/shared-folder.js";

const none = new Uint8Array(0);

const exchangeOf = memoized(openExchange);

function memoized<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>();
  return (name) => {
    const value = made.get(name) ?? make(name);
    made.set(name, value);
    return value;
  };
}

const sideOf = { C: memoized((name) => capturedSide(name, "C")), S: memoized((name) => capturedSide(name, "S")) };

/** The server's handshake of a capture. */
function serverOf(name: string): ServerHandshake {
  const server = sideOf.S(name);
  if (name.includes("ntlm")) return new ServerHandshake(acceptNegotiation([ntlmOfCapture(server.handshake[0]?.token ?? none)]));
  return new ServerHandshake(acceptNegotiation([kerberosOfCapture(exchangeOf(name))]));
}

/** Plays octets to a server: "done", "waits", or the error. */
function play(handshake: ServerHandshake, octets: Uint8Array): string {
  const queue = new OctetQueue();
  queue.push(octets);
  try {
    for (let message = readHandshake(queue); message !== undefined; message = readHandshake(queue)) {
      if (handshake.receive(message).context !== undefined) return "done";
    }
    return "waits";
  } catch (error) {
    // Anything else would be a mistake of ours.
    if (error instanceof NegotiateError) return error.code;
    throw error;
  }
}

const join = (messages: readonly HandshakeMessage[]): Uint8Array => Buffer.concat(messages.map(writeHandshake));

describe.skipIf(sharedFolder() === undefined)("hostile handshakes", () => {
  const captures = ["nns-ntlm-encrypt", "wcf-ntlm-1-wire", "nns-kerberos-encrypt", "wcf-kerberos-1-wire"];

  test.each(captures)("%s, cut at each octet", (name) => {
    const octets = join(sideOf.C(name).handshake);
    expect(play(serverOf(name), octets)).toBe("done");
    for (let length = 0; length < octets.length; length++) expect(play(serverOf(name), octets.subarray(0, length))).toBe("waits");
  });

  test.each(captures)("%s, each token cut at each octet", (name) => {
    const messages = sideOf.C(name).handshake;
    for (const [index, { id, token }] of messages.entries()) {
      for (let length = 0; length < token.length; length++) {
        const cut = messages.map((message, at) => (at === index ? { id, token: token.subarray(0, length) } : message));
        expect(play(serverOf(name), join(cut))).toMatch(/^negotiate-/);
      }
    }
  });

  test.each(captures)("%s, each octet of each token changed", (name) => {
    const messages = sideOf.C(name).handshake;
    const accepted: string[] = [];
    for (const [index, { id, token }] of messages.entries()) {
      for (const at of token.keys()) {
        for (const bit of [0x01, 0x80]) {
          const octets = Uint8Array.from(token, (octet, place) => (place === at ? octet ^ bit : octet));
          const changed = messages.map((message, place) => (place === index ? { id, token: octets } : message));
          const outcome = play(serverOf(name), join(changed));
          if (outcome === "done") accepted.push(`${index}:${at}`);
          else expect(outcome).toMatch(/^negotiate-|^waits$/);
        }
      }
    }
    expect(accepted.filter((place) => !isUnprotected(name, place, messages))).toEqual([]);
  });

  /**
   * Octets that no proof covers. NTLM: how far the client believes to be, which SPNEGO says. Kerberos: what stands in front of the encrypted
   * part of the ticket: options, names that the ticket has once more inside, and the version of its key, which is a hint.
   */
  function isUnprotected(name: string, place: string, messages: readonly HandshakeMessage[]): boolean {
    if (name.includes("ntlm")) return ["1:8", "1:12"].includes(place);
    const token = messages[0]?.token ?? none;
    const { ticket } = readRequest(readFramedToken(readStart(token).token ?? none).inner.subarray(2));
    return Number(place.slice(2)) < Buffer.from(token).indexOf(ticket.encrypted.cipherText);
  }
});

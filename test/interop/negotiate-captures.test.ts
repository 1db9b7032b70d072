/**
 * Captured handshakes of .NET's clients, with the server's side played again: every octet of it is made anew, and every frame opened.
 *
 * Needs the shared folder (interop/negotiate); skipped without it.
 */
import { describe, expect, test } from "vitest";
import { HandshakeId, writeHandshake, writeRefusal } from "../../src/negotiate/nns/frames.js";
import { ServerHandshake } from "../../src/negotiate/nns/handshake.js";
import { acceptNegotiation } from "../../src/negotiate/spnego/acceptor.js";
import { kerberosOfCapture, openExchange } from "../support/kerberos-captures.js";
import { anna, capturedSide, ntlmOfCapture, replay } from "../support/negotiate-captures.js";
import { sharedFolder } from "../support/shared-folder.js";

const hex = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString("hex");

describe.skipIf(sharedFolder() === undefined)("captures", () => {
  test.each(["nns-ntlm-encrypt", "nns-ntlm-default", "wcf-ntlm-1-wire"])("NTLM: %s", (name) => {
    const client = capturedSide(name, "C");
    const server = capturedSide(name, "S");
    const mechanism = ntlmOfCapture(server.handshake[0]?.token ?? new Uint8Array(0));
    const { replies, context } = replay(new ServerHandshake(acceptNegotiation([mechanism])), client.handshake);
    expect(replies).toEqual(server.handshake.map(writeHandshake));
    expect(context?.peer).toEqual(anna);
    const opened = client.tokens.map((token) => context?.unwrap(token));
    expect(opened.length).toBeGreaterThan(2);
    if (name.startsWith("nns")) {
      // That server echoed: what was opened, protected again, is what it sent.
      expect(opened.map((message) => hex(context?.wrap(message ?? new Uint8Array(0))))).toEqual(server.tokens.map(hex));
    }
  });

  test.each(["wcf-ntlm-2-wire", "nns-kerberos-wrongpw"])("a wrong password: %s", (name) => {
    const client = capturedSide(name, "C");
    const server = capturedSide(name, "S");
    const mechanism = ntlmOfCapture(server.handshake[0]?.token ?? new Uint8Array(0));
    const handshake = new ServerHandshake(acceptNegotiation([mechanism]));
    const [first, second] = client.handshake;
    expect(first && handshake.receive(first).reply).toEqual(writeHandshake(server.handshake[0] ?? { id: 0, token: new Uint8Array(0) }));
    expect(() => second && handshake.receive(second)).toThrow(/no account "TEST.*\\anna" with this password/);
    expect(writeRefusal()).toEqual(writeHandshake({ id: HandshakeId.error, token: server.handshake[1]?.token ?? new Uint8Array(0) }));
  });

  test.each(["nns-kerberos-encrypt", "nns-kerberos-sign", "nns-kerberos-password", "wcf-kerberos-1-wire", "wcf-kerberos-2-wire"])(
    "Kerberos: %s",
    (name) => {
      const client = capturedSide(name, "C");
      const server = capturedSide(name, "S");
      const exchange = openExchange(name);
      const handshake = new ServerHandshake(acceptNegotiation([kerberosOfCapture(exchange)]));
      const { replies, context } = replay(handshake, client.handshake);
      expect(replies.map(hex)).toEqual(server.handshake.map(writeHandshake).map(hex));
      expect(context?.peer).toEqual({ name: "anna@TEST.LOOPBACK", otherNames: [], securityIds: [] });
      const opened = client.tokens.map((token) => context?.unwrap(token));
      if (name.startsWith("nns")) expect(opened.map(hex)).toEqual(exchange.messages.map(hex));
      expect(exchange.messages.map((message) => hex(context?.wrap(message)))).toEqual(server.tokens.map(hex));
    },
  );

  test.each([
    { name: "nns-kerberos-none", code: "0x8009030d" },
    { name: "wcf-kerberos-3-wire", code: "0x8009030d" },
  ])("a client that gives up: $name", ({ name, code }) => {
    const handshake = new ServerHandshake(acceptNegotiation([]));
    expect(() => replay(handshake, capturedSide(name, "C").handshake)).toThrow(code);
  });
});

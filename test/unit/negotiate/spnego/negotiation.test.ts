import { describe, expect, test } from "vitest";
import type { AcceptingMechanism, InitiatingMechanism, SecurityContext } from "../../../../src/negotiate/mechanism.js";
import { equalOctets } from "../../../../src/negotiate/octets.js";
import { acceptNegotiation } from "../../../../src/negotiate/spnego/acceptor.js";
import { encodeMechanisms, readAnswer, readStart, writeStart } from "../../../../src/negotiate/spnego/messages.js";
import { anna, converse, handshake, negotiationOf, ntlmClient, ntlmServer } from "../../../support/negotiate-world.js";

/** A context whose checksums are the message itself behind a name. */
function plainContext(): SecurityContext {
  const mic = (message: Uint8Array): Uint8Array => Uint8Array.from([7, ...message]);
  return {
    peer: anna,
    isConfidential: true,
    overhead: 0,
    wrap: (message) => message,
    unwrap: (token) => token,
    makeMic: mic,
    verifyMic: (message, given) => {
      if (!equalOctets(mic(message), given)) throw new Error("the list was changed");
    },
    micsExchanged: () => undefined,
  };
}

/** A mechanism of one request and one answer, as Kerberos is one. */
const objectId = "1.2.3.4";
const oneRound: AcceptingMechanism = {
  name: "one round",
  objectIds: [objectId],
  requiresNegotiationMic: false,
  begin: () => ({ step: () => ({ kind: "done", token: Uint8Array.of(2), context: plainContext() }) }),
};
const oneRoundClient: InitiatingMechanism = {
  name: "one round",
  objectId,
  requiresNegotiationMic: false,
  begin: async () => ({ begin: () => Uint8Array.of(1), step: () => ({ kind: "done", token: undefined, context: plainContext() }) }),
};

describe("what is chosen", () => {
  test("the only mechanism, with checksums: NTLM", async () => {
    const agreed = handshake(await negotiationOf(ntlmClient()), acceptNegotiation([ntlmServer()]));
    expect(agreed.acceptor.peer).toEqual(anna);
    expect(agreed.tokens).toHaveLength(4);
    converse(agreed);
  });

  test("the first mechanism, without checksums: one round", async () => {
    const agreed = handshake(await negotiationOf(oneRoundClient, ntlmClient()), acceptNegotiation([ntlmServer(), oneRound]));
    expect(agreed.tokens).toHaveLength(2);
    expect(readAnswer(agreed.tokens[1] ?? new Uint8Array(0))).toMatchObject({ state: 0, mechanism: objectId, mic: undefined });
  });

  test("the second mechanism, since the server lacks the first", async () => {
    const agreed = handshake(await negotiationOf(oneRoundClient, ntlmClient()), acceptNegotiation([ntlmServer()]));
    expect(agreed.acceptor.peer).toEqual(anna);
    expect(readAnswer(agreed.tokens[1] ?? new Uint8Array(0))).toMatchObject({ state: 3, token: undefined });
    converse(agreed);
  });

  test("the second mechanism, of one round: both checksums", async () => {
    const agreed = handshake(await negotiationOf(ntlmClient(), oneRoundClient), acceptNegotiation([oneRound]));
    const mics = agreed.tokens.slice(1).map((token) => readAnswer(token).mic !== undefined);
    expect(mics).toEqual([false, false, true, true]);
  });

  test("tokens without SPNEGO around them", async () => {
    const agreed = handshake(await ntlmClient().begin("host/server"), acceptNegotiation([ntlmServer()]));
    expect(agreed.acceptor.peer).toEqual(anna);
    converse(agreed);
  });

  test("nothing in common", async () => {
    const initiator = await negotiationOf(oneRoundClient);
    expect(() => handshake(initiator, acceptNegotiation([ntlmServer()]))).toThrow("no mechanism of this server: 1.2.3.4");
    expect(() => acceptNegotiation([oneRound]).step(Buffer.from("NTLMSSP\0"))).toThrow("no mechanism of this server");
  });
});

describe("a list that was changed on the way", () => {
  /** Takes the first mechanism out, which leaves the second as the preferred one. */
  const strip = (token: Uint8Array, index: number): Uint8Array => {
    if (index !== 0) return token;
    const mechanisms = readStart(token).mechanisms.slice(1);
    return writeStart({ mechanisms, encodedMechanisms: encodeMechanisms(mechanisms), token: undefined });
  };

  test("is noticed by the server", async () => {
    const initiator = await negotiationOf(oneRoundClient, ntlmClient());
    expect(() => handshake(initiator, acceptNegotiation([oneRound, ntlmServer()]), strip)).toThrow(
      "NTLM: a message with a wrong signature",
    );
  });

  test("is noticed by the client, whatever the server says", async () => {
    const initiator = await negotiationOf(ntlmClient(), oneRoundClient);
    expect(() => handshake(initiator, acceptNegotiation([ntlmServer(), oneRound]), strip)).toThrow(
      "checksum of the list of mechanisms is missing",
    );
  });

  test("a server's choice that was not offered", async () => {
    const initiator = await negotiationOf(oneRoundClient);
    initiator.begin();
    const answer = Buffer.from("a1143012a0030a0100a10b06092a864886f712010202", "hex");
    answer[1] = answer.length - 2;
    answer[3] = answer.length - 4;
    expect(() => initiator.step(answer)).toThrow("which was not offered");
  });
});

test("more mechanisms than anybody has", () => {
  const mechanisms = Array.from({ length: 33 }, (_, index) => `1.2.${index}`);
  const start = writeStart({ mechanisms, encodedMechanisms: encodeMechanisms(mechanisms), token: undefined });
  expect(() => acceptNegotiation([ntlmServer()]).step(start)).toThrow("too many mechanisms");
});

import { describe, expect, test } from "vitest";
import { micPosition } from "../../../../src/negotiate/ntlm/messages.js";
import { acceptNegotiation } from "../../../../src/negotiate/spnego/acceptor.js";
import { anna, converse, handshake, ntlmClient, ntlmServer } from "../../../support/negotiate-world.js";

const flip = (octets: Uint8Array, at: number): Uint8Array => octets.map((octet, index) => (index === at ? octet ^ 1 : octet));

async function bare(client = ntlmClient(), server = ntlmServer()) {
  return handshake(await client.begin("host/server"), server.begin());
}

describe("who is let in", () => {
  test.each([{ user: "anna" }, { user: "ANNA" }])("$user", async ({ user }) => {
    const agreed = await bare(ntlmClient(user));
    expect(agreed.acceptor.peer).toEqual(anna);
    converse(agreed);
  });

  test.each([
    { user: "anna", password: "wrong" },
    { user: "anna", password: "" },
    { user: "bob", password: "secret" },
    { user: "", password: "" },
  ])("not $user with $password", async ({ user, password }) => {
    await expect(bare(ntlmClient(user, password))).rejects.toThrow(`no account "TEST\\${user}" with this password`);
  });
});

describe("the channel below", () => {
  const binding = new Uint8Array(16).fill(1);
  test.each([
    { client: undefined, server: undefined, isAccepted: true },
    { client: binding, server: binding, isAccepted: true },
    { client: undefined, server: binding, isAccepted: true },
    { client: binding, server: undefined, isAccepted: true },
    { client: binding, server: new Uint8Array(16).fill(2), isAccepted: false },
  ])("client $client, server $server", async ({ client, server, isAccepted }) => {
    const attempt = bare(ntlmClient("anna", "secret", { channelBinding: client }), ntlmServer({ channelBinding: server }));
    if (isAccepted) await attempt;
    else await expect(attempt).rejects.toThrow("bound to another channel");
  });
});

describe("messages that were changed", () => {
  const change = async (turn: number, at: number) => {
    const initiator = await ntlmClient().begin("host/server");
    return () => handshake(initiator, ntlmServer().begin(), (token, index) => (index === turn ? flip(token, at) : token));
  };

  test("the MIC", async () => {
    expect(await change(2, micPosition)).toThrow("the MIC of the three messages is wrong");
  });

  test("a flag of the first message", async () => {
    expect(await change(0, 15)).toThrow();
  });

  test("the version in the challenge, which only the MIC covers", async () => {
    expect(await change(1, 48)).toThrow("the MIC of the three messages is wrong");
  });

  test("the older protocol is refused by name", async () => {
    const first = ntlmClient().begin("x");
    const server = ntlmServer().begin();
    server.step((await first).begin());
    const third = Buffer.concat([
      Buffer.from("NTLMSSP\0\x03\0\0\0"),
      Buffer.alloc(48),
      Buffer.from("0582882200000000", "hex"),
      Buffer.alloc(100),
    ]);
    third.writeUInt32LE(0x20080201, 60);
    third.writeUInt16LE(24, 20);
    third.writeUInt32LE(72, 24);
    expect(() => server.step(third)).toThrow("no response of NTLMv2");
  });

  test("a client without extended session security", () => {
    const first = Buffer.from("4e544c4d53535000010000000502000000000000000000000000000000000000", "hex");
    expect(() => acceptNegotiation([ntlmServer()]).step(first)).toThrow("lacks Unicode, extended session security or keys of 128 bits");
  });
});

describe("protected messages", () => {
  test("changed, repeated, left out, or sent back", async () => {
    const message = Buffer.from("message");
    for (const attack of [
      (token: Uint8Array) => flip(token, 20),
      (token: Uint8Array) => flip(token, 6),
      (token: Uint8Array) => flip(token, 12),
      (token: Uint8Array) => token.subarray(0, 15),
    ]) {
      const { initiator, acceptor } = await bare();
      expect(() => acceptor.unwrap(attack(initiator.wrap(message)))).toThrow("NTLM: a message");
    }
    const { initiator, acceptor } = await bare();
    const [first, second] = [initiator.wrap(message), initiator.wrap(message)];
    expect(() => acceptor.unwrap(second)).toThrow("wrong signature");
    const again = await bare();
    expect(() => again.acceptor.unwrap(again.acceptor.wrap(message))).toThrow("wrong signature");
    expect(first).not.toEqual(second);
  });
});

/** Windows authentication on connections: both ends, and clients that do not keep to it. */
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Cryptography } from "../../../src/negotiate/cryptography.js";
import { writeHandshake, writeRefusal } from "../../../src/negotiate/nns/frames.js";
import { writeRecords } from "../../../src/nettcp/framing/write-record.js";
import { nodeCryptography } from "../../../src/node/cryptography.js";
import { negotiateClientUpgrade, negotiateServerUpgrade } from "../../../src/node/net-tcp-negotiate.js";
import { callerOfIdentity } from "../../../src/services/ipam/caller.js";
import { runOperation } from "../../../src/services/ipam/client.js";
import { handshake, ntlmClient, ntlmServer } from "../../support/negotiate-world.js";
import {
  client,
  describeOutcome,
  path,
  rename,
  type ServerSettings,
  startServer,
  type TestServer,
  until,
} from "../../support/net-tcp-world.js";

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.close();
    expect([server.listening.connectionCount, server.listening.sessionCount]).toEqual([0, 0]);
  }
});

async function serve(settings: ServerSettings = {}, open = 5000): Promise<TestServer> {
  const server = await startServer({
    listen: { upgrades: [negotiateServerUpgrade([ntlmServer()])], upgradeRequired: true, timeouts: { open } },
    callerOf: ({ identity }) => callerOfIdentity(identity ?? { name: "nobody", securityIds: [] }),
    service: { policy: { groups: { IpamAdministrators: "TEST\\anna" }, roles: {}, accessPolicies: [] } },
    ...settings,
  });
  servers.push(server);
  return server;
}

const run = (server: TestServer, mechanism = ntlmClient()) =>
  runOperation({
    open: client(server.endpoint, { upgrade: negotiateClientUpgrade({ mechanisms: [mechanism] }) }),
    parameters: rename,
    onProgress: () => undefined,
  });

/** A client that has asked for the upgrade, whose answer is awaited. */
async function askForUpgrade(
  server: TestServer,
): Promise<{ readonly socket: Socket; readonly received: () => Buffer; readonly closed: Promise<void> }> {
  const socket = connect({ port: server.listening.port, host: "127.0.0.1" });
  let received = Buffer.alloc(0);
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => undefined);
  const answered = new Promise<void>((resolve) => {
    socket.on("data", (octets) => {
      received = Buffer.concat([received, octets]);
      resolve();
    });
  });
  const via = `net.tcp://localhost${path}`;
  socket.write(
    writeRecords([
      { type: "version", major: 1, minor: 0 },
      { type: "mode", mode: 2 },
      { type: "via", via },
      { type: "knownEncoding", encoding: 8 },
      { type: "upgradeRequest", upgrade: "application/negotiate" },
    ]),
  );
  await answered;
  return { socket, received: () => received.subarray(1), closed };
}

describe("sessions", () => {
  test("a whole run, and who ran it", async () => {
    const server = await serve();
    expect(describeOutcome(await run(server))).toMatch(/^completed CompletedWithSuccess 100/);
    expect((await server.store.runs()).map(({ caller }) => caller)).toEqual(["TEST\\anna"]);
  });

  test("many at once", async () => {
    const server = await serve();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => run(server)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["completed"]));
  });

  test("a wrong password, and a server that lacks the mechanism", async () => {
    const server = await serve();
    await expect(run(server, ntlmClient("anna", "wrong"))).rejects.toThrow("the other end has refused the handshake: 0x80090304");
    const other = await serve({ listen: { upgrades: [negotiateServerUpgrade([])], upgradeRequired: true } });
    await expect(run(other)).rejects.toThrow("0x80090304");
    await until(() => other.refused.length > 0, "the refusal is told");
    expect(other.refused.map(({ message }) => message)).toEqual([expect.stringContaining("no mechanism of this server")]);
  });

  test("without the upgrade, and without credentials", async () => {
    const server = await serve();
    await expect(runOperation({ open: client(server.endpoint), parameters: rename, onProgress: () => undefined })).rejects.toThrow();
    const nothing = client(server.endpoint, { upgrade: negotiateClientUpgrade({ mechanisms: [] }) });
    await expect(runOperation({ open: nothing, parameters: rename, onProgress: () => undefined })).rejects.toThrow(
      "there are no mechanisms",
    );
  });
});

test("who guesses is refused like before when no password is checked any more", async () => {
  const mechanisms = [ntlmServer({ wrongPasswords: { perAddress: 2, perName: 100 } })];
  const server = await serve({ listen: { upgrades: [negotiateServerUpgrade(mechanisms)], upgradeRequired: true } });
  for (const password of ["1", "2", "secret"]) {
    await expect(run(server, ntlmClient("anna", password))).rejects.toThrow("the other end has refused the handshake: 0x80090304");
  }
  await until(() => server.refused.length === 3, "the refusals are told");
  expect(server.refused.at(-1)?.message).toBe('NTLM: too many passwords were wrong for "TEST\\anna" or from its address');
});

describe("hostile clients are told nothing but the error", () => {
  const refusal = Buffer.from(writeRefusal()).toString("hex");

  test.each([
    { what: "no handshake message", octets: Buffer.from("GET / HTTP/1.1\r\n\r\n"), want: "not a handshake message" },
    { what: "a token of 64 KiB", octets: writeHandshake({ id: 0x16, token: new Uint8Array(0xffff) }), want: "ASN.1" },
    {
      what: "an ASN.1 length beyond the token",
      octets: writeHandshake({ id: 0x16, token: Uint8Array.of(0x60, 0x84, 255, 255, 255, 255) }),
      want: "ASN.1",
    },
    { what: "an empty token", octets: writeHandshake({ id: 0x16, token: new Uint8Array(0) }), want: "ASN.1" },
    { what: "done without anything", octets: writeHandshake({ id: 0x14, token: new Uint8Array(0) }), want: "ASN.1" },
  ])("$what", async ({ octets, want }) => {
    const server = await serve();
    const { socket, received, closed } = await askForUpgrade(server);
    socket.write(octets);
    await closed;
    await until(() => server.refused.length > 0, "the refusal is told");
    expect(received().toString("hex")).toBe(refusal);
    expect(server.refused.map(({ message }) => message)).toEqual([expect.stringContaining(want)]);
  });

  test.each([
    { what: "silence", octets: new Uint8Array(0) },
    { what: "half a message", octets: Uint8Array.of(0x16, 1, 0, 1) },
  ])("$what", async ({ octets }) => {
    const server = await serve({}, 200);
    const { socket, received, closed } = await askForUpgrade(server);
    if (octets.length > 0) socket.write(octets);
    await closed;
    await until(() => server.refused.length > 0, "the refusal is told");
    expect(received().toString("hex")).toBe(refusal);
    expect(server.refused.map(({ name }) => name)).toEqual(["NetTcpTimeoutError"]);
  });

  test("a client that leaves", async () => {
    const server = await serve();
    const { socket, closed } = await askForUpgrade(server);
    socket.end();
    await closed;
    await until(() => server.refused.length > 0, "the refusal is told");
    expect(server.refused.map(({ message }) => message)).toEqual(["the peer closed the connection in the handshake"]);
  });
});

/** Every call, with the lengths of what it was given: what takes time. */
function counting(calls: string[]): Cryptography {
  const noted = (name: string, ...octets: readonly Uint8Array[]): void => {
    calls.push([name, ...octets.map(({ length }) => length)].join(" "));
  };
  return {
    ...nodeCryptography,
    random: (length) => {
      noted(`random ${length}`);
      return nodeCryptography.random(length);
    },
    hash: (name, octets) => {
      noted(name, octets);
      return nodeCryptography.hash(name, octets);
    },
    hmac: (name, key, octets) => {
      noted(`hmac ${name}`, key, octets);
      return nodeCryptography.hmac(name, key, octets);
    },
  };
}

test("an account that does not exist costs what a wrong password costs, and the log alone knows which it was", async () => {
  const attempt = async (user: string): Promise<readonly string[]> => {
    const calls: string[] = [];
    const server = ntlmServer({ cryptography: counting(calls) });
    const begun = await ntlmClient(user, "wrong").begin("host/server");
    expect(() => handshake(begun, server.begin())).toThrow(`no account "TEST\\${user}" with this password`);
    return calls;
  };
  const known = await attempt("anna");
  expect(known.length).toBeGreaterThan(3);
  expect(await attempt("nora")).toEqual(known);
});

/** Peers that break the protocol, fall silent or go away, in every state: a fault where there is one, and nothing left behind. */
import { Duplex, Transform } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { IIpamOperationWithProgress, NetTcpIIpamOperationWithProgress } from "../../../generated/ipam/service.js";
import { faultName } from "../../../src/nettcp/framing/errors.js";
import { type FramingRecord, Mode } from "../../../src/nettcp/framing/records.js";
import { createMessageEncoder } from "../../../src/nettcp/message-encoding.js";
import { type ServerUpgrade, tlsClientUpgrade, tlsServerUpgrade } from "../../../src/node/net-tcp-upgrade.js";
import { connectDuplex } from "../../../src/protocols/duplex/client.js";
import { writeMessage } from "../../../src/protocols/duplex/write-message.js";
import { runOperation } from "../../../src/services/ipam/client.js";
import { keepaliveAction } from "../../../src/services/ipam/contract.js";
import { createDemonstrationRunner } from "../../../src/services/ipam/demonstration-runner.js";
import { ProgressTracker } from "../../../src/services/ipam/progress-tracker.js";
import type { OperationRunner } from "../../../src/services/ipam/runner.js";
import { ManualClock } from "../../support/ipam-stage.js";
import {
  client,
  describeOutcome,
  openSession,
  path,
  preamble,
  RawPeer,
  rename,
  type ServerSettings,
  startServer,
  type TestServer,
  until,
} from "../../support/net-tcp-world.js";
import { makeCertificate, tlsForTests } from "../../support/tls-certificate.js";

const servers: TestServer[] = [];
const peers: RawPeer[] = [];

async function serve(settings: ServerSettings = {}): Promise<TestServer> {
  const server = await startServer(settings);
  servers.push(server);
  return server;
}

function peerOf(server: TestServer): RawPeer {
  const peer = new RawPeer(server.listening.port);
  peers.push(peer);
  return peer;
}

afterEach(async () => {
  for (const peer of peers.splice(0)) peer.socket.destroy();
  for (const server of servers.splice(0)) {
    await until(() => server.listening.connectionCount === 0, "no connection is left");
    expect([server.listening.sessionCount, server.service.sessionCount]).toEqual([0, 0]);
    await server.close();
    expect(server.service.operationCount).toBe(0);
  }
});

/** The messages of one client, in octets. */
class Messages {
  readonly #encoder = createMessageEncoder("application/soap+msbinsession1");

  initialize(): Uint8Array {
    return this.#request("initializeOperationParameters", { paramters: rename }, "urn:uuid:00000000-0000-4000-8000-000000000001");
  }

  start(): Uint8Array {
    return this.#request("startOperationWithCallback", {}, "urn:uuid:00000000-0000-4000-8000-000000000002");
  }

  keepalive(): Uint8Array {
    return this.#write({ action: keepaliveAction, body: { kind: "empty" } });
  }

  #request(name: "initializeOperationParameters" | "startOperationWithCallback", value: object, messageId: string): Uint8Array {
    const { inputAction: action = "", input } = IIpamOperationWithProgress.operations[name];
    if (input === undefined) throw new Error("both requests have an element");
    return this.#write({ action, messageId, body: { kind: "element", element: { codec: input(), value } } });
  }

  #write(message: Parameters<typeof writeMessage>[1]): Uint8Array {
    return this.#encoder.encode((writer) => writeMessage(writer, message, { headers: "minimal", to: "" }));
  }
}

async function openRawSession(server: TestServer): Promise<RawPeer> {
  const peer = peerOf(server);
  peer.records(preamble(server.endpoint));
  expect(await peer.next()).toEqual({ type: "preambleAck" });
  return peer;
}

const envelope = (octets: Uint8Array): FramingRecord => ({ type: "sizedEnvelope", octets });

describe("framing faults", () => {
  const version: FramingRecord = { type: "version", major: 1, minor: 0 };
  const duplex: FramingRecord = { type: "mode", mode: Mode.duplex };
  const via: FramingRecord = { type: "via", via: `net.tcp://localhost${path}` };
  const binary: FramingRecord = { type: "knownEncoding", encoding: 8 };
  const upgrade = (name: string): FramingRecord => ({ type: "upgradeRequest", upgrade: name });

  test.each<[string, readonly FramingRecord[], string | undefined]>([
    ["another version", [{ type: "version", major: 2, minor: 0 }], "UnsupportedVersion"],
    ["the streamed mode, which is not offered", [version, { type: "mode", mode: 1 }], "UnsupportedMode"],
    ["a mode of queues", [version, { type: "mode", mode: 3 }], "UnsupportedMode"],
    ["another path", [version, duplex, { type: "via", via: "net.tcp://localhost/Ipam" }], "EndpointNotFound"],
    ["another scheme", [version, duplex, { type: "via", via: `http://localhost${path}` }], "EndpointNotFound"],
    ["no URI", [version, duplex, { type: "via", via: "localhost" }], "EndpointNotFound"],
    ["a long address", [version, duplex, { type: "via", via: `net.tcp://localhost/${"x".repeat(2048)}` }], "ViaTooLong"],
    ["binary without a session", [version, duplex, via, { type: "knownEncoding", encoding: 7 }], "ContentTypeInvalid"],
    ["MTOM", [version, duplex, via, { type: "knownEncoding", encoding: 6 }], "ContentTypeInvalid"],
    ["SOAP 1.1", [version, duplex, via, { type: "knownEncoding", encoding: 0 }], "ContentTypeInvalid"],
    [
      "compression",
      [version, duplex, via, { type: "extensibleEncoding", contentType: "application/soap+msbinsession1+gzip" }],
      "ContentTypeInvalid",
    ],
    ["Windows authentication", [version, duplex, via, binary, upgrade("application/negotiate")], "UpgradeInvalid"],
    ["TLS that is not offered", [version, duplex, via, binary, upgrade("application/ssl-tls")], "UpgradeInvalid"],
    ["a record that has no place", [version, via], "InvalidRecordSequence"],
    ["an envelope in the preamble", [version, duplex, via, binary, envelope(new Uint8Array(3))], "InvalidRecordSequence"],
    ["a fault", [version, duplex, via, binary, { type: "fault", uri: "urn:enough" }], "InvalidRecordSequence"],
  ])("%s", async (_, records, fault) => {
    const server = await serve();
    const peer = peerOf(server);
    peer.records(records);
    const answer = await peer.next();
    expect(answer?.type === "fault" ? faultName(answer.uri) : answer).toBe(fault);
    expect(await peer.next()).toBeUndefined();
    expect(server.refused).toHaveLength(1);
  });

  test("a message that is too large, before it has come", async () => {
    const server = await serve();
    const peer = await openRawSession(server);
    peer.send(Uint8Array.of(0x06, 0xff, 0xff, 0xff, 0xff, 0x07));
    const answer = await peer.next();
    expect(answer?.type === "fault" && faultName(answer.uri)).toBe("MaxMessageSizeExceededFault");
  });

  test("a message of many octets that is not read", async () => {
    const server = await serve();
    const peer = await openRawSession(server);
    peer.send(Uint8Array.of(0x06, 0x80, 0x80, 0x80, 0x01));
    peer.send(new Uint8Array(600_000));
    const answer = await peer.next();
    expect(answer?.type === "fault" && faultName(answer.uri)).toBe("MaxMessageSizeExceededFault");
  });

  test.each([0x0d, 0x7f, 0xff])("the octet %i begins no record", async (octet) => {
    const server = await serve();
    const peer = await openRawSession(server);
    peer.send(Uint8Array.of(octet));
    expect(await peer.next()).toBeUndefined();
  });

  test("more sessions than there may be", async () => {
    const server = await serve({ listen: { maxSessions: 1 } });
    const first = await openRawSession(server);
    const second = peerOf(server);
    second.records(preamble(server.endpoint));
    const answer = await second.next();
    expect(answer?.type === "fault" && faultName(answer.uri)).toBe("ServerTooBusy");
    first.records([{ type: "end" }]);
    expect(await first.next()).toEqual({ type: "end" });
    first.socket.destroy();
  });

  test("more connections than there may be", async () => {
    const server = await serve({ listen: { maxConnections: 1 } });
    const first = await openRawSession(server);
    const second = peerOf(server);
    expect(await second.next()).toBeUndefined();
    first.socket.destroy();
  });
});

describe("time", () => {
  const quick = { open: 60, idle: 60, receive: 60, close: 60, send: 60 };

  test.each([0, 1, 2, 3, 4])("a peer that falls silent after %i records of the preamble", async (count) => {
    const server = await serve({ listen: { timeouts: quick } });
    const peer = peerOf(server);
    if (count > 0) peer.records(preamble(server.endpoint).slice(0, count));
    expect(await peer.next()).toBeUndefined();
    expect(server.refused).toEqual([expect.objectContaining({ name: "NetTcpTimeoutError" })]);
  });

  test("a preamble that drips", async () => {
    const server = await serve({ listen: { timeouts: quick } });
    const peer = peerOf(server);
    const drip = setInterval(() => peer.send(Uint8Array.of(0x00)), 10);
    peer.send(Uint8Array.of(0x00, 0x01, 0x00, 0x01, 0x02, 0x02, 0xff, 0x01));
    expect(await peer.next()).toBeUndefined();
    clearInterval(drip);
  });

  test("a session without messages", async () => {
    const server = await serve({ listen: { timeouts: { receive: 1000 } } });
    const peer = await openRawSession(server);
    expect(server.service.sessionCount).toBe(1);
    expect(await peer.next()).toBeUndefined();
  });

  test("a message that never comes to its end", async () => {
    const server = await serve({ listen: { timeouts: { receive: 60 } } });
    const peer = await openRawSession(server);
    peer.send(Uint8Array.of(0x06, 0x20, 0x00));
    expect(await peer.next()).toBeUndefined();
  });

  test("a connection between two sessions", async () => {
    const server = await serve({ listen: { timeouts: { idle: 60 } } });
    const peer = await openRawSession(server);
    peer.records([{ type: "end" }]);
    expect(await peer.next()).toEqual({ type: "end" });
    expect(await peer.next()).toBeUndefined();
  });

  test("a peer that does not end its half", async () => {
    const server = await serve({ listen: { timeouts: { close: 60 } } });
    const peer = await openRawSession(server);
    const messages = new Messages();
    peer.records([envelope(messages.initialize()), envelope(messages.start())]);
    let last: FramingRecord | undefined;
    for (let record = await peer.next(); record !== undefined; record = await peer.next()) last = record;
    expect(last).toEqual({ type: "end" });
    expect((await server.store.runs())[0]?.state).toBe("succeeded");
  });

  test("a peer that does not read", async () => {
    const large = "x".repeat(60_000);
    const runner: OperationRunner = {
      async *run() {
        for (let id = 0; id < 400; id++) yield { kind: "subTask", key: String(id), name: large, uniqueId: 1 };
        return undefined;
      },
    };
    const server = await serve({ runner, listen: { timeouts: { send: 100 } } });
    const peer = await openRawSession(server);
    const messages = new Messages();
    peer.socket.pause();
    peer.records([envelope(messages.initialize()), envelope(messages.start())]);
    await until(() => server.listening.connectionCount === 0, "the connection is given up");
    await until(() => server.service.operationCount === 0, "the operation has ended");
    expect((await server.store.runs())[0]).toMatchObject({ state: "succeeded", unobserved: expect.any(String) });
  });

  test("keepalives keep a session, silence of the fourth tick ends it", async () => {
    const clock = new ManualClock();
    const server = await serve({ service: { clock } });
    const peer = await openRawSession(server);
    const messages = new Messages();
    for (let round = 0; round < 3; round++) {
      await clock.pass(45_000);
      expect(server.service.sessionCount).toBe(1);
      peer.records([envelope(messages.keepalive())]);
      await until(() => server.received() === round + 1, "the keepalive has arrived");
    }
    await clock.pass(75_000);
    expect(server.service.sessionCount).toBe(0);
    expect(await peer.next()).toBeUndefined();
  });
});

describe("a peer that goes away", () => {
  test.each<[string, (messages: Messages) => readonly FramingRecord[]]>([
    ["after the preamble", () => []],
    ["after Initialize", (messages) => [envelope(messages.initialize())]],
    ["after Start", (messages) => [envelope(messages.initialize()), envelope(messages.start())]],
  ])("%s, by closing, by a reset, and with half a message", async (_, records) => {
    for (const leave of ["end", "reset", "half"] as const) {
      const server = await serve({ runner: createDemonstrationRunner(() => new Promise((resolve) => setTimeout(resolve, 5))) });
      const peer = await openRawSession(server);
      const sent = records(new Messages());
      peer.records(sent);
      if (leave === "half") peer.send(Uint8Array.of(0x06, 0x20, 0x01));
      await until(() => server.received() === sent.length, "the messages have arrived");
      if (leave === "reset") peer.socket.resetAndDestroy();
      else peer.socket.end();
      await until(() => server.listening.connectionCount === 0, "the connection is gone");
      await until(() => server.service.operationCount === 0, "the operation has ended");
    }
  });
});

describe("messages", () => {
  test("a string table that is wrong ends the session", async () => {
    const server = await serve();
    const peer = await openRawSession(server);
    peer.records([envelope(Uint8Array.of(0x05, 0x09, 0x61))]);
    expect(await peer.next()).toBeUndefined();
    expect(server.refused[0]?.name).toBe("XmlError");
  });

  test("a document that is not an envelope ends the session", async () => {
    const server = await serve();
    const peer = await openRawSession(server);
    peer.records([envelope(Uint8Array.of(0x00, 0x40, 0x01, 0x61, 0x01))]);
    expect(await peer.next()).toBeUndefined();
  });

  test("an unknown action is answered, and the session goes on", async () => {
    const server = await serve();
    const { operations } = IIpamOperationWithProgress;
    const startOperationWithCallback = { ...operations.startOperationWithCallback, inputAction: "urn:unknown" };
    const portType = { ...IIpamOperationWithProgress, operations: { ...operations, startOperationWithCallback } };
    const session = await connectDuplex(
      { binding: { ...NetTcpIIpamOperationWithProgress, portType } },
      { open: client(server.endpoint, { encoding: "text" }), callbacks: new ProgressTracker(() => undefined).callbacks },
    );
    await expect(session.server.startOperationWithCallback({})).rejects.toThrow("urn:unknown");
    expect(await session.server.initializeOperationParameters({ paramters: rename })).toEqual({});
    await session.close();
  });

  test("a second session on the connection has dictionaries of its own", async () => {
    const server = await serve();
    const peer = await openRawSession(server);
    for (let round = 0; round < 3; round++) {
      if (round > 0) {
        peer.records(preamble(server.endpoint));
        expect(await peer.next()).toEqual({ type: "preambleAck" });
      }
      const messages = new Messages();
      peer.records([envelope(messages.initialize())]);
      const answer = await peer.next();
      expect(answer?.type).toBe("sizedEnvelope");
      peer.records([{ type: "end" }]);
      expect(await peer.next()).toEqual({ type: "end" });
    }
    peer.socket.destroy();
  });
});

describe("upgrades", () => {
  const upgradeTo = (name: string): FramingRecord[] => [
    ...preamble(`net.tcp://localhost${path}`).slice(0, 4),
    { type: "upgradeRequest", upgrade: name },
  ];

  test("TLS, a certificate of the client among it", async () => {
    const server = tlsForTests();
    const own = makeCertificate("operator");
    const names: (string | undefined)[] = [];
    const offered = tlsServerUpgrade({ ...server, ca: own.cert, requireClientCertificate: true });
    const watched: ServerUpgrade = {
      ...offered,
      accept: async (stream, timeLeft) => {
        const upgraded = await offered.accept(stream, timeLeft);
        names.push(upgraded.identity?.name);
        return upgraded;
      },
    };
    const { endpoint } = await serve({ listen: { upgrades: [watched], upgradeRequired: true } });
    const upgrade = tlsClientUpgrade({ ca: server.cert, ...own });
    expect(describeOutcome(await runOperation({ open: client(endpoint, { upgrade }), parameters: rename }))).toContain(
      "CompletedWithSuccess",
    );
    expect(names).toEqual(["operator"]);
    const strangers = [tlsClientUpgrade({ ca: server.cert }), tlsClientUpgrade({ ca: server.cert, ...makeCertificate("operator") })];
    for (const stranger of strangers) {
      await expect(runOperation({ open: client(endpoint, { upgrade: stranger }), parameters: rename })).rejects.toThrow();
    }
    await expect(runOperation({ open: client(endpoint, { upgrade: tlsClientUpgrade(own) }), parameters: rename })).rejects.toThrow(
      /certificate/,
    );
  });

  test("one that somebody else has written", async () => {
    const masked = (stream: Duplex): Duplex => {
      const mask = (): Transform =>
        new Transform({
          transform: (chunk: Buffer, _, done) =>
            done(
              null,
              chunk.map((octet) => octet ^ 0x55),
            ),
        });
      const [incoming, outgoing] = [mask(), mask()];
      stream.pipe(incoming);
      outgoing.pipe(stream);
      const upgraded = Duplex.from({ readable: incoming, writable: outgoing });
      stream.on("close", () => upgraded.destroy());
      upgraded.on("close", () => stream.destroy());
      return upgraded;
    };
    const name = "application/x-mask";
    const identity = { name: "somebody", securityIds: ["S-1-5-21-7"] };
    const { endpoint } = await serve({
      listen: { upgrades: [{ name, accept: async (stream) => ({ stream: masked(stream), identity }) }] },
    });
    const upgrade = { name, start: async (stream: Duplex) => masked(stream) };
    expect(describeOutcome(await runOperation({ open: client(endpoint, { upgrade }), parameters: rename }))).toContain(
      "CompletedWithSuccess",
    );
  });

  test.each<[string, (peer: RawPeer) => void]>([
    ["octets that are no TLS", (peer) => peer.send(new Uint8Array(64))],
    ["nothing", () => undefined],
    ["an end", (peer) => peer.socket.end()],
  ])("%s instead of a handshake", async (_, go) => {
    const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())], timeouts: { open: 1000 } } });
    const peer = peerOf(server);
    peer.records(upgradeTo("application/ssl-tls"));
    expect(await peer.next()).toEqual({ type: "upgradeResponse" });
    go(peer);
    await peer.closed();
    await until(() => server.refused.length === 1, "the connection is refused");
  });

  test("octets before the answer", async () => {
    const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())] } });
    const peer = peerOf(server);
    peer.records([...upgradeTo("application/ssl-tls"), { type: "preambleEnd" }]);
    const answer = await peer.next();
    expect(answer?.type === "fault" && faultName(answer.uri)).toBe("UpgradeInvalid");
  });

  test("a server that requires one", async () => {
    const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())], upgradeRequired: true } });
    await expect(openSession(server.endpoint)).rejects.toThrow("UpgradeInvalid");
  });
});

test("a server that shuts down ends its sessions in order", async () => {
  const server = await startServer({ runner: createDemonstrationRunner(() => new Promise((resolve) => setTimeout(resolve, 5))) });
  const running = runOperation({ open: client(server.endpoint), parameters: rename });
  await until(() => server.service.operationCount === 1, "the operation runs");
  await server.close();
  const outcome = await running;
  expect(outcome.kind).toBe("interrupted");
  expect(server.listening.connectionCount).toBe(0);
  await expect(openSession(server.endpoint)).rejects.toThrow("ECONNREFUSED");
});

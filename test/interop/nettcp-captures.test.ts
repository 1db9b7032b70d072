/**
 * Captured sessions against our ends of the wire, whole, cut at every octet, and with octets changed: no end may hang, crash or keep
 * anything, and a good session works afterwards.
 *
 * Needs the shared folder (corpus/wcf); skipped without it. What the decoder makes of the same octets is tested elsewhere.
 */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { NetTcpEncoding } from "../../src/node/net-tcp-client.js";
import { runOperation } from "../../src/services/ipam/client.js";
import { client, describeOutcome, path, rename, startServer, type TestServer, until } from "../support/net-tcp-world.js";
import { sharedFolder } from "../support/shared-folder.js";

const shared = sharedFolder();
const names = ["progress", "repeat", "fault", "array", "types", "streamed", "text", "accepted-full", "accepted-min", "accepted-fault"];

/** The octets of one direction. */
function streamOf(name: string, direction: "C" | "S"): Buffer {
  const lines = readFileSync(join(shared ?? "", "corpus/wcf", `${name}.hex`), "utf8").split("\n");
  const hex = lines.filter((line) => line.startsWith(`${direction} `)).map((line) => line.slice(2).trim());
  return Buffer.from(hex.join(""), "hex");
}

/** Numbers that look random and are the same each time. */
function* scatter(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

function changed(octets: Buffer, count: number): Buffer[] {
  const numbers = scatter(octets.length);
  return Array.from({ length: count }, () => {
    const copy = Buffer.from(octets);
    const at = numbers.next().value % copy.length;
    copy[at] = (copy[at] ?? 0) ^ (1 << (numbers.next().value >>> 29));
    return copy;
  });
}

/** Runs tasks, some at a time. */
async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await run(item);
  };
  await Promise.all(Array.from({ length: 24 }, work));
}

const cuts = (octets: Buffer): Buffer[] => Array.from(octets, (_, length) => octets.subarray(0, length));

function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind.startsWith("TCP") || kind === "Timeout").length;
}

/** Sends octets and an end, and waits until the server has closed. */
function send(port: number, octets: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.on("end", () => socket.end());
    socket.resume();
    socket.end(octets);
  });
}

describe.skipIf(shared === undefined)("captured sessions (skipped without the shared folder)", () => {
  let server: TestServer;
  let handles = 0;

  beforeAll(async () => {
    server = await startServer({ listen: { streamed: true, maxSessions: 100, timeouts: { open: 5000, receive: 5000, close: 5000 } } });
    handles = openHandles();
  });
  afterAll(async () => {
    await until(() => server.listening.connectionCount === 0, "no connection is left");
    expect([server.listening.sessionCount, server.service.sessionCount]).toEqual([0, 0]);
    await until(() => server.service.operationCount === 0, "no operation runs");
    await until(() => openHandles() <= handles, "all handles are closed");
    const outcome = await runOperation({ open: client(server.endpoint), parameters: rename });
    expect(describeOutcome(outcome)).toContain("CompletedWithSuccess");
    await server.close();
  });

  describe.each(names)("%s, the client's half, at our server", (name) => {
    const octets = shared === undefined ? Buffer.alloc(0) : streamOf(name, "C");

    test("whole", async () => {
      const before = server.refused.length;
      await send(server.listening.port, octets);
      // The echo service is not served here; everything else is a session that our server can hold.
      const isServed = name !== "types" && name !== "streamed";
      if (isServed) expect(server.refused.slice(before).map(({ name: kind }) => kind)).toEqual([]);
      else expect(server.refused.slice(before)).toEqual([expect.objectContaining({ code: "framing-endpoint" })]);
    });

    test("cut at every octet", () => inParallel(cuts(octets), (part) => send(server.listening.port, part)));

    test("with single bits changed", () => inParallel(changed(octets, 300), (copy) => send(server.listening.port, copy)));
  });

  describe.each(names.filter((name) => name !== "streamed" && name !== "types"))("%s, the server's half, at our client", (name) => {
    const octets = shared === undefined ? Buffer.alloc(0) : streamOf(name, "S");
    const encoding: NetTcpEncoding = name === "text" ? "text" : "binary";
    let peer: Server;
    /** What the next connections get, whichever comes first. */
    const answers: Uint8Array[] = [];
    const sockets = new Set<Socket>();

    beforeAll(async () => {
      peer = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => sockets.delete(socket));
        socket.resume();
        socket.end(answers.shift() ?? new Uint8Array());
      });
      await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
    });
    afterAll(async () => {
      await until(() => sockets.size === 0, "the client has closed");
      await new Promise((resolve) => peer.close(resolve));
    });

    async function run(octetsOfServer: Uint8Array): Promise<void> {
      answers.push(octetsOfServer);
      const endpoint = `net.tcp://127.0.0.1:${(peer.address() as AddressInfo).port}${path}`;
      const options = { encoding, timeouts: { open: 2000, receive: 2000, close: 2000 } };
      await runOperation({ open: client(endpoint, options), parameters: rename }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).not.toContain("internal");
      });
    }

    test("whole", () => run(octets));
    test("cut at every octet", () => inParallel(cuts(octets), run));
    test("with single bits changed", () => inParallel(changed(octets, 200), run));
  });
});

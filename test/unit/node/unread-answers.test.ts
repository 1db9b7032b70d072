/**
 * Peers that ask and do not read, and peers that connect and do not ask, against a listening server.
 */
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type Listening, type ListenOptions, listen } from "../../../src/node/http-server.js";
import { toFetchHandler } from "../../../src/service/fetch-adapter.js";

const servers: Listening[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
});

/** More than the system's buffers of a connection hold. */
const large = new Uint8Array(24 * 1024 ** 2);
const pieceSize = 1024 ** 2;

interface Attacked {
  readonly server: Listening;
  /** Requests that have come to the handler. */
  readonly calls: () => number;
}

/** A server that answers `/large` with many bytes, `/stream` with many pieces of some, and everything else with few. */
async function start(options: Partial<ListenOptions> = {}): Promise<Attacked> {
  let calls = 0;
  const handler = toFetchHandler(async ({ path }) => {
    calls++;
    if (path === "/stream") return { status: 200, body: pieces() };
    return { status: 200, body: path === "/large" ? large : "small" };
  });
  const server = await listen(handler, { port: 0, alwaysServed: new Set(["/livez"]), ...options });
  servers.push(server);
  return { server, calls: () => calls };
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < 24; i++) yield large.subarray(0, pieceSize);
}

/** Connects, asks, and reads nothing. */
async function ask({ server }: Attacked, path: string, times = 1): Promise<Socket> {
  const socket = connect(server.port, "127.0.0.1").pause();
  sockets.push(socket);
  await new Promise<void>((resolve) => socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(times), () => resolve()));
  return socket;
}

async function statusOf({ server }: Attacked, path: string, localAddress?: string): Promise<number | "closed"> {
  return new Promise((resolve) => {
    const socket = connect({ port: server.port, host: "127.0.0.1", ...(localAddress !== undefined && { localAddress }) });
    sockets.push(socket);
    let text = "";
    socket.on("data", (data) => (text += String(data)));
    socket.on("error", () => resolve("closed"));
    socket.on("close", () => resolve(text === "" ? "closed" : Number(text.slice(9, 12))));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  });
}

describe("an answer that is not read", () => {
  it.each(["/large", "/stream"])("is cut off after some time without progress: %s", async (path) => {
    const attacked = await start({ requestTimeout: 100, maxConcurrent: 1 });
    await ask(attacked, path);
    await expect.poll(attacked.calls).toBe(1);
    await expect.poll(() => statusOf(attacked, "/small")).toBe(200);
  });

  it("is not cut off while it is read, for longer than that", async () => {
    const attacked = await start({ requestTimeout: 5000 });
    const socket = await ask(attacked, "/large");
    let size = 0;
    socket.on("data", (data: Buffer) => {
      const pauses = Math.floor((size + data.length) / pieceSize) - Math.floor(size / pieceSize);
      size += data.length;
      if (pauses === 0) return;
      socket.pause();
      setTimeout(() => socket.resume(), 300);
    });
    socket.resume();
    await expect.poll(() => socket.destroyed || size >= large.length, { timeout: 120_000 }).toBe(true);
    expect(size).toBeGreaterThanOrEqual(large.length);
  });

  it("counts as a request at once", async () => {
    const attacked = await start({ maxConcurrent: 1 });
    const socket = await ask(attacked, "/large");
    await expect.poll(attacked.calls).toBe(1);
    expect([await statusOf(attacked, "/small"), await statusOf(attacked, "/livez")]).toEqual([503, 200]);
    socket.destroy();
    await expect.poll(() => statusOf(attacked, "/small")).toBe(200);
  });

  it("counts by its bytes", async () => {
    const attacked = await start({ maxUnsentBytes: 30 * 1024 ** 2 });
    await ask(attacked, "/large");
    await expect.poll(attacked.calls).toBe(1);
    expect(await statusOf(attacked, "/small")).toBe(200);
    const socket = await ask(attacked, "/large");
    await expect.poll(attacked.calls).toBe(3);
    expect([await statusOf(attacked, "/small"), await statusOf(attacked, "/livez")]).toEqual([503, 200]);
    socket.destroy();
    await expect.poll(() => statusOf(attacked, "/small")).toBe(200);
  });

  it("keeps the requests behind it to a few", async () => {
    const attacked = await start();
    await ask(attacked, "/large", 5000);
    await expect.poll(attacked.calls).toBeGreaterThan(0);
    await statusOf(attacked, "/small");
    expect(attacked.calls()).toBeLessThan(50);
  });

  it("is forgotten with its connection, and the requests behind it too", async () => {
    const attacked = await start({ maxConcurrent: 20 });
    const socket = await ask(attacked, "/large", 20);
    await expect.poll(attacked.calls).toBe(20);
    expect(await statusOf(attacked, "/small")).toBe(503);
    socket.destroy();
    await expect.poll(() => statusOf(attacked, "/small")).toBe(200);
  });
});

describe("connections of one address that say nothing", () => {
  /** Resolves when all are closed or connected. */
  async function hold({ server }: Attacked, count: number): Promise<void> {
    const connecting = Array.from({ length: count }, () => {
      const socket = connect(server.port, "127.0.0.1");
      sockets.push(socket);
      return new Promise<void>((resolve) => {
        socket.on("error", () => undefined);
        socket.on("close", () => resolve());
        socket.on("connect", () => resolve());
      });
    });
    await Promise.all(connecting);
  }

  it("leave room for other addresses", async () => {
    const attacked = await start({ maxConnections: 20, maxConnectionsPerAddress: 10 });
    await hold(attacked, 100);
    expect(await statusOf(attacked, "/small", "127.0.0.2")).toBe(200);
    expect(await statusOf(attacked, "/small")).toBe("closed");
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => statusOf(attacked, "/small")).toBe(200);
  });

  it("may be a proxy's", async () => {
    const attacked = await start({ trustForwarded: true });
    await hold(attacked, 1100);
    expect(await statusOf(attacked, "/small")).toBe(200);
  });
});

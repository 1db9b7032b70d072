/** Our client against servers that are silent, wrong or closed. */

import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { connectNetTcp, NetTcpAddressError, type NetTcpConnectOptions } from "../../../src/node/net-tcp-client.js";
import { tlsClientUpgrade } from "../../../src/node/net-tcp-upgrade.js";
import type { DuplexChannel } from "../../../src/protocols/duplex/channel.js";
import { until } from "../../support/net-tcp-world.js";

const servers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

/** A server that answers the first octets with others. */
async function answering(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    socket.on("end", () => socket.end());
    socket.once("data", () => answer(socket));
  });
  servers.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `net.tcp://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
}

afterEach(async () => {
  for (const { server, sockets } of servers.splice(0)) {
    await until(() => sockets.size === 0, "the client has closed its connections");
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Opened {
  readonly channel: DuplexChannel;
  readonly reasons: string[];
}

async function open(endpoint: string, options: Partial<NetTcpConnectOptions> = {}): Promise<Opened> {
  const reasons: string[] = [];
  const timeouts = { open: 1000, close: 1000, receive: 1000, send: 1000 };
  const channel = await connectNetTcp({ endpoint, timeouts, ...options }, () => ({
    receive: async () => undefined,
    ended: (reason) => reasons.push(reason),
  }));
  return { channel, reasons };
}

const octets = (...values: readonly number[]): ((socket: Socket) => void) => {
  return (socket) => socket.write(Uint8Array.from(values));
};

describe("a session is not opened", () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ["silence", () => undefined, "opening the session took longer than 1000 ms"],
    ["an end", (socket) => socket.end(), "closed"],
    ["a reset", (socket) => socket.resetAndDestroy(), "ECONNRESET"],
    ["a fault", octets(0x08, 0x05, 0x75, 0x72, 0x6e, 0x3a, 0x78), "urn:x"],
    ["an envelope", octets(0x06, 0x01, 0x00), "no place"],
    ["an octet that begins nothing", octets(0x55), "begins no record"],
    ["a fault without an end", octets(0x08, 0xff, 0xff, 0x7f), "URI"],
  ])("%s", async (_, answer, problem) => {
    await expect(open(await answering(answer))).rejects.toThrow(problem);
  });

  test.each<[string, (socket: Socket) => void]>([
    ["silence", octets(0x0a)],
    ["no TLS", octets(0x0a, 0x01, 0x02)],
    [
      "an end",
      (socket) => {
        socket.write(Uint8Array.of(0x0a));
        setTimeout(() => socket.end(), 10);
      },
    ],
  ])("%s behind the answer to the upgrade", async (_, answer) => {
    await expect(open(await answering(answer), { upgrade: tlsClientUpgrade() })).rejects.toThrow();
  });

  test.each(["http://localhost/x", "net.tcp://", "net.tcp://user@host/x", "localhost:80", ""])("address %s", async (endpoint) => {
    await expect(open(endpoint)).rejects.toThrow(NetTcpAddressError);
  });
});

describe("a session ends", () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ["by silence", octets(0x0b), "receiving a message took longer"],
    ["by a close", (socket) => socket.end(Uint8Array.of(0x0b)), "closed the connection"],
    ["by an end", octets(0x0b, 0x07), "closed the session"],
    ["by a fault", octets(0x0b, 0x08, 0x05, 0x75, 0x72, 0x6e, 0x3a, 0x78), "urn:x"],
    ["by a malformed message", octets(0x0b, 0x06, 0x02, 0x00, 0x01), ""],
    ["by a message that is too large", octets(0x0b, 0x06, 0xff, 0xff, 0xff, 0x7f), "more than 65536"],
  ])("%s, which is reported once", async (_, answer, reason) => {
    const { channel, reasons } = await open(await answering(answer));
    await until(() => reasons.length > 0, "the end is reported");
    expect(reasons).toEqual([expect.stringContaining(reason)]);
    await expect(channel.send({ action: "urn:x", body: { kind: "empty" } })).rejects.toThrow("ended");
    await channel.close();
    channel.abort("again");
    expect(reasons).toHaveLength(1);
  });

  test("by us, at a server that does not end its half", async () => {
    const { channel, reasons } = await open(await answering(octets(0x0b)), { timeouts: { open: 500, close: 60, receive: 5000 } });
    await channel.close();
    await expect(channel.send({ action: "urn:x", body: { kind: "empty" } })).rejects.toThrow("ended the session");
    await until(() => reasons.length > 0, "the end is reported");
    expect(reasons).toEqual(["the other end did not end the session in time"]);
  });

  test("by abort, at once", async () => {
    const { channel, reasons } = await open(await answering(octets(0x0b)));
    channel.abort("enough");
    expect(reasons).toEqual(["enough"]);
  });
});

/**
 * Wrong passwords as a weapon, against a server in a process of its own.
 */
import type { ChildProcess } from "node:child_process";
import { connect, type Socket } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildCommand, cpuSecondsOf, type ServerProcess, startProcess } from "../../support/server-process.js";

const processes: ChildProcess[] = [];
beforeAll(buildCommand, 120_000);
afterEach(() => {
  for (const each of processes.splice(0)) each.kill("SIGKILL");
});

const start = (...flags: readonly string[]): Promise<ServerProcess> => startProcess(processes, "--memory", "--no-ipam", ...flags);

async function codeOf({ url }: ServerProcess, credentials: string): Promise<number> {
  const response = await fetch(`${url}/veloconnect?RequestName=GetStatusRequest&${credentials}`);
  return Number(/ResponseCode>(\d+)</.exec(await response.text())?.[1]);
}

/** Sends a request for each password, all at once, from an address of the loopback network. */
function sendWrong({ url }: ServerProcess, count: number, localAddress: string): Promise<readonly Socket[]> {
  const { port } = new URL(url);
  const send = (_: unknown, index: number): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: Number(port), host: "127.0.0.1", localAddress });
      socket.on("error", reject);
      const query = `RequestName=GetStatusRequest&BuyersID=demo&Password=${index}`;
      socket.write(`GET /veloconnect?${query} HTTP/1.1\r\nHost: a\r\n\r\n`, () => resolve(socket));
    });
  return Promise.all(Array.from({ length: count }, send));
}

describe("400 wrong passwords at once", () => {
  it("that are aborted neither keep a right one waiting nor the process from ending", async () => {
    const server = await start();
    const before = cpuSecondsOf(server);
    const sockets = await sendWrong(server, 400, "127.0.0.1");
    await fetch(`${server.url}/livez`);
    for (const socket of sockets) socket.destroy();
    expect(await codeOf(server, "BuyersID=demo&Password=bicycle")).toBe(200);
    // Each check costs about 0.25 s: 400 are 100 s.
    expect(cpuSecondsOf(server) - before).toBeLessThan(25);
    server.process.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  }, 120_000);

  it("that are not aborted let a buyer of another address in, and one who was recognised before", async () => {
    const server = await start();
    const sockets = await sendWrong(server, 400, "127.0.0.2");
    await fetch(`${server.url}/livez`);
    expect(await codeOf(server, "BuyersID=demo&Password=bicycle")).toBe(200);
    const more = await sendWrong(server, 400, "127.0.0.1");
    await fetch(`${server.url}/livez`);
    expect(await codeOf(server, "BuyersID=demo&Password=bicycle")).toBe(200);
    for (const socket of [...sockets, ...more]) socket.destroy();
  }, 120_000);
});

describe("an unknown BuyersID", () => {
  it("is answered like a wrong password, after as much work", async () => {
    const server = await start();
    const costOf = async (credentials: string): Promise<readonly [code: number, seconds: number]> => {
      const before = cpuSecondsOf(server);
      const code = await codeOf(server, credentials);
      return [code, cpuSecondsOf(server) - before];
    };
    await codeOf(server, "BuyersID=demo&Password=bicycle");
    const [knownCode, known] = await costOf("BuyersID=demo&Password=1");
    const [unknownCode, unknown] = await costOf("BuyersID=nobody&Password=1");
    expect([knownCode, unknownCode]).toEqual([411, 411]);
    expect(unknown).toBeGreaterThanOrEqual(known / 3);
  });

  it("is answered with 410 where that was asked for", async () => {
    const server = await start("--no-hide-buyers");
    expect(await codeOf(server, "BuyersID=nobody&Password=1")).toBe(410);
  });
});

describe("wrong passwords one after another", () => {
  it("are not checked any more when an address has used its share of the minute", async () => {
    const server = await start("--wrong-passwords", "3");
    const codes: number[] = [];
    for (let i = 0; i < 5; i++) codes.push(await codeOf(server, `BuyersID=demo&Password=${i}`));
    expect(codes).toEqual([411, 411, 411, 500, 500]);
    expect(server.log.join("\n")).not.toContain("internal error");
  });
});

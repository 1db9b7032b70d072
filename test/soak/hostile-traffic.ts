/**
 * Attacks on a server over HTTP and net.tcp, each over in a few seconds, from addresses of the loopback network that clients do not use.
 */
import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { writeRecords } from "../../src/nettcp/framing/write-record.js";
import { defaultOptions } from "../../src/server/options.js";
import { Mutator } from "../fuzz/mutate.js";
import { Random } from "../fuzz/random.js";
import { costlyDocuments, costlyForms, costlyMessages } from "../support/costly-requests.js";
import { hostileHeads } from "../support/hostile-heads.js";
import { preamble } from "../support/net-tcp-world.js";
import type { Target } from "./target.js";
import { validDocument, validEnvelope } from "./valid-traffic.js";

/** What an attacker has. */
interface Attacker {
  readonly target: Target;
  readonly random: Random;
  /** Connects from the attacker's address. */
  open(port: number): Socket;
}

type Attack = (attacker: Attacker) => Promise<void>;

const encoder = new TextEncoder();
const mostBytes = defaultOptions.maxBodyBytes;
const wrong = "RequestName=GetStatusRequest&BuyersID=demo&Password=";

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves when the server has closed the connection, or after some seconds. */
async function untilClosed(socket: Socket, milliseconds = 5000): Promise<void> {
  socket.resume();
  await Promise.race([new Promise((resolve) => socket.once("close", resolve)), pause(milliseconds)]);
  socket.destroy();
}

function post(path: string, type: string, body: Uint8Array, headers = ""): Uint8Array {
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${type}\r\n${headers}Content-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([encoder.encode(head), body]);
}

const costly: readonly Uint8Array[] = [
  ...costlyMessages.map(({ type, body }) => post("/soap/veloconnect", type, body(mostBytes))),
  ...[...costlyDocuments, ...costlyForms].map(({ type, body }) => post("/veloconnect", type, body(mostBytes))),
];

async function sendWhole({ target, open }: Attacker, request: Uint8Array | string): Promise<void> {
  const socket = open(target.port);
  socket.write(request);
  await untilClosed(socket);
}

async function hold({ target, open }: Attacker, count: number, milliseconds: number, start: string): Promise<void> {
  const sockets = Array.from({ length: count }, () => open(target.port));
  for (const socket of sockets) if (start !== "") socket.write(start);
  await pause(milliseconds);
  for (const socket of sockets) socket.destroy();
}

const attacks: Readonly<Record<string, Attack>> = {
  "a costly request": (attacker) => sendWhole(attacker, attacker.random.of(costly)),
  "a costly request whose sender leaves": async ({ target, open, random }) => {
    const socket = open(target.port);
    const request = random.of(costly);
    socket.write(request.subarray(0, random.below(request.length)));
    await pause(random.below(200));
    socket.destroy();
  },
  "wrong passwords that are aborted": async (attacker) => {
    const sockets = Array.from({ length: 50 }, () => attacker.open(attacker.target.port));
    for (const [index, socket] of sockets.entries()) socket.write(`GET /veloconnect?${wrong}${index} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await pause(100);
    for (const socket of sockets) socket.destroy();
  },
  "wrong passwords": (attacker) => hold(attacker, 20, 3000, `GET /veloconnect?${wrong}x HTTP/1.1\r\nHost: x\r\n\r\n`),
  "unknown buyers": (attacker) =>
    sendWhole(attacker, `GET /veloconnect?RequestName=GetStatusRequest&BuyersID=${attacker.random.below(1e9)}&Password=x HTTP/1.0\r\n\r\n`),
  "answers that are not read": (attacker) => hold(attacker, 10, 3000, "GET /soap/veloconnect?wsdl HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200)),
  "connections that say nothing": (attacker) => hold(attacker, 200, 3000, ""),
  "heads that do not end": (attacker) => hold(attacker, 50, 3000, "GET / HTTP/1.1\r\nHost: x\r\nX-Header: "),
  "bodies that do not end": (attacker) =>
    hold(attacker, 50, 3000, "POST /veloconnect HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 4000000\r\n\r\n<a>"),
  "a body that is too long": (attacker) =>
    sendWhole(attacker, "POST /veloconnect HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 99999999999\r\n\r\n<a>"),
  "chunks without end": async ({ target, open }) => {
    const socket = open(target.port);
    socket.write("POST /veloconnect HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (let sent = 0; sent < 100 && socket.writable; sent++) {
      socket.write(`10000\r\n${"<a>".repeat(21_845)}x\r\n`);
      await pause(5);
    }
    await untilClosed(socket, 1000);
  },
  "a small body that unpacks to a large one": (attacker) =>
    sendWhole(attacker, post("/soap/veloconnect", "text/xml", packed, "Content-Encoding: gzip\r\n")),
  "hostile heads": (attacker) =>
    sendWhole(attacker, `${attacker.random.of(hostileHeads(`${wrong}x`, "secret"))}\r\nConnection: close\r\n\r\n`),
  "octets that are no request": ({ target, open, random }) => {
    const socket = open(target.port);
    socket.write(Uint8Array.from({ length: 1 + random.below(5000) }, () => random.below(256)));
    return untilClosed(socket, 1000);
  },
  "documents that are nearly right": async (attacker) => {
    const { random } = attacker;
    const mutator = new Mutator(random, dictionary);
    const [path, valid] = random.oneIn(2) ? ["/veloconnect", validDocument] : ["/soap/veloconnect", validEnvelope];
    for (let left = 20; left > 0; left--)
      await sendWhole(attacker, post(path, "text/xml", mutator.mutate(encoder.encode(valid), encoder.encode(validEnvelope))));
  },
  "net.tcp: octets that are no preamble": ({ target, open, random }) => {
    const socket = open(target.ipamPort);
    socket.write(Uint8Array.from({ length: 1 + random.below(500) }, () => random.below(256)));
    return untilClosed(socket, 1000);
  },
  "net.tcp: a message that is too large": ({ target, open }) => {
    const socket = open(target.ipamPort);
    socket.write(writeRecords(preamble(target.ipamUrl)));
    socket.write(Uint8Array.of(0x06, 0xff, 0xff, 0xff, 0xff, 0x07));
    return untilClosed(socket, 1000);
  },
  "net.tcp: sessions that say nothing": async ({ target, open }) => {
    const sockets = Array.from({ length: 20 }, () => open(target.ipamPort));
    for (const socket of sockets) socket.write(writeRecords(preamble(target.ipamUrl)));
    await pause(2000);
    for (const socket of sockets) socket.destroy();
  },
  "net.tcp: a preamble that drips": async ({ target, open }) => {
    const socket = open(target.ipamPort);
    for (const octet of writeRecords(preamble(target.ipamUrl))) {
      socket.write(Uint8Array.of(octet));
      await pause(20);
    }
    socket.destroy();
  },
};

const dictionary = ["&#0;", "<!DOCTYPE a>", "]]>", "xmlns:", "\u0000", "<![CDATA["].map((text) => encoder.encode(text));
const packed = gzipSync(Buffer.alloc(256 * 1024 ** 2, "<a>"));

/** Attacks until it is told to end, one attack after the other. */
export class HostileTraffic {
  /** How often each attack was made. */
  readonly counts = new Map<string, number>();
  #isOver = false;
  readonly #attackers: Promise<unknown>;

  constructor(target: Target, attackers: number, seed: number) {
    this.#attackers = Promise.all(Array.from({ length: attackers }, (_, index) => this.#attack(target, index, seed)));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#attackers;
  }

  async #attack(target: Target, index: number, seed: number): Promise<void> {
    const random = new Random(seed + index);
    const open = (port: number): Socket => {
      const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.0.${2 + index}` });
      // Being cut off is what attackers expect.
      socket.on("error", () => undefined);
      return socket;
    };
    while (!this.#isOver) {
      const [name, attack] = random.of(Object.entries(attacks));
      await attack({ target, random, open });
      this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    }
  }
}

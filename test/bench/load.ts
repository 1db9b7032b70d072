/**
 * Load for a server on the loopback interface: the same request again and again on a few connections that stay open, one after the other on each.
 */
import { connect, type Socket } from "node:net";

export interface Load {
  readonly port: number;
  /** The whole request as it is sent. */
  readonly request: Uint8Array;
  /** How many requests in all. */
  readonly count: number;
  readonly connections: number;
}

/** A request with a Content-Length where it has a body. */
export function requestOf(method: string, target: string, headers: Readonly<Record<string, string>> = {}, body = ""): Uint8Array {
  const length = body === "" ? {} : { "content-length": String(new TextEncoder().encode(body).length) };
  const lines = Object.entries({ host: "127.0.0.1", ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`);
  return new TextEncoder().encode(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}

/** Sends all requests. Gives how many milliseconds each took; rejects for an answer that is not 200. */
export async function run({ port, request, count, connections }: Load): Promise<number[]> {
  let left = count;
  const times: number[] = [];
  const next = (): boolean => left-- > 0;
  await Promise.all(Array.from({ length: connections }, () => runConnection(port, request, next, times)));
  return times;
}

/**
 * The answers to one request have one length, which the first one tells; after that bytes are counted. A client that takes longer than the server
 * would never sleep, and a server that need not wake it looks cheaper than it is.
 */
function runConnection(port: number, request: Uint8Array, next: () => boolean, times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let first = Buffer.alloc(0);
    let length: number | undefined;
    let received = 0;
    let sent = 0;
    const onData = (size: number, chunk: Uint8Array): boolean => {
      if (received === 0 && chunk[statusAt] !== two) reject(new Error(Buffer.from(chunk.subarray(0, size)).toString()));
      received += size;
      if (length === undefined) {
        first = Buffer.concat([first, chunk.subarray(0, size)]);
        length = lengthOfAnswer(first);
      }
      if (length === undefined || received < length) return true;
      if (received > length) reject(new Error(`an answer of ${received} bytes in place of ${length}`));
      received = 0;
      times.push(performance.now() - sent);
      send();
      return true;
    };
    const socket: Socket = connect({ port, host: "127.0.0.1", onread: { buffer: Buffer.alloc(64 * 1024), callback: onData } });
    const send = (): void => {
      if (next()) {
        sent = performance.now();
        socket.write(request);
        return;
      }
      // Everything has been answered: how the connection ends does not matter.
      socket.destroy();
      resolve();
    };
    socket.setNoDelay(true);
    socket.on("connect", send);
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server has closed the connection")));
  });
}

/** Where an answer has the first digit of its status: "HTTP/1.1 200". */
const statusAt = 9;
const two = 0x32;

/** Bytes of the answer that begins here; undefined while its end cannot be seen. */
function lengthOfAnswer(bytes: Buffer): number | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end);
  const announced = /\r\ncontent-length: (\d+)/i.exec(head);
  if (announced !== null) return end + 4 + Number(announced[1]);
  const last = bytes.indexOf("\r\n0\r\n\r\n", end);
  return last < 0 ? undefined : last + 7;
}

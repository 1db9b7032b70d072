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

/** Sends all requests. Rejects for an answer that is not 200. */
export async function run({ port, request, count, connections }: Load): Promise<void> {
  let left = count;
  const next = (): boolean => left-- > 0;
  await Promise.all(Array.from({ length: connections }, () => runConnection(port, request, next)));
}

function runConnection(port: number, request: Uint8Array, next: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1");
    const send = (): void => {
      if (next()) socket.write(request);
      else socket.end();
    };
    let received = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on("connect", send);
    socket.on("data", (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = lengthOfAnswer(received);
      if (length === undefined || received.length < length) return;
      if (!received.subarray(0, 12).equals(ok)) reject(new Error(received.toString("utf8", 0, 500)));
      received = received.subarray(length);
      send();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}

const ok = Buffer.from("HTTP/1.1 200");

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

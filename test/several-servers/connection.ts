/**
 * How requests of every binding are sent: once each, over connections that are kept.
 */
import { Agent, request as sendRequest } from "node:http";

/** There was no answer, or one that says that the server does not work on the request now. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

const agent = new Agent({ keepAlive: true });
/** Longer than a server takes for any answer, in milliseconds. */
const patience = 60_000;

/** An answer that has arrived whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer<ArrayBuffer>;
}

/** Sends a request by POST. Rejects with NoAnswer alone. */
export function post(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new NoAnswer("there was no answer", { cause }));
    const options = { agent, method: "POST", headers: { ...headers, "content-length": body.length }, timeout: patience };
    const sent = sendRequest(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", fail);
      response.on("end", () => {
        const { statusCode: status = 0, headers: received } = response;
        if (status === 503) fail(status);
        else resolve({ status, type: received["content-type"] ?? "", body: Buffer.concat(parts) });
      });
    });
    sent.on("error", fail);
    sent.on("timeout", () => sent.destroy(new Error("too late")));
    sent.end(body);
  });
}

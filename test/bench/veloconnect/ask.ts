/**
 * Requests to a handler without a socket, and what they cost.
 */
import type { HttpRequest } from "../../../src/service/exchange.js";
import type { ServiceHandler } from "../../../src/service/fetch-adapter.js";

const noHeaders = { get: () => null };

/** Asks by URL. Throws for an answer whose ResponseCode is not 200. */
export async function ask(handler: ServiceHandler, query: string): Promise<string> {
  const request: HttpRequest = {
    method: "GET",
    path: "/veloconnect",
    query: `BuyersID=B1&Password=secret&RequestName=${query}`,
    origin: "http://127.0.0.1",
    headers: noHeaders,
    signal: new AbortController().signal,
    readBody: async () => new Uint8Array(0),
    stopReading: () => false,
  };
  const { body } = await handler.exchange(request);
  const text = typeof body === "string" ? body : Buffer.from(body as Uint8Array).toString();
  if (!/ResponseCode>200</.test(text)) throw new Error(text);
  return text;
}

/** The text of a member of an answer. */
export function memberOf(answer: string, name: string): string {
  return new RegExp(`<(?:\\w+:)?${name}[^>]*>([^<]*)<`).exec(answer)?.[1] ?? "";
}

/** Milliseconds. */
export interface Cost {
  /** CPU of this process. */
  readonly cpu: number;
  readonly wall: number;
}

/** The cost of one of many calls: of several rounds the one that was disturbed least. */
export async function costOf(count: number, call: (index: number) => Promise<unknown>, rounds = 5): Promise<Cost> {
  let best: Cost = { cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const before = process.cpuUsage();
    for (let index = 0; index < count; index++) await call(round * count + index);
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1000 / count;
    if (cpu < best.cpu) best = { cpu, wall: (performance.now() - start) / count };
  }
  return best;
}

/** `0.123 ms` */
export function milliseconds(value: number): string {
  return `${value < 1 ? value.toFixed(3) : value.toFixed(1)} ms`;
}

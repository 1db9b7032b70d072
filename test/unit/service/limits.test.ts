/**
 * The time limit of a request: what is answered when it is up, and that nothing stays behind.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { HttpRequest } from "../../../src/service/exchange.js";
import { fromRequest } from "../../../src/service/fetch-adapter.js";
import { answerInTime, type TimeLimit } from "../../../src/service/limits.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => undefined);

function requestOf(init: RequestInit = {}): HttpRequest {
  return fromRequest(new Request("http://shop.example/", init));
}

describe("when the time is up", () => {
  it("unfinished work is answered with 503, and its signal is aborted", async () => {
    let signal: AbortSignal | undefined;
    const answer = answerInTime(requestOf(), 100, (limit) => {
      signal = limit.signal;
      return never;
    });
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toEqual({ status: 503, headers: { "retry-after": "1" } });
    expect(String(signal?.reason)).toContain("the time of the request is up");
  });

  it("a signal that is asked for later is aborted from the start", async () => {
    let limit: TimeLimit | undefined;
    const answer = answerInTime(requestOf(), 100, (given) => {
      limit = given;
      return never;
    });
    await vi.advanceTimersByTimeAsync(100);
    await answer;
    expect(limit?.signal.aborted).toBe(true);
  });

  it("a body that has not arrived is answered 408", async () => {
    const body = new ReadableStream<Uint8Array>({ pull: () => never });
    const request = requestOf({ method: "POST", body, duplex: "half" } as RequestInit);
    const answer = answerInTime(request, 100, async () => ({ status: 200, body: await request.readBody(10) }));
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toEqual({ status: 408 });
  });
});

describe("when the request is answered", () => {
  it("no timer and no listener stays", async () => {
    const sender = new AbortController();
    const removed = vi.spyOn(sender.signal, "removeEventListener");
    const request: HttpRequest = { ...requestOf(), signal: sender.signal, stopReading: () => false, readBody: () => never };
    let signal: AbortSignal | undefined;
    await answerInTime(request, 100, async (limit) => {
      signal = limit.signal;
      return { status: 200 };
    });
    expect(vi.getTimerCount()).toBe(0);
    expect(removed).toHaveBeenCalledOnce();
    sender.abort();
    expect(signal?.aborted).toBe(false);
  });
});

it("the signal follows the sender", async () => {
  const sender = new AbortController();
  const request: HttpRequest = { ...requestOf(), signal: sender.signal, stopReading: () => false, readBody: () => never };
  const reason = await answerInTime(request, 100, async ({ signal }) => {
    sender.abort(new Error("gone"));
    return { status: 200, body: String(signal.reason) };
  });
  expect(reason.body).toBe("Error: gone");
});

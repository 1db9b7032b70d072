/**
 * What a call can say and give: declared faults as results, HTTP headers of its own, repetitions.
 */
import { createClient, createHandler, declaredFault, type RetryPolicy, SoapFault, serve, TransportError } from "soapwright/soap";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, type TooHeavy } from "./parcel-contract.js";

const server: ParcelServer = {
  async send({ to, weight }) {
    if (to === "nobody") throw new SoapFault("Receiver", "try again");
    if (Number(weight) > 30) throw declaredFault<ParcelOperations["send"]>({ name: "tooHeavy", detail: { limit: "30.0" } });
    return { number: to.length };
  },
  note: async () => undefined,
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};
const handler = createHandler({ services: [serve(ParcelSoap11, server)] });
const input = { to: "Anna", weight: "1" };

describe("the result of a call", () => {
  const client = createClient(ParcelSoap11, { url: "http://post.example/", fetch: handler });

  it("is the output", async () => {
    const result = await client.send.result(input);
    expect(result).toEqual({ ok: true, output: { number: 4 } });
  });

  it("is a declared fault, which its name narrows", async () => {
    const result = await client.send.result({ ...input, weight: "31" });
    if (result.ok) throw new Error("it was not too heavy");
    switch (result.fault.name) {
      case "tooHeavy":
        expectTypeOf(result.fault.detail).toEqualTypeOf<TooHeavy>();
        expect(result.fault.detail.limit).toBe("30.0");
    }
  });

  it("is no other fault: that is thrown", async () => {
    await expect(client.send.result({ ...input, to: "nobody" })).rejects.toMatchObject({ message: "try again" });
  });
});

it("a call has HTTP headers of its own", async () => {
  const seen: (string | null)[][] = [];
  const fetch = async (request: Request): Promise<Response> => {
    seen.push([request.headers.get("x-a"), request.headers.get("x-b"), request.headers.get("soapaction")]);
    return handler(request);
  };
  const client = createClient(ParcelSoap11, { url: "http://post.example/", fetch, httpHeaders: { "x-a": "client", "x-b": "client" } });
  await client.send(input, { httpHeaders: { "x-b": "call", soapaction: "urn:other" } });
  expect(seen).toEqual([["client", "call", '"urn:parcel#Send"']]);
});

describe("a call that fails on the way", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Calls while the transport fails as often and as it is told; gives the waits between the attempts. */
  async function call(failures: readonly (Response | Error)[], policy: Partial<RetryPolicy> = {}, signal?: AbortSignal) {
    const left = [...failures];
    const times: number[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      times.push(Date.now());
      const failure = left.shift();
      if (failure instanceof Error) throw failure;
      return failure ?? handler(request);
    };
    const client = createClient(ParcelSoap11, { url: "http://post.example/", fetch, retry: { operations: ["send"], ...policy } });
    const outcome = client.send(input, { ...(signal !== undefined && { signal }) }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(200_000);
    return { outcome: await outcome, waits: times.slice(1).map((time, index) => time - (times[index] ?? 0)) };
  }
  const status = (code: number, headers: Record<string, string> = {}): Response => new Response("", { status: code, headers });

  it.each<[string, readonly (Response | Error)[], readonly number[]]>([
    ["no answer", [new TypeError("fetch failed")], [200]],
    ["503", [status(503), status(503)], [200, 400]],
    ["502, 504", [status(502), status(504)], [200, 400]],
    ["429 with a time", [status(429, { "retry-after": "7" })], [7000]],
    ["a time that has passed", [status(503, { "retry-after": "Thu, 01 Jan 2015 00:00:00 GMT" })], [200]],
    ["a time that is none", [status(503, { "retry-after": "soon" })], [200]],
  ])("is made again: %s", async (_, failures, want) => {
    expect(await call(failures)).toEqual({ outcome: { number: 4 }, waits: want });
  });

  it.each<[string, readonly (Response | Error)[], Partial<RetryPolicy>, object]>([
    ["it has failed often enough", [status(503), status(503), status(503)], {}, { waits: [200, 400] }],
    ["the policy says once", [status(503)], { attempts: 1 }, { waits: [] }],
    ["the policy does not name the operation", [status(503)], { operations: ["count"] }, { waits: [] }],
    ["the server asks for an hour", [status(503, { "retry-after": "3600" })], {}, { waits: [] }],
    ["the request is wrong", [status(404)], {}, { waits: [] }],
  ])("fails if %s", async (_, failures, policy, want) => {
    const { outcome, waits } = await call(failures, policy);
    expect(outcome).toBeInstanceOf(TransportError);
    expect({ waits }).toEqual(want);
  });

  it("waits as the policy says", async () => {
    const { waits } = await call([status(503), status(503)], { delay: (repetition) => repetition * 10 });
    expect(waits).toEqual([10, 20]);
  });

  it("is not made again once its caller has given up", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 100);
    const { outcome, waits } = await call([status(503), status(503)], {}, controller.signal);
    expect(outcome).toMatchObject({ message: "enough" });
    expect(waits).toEqual([]);
  });
});

/**
 * Requests as the console shows them: how long they took, and what they were refused for.
 */
import { describe, expect, it } from "vitest";
import { SeenRequests } from "../../../../src/server/observe/seen-requests.js";

const request = { method: "GET", path: "/x", status: 200, ms: 3 };

describe("latency", () => {
  it("is counted between bounds, each of which belongs to what is below it", () => {
    const seen = new SeenRequests();
    for (const ms of [0, 1, 2, 3, 5, 6, 5000, 5001, 60_000]) seen.note({ ...request, ms }, 0);
    const { bounds, counts, median, slowest } = seen.latency();
    expect(bounds.map((bound, index) => [bound, counts[index]]).filter(([, count]) => count !== 0)).toEqual([
      [1, 2],
      [2, 1],
      [5, 2],
      [10, 1],
      [5000, 1],
    ]);
    expect(counts.at(-1)).toBe(2);
    expect(counts).toHaveLength(bounds.length + 1);
    expect([median, slowest]).toEqual([5, 60_000]);
  });

  it("is unknown without requests", () => {
    const { median, slowest, counts } = new SeenRequests().latency();
    expect([median, slowest, Math.max(...counts)]).toEqual([undefined, undefined, 0]);
  });
});

it("what was refused is counted by rule, the most frequent first, and rules are bounded", () => {
  const seen = new SeenRequests();
  for (const code of [200, 420, 411, 420]) seen.note({ ...request, code }, 0);
  for (let times = 0; times < 3; times++) seen.fault("cvc-complex-type.2.4.a");
  expect(seen.faults()).toEqual([
    { rule: "cvc-complex-type.2.4.a", count: 3 },
    { rule: "ResponseCode 420", count: 2 },
    { rule: "ResponseCode 411", count: 1 },
  ]);
  for (let rule = 0; rule < 10_000; rule++) seen.fault(`rule ${rule}`);
  seen.fault("cvc-complex-type.2.4.a");
  expect(seen.faults()).toHaveLength(20);
  expect(seen.faults()[0]).toEqual({ rule: "cvc-complex-type.2.4.a", count: 4 });
});

it("requests are counted by second, for a minute", () => {
  const seen = new SeenRequests();
  for (const second of [0, 0, 1, 59, 60, 61]) seen.note(request, second * 1000);
  expect(seen.perSecond(61_000).at(-1)).toBe(1);
  expect(seen.perSecond(61_000)[0]).toBe(1);
  expect(seen.perSecond(61_000).reduce((sum, count) => sum + count, 0)).toBe(3);
});

it("who asked is shown, by number where it is known", () => {
  const seen = new SeenRequests();
  seen.note({ ...request, address: "10.0.0.1" }, 0);
  seen.note({ ...request, buyer: "4711", address: "10.0.0.1" }, 0);
  expect(seen.since(undefined).requests.map(({ caller }) => caller)).toEqual(["4711", "10.0.0.1"]);
});

import { expect, test } from "vitest";
import { ReplayCache } from "../../../../src/negotiate/kerberos/replay-cache.js";

test("each authenticator counts once, as long as its time would be accepted", () => {
  const cache = new ReplayCache(600);
  expect(cache.add("a", 0)).toBe(true);
  expect(cache.add("b", 300)).toBe(true);
  expect(cache.add("a", 599)).toBe(false);
  expect(cache.add("a", 600)).toBe(true);
  expect(cache.add("b", 899)).toBe(false);
  expect(cache.add("b", 900)).toBe(true);
});

test("a full memory lets nobody in, until the oldest are forgotten", () => {
  const cache = new ReplayCache(600);
  for (let index = 0; index < 100_000; index++) cache.add(`${index}`, index < 50_000 ? 0 : 100);
  expect(cache.add("one more", 599)).toBe(false);
  expect(cache.add("one more", 600)).toBe(true);
});

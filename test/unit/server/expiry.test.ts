import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startExpiry } from "../../../src/server/expiry.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("does the work every minute, and every second while it fails", async () => {
  const errors: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (_: object, message: string) => void errors.push(message) };
  const times: number[] = [];
  const start = Date.now();
  let isDown = false;
  const stop = startExpiry(async () => {
    times.push((Date.now() - start) / 1000);
    if (isDown) throw new Error("the database is away");
    return 1;
  }, log);
  await vi.advanceTimersByTimeAsync(119_000);
  isDown = true;
  await vi.advanceTimersByTimeAsync(4_000);
  isDown = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(times).toEqual([60, 120, 121, 122, 123, 124]);
  expect(errors).toHaveLength(1);
  stop();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(times).toHaveLength(6);
});

/**
 * Turns of requests: when one is over, and in which order the next ones begin.
 */
import { describe, expect, it } from "vitest";
import { RequestTurns } from "../../../src/service/turns.js";

/** Asks until the turn is over, at most so many times. */
function questionsUntilOver(turns: RequestTurns, most = 1000): number {
  for (let asked = 1; asked <= most; asked++) if (turns.isOver()) return asked;
  return Number.POSITIVE_INFINITY;
}

const unaborted = (): AbortSignal => new AbortController().signal;

describe("a turn", () => {
  it("is over after 20 ms, and the next one has 20 again", async () => {
    const clock = { time: 0 };
    const turns = new RequestTurns(unaborted, () => clock.time);
    clock.time = 19;
    expect(questionsUntilOver(turns)).toBe(Number.POSITIVE_INFINITY);
    clock.time = 20;
    expect(questionsUntilOver(turns)).toBeLessThanOrEqual(64);
    await turns.next();
    expect(questionsUntilOver(turns)).toBe(Number.POSITIVE_INFINITY);
    clock.time = 40;
    expect(questionsUntilOver(turns)).toBeLessThanOrEqual(64);
  });

  it("looks at the clock now and then", () => {
    let looks = 0;
    const turns = new RequestTurns(unaborted, () => looks++);
    questionsUntilOver(turns, 640);
    expect(looks).toBeLessThan(20);
  });
});

it("one turn begins in each round of events, however many wait", async () => {
  let rounds = 0;
  let isDone = false;
  const count = (): void => {
    rounds++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const began: number[] = [];
  await Promise.all(Array.from({ length: 5 }, () => new RequestTurns(unaborted).next().then(() => began.push(rounds))));
  isDone = true;
  expect(new Set(began).size).toBe(5);
});

describe("work whose request has ended", () => {
  it.each([{ when: "before" }, { when: "while it waits" }])("ends $when", async ({ when }) => {
    const controller = new AbortController();
    if (when === "before") controller.abort(new Error("gone"));
    const next = new RequestTurns(() => controller.signal).next();
    controller.abort(new Error("gone"));
    await expect(next).rejects.toThrow("gone");
    await new RequestTurns(unaborted).next();
  });
});

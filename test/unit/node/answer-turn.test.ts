/** When answers of one turn of the event loop are written. */
import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { atEndOfTurn } from "../../../src/node/answer-turn.js";

afterEach(() => void vi.restoreAllMocks());

/** Notes what has been written. */
function writing(): { readonly written: string[]; readonly answer: (name: string) => Promise<void> } {
  const written: string[] = [];
  return {
    written,
    answer: (name) =>
      new Promise((resolve) => {
        atEndOfTurn(() => {
          written.push(name);
          resolve();
        });
      }),
  };
}

test("answers of one turn are written in their order when the turn is over", async () => {
  const { written, answer } = writing();
  const first = answer("first");
  await Promise.resolve();
  const second = answer("second");
  await Promise.resolve();
  expect(written).toEqual([]);
  await setImmediate();
  expect(written).toEqual(["first", "second"]);
  await Promise.all([first, second]);
});

test("answers do not wait for a turn that takes long", async () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(1000);
  const { written, answer } = writing();
  const first = answer("first");
  now.mockReturnValue(1005);
  const second = answer("second");
  await Promise.all([first, second]);
  expect(written).toEqual(["first", "second"]);
  await setImmediate();
  const third = answer("third");
  expect(written).toEqual(["first", "second"]);
  await third;
  expect(written).toEqual(["first", "second", "third"]);
});

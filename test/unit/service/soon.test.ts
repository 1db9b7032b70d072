/** Steps that wait only where there is something to wait for. */
import { describe, expect, it } from "vitest";
import { callOperation } from "../../../src/service/call-operation.js";
import type { Call } from "../../../src/service/port-type.js";
import { andThen, orElse, type Soon, whenOver } from "../../../src/service/soon.js";

const fail = (): never => {
  throw new Error("failed");
};

/** What a step gives at once, and what it gives of a promise. */
async function bothWays(step: (value: Soon<number>) => Soon<unknown>): Promise<readonly unknown[]> {
  const atOnce = step(1);
  const later = step(Promise.resolve(1));
  expect(atOnce).not.toBeInstanceOf(Promise);
  expect(later).toBeInstanceOf(Promise);
  return [atOnce, await later];
}

describe("a step", () => {
  it("goes on at once with what is there", async () => {
    expect(await bothWays((value) => andThen(value, (one) => one + 1))).toEqual([2, 2]);
  });

  it("is recovered from where it throws or rejects", async () => {
    const recovered = await bothWays((value) =>
      orElse(
        () => andThen(value, fail),
        (error) => String(error),
      ),
    );
    expect(recovered).toEqual(["Error: failed", "Error: failed"]);
  });

  it("tells once that it is over, and how", async () => {
    const told: unknown[] = [];
    const tell = (failure?: { readonly error: unknown }): void => void told.push(String(failure?.error));
    await bothWays((value) => whenOver(() => value, tell));
    expect(() => whenOver(fail, tell)).toThrow("failed");
    await expect(whenOver(() => Promise.reject(new Error("late")), tell)).rejects.toThrow("late");
    expect(told).toEqual(["undefined", "undefined", "Error: failed", "Error: late"]);
  });
});

describe("an operation", () => {
  // The operations look at nothing of their calls.
  const call = {} as Call;
  const outputOf = (output: unknown): Soon<unknown> =>
    callOperation({ portType: "", name: "Count", property: "count", implementation: { count: () => output } }, {}, call, {});

  it("may give its output at once, or by any promise", async () => {
    expect(outputOf("now")).toBe("now");
    expect(await outputOf(Promise.resolve("later"))).toBe("later");
    // biome-ignore lint/suspicious/noThenProperty: the promise of another library
    expect(await outputOf({ then: (resolve: (value: string) => void) => resolve("foreign") })).toBe("foreign");
  });
});

/**
 * Which passwords are checked, and in which order.
 */
import { describe, expect, it } from "vitest";
import { defaultPasswordLimits, type PasswordLimits, PasswordQueue } from "../../../src/server/password-queue.js";
import { rememberVerified } from "../../../src/server/verified-passwords.js";

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue whose checks end when the test says so. A password says how its check ends. */
function createQueue(limits: Partial<PasswordLimits> = {}) {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const clock = { time: 0 };
  const queue = new PasswordQueue(
    (password, hash) => {
      started.push(password);
      return new Promise((resolve) => ends.push(() => resolve(password === hash)));
    },
    { ...defaultPasswordLimits, ...limits },
    () => clock.time,
  );
  const outcomes: Record<string, string> = {};
  const ask = (password: string, address: string | undefined, buyer = "B1", signal?: AbortSignal): void => {
    queue.verify(password, "right", { buyer, address, signal }).then(
      (isRight) => (outcomes[password] = isRight ? "right" : "wrong"),
      (error: Error) => (outcomes[password] = error.message),
    );
  };
  /** Ends the check that runs longest, and lets what follows from that happen. */
  const endOne = async (): Promise<void> => {
    await settle();
    ends.shift()?.();
    await settle();
  };
  return { queue, started, outcomes, ask, endOne, clock };
}

const busy = "too many passwords are being checked";

describe("checks", () => {
  it("run two at once, and the others wait", async () => {
    const { started, ask, endOne, queue } = createQueue();
    for (const password of ["1", "2", "3", "4"]) ask(password, "a");
    await settle();
    expect(started).toEqual(["1", "2"]);
    await endOne();
    expect(started).toEqual(["1", "2", "3"]);
    for (let i = 0; i < 3; i++) await endOne();
    expect([started, queue.size]).toEqual([["1", "2", "3", "4"], 0]);
  });

  it("of an address with none come before the second of an address with many", async () => {
    const { started, ask, endOne } = createQueue({ running: 1 });
    for (const password of ["a1", "a2", "a3"]) ask(password, "a");
    for (const password of ["b1", "b2"]) ask(password, "b");
    for (let i = 0; i < 5; i++) await endOne();
    expect(started).toEqual(["a1", "b1", "a2", "b2", "a3"]);
  });

  it.each<[string, Partial<PasswordLimits>, [string, string, string][]]>([
    [
      "of one address",
      { perAddress: 2 },
      [
        ["1", "a", "B1"],
        ["2", "a", "B2"],
        ["3", "a", "B3"],
      ],
    ],
    [
      "of one buyer",
      { perBuyer: 2 },
      [
        ["1", "a", "B1"],
        ["2", "b", "B1"],
        ["3", "c", "B1"],
      ],
    ],
    [
      "of all together",
      { total: 2 },
      [
        ["1", "a", "B1"],
        ["2", "b", "B2"],
        ["3", "c", "B3"],
      ],
    ],
  ])("%s beyond the limit are refused", async (_, limits, asked) => {
    const { outcomes, ask, endOne } = createQueue(limits);
    for (const [password, address, buyer] of asked) ask(password, address, buyer);
    await endOne();
    expect(outcomes).toEqual({ "1": "wrong", "3": busy });
  });

  it("of a full queue make room for an address with fewer", async () => {
    const { outcomes, ask, endOne } = createQueue({ running: 1, total: 3 });
    for (const password of ["a1", "a2", "a3"]) ask(password, "a");
    ask("right", "b");
    for (let i = 0; i < 3; i++) await endOne();
    expect(outcomes).toEqual({ a1: "wrong", a2: "wrong", a3: busy, right: "right" });
  });

  it("of addresses that are not known count for none", async () => {
    const { outcomes, ask, endOne } = createQueue({ perAddress: 1, wrongPerAddress: 1 });
    for (const password of ["1", "2", "3"]) ask(password, undefined);
    for (let i = 0; i < 3; i++) await endOne();
    expect(outcomes).toEqual({ "1": "wrong", "2": "wrong", "3": "wrong" });
  });

  it("that wait end with their caller, and cost nothing", async () => {
    const { started, outcomes, ask, endOne, queue } = createQueue({ running: 1 });
    const gone = new AbortController();
    ask("1", "a");
    ask("2", "a", "B1", gone.signal);
    ask("3", "a", "B1", AbortSignal.abort());
    gone.abort();
    await endOne();
    expect(started).toEqual(["1"]);
    expect(outcomes).toEqual({ "1": "wrong", "2": "the caller has gone", "3": "the caller has gone" });
    expect(queue.size).toBe(0);
  });

  it("that wait end with the server; those that run give a result", async () => {
    const { outcomes, ask, endOne, queue } = createQueue({ running: 1 });
    ask("right", "a");
    ask("2", "a");
    queue.close();
    await endOne();
    expect(outcomes).toEqual({ right: "right", "2": "the server ends" });
  });
});

describe("wrong passwords", () => {
  it("of an address are checked so many in a minute, right ones do not count", async () => {
    const { outcomes, ask, endOne, clock } = createQueue({ wrongPerAddress: 2 });
    const askAll = async (...passwords: readonly string[]): Promise<void> => {
      for (const password of passwords) {
        ask(password, "a");
        await endOne();
      }
    };
    await askAll("right", "right", "right", "1", "2", "3");
    expect(outcomes).toEqual({ right: "right", "1": "wrong", "2": "wrong", "3": "too many passwords were wrong" });
    clock.time += 30_000;
    await askAll("4", "5");
    expect(outcomes).toMatchObject({ "4": "wrong", "5": "too many passwords were wrong" });
    ask("right", "b");
    await endOne();
    expect(outcomes.right).toBe("right");
  });
});

describe("a check for several callers", () => {
  it("is given up when the last of them has gone", async () => {
    const signals: AbortSignal[] = [];
    const verify = rememberVerified((_, __, { signal }) => {
      if (signal !== undefined) signals.push(signal);
      return new Promise(() => undefined);
    });
    const callers = [new AbortController(), new AbortController()];
    const checks = callers.map(async ({ signal }) => {
      try {
        return await verify("x", "hash", { buyer: "B1", address: "a", signal });
      } catch (error) {
        return String(error);
      }
    });
    callers[0]?.abort();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    callers[1]?.abort();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await Promise.all(checks)).toEqual(Array(2).fill("NotCheckedError: the caller has gone"));
  });

  it("is not shared by buyers: how long it takes would reveal which ones exist", async () => {
    let count = 0;
    const verify = rememberVerified(async () => {
      count++;
      return false;
    });
    await Promise.all(["B1", "B2"].map((buyer) => verify("x", "decoy", { buyer, address: "a", signal: undefined })));
    expect(count).toBe(2);
  });
});

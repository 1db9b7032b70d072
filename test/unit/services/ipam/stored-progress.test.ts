import { describe, expect, test } from "vitest";
import { createMemoryProgressStore, markInterrupted, type ProgressRecord } from "../../../../src/services/ipam/progress-store.js";
import { createStoredProgress } from "../../../../src/services/ipam/stored-progress.js";
import { createMemoryStore } from "../../../../src/stores/memory.js";
import { Stage } from "../../../support/ipam-stage.js";

const started: ProgressRecord = { kind: "started", operationId: "CreateDhcpFilters", caller: "ada", isNonDeterministic: false };
const records: readonly ProgressRecord[] = [
  started,
  { kind: "subTaskAdded", subTaskId: 1, name: "A" },
  { kind: "subTaskChanged", subTaskId: 1, status: "CompletedWithWarning", percent: "100", message: "had it" },
  { kind: "percentage", percent: "60" },
  { kind: "sessionEnded", caller: "ada", operationId: "CreateDhcpFilters", reason: "gone" },
  {
    kind: "failed",
    detail: { exceptionId: "IpamApiInvalidParameter", message: "no", inner: { exceptionId: "IpamApiAccessDenied", message: "x" } },
  },
];

describe("runs in the server's store", () => {
  test("are the same as in memory, whatever the order of waiting", async () => {
    const memory = createMemoryProgressStore();
    const stored = createStoredProgress({ store: createMemoryStore(), server: "one" });
    await Promise.all(records.flatMap((record, at) => [memory, stored].map((store) => store.append({ ...record, runId: "r", at }))));
    expect(await stored.runs()).toEqual(await memory.runs());
    expect((await stored.runs())[0]?.state).toBe("failed");
  });

  test("a write whose answer is lost costs nothing that comes after it", async () => {
    const store = createMemoryStore();
    let isAnswerLost = false;
    const progress = createStoredProgress({
      server: "one",
      store: {
        ...store,
        write: async (change) => {
          const result = await store.write(change);
          if (isAnswerLost) throw new Error("the connection is lost");
          return result;
        },
      },
    });
    await progress.append({ ...started, runId: "a", at: 1 });
    isAnswerLost = true;
    await expect(progress.append({ kind: "percentage", percent: "5", runId: "a", at: 2 })).rejects.toThrow("the connection is lost");
    isAnswerLost = false;
    await progress.append({ kind: "succeeded", runId: "a", at: 3 });
    expect(await progress.runs()).toMatchObject([{ id: "a", state: "succeeded", percent: "5" }]);
  });

  test("a restarted server finds what was running, and only its own", async () => {
    const store = createMemoryStore();
    const before = createStoredProgress({ store, server: "one" });
    const other = createStoredProgress({ store, server: "two" });
    await before.append({ ...started, runId: "a", at: 1 });
    await other.append({ ...started, runId: "b", at: 1 });
    const after = createStoredProgress({ store, server: "one" });
    expect(await markInterrupted(after, 5)).toBe(1);
    expect((await after.runs()).map(({ id, state }) => [id, state])).toEqual([["a", "interrupted"]]);
    expect((await other.runs()).map(({ id, state }) => [id, state])).toEqual([["b", "running"]]);
  });

  test("the oldest ended runs are removed", async () => {
    const progress = createStoredProgress({ store: createMemoryStore(), server: "one", kept: 2 });
    for (const [at, runId] of ["a", "b", "c", "d", "e"].entries()) {
      await progress.append({ ...started, runId, at });
      if (runId !== "b") await progress.append({ kind: "succeeded", runId, at });
    }
    expect((await progress.runs()).map(({ id }) => id)).toEqual(["e", "d", "b"]);
  });

  test("sessions without an operation are removed by themselves", async () => {
    const progress = createStoredProgress({ store: createMemoryStore(), server: "one", kept: 2 });
    await progress.append({ ...started, runId: "a", at: 0 });
    await progress.append({ kind: "succeeded", runId: "a", at: 1 });
    for (const runId of ["b", "c", "d"]) await progress.append({ kind: "sessionEnded", caller: "eve", reason: "gone", runId, at: 2 });
    await progress.append({ kind: "sessionEnded", caller: "ada", reason: "done", runId: "a", at: 3 });
    expect((await progress.runs()).map(({ id, state, sessionEnd }) => [id, state, sessionEnd])).toEqual([
      ["d", "notStarted", "gone"],
      ["c", "notStarted", "gone"],
      ["a", "succeeded", "done"],
    ]);
  });

  test("a run that somebody else wrote is not overwritten", async () => {
    const store = createMemoryStore();
    const one = createStoredProgress({ store, server: "one" });
    const twin = createStoredProgress({ store, server: "one" });
    await one.append({ ...started, runId: "a", at: 1 });
    await twin.append({ kind: "succeeded", runId: "a", at: 2 });
    await expect(one.append({ kind: "percentage", percent: "5", runId: "a", at: 3 })).rejects.toThrow("another server of the same name");
  });

  test("serves the service", async () => {
    const store = createStoredProgress({ store: createMemoryStore(), server: "one" });
    const stage = new Stage({ store });
    await stage.initialize();
    await stage.start();
    await stage.runner.report({ kind: "percentage", percent: 40 });
    expect((await store.runs())[0]).toMatchObject({ state: "running", percent: "40" });
    await stage.runner.succeed();
    expect((await store.runs())[0]).toMatchObject({ state: "succeeded", percent: "100" });
  });
});

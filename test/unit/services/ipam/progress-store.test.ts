import { describe, expect, test } from "vitest";
import {
  applyTransition,
  createMemoryProgressStore,
  markInterrupted,
  type OperationRun,
  type ProgressRecord,
} from "../../../../src/services/ipam/progress-store.js";
import { Stage } from "../../../support/ipam-stage.js";

const started = { kind: "started", operationId: "CreateDhcpFilters", caller: "ada", isNonDeterministic: false } as const;

function fold(...records: readonly ProgressRecord[]): OperationRun | undefined {
  let run: OperationRun | undefined;
  for (const [at, record] of records.entries()) run = applyTransition(run, { ...record, runId: "s", at }) ?? run;
  return run;
}

describe("runs", () => {
  test.each<[string, readonly ProgressRecord[], Partial<OperationRun> | undefined]>([
    ["started", [started], { state: "running", percent: "0", subTasks: [], startedAt: 0, changedAt: 0 }],
    ["percentage", [started, { kind: "percentage", percent: "12.5" }], { percent: "12.5", changedAt: 1 }],
    [
      "subtasks",
      [
        started,
        { kind: "subTaskAdded", subTaskId: 1, name: "A" },
        { kind: "subTaskAdded", subTaskId: 2, name: "B" },
        { kind: "subTaskChanged", subTaskId: 2, status: "CompletedWithWarning", percent: "100", message: "had it already" },
      ],
      {
        subTasks: [
          { id: 1, name: "A", status: "NotStarted", percent: "0" },
          { id: 2, name: "B", status: "CompletedWithWarning", percent: "100", message: "had it already" },
        ],
      },
    ],
    [
      "unobserved, then ended",
      [started, { kind: "unobserved", reason: "gone" }, { kind: "succeeded" }],
      { state: "succeeded", unobserved: "gone" },
    ],
    ["nothing after the end", [started, { kind: "succeeded" }, { kind: "interrupted" }], { state: "succeeded", changedAt: 1 }],
    ["nothing before the start", [{ kind: "succeeded" }], undefined],
    ["no second start", [started, { ...started, caller: "eve" }], { caller: "ada" }],
  ])("%s", (_name, records, want) => {
    if (want === undefined) expect(fold(...records)).toBeUndefined();
    else expect(fold(...records)).toMatchObject(want);
  });

  test("what a stopped server left is marked at the next start", async () => {
    const store = createMemoryProgressStore();
    for (const runId of ["a", "b"]) await store.append({ ...started, runId, at: 1 });
    await store.append({ kind: "succeeded", runId: "a", at: 2 });
    expect(await markInterrupted(store, 9)).toBe(1);
    expect((await store.runs()).map(({ id, state, changedAt }) => [id, state, changedAt])).toEqual([
      ["b", "interrupted", 9],
      ["a", "succeeded", 2],
    ]);
  });

  test("the memory store forgets the oldest ended runs, and no running one", async () => {
    const store = createMemoryProgressStore(2);
    for (const runId of ["a", "b", "c", "d", "e"]) {
      await store.append({ ...started, runId, at: 1 });
      if (runId !== "b") await store.append({ kind: "succeeded", runId, at: 2 });
    }
    expect((await store.runs()).map(({ id }) => id)).toEqual(["e", "d", "b"]);
  });
});

describe("the service's records", () => {
  test("everything that an operation did, with its times", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    await stage.clock.pass(1000);
    await stage.runner.report({ kind: "subTask", key: "a", name: "A", uniqueId: 7 });
    await stage.runner.report({ kind: "status", key: "a", status: "InProgress", percent: 50, description: "half" });
    await stage.runner.report({ kind: "percentage", percent: 30 });
    expect(await stage.store.runs()).toEqual([
      {
        id: "session-1",
        operationId: "CreateDhcpFilters",
        caller: "ada",
        isNonDeterministic: false,
        startedAt: 0,
        changedAt: 1000,
        state: "running",
        percent: "30",
        subTasks: [{ id: 1, name: "A", status: "InProgress", percent: "50", message: "half" }],
      },
    ]);
  });

  test("a store that fails is logged and holds up nothing", async () => {
    const log: string[] = [];
    const store = { append: () => Promise.reject(new Error("disk full")), runs: async () => [] };
    const stage = new Stage({ log: ({ message }) => log.push(message), store });
    await stage.reach("OS");
    await stage.runner.succeed();
    expect(stage.channel.take()).toEqual(["SetCompletionPercentage(100)", "SetOverallStatus(CompletedWithSuccess)", "close"]);
    expect(log).toEqual(Array.from({ length: 3 }, () => 'progress of "session-1" could not be kept'));
  });
});

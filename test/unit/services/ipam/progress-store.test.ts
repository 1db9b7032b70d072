import { describe, expect, test } from "vitest";
import type { CallerIdentity } from "../../../../src/services/ipam/caller.js";
import {
  applyTransition,
  createMemoryProgressStore,
  markInterrupted,
  type OperationRun,
  type ProgressRecord,
  type ProgressTransition,
} from "../../../../src/services/ipam/progress-store.js";
import type { EndedSession } from "../../../../src/services/ipam/service.js";
import { administrator, Stage, settle, stranger } from "../../../support/ipam-stage.js";

const started = { kind: "started", operationId: "CreateDhcpFilters", caller: "ada", isNonDeterministic: false } as const;

const ended = { kind: "sessionEnded", caller: "ada", operationId: "CreateDhcpFilters", reason: "gone" } as const;
const refusal = { exceptionId: "IpamApiAccessDenied", message: "no" } as const;

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
    ["unobserved, then ended", [started, ended, { kind: "succeeded" }], { state: "succeeded", unobserved: "gone", sessionEnd: "gone" }],
    [
      "ended, then the session",
      [started, { kind: "succeeded" }, ended, { ...ended, reason: "again" }],
      { state: "succeeded", sessionEnd: "gone", changedAt: 1 },
    ],
    [
      "a session without an operation",
      [{ ...ended, refusal }],
      { state: "notStarted", caller: "ada", operationId: "CreateDhcpFilters", sessionEnd: "gone", refusal, startedAt: 0 },
    ],
    ["nothing after a session without an operation", [ended, started, { kind: "succeeded" }], { state: "notStarted", changedAt: 0 }],
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

  test("sessions without an operation displace none", async () => {
    const store = createMemoryProgressStore(2);
    await store.append({ ...started, runId: "a", at: 1 });
    await store.append({ kind: "succeeded", runId: "a", at: 2 });
    for (const runId of ["b", "c", "d"]) await store.append({ ...ended, runId, at: 3 });
    expect((await store.runs()).map(({ id }) => id)).toEqual(["d", "c", "a"]);
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
  test.each<{ what: string; caller: CallerIdentity; act: (stage: Stage) => Promise<void>; want: Partial<OperationRun> }>([
    {
      what: "that says nothing",
      caller: administrator,
      act: async () => undefined,
      want: { caller: "ada", state: "notStarted", sessionEnd: "gone" },
    },
    {
      what: "that has named an operation",
      caller: administrator,
      act: (stage) => stage.initialize(),
      want: { caller: "ada", operationId: "CreateDhcpFilters", state: "notStarted", sessionEnd: "gone" },
    },
    {
      what: "of a caller who may not start the operation",
      caller: stranger,
      act: async (stage) => {
        await stage.initialize();
        await stage.start();
      },
      want: {
        caller: "eve",
        operationId: "CreateDhcpFilters",
        state: "notStarted",
        sessionEnd: "gone",
        refusal: expect.objectContaining({ exceptionId: "IpamApiAccessDenied" }),
      },
    },
    {
      what: "whose parameters are refused, which ends it",
      caller: administrator,
      act: (stage) => stage.initialize({ $nil: true }),
      want: {
        caller: "ada",
        state: "notStarted",
        sessionEnd: "a request was refused",
        refusal: expect.objectContaining({ exceptionId: "IpamApiInvalidParameter" }),
      },
    },
    {
      what: "whose operation has run",
      caller: administrator,
      act: async (stage) => {
        await stage.reach("OS");
        await stage.runner.succeed();
      },
      want: { caller: "ada", operationId: "CreateDhcpFilters", state: "succeeded", sessionEnd: "the operation is completed" },
    },
  ])("a session $what", async ({ caller, act, want }) => {
    const told: EndedSession[] = [];
    const stage = new Stage({ caller, onSessionEnded: (session) => told.push(session) });
    await act(stage);
    stage.end("gone");
    await settle();
    const [run, ...others] = await stage.store.runs();
    expect([run, others]).toEqual([expect.objectContaining(want), []]);
    // The log has what the store has.
    expect(told).toEqual([
      { sessionId: "session-1", caller, operationId: run?.operationId, reason: run?.sessionEnd, refusal: run?.refusal },
    ]);
  });

  test("the service ends when the ends of its sessions are kept", async () => {
    const kept: string[] = [];
    const store = {
      append: async ({ kind }: ProgressTransition) => {
        await settle();
        kept.push(kind);
      },
      runs: async () => [],
    };
    const stage = new Stage({ store });
    await stage.initialize();
    await stage.service.close();
    expect(kept).toEqual(["sessionEnded"]);
  });

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
    expect(log).toEqual([
      ...Array.from({ length: 3 }, () => 'progress of "session-1" could not be kept'),
      'the end of session "session-1" could not be kept',
    ]);
  });
});

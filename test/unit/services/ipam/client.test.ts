import { describe, expect, test } from "vitest";
import { type OperationOutcome, runOperation } from "../../../../src/services/ipam/client.js";
import { createDemonstrationRunner } from "../../../../src/services/ipam/demonstration-runner.js";
import type { CallbackMessage } from "../../../../src/services/ipam/duplex-session.js";
import { exceptionOf, IpamFailure } from "../../../../src/services/ipam/exception.js";
import { connectInMemory } from "../../../../src/services/ipam/in-memory-transport.js";
import { operationIds, operations } from "../../../../src/services/ipam/operations.js";
import { createMemoryProgressStore } from "../../../../src/services/ipam/progress-store.js";
import { ProgressTracker } from "../../../../src/services/ipam/progress-tracker.js";
import { createRegistry, type OperationRunner } from "../../../../src/services/ipam/runner.js";
import { createIpamService } from "../../../../src/services/ipam/service.js";
import { administrator, createFilters, ManualClock, noPolicy, SteeredRunner, settle, stranger } from "./support.js";

function serviceWith(runner: OperationRunner) {
  const clock = new ManualClock();
  const store = createMemoryProgressStore();
  const scopes = { accessScopeOf: () => undefined };
  const service = createIpamService({ registry: createRegistry({}, runner), policy: noPolicy, scopes, clock, store });
  const connect = connectInMemory(service, { sessionId: "s", caller: administrator });
  return { clock, store, service, connect };
}

describe("an operation from the client's side", () => {
  test("the demonstration, from the first to the last callback", async () => {
    const { service, connect, clock, store } = serviceWith(createDemonstrationRunner());
    const breaches: string[] = [];
    let callbacks = 0;
    const outcome = await runOperation({
      connect,
      clock,
      parameters: createFilters,
      onProgress: () => callbacks++,
      onBreach: (problem) => breaches.push(problem),
    });
    await settle();
    expect(outcome.kind).toBe("completed");
    if (outcome.kind !== "completed") return;
    expect(outcome.progress).toMatchObject({ overallStatus: "CompletedWithSuccess", percent: "100", interrupted: undefined });
    expect(
      outcome.progress.subTasks.map(({ id, name, status, percent, failure }) => [id, name, status, percent, failure?.message]),
    ).toEqual([
      [1, "Read the configuration", "CompletedWithSuccess", "100", undefined],
      [2, "CreateDhcpFilters", "CompletedWithWarning", "100", "one of the settings had its value already"],
      [3, "Inform the partner server", "CompletedWithError", "33.3", "the partner server does not answer"],
      [4, "Refresh the views", "NotRun", "0", undefined],
    ]);
    // The announcement, 4 subtasks, 10 changes, 3 percentages, then 100 percent and the overall status.
    expect(callbacks).toBe(1 + 4 + 10 + 3 + 2);
    expect(breaches).toEqual([]);
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
    expect((await store.runs())[0]).toMatchObject({ id: "s", state: "succeeded" });
  });

  test("a failure comes with its exception", async () => {
    const runner = new SteeredRunner();
    const { connect, clock } = serviceWith(runner);
    runner.steps.push({ kind: "throw", reason: new IpamFailure({ exceptionId: "IpamApiInvalidParameter", message: "no such scope" }) });
    const outcome = await runOperation({ connect, clock, parameters: createFilters });
    expect(outcome).toMatchObject({
      kind: "completed",
      progress: { overallStatus: "CompletedWithFailure", failure: { exceptionId: "IpamApiInvalidParameter", message: "no such scope" } },
    });
  });

  test.each<[string, Parameters<typeof runOperation>[0]["parameters"], typeof administrator, Partial<OperationOutcome>]>([
    [
      "bad parameters",
      {},
      administrator,
      { kind: "refused", request: "InitializeOperationParameters", reason: "the OperationId is missing or unknown" },
    ],
    [
      "no rights",
      createFilters,
      stranger,
      {
        kind: "refused",
        request: "StartOperationWithCallback",
        reason: 'access denied: "MsmDhcpFilterOperation" needs a group or an access policy',
      },
    ],
  ])("%s: refused, and nothing left", async (_name, parameters, caller, want) => {
    const { service, clock } = serviceWith(new SteeredRunner());
    const outcome = await runOperation({ connect: connectInMemory(service, { sessionId: "s", caller }), clock, parameters });
    expect(outcome).toMatchObject(want);
    await settle();
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("keepalives keep a long operation alive", async () => {
    const runner = new SteeredRunner();
    const { connect, clock, service } = serviceWith(runner);
    const running = runOperation({ connect, clock, parameters: createFilters });
    await settle();
    await clock.pass(3_600_000);
    expect(service.sessionCount).toBe(1);
    await runner.succeed();
    expect((await running).kind).toBe("completed");
  });

  test("a keepalive at each tick, but not after a tick's time in which a request was sent", async () => {
    const clock = new ManualClock();
    const sent: string[] = [];
    let end: (reason: string) => void = () => undefined;
    const running = runOperation({
      clock,
      parameters: createFilters,
      connect: async (handler) => {
        end = handler.ended;
        return {
          request: async ({ name }) => {
            sent.push(name);
            return { kind: "reply" };
          },
          keepalive: async () => void sent.push("keepalive"),
          close: async () => undefined,
          abort: () => undefined,
        };
      },
    });
    await settle();
    await clock.pass(45_000);
    expect(sent).toEqual(["InitializeOperationParameters", "StartOperationWithCallback", "keepalive", "keepalive"]);
    end("gone");
    expect(await running).toMatchObject({ kind: "interrupted", reason: "gone" });
    expect(clock.timerCount).toBe(0);
  });

  test("giving up ends the session; the operation goes on", async () => {
    const runner = new SteeredRunner();
    const { connect, clock, service, store } = serviceWith(runner);
    const controller = new AbortController();
    const running = runOperation({ connect, clock, parameters: createFilters, signal: controller.signal });
    await settle();
    controller.abort();
    expect(await running).toMatchObject({
      kind: "interrupted",
      reason: "the run was given up",
      progress: { overallStatus: "CompletedWithFailure" },
    });
    expect([service.sessionCount, service.operationCount]).toEqual([0, 1]);
    await runner.succeed();
    expect(service.operationCount).toBe(0);
    expect((await store.runs())[0]).toMatchObject({ state: "succeeded", unobserved: "the run was given up" });
  });

  test("a run given up before it began", async () => {
    const { connect, clock, service } = serviceWith(new SteeredRunner());
    const running = runOperation({ connect, clock, parameters: createFilters, signal: AbortSignal.abort() });
    expect(await running).toMatchObject({ kind: "interrupted" });
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("a server that shuts down closes sessions and waits for its operations", async () => {
    const runner = new SteeredRunner();
    const { connect, clock, service } = serviceWith(runner);
    const running = runOperation({ connect, clock, parameters: createFilters });
    await settle();
    let isClosed = false;
    const closing = service.close().then(() => {
      isClosed = true;
    });
    expect(await running).toMatchObject({ kind: "interrupted", reason: "the server closed the session" });
    await settle();
    expect(isClosed).toBe(false);
    await runner.succeed();
    await closing;
    expect(await runOperation({ connect, clock, parameters: createFilters })).toMatchObject({ kind: "interrupted" });
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("200 sessions at once are independent", async () => {
    const { service, clock } = serviceWith(createDemonstrationRunner());
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const operationId = operationIds[index % operationIds.length] ?? "CreateDhcpFilters";
        const connect = connectInMemory(service, { sessionId: `s${index}`, caller: administrator });
        // Parameters without members: most operations end with a failure then, and none may disturb another.
        const parameters = { $type: operations[operationId].parameters, operationId } as typeof createFilters;
        return runOperation({ connect, clock, parameters: index % 2 === 0 ? createFilters : parameters });
      }),
    );
    await settle();
    expect(outcomes.every(({ kind }) => kind === "completed")).toBe(true);
    const statuses = outcomes.map((outcome) => (outcome.kind === "completed" ? outcome.progress.overallStatus : outcome.kind));
    expect(statuses.filter((status) => status === "CompletedWithSuccess")).toHaveLength(100);
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("a request on an ended session is rejected", async () => {
    const { connect } = serviceWith(new SteeredRunner());
    const session = await connect({ callback: () => undefined, unreadable: () => undefined, ended: () => undefined });
    session.abort("enough");
    await expect(session.request({ name: "StartOperationWithCallback", body: {} })).rejects.toThrow("the session has ended");
    await session.keepalive();
  });
});

describe("progress tracker", () => {
  const instance = { subTaskInstanceId: 3, subTaskName: "A" };
  const start: CallbackMessage = { name: "StartProgressCallback", body: {} };
  const add: CallbackMessage = { name: "AddSubTask", body: { subTaskInstance: instance } };
  const set: CallbackMessage = {
    name: "SetSubTaskStatus",
    body: { subTaskInstance: { ...instance, subTaskStatus: "NotStarted" }, status: "InProgress", percentComplete: "33.333333333333333333" },
  };
  const full: CallbackMessage = { name: "SetCompletionPercentage", body: { completionPercentage: "250" } };
  const end: CallbackMessage = { name: "SetOverallStatus", body: { overallStatus: "CompletedWithSuccess" } };

  test.each<[string, readonly (CallbackMessage | "end")[], object, readonly string[]]>([
    ["nothing yet", [], { state: "CallbackInitialized", overallStatus: "NotStarted", subTasks: [] }, []],
    [
      "before the start",
      [add, set, full, end],
      { state: "CallbackInitialized", overallStatus: "NotStarted", subTasks: [], percent: undefined },
      ["beforeStart", "beforeStart", "beforeStart", "beforeStart"],
    ],
    [
      "status beside the instance counts; digits are kept",
      [start, add, set],
      { subTasks: [{ id: 3, name: "A", status: "InProgress", percent: "33.333333333333333333" }] },
      [],
    ],
    ["a subtask that was never announced", [start, set], { subTasks: [{ id: 3, name: "A", status: "InProgress" }] }, []],
    ["any percentage", [start, full], { percent: "250" }, []],
    ["a second start", [start, add, start], { subTasks: [{ id: 3 }] }, ["startedTwice"]],
    [
      "after the end",
      [start, end, add, full],
      { state: "OperationWithProgressCompleted", subTasks: [], percent: undefined },
      ["afterEnd", "afterEnd"],
    ],
    ["cut off", [start, add, "end"], { state: "Ended", overallStatus: "CompletedWithFailure", interrupted: "gone" }, []],
    ["cut off before the start", ["end"], { state: "Ended", overallStatus: "CompletedWithFailure", interrupted: "gone" }, []],
    [
      "closed after the end",
      [start, end, "end", add],
      { state: "Ended", overallStatus: "CompletedWithSuccess", interrupted: undefined },
      [],
    ],
    [
      "empty messages",
      [
        start,
        { name: "AddSubTask", body: {} },
        { name: "SetSubTaskStatus", body: {} },
        { name: "SetOverallStatus", body: { completionStatus: { $nil: true } } },
      ],
      { subTasks: [{ id: 0, name: "", status: "NotStarted", percent: "0" }], overallStatus: "NotStarted", completion: undefined },
      [],
    ],
  ])("%s", (_name, messages, want, breaches) => {
    const heard: string[] = [];
    const tracker = new ProgressTracker((problem) => heard.push(problem.split(": ").at(-1) ?? ""));
    for (const message of messages) {
      if (message === "end") tracker.sessionEnded("gone");
      else tracker.take(message);
    }
    expect(tracker.progress).toMatchObject(want);
    expect(heard).toEqual(breaches);
  });

  test("failures of subtasks and of the whole", () => {
    const tracker = new ProgressTracker(() => undefined);
    const exception = exceptionOf({ exceptionId: "IpamApiGenericErrorOccurred", message: "no answer" });
    tracker.take(start);
    tracker.take({
      name: "SetSubTaskStatus",
      body: { subTaskInstance: instance, status: "CompletedWithError", completionStatus: exception },
    });
    const completion = { $type: "DhcpMsmOverallCompletionStatus", errorInfo: exception } as const;
    tracker.take({ name: "SetOverallStatus", body: { overallStatus: "CompletedWithFailure", completionStatus: completion } });
    expect(tracker.progress.subTasks[0]?.failure?.message).toBe("no answer");
    expect(tracker.progress.failure).toEqual({ exceptionId: "IpamApiGenericErrorOccurred", message: "no answer" });
    expect(tracker.progress.completion).toBe(completion);
  });
});

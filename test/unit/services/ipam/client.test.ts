import { describe, expect, test } from "vitest";
import { connectIpam, type OperationOutcome, runOperation } from "../../../../src/services/ipam/client.js";
import { createDemonstrationRunner } from "../../../../src/services/ipam/demonstration-runner.js";
import { exceptionOf, IpamFailure } from "../../../../src/services/ipam/exception.js";
import type { IpamCallbackHandlers } from "../../../../src/services/ipam/messages.js";
import { operationIds, operations } from "../../../../src/services/ipam/operations.js";
import { createMemoryProgressStore } from "../../../../src/services/ipam/progress-store.js";
import { ProgressTracker } from "../../../../src/services/ipam/progress-tracker.js";
import { createRegistry, type OperationRunner } from "../../../../src/services/ipam/runner.js";
import { createIpamService } from "../../../../src/services/ipam/service.js";
import {
  administrator,
  createFilters,
  ManualClock,
  noPolicy,
  openIpam,
  SteeredRunner,
  settle,
  stranger,
} from "../../../support/ipam-stage.js";

function serviceWith(runner: OperationRunner) {
  const clock = new ManualClock();
  const store = createMemoryProgressStore();
  const scopes = { accessScopeOf: () => undefined };
  const service = createIpamService({ registry: createRegistry({}, runner), policy: noPolicy, scopes, clock, store });
  return { clock, store, service, open: openIpam(service, administrator, { id: "s" }) };
}

describe("an operation from the client's side", () => {
  test("the demonstration, from the first to the last callback", async () => {
    const { service, open, clock, store } = serviceWith(createDemonstrationRunner());
    const breaches: string[] = [];
    let callbacks = 0;
    const outcome = await runOperation({
      open,
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
    const { open, clock } = serviceWith(runner);
    runner.steps.push({ kind: "throw", reason: new IpamFailure({ exceptionId: "IpamApiInvalidParameter", message: "no such scope" }) });
    const outcome = await runOperation({ open, clock, parameters: createFilters });
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
    const outcome = await runOperation({ open: openIpam(service, caller), clock, parameters });
    expect(outcome).toMatchObject(want);
    await settle();
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("keepalives keep a long operation alive", async () => {
    const runner = new SteeredRunner();
    const { open, clock, service } = serviceWith(runner);
    const running = runOperation({ open, clock, parameters: createFilters });
    await settle();
    await clock.pass(3_600_000);
    expect(service.sessionCount).toBe(1);
    await runner.succeed();
    expect((await running).kind).toBe("completed");
  });

  test("a keepalive at each tick, but not after a tick's time in which a request was sent", async () => {
    const clock = new ManualClock();
    const sent: string[] = [];
    const { service } = serviceWith(new SteeredRunner());
    const open = openIpam(service, administrator, {
      onDocument: (document) => void sent.push(/Action[^>]*>[^<]*[/.](\w+)</.exec(document)?.[1] ?? ""),
    });
    const interruption = new AbortController();
    const running = runOperation({ open, clock, parameters: createFilters, signal: interruption.signal });
    await settle();
    await clock.pass(45_000);
    expect(sent.filter((action) => !/Response$|Callback$/.test(action) || action === "StartOperationWithCallback")).toEqual([
      "InitializeOperationParameters",
      "StartOperationWithCallback",
      "Keepalive",
      "Keepalive",
    ]);
    interruption.abort();
    expect(await running).toMatchObject({ kind: "interrupted", reason: "the run was given up" });
    expect(clock.timerCount).toBe(0);
  });

  test("giving up ends the session; the operation goes on", async () => {
    const runner = new SteeredRunner();
    const { open, clock, service, store } = serviceWith(runner);
    const controller = new AbortController();
    const running = runOperation({ open, clock, parameters: createFilters, signal: controller.signal });
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
    const { open, clock, service } = serviceWith(new SteeredRunner());
    const running = runOperation({ open, clock, parameters: createFilters, signal: AbortSignal.abort() });
    expect(await running).toMatchObject({ kind: "interrupted" });
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("a server that shuts down closes sessions and waits for its operations", async () => {
    const runner = new SteeredRunner();
    const { open, clock, service } = serviceWith(runner);
    const running = runOperation({ open, clock, parameters: createFilters });
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
    expect(await runOperation({ open, clock, parameters: createFilters })).toMatchObject({ kind: "interrupted" });
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("200 sessions at once are independent", async () => {
    const { service, clock } = serviceWith(createDemonstrationRunner());
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const operationId = operationIds[index % operationIds.length] ?? "CreateDhcpFilters";
        const open = openIpam(service, administrator, { id: `s${index}` });
        // Parameters without members: most operations end with a failure then, and none may disturb another.
        const parameters = { $type: operations[operationId].parameters, operationId } as typeof createFilters;
        return runOperation({ open, clock, parameters: index % 2 === 0 ? createFilters : parameters });
      }),
    );
    await settle();
    expect(outcomes.every(({ kind }) => kind === "completed")).toBe(true);
    const statuses = outcomes.map((outcome) => (outcome.kind === "completed" ? outcome.progress.overallStatus : outcome.kind));
    expect(statuses.filter((status) => status === "CompletedWithSuccess")).toHaveLength(100);
    expect([service.sessionCount, service.operationCount, clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("a request on an ended session is rejected", async () => {
    const { open, clock } = serviceWith(new SteeredRunner());
    const session = await connectIpam({ open, clock, callbacks: new ProgressTracker(() => undefined).callbacks });
    session.abort("enough");
    await expect(session.server.startOperationWithCallback({})).rejects.toThrow("the session has ended");
    expect(clock.timerCount).toBe(0);
  });
});

describe("progress tracker", () => {
  const instance = { subTaskInstanceId: 3, subTaskName: "A" };
  type Callback = (callbacks: IpamCallbackHandlers) => void;
  const start: Callback = (callbacks) => callbacks.startProgressCallback({});
  const add: Callback = (callbacks) => callbacks.addSubTask({ subTaskInstance: instance });
  const set: Callback = (callbacks) =>
    callbacks.setSubTaskStatus({
      subTaskInstance: { ...instance, subTaskStatus: "NotStarted" },
      status: "InProgress",
      percentComplete: "33.333333333333333333",
    });
  const full: Callback = (callbacks) => callbacks.setCompletionPercentage({ completionPercentage: "250" });
  const end: Callback = (callbacks) => callbacks.setOverallStatus({ overallStatus: "CompletedWithSuccess" });

  test.each<[string, readonly (Callback | "end")[], object, readonly string[]]>([
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
        (callbacks) => callbacks.addSubTask({}),
        (callbacks) => callbacks.setSubTaskStatus({}),
        (callbacks) => callbacks.setOverallStatus({ completionStatus: { $nil: true } }),
      ],
      { subTasks: [{ id: 0, name: "", status: "NotStarted", percent: "0" }], overallStatus: "NotStarted", completion: undefined },
      [],
    ],
  ])("%s", (_name, messages, want, breaches) => {
    const heard: string[] = [];
    const tracker = new ProgressTracker((problem) => heard.push(problem.split(": ").at(-1) ?? ""));
    for (const message of messages) {
      if (message === "end") tracker.sessionEnded("gone");
      else message(tracker.callbacks);
    }
    expect(tracker.progress).toMatchObject(want);
    expect(heard).toEqual(breaches);
  });

  test("failures of subtasks and of the whole", () => {
    const tracker = new ProgressTracker(() => undefined);
    const exception = exceptionOf({ exceptionId: "IpamApiGenericErrorOccurred", message: "no answer" });
    start(tracker.callbacks);
    tracker.callbacks.setSubTaskStatus({ subTaskInstance: instance, status: "CompletedWithError", completionStatus: exception });
    const completion = { $type: "DhcpMsmOverallCompletionStatus", errorInfo: exception } as const;
    tracker.callbacks.setOverallStatus({ overallStatus: "CompletedWithFailure", completionStatus: completion });
    expect(tracker.progress.subTasks[0]?.failure?.message).toBe("no answer");
    expect(tracker.progress.failure).toEqual({ exceptionId: "IpamApiGenericErrorOccurred", message: "no answer" });
    expect(tracker.progress.completion).toBe(completion);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SessionState } from "../../../../src/services/ipam/machine.js";
import { sessionMachine } from "../../../../src/services/ipam/machine.js";
import { type SentCallback, Stage, settle } from "../../../support/ipam-stage.js";

/** What a peer, an operation, the clock or the transport does next. */
const acts = {
  initialize: (stage: Stage) => stage.initialize(),
  badInitialize: (stage: Stage) => stage.initialize({}),
  start: (stage: Stage) => stage.start(),
  keepalive: (stage: Stage) => stage.receiveKeepalive(),
  callbackElement: (stage: Stage) => stage.receiveCallback("addSubTask"),
  unreadable: (stage: Stage) => stage.receiveUnreadable(),
  subTask: (stage: Stage) =>
    report(stage, { kind: "subTask", key: `k${stage.runner.steps.length}-${stage.channel.messages.length}`, name: "A", uniqueId: 1 }),
  unknownSubTask: (stage: Stage) => report(stage, { kind: "status", key: "never announced", status: "InProgress" }),
  percentage: (stage: Stage) => report(stage, { kind: "percentage", percent: 10 }),
  succeed: async (stage: Stage) => (stage.runner.state === "running" ? stage.runner.succeed() : undefined),
  fail: async (stage: Stage) => (stage.runner.state === "running" ? stage.runner.fail(new Error("x")) : undefined),
  tick: (stage: Stage) => stage.clock.pass(15_000),
  peerGone: async (stage: Stage) => stage.end("gone"),
  gateCloses: (stage: Stage) => setGate(stage, false),
  gateOpens: (stage: Stage) => setGate(stage, true),
  sendBreaks: (stage: Stage) => spoilSending(stage, () => Promise.reject(new Error("broken pipe"))),
  sendHangs: (stage: Stage) => spoilSending(stage, () => new Promise(() => undefined)),
} satisfies Record<string, (stage: Stage) => Promise<void>>;

async function setGate(stage: Stage, isOpen: boolean): Promise<void> {
  stage.gates.configured = isOpen;
}

async function spoilSending(stage: Stage, how: () => Promise<void>): Promise<void> {
  stage.channel.beforeSend = how;
}

async function report(stage: Stage, progress: Parameters<Stage["runner"]["report"]>[0]): Promise<void> {
  if (stage.runner.state === "running") await stage.runner.report(progress);
}

const actNames = Object.keys(acts) as (keyof typeof acts)[]; // the object's own keys, as declared above

/** The order of messages that a client may count on, whatever happens. */
function expectOrder(done: readonly string[], messages: readonly SentCallback[]): void {
  const callbacks = messages.map(({ name }) => name);
  expect(callbacks.indexOf("startProgressCallback")).toBe(callbacks.length === 0 ? -1 : 0);
  expect(callbacks.filter((name) => name === "startProgressCallback").length).toBeLessThanOrEqual(1);
  const last = callbacks.indexOf("setOverallStatus");
  if (last >= 0) expect(last).toBe(callbacks.length - 1);
  const afterLast = done.slice(done.findIndex((what) => what.startsWith("SetOverallStatus")) + 1);
  if (last >= 0) expect(afterLast.filter((what) => !what.startsWith("fault"))).toEqual(["close"]);
  expect(done.filter((what) => what === "close" || what === "abort").length).toBeLessThanOrEqual(1);
  const replies = done.flatMap((what, index) => (what === "reply" ? [index] : []));
  expect(replies.length).toBeLessThanOrEqual(2);
  // The reply to the start comes right after StartProgressCallback, before anything of the operation.
  if (replies[1] !== undefined) expect(done[replies[1] - 1]).toMatch(/^StartProgressCallback/);
  expect(done.filter((what) => /^(AddSubTask|SetSubTask|SetCompletion|SetOverall)/.test(what)).length === 0 || replies.length === 2).toBe(
    true,
  );
}

describe("any sequence of events", () => {
  test("keeps the order of messages, never moves back, and leaves nothing when it ends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actNames), { maxLength: 30 }), async (names) => {
        const stage = new Stage();
        let before: SessionState = stage.state;
        for (const name of names) {
          // Not awaited to the end: what hangs must not hold up what comes next.
          void acts[name](stage);
          await settle();
          const { state } = stage;
          expect(sessionMachine.states.indexOf(state)).toBeGreaterThanOrEqual(sessionMachine.states.indexOf(before));
          before = state;
        }
        expectOrder(stage.channel.done, stage.channel.messages);
        expect(stage.log.filter(({ message }) => message.startsWith("internal:"))).toEqual([]);
        stage.end("the end");
        if (stage.runner.state === "running") await stage.runner.succeed();
        await settle();
        expect(stage.state).toBe("Ended");
        expect([stage.service.sessionCount, stage.service.operationCount, stage.clock.timerCount]).toEqual([0, 0, 0]);
        for (const run of await stage.store.runs()) expect(run.state).not.toBe("running");
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("started and driven: the same with events that all meet a running operation", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...actNames), { maxLength: 20 }), async (names) => {
        const stage = new Stage();
        await stage.initialize();
        await stage.start();
        for (const name of names) void acts[name](stage);
        await settle();
        expectOrder(stage.channel.done, stage.channel.messages);
        stage.end("the end");
        if (stage.runner.state === "running") await stage.runner.succeed();
        await settle();
        expect([stage.service.sessionCount, stage.service.operationCount, stage.clock.timerCount]).toEqual([0, 0, 0]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

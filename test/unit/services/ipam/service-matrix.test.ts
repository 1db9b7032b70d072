import { describe, expect, test } from "vitest";
import { StartOperationWithCallbackElement } from "../../../../generated/ipam/microsoft-windows-ipam.js";
import { IpamFailure } from "../../../../src/services/ipam/exception.js";
import { Stage, settle, stranger } from "../../../support/ipam-stage.js";

/** Every event that can reach a session from outside, or from its operation, in every state that it can be held in. */
const events: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  "initialize, valid": (stage) => stage.initialize(),
  "initialize, absent": (stage) => stage.initializeWith({}),
  "initialize, nil": (stage) => stage.initialize({ $nil: true }),
  "initialize, no id": (stage) => stage.initialize({ $type: "CreateDhcpFiltersParameters" }),
  "initialize, types disagree": (stage) => stage.initialize({ $type: "DeleteSuperscopesParameters", operationId: "CreateDhcpFilters" }),
  "initialize, base type": (stage) => stage.initialize({ operationId: "CreateDhcpFilters" }),
  "initialize, schema broken": (stage) => stage.receiveBroken("initializeOperationParameters"),
  start: (stage) => stage.start(),
  "start with content": (stage) => stage.receiveBroken("startOperationWithCallback"),
  "initialize, not provisioned": (stage) => {
    stage.gates.configured = false;
    return stage.initialize();
  },
  "start, not provisioned": (stage) => {
    stage.gates.configured = false;
    return stage.start();
  },
  "initialize, conversion pending": (stage) => {
    stage.gates.converting = true;
    return stage.initialize();
  },
  "start, conversion pending": (stage) => {
    stage.gates.converting = true;
    return stage.start();
  },
  "client sends StartProgressCallback": (stage) => stage.receiveCallback("startProgressCallback"),
  "client sends AddSubTask": (stage) => stage.receiveCallback("addSubTask"),
  "client sends SetSubTaskStatus": (stage) => stage.receiveCallback("setSubTaskStatus"),
  "client sends SetCompletionPercentage": (stage) => stage.receiveCallback("setCompletionPercentage"),
  "client sends SetOverallStatus": (stage) => stage.receiveCallback("setOverallStatus"),
  keepalive: (stage) => stage.receiveKeepalive(),
  unreadable: (stage) => stage.receiveUnreadable(),
  "unreadable, one-way": (stage) => stage.receiveUnreadable("one-way"),
  "unknown action": (stage) => stage.receiveElement("urn:x", StartOperationWithCallbackElement, {}),
  "tick, heard": async (stage) => {
    await stage.receiveKeepalive();
    await stage.clock.pass(15_000);
  },
  "tick, silent": (stage) => stage.clock.pass(45_000),
  "ticks, exhausted": (stage) => stage.clock.pass(75_000),
  "server closes": async (stage) => {
    void stage.service.close();
    await settle();
  },
  "client closes": async (stage) => {
    stage.end("closed");
    await settle();
  },
};

const matrix = `
event                                | SI                                                          | OI                                                          | OS
initialize, valid                    | reply > OI                                                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
initialize, absent                   | fault IpamApiInvalidParameter, close > END                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
initialize, nil                      | fault IpamApiInvalidParameter, close > END                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
initialize, no id                    | fault IpamApiInvalidParameter, close > END                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
initialize, types disagree           | fault IpamApiInvalidParameter, close > END                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
initialize, base type                | fault IpamApiInvalidParameter, close > END                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
initialize, schema broken            | fault IpamApiInvalidParameter, close > END                  | fault IpamApiOperationNotAllowed > OI                       | fault IpamApiOperationNotAllowed > OS
start                                | fault IpamApiOperationNotAllowed > SI                       | StartProgressCallback(false), reply > OS                    | fault IpamApiOperationNotAllowed > OS
start with content                   | fault IpamApiInvalidParameter > SI                          | fault IpamApiInvalidParameter > OI                          | fault IpamApiInvalidParameter > OS
initialize, not provisioned          | fault IpamApiCallsAreNotAllowedUntilProvisioningIsDone > SI | fault IpamApiCallsAreNotAllowedUntilProvisioningIsDone > OI | fault IpamApiCallsAreNotAllowedUntilProvisioningIsDone > OS
start, not provisioned               | fault IpamApiCallsAreNotAllowedUntilProvisioningIsDone > SI | fault IpamApiCallsAreNotAllowedUntilProvisioningIsDone > OI | fault IpamApiCallsAreNotAllowedUntilProvisioningIsDone > OS
initialize, conversion pending       | fault IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone > SI | fault IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone > OI | fault IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone > OS
start, conversion pending            | fault IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone > SI | fault IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone > OI | fault IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone > OS
client sends StartProgressCallback   | > SI                                                        | > OI                                                        | > OS
client sends AddSubTask              | > SI                                                        | > OI                                                        | > OS
client sends SetSubTaskStatus        | > SI                                                        | > OI                                                        | > OS
client sends SetCompletionPercentage | > SI                                                        | > OI                                                        | > OS
client sends SetOverallStatus        | > SI                                                        | > OI                                                        | > OS
keepalive                            | > SI                                                        | > OI                                                        | > OS
unreadable                           | fault IpamApiInvalidParameter > SI                          | fault IpamApiInvalidParameter > OI                          | fault IpamApiInvalidParameter > OS
unreadable, one-way                  | > SI                                                        | > OI                                                        | > OS
unknown action                       | actionNotSupported > SI                                     | actionNotSupported > OI                                     | actionNotSupported > OS
tick, heard                          | > SI                                                        | > OI                                                        | > OS
tick, silent                         | > SI                                                        | > OI                                                        | > OS
ticks, exhausted                     | abort > END                                                 | abort > END                                                 | abort > END
server closes                        | close > END                                                 | close > END                                                 | close > END
client closes                        | > END                                                       | > END                                                       | > END
`;

const codes: Readonly<Record<string, string>> = {
  SessionInitialized: "SI",
  OperationWithProgressInitialized: "OI",
  OperationWithProgressStarted: "OS",
  OperationWithProgressCompleted: "OC",
  Ended: "END",
};

function outcomeOf(stage: Stage): string {
  return `${stage.channel.take().join(", ")} > ${codes[stage.state]}`.trim();
}

const cases = matrix
  .trim()
  .split("\n")
  .slice(1)
  .flatMap((line) => {
    const [event = "", ...wanted] = line.split(" | ").map((cell) => cell.trim());
    return wanted.map((want, index) => [(["SI", "OI", "OS"] as const)[index] ?? "SI", event, want] as const);
  });

describe("service, state by event", () => {
  test("the matrix names every event", () => {
    expect(new Set(cases.map(([, event]) => event))).toEqual(new Set(Object.keys(events)));
    expect(cases).toHaveLength(3 * Object.keys(events).length);
  });

  test.each(cases)("%s, %s: %s", async (state, event, want) => {
    const stage = new Stage();
    await stage.reach(state);
    await events[event]?.(stage);
    expect(outcomeOf(stage)).toBe(want);
    expect(stage.log).toEqual([]);
    const isOver = want.endsWith("END");
    expect(stage.service.sessionCount).toBe(isOver ? 0 : 1);
    expect(stage.clock.timerCount).toBe(isOver ? 0 : 1);
    expect(stage.service.operationCount).toBe(state === "OS" || want.endsWith("OS") ? 1 : 0);
    expect(stage.runner.context?.signal.aborted ?? false).toBe(state === "OS" && isOver);
    // An operation whose session has ended goes on unobserved, and then nothing is left of it.
    if (stage.service.operationCount === 1) {
      await stage.runner.report({ kind: "percentage", percent: 50 });
      await stage.runner.succeed();
      expect(stage.service.operationCount).toBe(0);
      if (isOver) expect(stage.channel.take()).toEqual([]);
      expect((await stage.store.runs())[0]).toMatchObject({ state: "succeeded", percent: "100" });
    }
  });

  test.each(Object.keys(events))("after the end, %s: nothing", async (event) => {
    const stage = new Stage();
    await stage.reach("OI");
    stage.end("closed");
    await events[event]?.(stage);
    expect(outcomeOf(stage)).toBe("> END");
    expect(stage.log).toEqual([]);
  });
});

describe("service, what an operation does to its session", () => {
  const subTask = { kind: "subTask", key: "a", name: "A", uniqueId: 7 } as const;
  test.each([
    ["a subtask", (stage: Stage) => stage.runner.report(subTask), "AddSubTask(1) > OS"],
    ["a percentage", (stage: Stage) => stage.runner.report({ kind: "percentage", percent: 12.5 }), "SetCompletionPercentage(12.5) > OS"],
    [
      "success",
      (stage: Stage) => stage.runner.succeed(),
      "SetCompletionPercentage(100), SetOverallStatus(CompletedWithSuccess), close > END",
    ],
    [
      "failure",
      (stage: Stage) => stage.runner.fail(new IpamFailure({ exceptionId: "IpamApiInvalidParameter", message: "no" })),
      "SetOverallStatus(CompletedWithFailure), close > END",
    ],
  ])("%s", async (_name, act, want) => {
    const stage = new Stage();
    await stage.reach("OS");
    await act(stage);
    expect(outcomeOf(stage)).toBe(want);
    expect(stage.log).toEqual([]);
  });

  test("a change of an announced subtask", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    await stage.runner.report(subTask);
    stage.channel.take();
    await stage.runner.report({ kind: "status", key: "a", status: "InProgress", percent: 100 / 3 });
    expect(outcomeOf(stage)).toBe("SetSubTaskStatus(1 InProgress 33.333333) > OS");
  });

  test("without measurable progress no percentage is sent", async () => {
    const { SteeredRunner } = await import("../../../support/ipam-stage.js");
    const stage = new Stage({ runner: new SteeredRunner(true) });
    await stage.initialize();
    await stage.start();
    await stage.runner.succeed();
    expect(outcomeOf(stage)).toBe("reply, StartProgressCallback(true), reply, SetOverallStatus(CompletedWithSuccess), close > END");
  });
});

describe("service, what cannot be delivered", () => {
  test("StartProgressCallback: nothing runs", async () => {
    const stage = new Stage();
    await stage.reach("OI");
    stage.channel.beforeSend = () => Promise.reject(new Error("broken pipe"));
    await stage.start();
    expect(outcomeOf(stage)).toBe("abort > END");
    expect(stage.runner.state).toBe("waiting");
    expect(stage.service.operationCount).toBe(0);
    expect(await stage.store.runs()).toEqual([expect.objectContaining({ state: "notStarted" })]);
  });

  test("a later callback: the operation goes on unobserved", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    stage.channel.beforeSend = () => Promise.reject(new Error("broken pipe"));
    await stage.runner.report({ kind: "percentage", percent: 10 });
    expect(outcomeOf(stage)).toBe("abort > END");
    expect(stage.runner.context?.signal.aborted).toBe(true);
    await stage.runner.report({ kind: "percentage", percent: 20 });
    await stage.runner.succeed();
    expect(outcomeOf(stage)).toBe("> END");
    expect((await stage.store.runs())[0]).toMatchObject({ state: "succeeded", unobserved: "a message could not be delivered" });
  });

  test.each(["setCompletionPercentage", "setOverallStatus"])("the last %s", async (name) => {
    const stage = new Stage();
    await stage.reach("OS");
    stage.channel.beforeSend = (message) => (message.name === name ? Promise.reject(new Error("broken pipe")) : undefined);
    await stage.runner.succeed();
    expect(stage.channel.take().at(-1)).toBe("abort");
    expect(stage.state).toBe("Ended");
    expect(stage.service.operationCount).toBe(0);
  });

  test("a callback that the transport throws at", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    stage.channel.beforeSend = () => {
      throw new Error("not encodable");
    };
    await stage.runner.report({ kind: "percentage", percent: 10 });
    expect(outcomeOf(stage)).toBe("abort > END");
  });

  test("the first reply", async () => {
    const stage = new Stage();
    stage.channel.beforeAnswer = () => Promise.reject(new Error("gone"));
    await stage.initialize();
    expect(outcomeOf(stage)).toBe("> END");
    expect(stage.service.sessionCount).toBe(0);
  });

  test.each([
    ["InitializeOperationParameters", "SI"],
    ["StartOperationWithCallback", "OI"],
  ] as const)("the session ends while the reply to %s is written: it has not moved, and nothing runs", async (name, state) => {
    const stage = new Stage();
    await stage.reach(state);
    let written: () => void = () => undefined;
    stage.channel.beforeAnswer = () =>
      new Promise<void>((resolve) => {
        written = resolve;
      });
    const received = name === "StartOperationWithCallback" ? stage.start() : stage.initialize();
    await settle();
    stage.end("gone");
    written();
    await received;
    await settle();
    expect(stage.state).toBe("Ended");
    expect(stage.runner.state).toBe("waiting");
    expect([stage.service.sessionCount, stage.service.operationCount, stage.clock.timerCount]).toEqual([0, 0, 0]);
  });

  test("a fault: the session stays until the transport reports its end", async () => {
    const stage = new Stage();
    stage.channel.beforeAnswer = () => Promise.reject(new Error("gone"));
    await stage.start();
    expect(outcomeOf(stage)).toBe("> SI");
  });

  test("a callback that hangs is let go when the session ends", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    stage.channel.beforeSend = () => new Promise(() => undefined);
    await stage.runner.report({ kind: "percentage", percent: 10 });
    expect(stage.service.operationCount).toBe(1);
    stage.end("gone");
    await stage.runner.succeed();
    expect(stage.service.operationCount).toBe(0);
    expect((await stage.store.runs())[0]?.state).toBe("succeeded");
  });

  test("a hanging start ends by silence", async () => {
    const stage = new Stage();
    await stage.reach("OI");
    stage.channel.beforeSend = () => new Promise(() => undefined);
    void stage.start();
    await settle();
    await stage.clock.pass(75_000);
    expect(outcomeOf(stage)).toBe("abort > END");
    expect(stage.runner.state).toBe("waiting");
    expect(stage.clock.timerCount).toBe(0);
  });
});

describe("service, who may start", () => {
  test("a stranger is refused and may stay", async () => {
    const stage = new Stage({ caller: stranger });
    await stage.reach("OI");
    await stage.start();
    expect(outcomeOf(stage)).toBe("fault IpamApiAccessDenied > OI");
    expect(stage.runner.state).toBe("waiting");
  });

  test("an operation without a runner is not supported", async () => {
    const stage = new Stage({ registry: { runnerOf: () => undefined } });
    await stage.reach("OI");
    await stage.start();
    expect(outcomeOf(stage)).toBe("fault IpamApiOperationNotAllowed > OI");
  });
});

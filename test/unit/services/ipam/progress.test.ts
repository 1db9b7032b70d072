import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exceptionOf, IpamFailure, readException } from "../../../../src/services/ipam/exception.js";
import { formatPercent, ProgressReport } from "../../../../src/services/ipam/progress.js";
import type { OperationProgress } from "../../../../src/services/ipam/runner.js";
import { Stage } from "../../../support/ipam-stage.js";

const a = { kind: "subTask", key: "a", name: "Add filter", uniqueId: 42 } as const;
const failure = { exceptionId: "IpamApiGenericErrorOccurred", message: "unable to reach the server" } as const;

describe("callbacks of an operation's reports", () => {
  test("a subtask in full, then by number with its status", () => {
    const report = new ProgressReport(false);
    expect(report.report({ ...a, description: "on dhcp1", details: { $type: "DhcpFilter" } }).callbacks).toEqual({
      addSubTask: {
        subTaskInstance: {
          failedCompletionStatus: { $nil: true },
          isNonDeterministicProgress: false,
          progressStatusDescriptions: "on dhcp1",
          subTaskInstanceDetails: { $type: "DhcpFilter" },
          subTaskInstanceId: 1,
          subTaskName: "Add filter",
          subTaskStatus: "NotStarted",
          subTaskUniqueId: 42,
        },
      },
    });
    expect(report.report({ kind: "status", key: "a", status: "CompletedWithError", percent: 40, failure }).callbacks).toEqual({
      setSubTaskStatus: {
        subTaskInstance: {
          failedCompletionStatus: exceptionOf(failure),
          isNonDeterministicProgress: false,
          progressStatusDescriptions: "on dhcp1",
          subTaskInstanceDetails: { $nil: true },
          subTaskInstanceId: 1,
          subTaskName: "Add filter",
          subTaskStatus: "CompletedWithError",
          subTaskUniqueId: 42,
        },
        status: "CompletedWithError",
        percentComplete: "40",
        completionStatus: exceptionOf(failure),
      },
    });
  });

  test.each<[string, boolean, readonly OperationProgress[], string]>([
    ["a status of an unknown subtask", false, [{ kind: "status", key: "a", status: "InProgress" }], 'subtask "a" was never announced'],
    ["a subtask twice", false, [a, a], 'subtask "a" is announced twice'],
    ["more than 100", false, [{ kind: "percentage", percent: 100.1 }], "100.1 is not a percentage"],
    ["less than 0", false, [{ kind: "percentage", percent: -1 }], "-1 is not a percentage"],
    ["not a number", false, [{ kind: "percentage", percent: Number.NaN }], "NaN is not a percentage"],
    [
      "a falling percentage",
      false,
      [
        { kind: "percentage", percent: 5 },
        { kind: "percentage", percent: 4 },
      ],
      "the percentage falls from 5 to 4",
    ],
    [
      "a falling percentage of a subtask",
      false,
      [a, { kind: "status", key: "a", status: "InProgress", percent: 5 }, { kind: "status", key: "a", status: "InProgress", percent: 4 }],
      "the percentage falls from 5 to 4",
    ],
    [
      "a percentage of an operation without measurable progress",
      true,
      [{ kind: "percentage", percent: 5 }],
      "an operation without measurable progress reports a percentage",
    ],
  ])("%s is the runner's mistake", async (_name, isNonDeterministic, steps, want) => {
    const report = new ProgressReport(isNonDeterministic);
    expect(() => {
      for (const step of steps) report.report(step);
    }).toThrow(want);
  });

  test("a mistake of the runner fails the operation, is logged, and lets the runner clean up", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    await stage.runner.report({ kind: "status", key: "a", status: "InProgress" });
    expect(stage.channel.take()).toEqual(["SetOverallStatus(CompletedWithFailure)", "close"]);
    expect(stage.runner.state).toBe("over");
    expect(stage.log.map(({ message, cause }) => `${message}: ${cause}`)).toEqual([
      'operation "CreateDhcpFilters" failed: Error: subtask "a" was never announced',
    ]);
    expect((await stage.store.runs())[0]?.failure?.exceptionId).toBe("IpamApiGenericErrorOccurred");
  });

  test("the text of an unexpected error is kept from the client", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    await stage.runner.fail(new Error("password is hunter2"));
    expect(JSON.stringify(stage.channel.messages)).not.toContain("hunter2");
    expect(String(stage.log[0]?.cause)).toContain("hunter2");
  });

  test("an IpamFailure of the runner is sent as it is", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    await stage.runner.fail(new IpamFailure({ exceptionId: "IpamApiInvalidParameter", message: "no such scope", inner: failure }));
    const last = stage.channel.messages.at(-1);
    expect(last).toEqual({
      name: "setOverallStatus",
      body: {
        overallStatus: "CompletedWithFailure",
        completionStatus: {
          $type: "DhcpMsmOverallCompletionStatus",
          entityStatusCollectionObject: { $nil: true },
          errorInfo: exceptionOf({ exceptionId: "IpamApiInvalidParameter", message: "no such scope", inner: failure }),
          hasIpamUpdateError: false,
          returnObject: { $nil: true },
        },
      },
    });
    expect(stage.log).toEqual([]);
  });

  test("a success with results", () => {
    const entities = [{ isSuccessful: true, recordId: 5n }];
    const callbacks = new ProgressReport(false).success({ entities, returnObject: { $type: "DhcpFailover" } });
    expect(callbacks.setOverallStatus).toEqual({
      overallStatus: "CompletedWithSuccess",
      completionStatus: {
        $type: "DhcpMsmOverallCompletionStatus",
        entityStatusCollectionObject: { $type: "EntityStatusCollection", entityStatusList: { entityStatus: entities } },
        errorInfo: { $nil: true },
        hasIpamUpdateError: false,
        returnObject: { $type: "DhcpFailover" },
      },
    });
    expect(callbacks.setCompletionPercentage).toEqual({ completionPercentage: "100" });
    expect(new ProgressReport(true).success(undefined)).toEqual({
      setOverallStatus: {
        overallStatus: "CompletedWithSuccess",
        completionStatus: { $nil: true },
      },
    });
  });

  test("a slow client slows the operation: no report is asked for before the last one was taken", async () => {
    const stage = new Stage();
    await stage.reach("OS");
    const release: (() => void)[] = [];
    stage.channel.beforeSend = () => new Promise((resolve) => release.push(resolve));
    for (const percent of [1, 2, 3]) await stage.runner.report({ kind: "percentage", percent });
    expect(stage.runner.steps).toHaveLength(2);
    release[0]?.();
    await stage.runner.report({ kind: "percentage", percent: 4 });
    expect(stage.channel.take()).toEqual(["SetCompletionPercentage(1)"]);
    expect(stage.runner.steps).toHaveLength(2);
  });
});

describe("percentages", () => {
  test.each([
    [0, "0"],
    [100, "100"],
    [33.3, "33.3"],
    [100 / 3, "33.333333"],
    [1e-7, "0"],
    [0.0000015, "0.000002"],
    [99.9999999, "100"],
  ])("%d is written %s", (given, want) => {
    expect(formatPercent(given)).toBe(want);
  });

  test("are decimals without exponent", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (percent) => /^\d+(\.\d{1,6})?$/.test(formatPercent(percent))));
  });
});

describe("exceptions", () => {
  test.each([
    ["alone", failure],
    ["with inner ones", { ...failure, inner: { ...failure, inner: { exceptionId: "IpamApiInvalidParameter", message: "" } as const } }],
  ])("%s: what is written can be read", (_name, detail) => {
    expect(readException(exceptionOf(detail))).toEqual(detail);
  });

  test("the fields of the platform's exception, in its order, then the two of the protocol", () => {
    expect(exceptionOf(failure).$any?.map(({ name }) => name)).toEqual([
      "ClassName",
      "Message",
      "Data",
      "InnerException",
      "HelpURL",
      "StackTraceString",
      "RemoteStackTraceString",
      "RemoteStackIndex",
      "ExceptionMethod",
      "HResult",
      "Source",
      "IpamExceptionData",
      "InnerIpamException",
    ]);
  });

  test("a deep chain is written without trouble, and read to a limit", () => {
    let detail: Parameters<typeof exceptionOf>[0] = failure;
    for (let depth = 0; depth < 100_000; depth++) detail = { ...failure, inner: detail };
    let depth = 0;
    for (let each: ReturnType<typeof readException> | undefined = readException(exceptionOf(detail)); each !== undefined; each = each.inner)
      depth++;
    expect(depth).toBe(33);
  });

  test("what others write: no data, foreign fields, text in pieces", () => {
    const element = (name: string, ...children: string[]) => ({ name, attributes: {}, namespaces: {}, children });
    expect(readException({})).toEqual({ exceptionId: undefined, message: undefined });
    expect(readException({ $any: [element("Message", "a", "b"), element("X", "c")] })).toEqual({ exceptionId: undefined, message: "ab" });
  });
});

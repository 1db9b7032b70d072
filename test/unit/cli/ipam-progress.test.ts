/** Progress as people see it. */
import { describe, expect, test } from "vitest";
import { drawProgress, progressLines } from "../../../src/cli/report/ipam-progress.js";
import { visible } from "../../../src/cli/report/print.js";
import type { TrackedProgress, TrackedSubTask } from "../../../src/services/ipam/index.js";

const subTask = (id: number, change: Partial<TrackedSubTask> = {}): TrackedSubTask => ({
  id,
  name: `task ${id}`,
  description: undefined,
  status: "InProgress",
  percent: "50",
  failure: undefined,
  isNonDeterministic: false,
  ...change,
});

const progress = (subTasks: readonly TrackedSubTask[], change: Partial<TrackedProgress> = {}): TrackedProgress => ({
  state: "OperationWithProgressStarted",
  isNonDeterministic: false,
  subTasks,
  percent: "25",
  overallStatus: "InProgress",
  failure: undefined,
  completion: undefined,
  interrupted: undefined,
  ...change,
});

describe("the picture", () => {
  test("has a bar for each subtask and one for the whole", () => {
    const failure = { exceptionId: undefined, message: "no answer" };
    const picture = drawProgress(progress([subTask(1), subTask(2, { status: "CompletedWithError", percent: "100", failure })]), 60);
    expect(picture).toEqual([
      "… task 1  ███████████████░░░░░░░░░░░░░░░  50%",
      "✘ task 2  ██████████████████████████████ 100%  no answer",
      "  overall ████████░░░░░░░░░░░░░░░░░░░░░░  25%",
    ]);
  });

  test.each([20, 40, 80, 200])("is never wider than %i columns", (columns) => {
    const name = "a subtask with a name that goes on and on and on and on and on";
    for (const line of drawProgress(progress([subTask(1, { name })]), columns)) expect([...line].length).toBeLessThanOrEqual(columns);
  });

  test.each([
    ["-5", "  0%"],
    ["1e9", "100%"],
    ["99.99", " 99%"],
    ["nonsense", "  0%"],
    [undefined, "  0%"],
  ])("shows %s as %s", (percent, shown) => expect(drawProgress(progress([], { percent }), 60)[0]).toContain(shown));

  test("has no bar where progress is not measurable", () => {
    expect(drawProgress(progress([subTask(1, { isNonDeterministic: true })]), 60)[0]).toBe("… task 1");
  });
});

describe("lines", () => {
  test("show each change once", () => {
    const first = progress([subTask(1, { status: "NotStarted", percent: "0" })], { percent: undefined });
    expect(progressLines(undefined, first)).toEqual(["subtask 1: task 1"]);
    const second = progress([subTask(1)]);
    expect(progressLines(first, second)).toEqual(["subtask 1: InProgress 50%", "overall: 25%"]);
    expect(progressLines(second, second)).toEqual([]);
  });
});

test("what a server sends does not steer the terminal", () => expect(visible("a\u001b[2Jb\u202ec")).toBe("a�[2Jb�c"));

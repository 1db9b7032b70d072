import { describe, expect, test } from "vitest";
import { enumerate } from "../../../../src/machine/machine.js";
import { callbackMachine } from "../../../../src/services/ipam/callback-machine.js";

/** Every pair of the callback side, in table order: effects and next state, or the refusal's name. */
const want = `
CallbackInitialized startProgress: resetTracker > OperationWithProgressStarted
CallbackInitialized addSubTask: !beforeStart
CallbackInitialized setStatusOfKnown: !beforeStart
CallbackInitialized setStatusOfUnknown: !beforeStart
CallbackInitialized setCompletionPercentage: !beforeStart
CallbackInitialized setOverallStatus: !beforeStart
CallbackInitialized sessionEnded: markInterrupted > Ended
OperationWithProgressStarted startProgress: !startedTwice
OperationWithProgressStarted addSubTask: addSubTask > OperationWithProgressStarted
OperationWithProgressStarted setStatusOfKnown: setStatus > OperationWithProgressStarted
OperationWithProgressStarted setStatusOfUnknown: addSubTask setStatus > OperationWithProgressStarted
OperationWithProgressStarted setCompletionPercentage: setPercentage > OperationWithProgressStarted
OperationWithProgressStarted setOverallStatus: setOverall > OperationWithProgressCompleted
OperationWithProgressStarted sessionEnded: markInterrupted > Ended
OperationWithProgressCompleted startProgress: !afterEnd
OperationWithProgressCompleted addSubTask: !afterEnd
OperationWithProgressCompleted setStatusOfKnown: !afterEnd
OperationWithProgressCompleted setStatusOfUnknown: !afterEnd
OperationWithProgressCompleted setCompletionPercentage: !afterEnd
OperationWithProgressCompleted setOverallStatus: !afterEnd
OperationWithProgressCompleted sessionEnded: > Ended
Ended startProgress: !noSession
Ended addSubTask: !noSession
Ended setStatusOfKnown: !noSession
Ended setStatusOfUnknown: !noSession
Ended setCompletionPercentage: !noSession
Ended setOverallStatus: !noSession
Ended sessionEnded: !noSession
`;

describe("callback machine", () => {
  test("every pair", () => {
    const got = enumerate(callbackMachine).map((pair) =>
      pair.kind === "refused"
        ? `${pair.state} ${pair.command}: !${pair.refusal}`
        : `${pair.from} ${pair.command}: ${[...pair.effects, ">", pair.to].join(" ")}`,
    );
    expect(got).toEqual(want.trim().split("\n"));
  });
});

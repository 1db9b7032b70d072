import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { enumerate, type Step, step } from "../../../../src/machine/machine.js";
import { type SessionEvent, type SessionState, sessionMachine } from "../../../../src/services/ipam/machine.js";

const codes = {
  NO: "None",
  SI: "SessionInitialized",
  OI: "OperationWithProgressInitialized",
  OS: "OperationWithProgressStarted",
  OC: "OperationWithProgressCompleted",
  END: "Ended",
} as const satisfies Record<string, SessionState>;

/** One line for each event, one column for each state: next state after effects, or the refusal's name. Written from the protocol's matrix. */
const matrix = `
event              | NO                                   | SI                                            | OI                                          | OS                                                  | OC                                  | END
sessionEstablished | computeAuthorization startTimer > SI | !impossible                                   | !impossible                                 | !impossible                                         | !impossible                         | !noSession
initializeValid    | !noSession                           | storeParameters replyInitialized > OI         | !operationNotAllowed                        | !operationNotAllowed                                | !operationNotAllowed                | !noSession
initializeInvalid  | !noSession                           | stopTimer discard sendFault close > END       | !operationNotAllowed                        | !operationNotAllowed                                | !operationNotAllowed                | !noSession
startAuthorized    | !noSession                           | !operationNotAllowed                          | sendStartProgress startOperation replyStarted > OS | !operationNotAllowed                         | !operationNotAllowed                | !noSession
startRefused       | !noSession                           | !operationNotAllowed                          | !accessDenied                               | !operationNotAllowed                                | !operationNotAllowed                | !noSession
gateClosed         | !noSession                           | !gateClosed                                   | !gateClosed                                 | !gateClosed                                         | !gateClosed                         | !noSession
callbackElement    | !noSession                           | > SI                                          | > OI                                        | > OS                                                | > OC                                | !noSession
keepalive          | !noSession                           | > SI                                          | > OI                                        | > OS                                                | > OC                                | !noSession
unreadable         | !noSession                           | !unreadable                                   | !unreadable                                 | !unreadable                                         | !unreadable                         | !noSession
subTaskAdded       | !noSession                           | !impossible                                   | !impossible                                 | sendAddSubTask > OS                                 | !late                               | !noSession
subTaskChanged     | !noSession                           | !impossible                                   | !impossible                                 | sendSubTaskStatus > OS                              | !late                               | !noSession
percentageChanged  | !noSession                           | !impossible                                   | !impossible                                 | sendPercentage > OS                                 | !late                               | !noSession
operationSucceeded | !noSession                           | !impossible                                   | !impossible                                 | sendPercentage sendOverallStatus > OC               | !late                               | !noSession
operationFailed    | !noSession                           | !impossible                                   | !impossible                                 | sendOverallStatus > OC                              | !late                               | !noSession
callbackFailed     | !noSession                           | !impossible                                   | stopTimer discard abort > END               | stopTimer abandonOperation discard abort > END      | stopTimer discard abort > END       | !noSession
tickHeard          | !noSession                           | resetGrace > SI                               | resetGrace > OI                             | resetGrace > OS                                     | resetGrace > OC                     | !noSession
tickSilent         | !noSession                           | spendGrace > SI                               | spendGrace > OI                             | spendGrace > OS                                     | spendGrace > OC                     | !noSession
tickExhausted      | !noSession                           | stopTimer discard abort > END                 | stopTimer discard abort > END               | stopTimer abandonOperation discard abort > END      | stopTimer discard abort > END       | !noSession
serverCloses       | !noSession                           | stopTimer discard close > END                 | stopTimer discard close > END               | stopTimer abandonOperation discard close > END      | stopTimer discard close > END       | !noSession
sessionEnded       | !noSession                           | stopTimer discard > END                       | stopTimer discard > END                     | stopTimer abandonOperation discard > END            | stopTimer discard > END             | !noSession
`;

interface Expectation {
  readonly state: SessionState;
  readonly event: SessionEvent;
  readonly want: string;
}

function readMatrix(): readonly Expectation[] {
  const [head, ...lines] = matrix
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const states = (head ?? []).slice(1).map((code) => {
    const state = Object.entries(codes).find(([name]) => name === code)?.[1];
    if (state === undefined) throw new Error(`the matrix names an unknown state "${code}"`);
    return state;
  });
  return lines.flatMap(([name, ...cells]) => {
    const event = sessionMachine.commands.find((command) => command === name);
    if (event === undefined) throw new Error(`the matrix names an unknown event "${name}"`);
    return cells.map((want, index) => ({ state: states[index] ?? "None", event, want }));
  });
}

function describeStep(state: SessionState, event: SessionEvent): string {
  const outcome = step(sessionMachine, state, event);
  if (outcome.kind === "refused") return `!${outcome.refusal}`;
  const code = Object.entries(codes).find(([, name]) => name === outcome.to)?.[0];
  return [...outcome.effects, ">", code].join(" ");
}

describe("session machine", () => {
  test("the matrix has every state and every event", () => {
    expect(readMatrix()).toHaveLength(sessionMachine.states.length * sessionMachine.commands.length);
    expect(new Set(readMatrix().map(({ state, event }) => `${state} ${event}`)).size).toBe(enumerate(sessionMachine).length);
  });

  test.each(readMatrix().map(({ state, event, want }) => [state, event, want] as const))("%s, %s: %s", (state, event, want) => {
    expect(describeStep(state, event)).toBe(want);
  });

  test("no transition leads back to an earlier state", () => {
    for (const pair of enumerate(sessionMachine)) {
      if (pair.kind === "moved")
        expect(sessionMachine.states.indexOf(pair.to)).toBeGreaterThanOrEqual(sessionMachine.states.indexOf(pair.from));
    }
  });

  test("in any run of events the messages to the client keep their order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...sessionMachine.commands), { maxLength: 60 }), (events) => {
        let state: SessionState = "None";
        const sent: string[] = [];
        for (const event of events) {
          const outcome: Step<SessionState, SessionEvent> = step(sessionMachine, state, event);
          if (outcome.kind === "refused") continue;
          sent.push(...outcome.effects.filter((effect) => /^(send|reply|close|abort)/.test(effect)));
          state = outcome.to;
        }
        expect(sent.join(" ")).toMatch(
          /^(sendFault close|abort|close)?$|^replyInitialized( abort| close)?$|^replyInitialized sendStartProgress replyStarted( send(AddSubTask|SubTaskStatus|Percentage))*( (sendPercentage )?sendOverallStatus)?( close| abort)?$/,
        );
      }),
      { numRuns: 500 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CommandOf,
  defineMachine,
  type EffectOf,
  enumerate,
  isState,
  move,
  type RefusalOf,
  type StateOf,
  step,
} from "../../../src/machine/machine.js";

const order = defineMachine({
  initial: "none",
  commands: ["create", "update", "finish", "rollback"],
  otherwise: "notApplicable",
  states: {
    none: { create: "draft", rollback: "none" },
    draft: {
      update: { to: "draft", effects: ["save"], basis: "rule 3" },
      finish: { to: "finished", effects: ["save", "send"] },
      rollback: "none",
    },
    finished: { create: { refuse: "alreadyFinished", basis: "rule 7" } },
  },
});

describe("step", () => {
  test.each([
    [
      "a bare state",
      {
        given: ["none", "create"] as const,
        want: { kind: "moved", from: "none", command: "create", to: "draft", effects: [], basis: undefined },
      },
    ],
    [
      "effects in order",
      {
        given: ["draft", "finish"] as const,
        want: { kind: "moved", from: "draft", command: "finish", to: "finished", effects: ["save", "send"], basis: undefined },
      },
    ],
    [
      "a loop",
      {
        given: ["draft", "update"] as const,
        want: { kind: "moved", from: "draft", command: "update", to: "draft", effects: ["save"], basis: "rule 3" },
      },
    ],
    [
      "a gap",
      {
        given: ["finished", "update"] as const,
        want: { kind: "refused", state: "finished", command: "update", refusal: "notApplicable", basis: undefined },
      },
    ],
    [
      "a named refusal",
      {
        given: ["finished", "create"] as const,
        want: { kind: "refused", state: "finished", command: "create", refusal: "alreadyFinished", basis: "rule 7" },
      },
    ],
  ])("%s", (_name, { given, want }) => {
    expect(step(order, given[0], given[1])).toEqual(want);
  });

  test("types name effects and refusals", () => {
    const outcome = step(order, "draft", "finish");
    if (outcome.kind === "moved") {
      const effects: readonly ("save" | "send")[] = outcome.effects;
      expect(effects).toEqual(["save", "send"]);
    } else {
      const refusal: "notApplicable" | "alreadyFinished" = outcome.refusal;
      expect.unreachable(refusal);
    }
  });
});

describe("move", () => {
  test("a legal pair has its target as type", () => {
    const drafted: "draft" = move(order, "none", "create");
    const finished: "finished" = move(order, drafted, "finish");
    expect(finished).toBe("finished");
  });

  test("illegal pairs do not compile, and are an internal error where the compiler was overruled", () => {
    // @ts-expect-error nothing is legal in "finished"
    expect(() => move(order, "finished", "update")).toThrow('internal: "update" is refused in state "finished"');
    // @ts-expect-error a named refusal is not legal either
    expect(() => move(order, "finished", "create")).toThrow("internal:");
    // @ts-expect-error a draft cannot be created again
    expect(() => move(order, "draft", "create")).toThrow("internal:");
  });
});

describe("defineMachine", () => {
  test('a table without "otherwise" has no gaps', () => {
    const lamp = defineMachine({ initial: "off", commands: ["press"], states: { off: { press: "on" }, on: { press: "off" } } });
    expect(enumerate(lamp).map((pair) => (pair.kind === "moved" ? pair.to : pair.refusal))).toEqual(["on", "off"]);
    expect(() =>
      // @ts-expect-error "on" does not decide "press"
      defineMachine({ initial: "off", commands: ["press"], states: { off: { press: "on" }, on: {} } }),
    ).toThrow("internal:");
  });

  test("mistakes in a table do not compile", () => {
    // @ts-expect-error "lost" is no state
    defineMachine({ initial: "off", commands: ["press"], otherwise: "no", states: { off: { press: "lost" } } });
    // @ts-expect-error "push" is no command
    defineMachine({ initial: "off", commands: ["press"], otherwise: "no", states: { off: { push: "off" } } });
    // @ts-expect-error "lost" is no initial state
    defineMachine({ initial: "lost", commands: ["press"], otherwise: "no", states: { off: { press: "off" } } });
    // @ts-expect-error a transition's target is a state
    defineMachine({ initial: "off", commands: ["press"], otherwise: "no", states: { off: { press: { to: "lost" } } } });
  });
});

test("numbers as keys are names of states", () => {
  const codes = defineMachine({
    initial: "1",
    commands: ["create", "finish"],
    otherwise: "notApplicable",
    states: { 1: { create: "2" }, 2: { finish: "100" }, 100: {} },
  });
  const open: "2" = move(codes, "1", "create");
  const finished: "100" = move(codes, open, "finish");
  expect(finished).toBe("100");
  // @ts-expect-error nothing is legal in state 100
  expect(() => move(codes, finished, "finish")).toThrow("internal:");
  // @ts-expect-error no such state
  const lost: StateOf<typeof codes> = "3";
  expect(isState(codes, lost)).toBe(false);
});

test("enumerate gives every pair once", () => {
  const pairs = enumerate(order).map((pair) => `${pair.kind === "moved" ? pair.from : pair.state} ${pair.command}`);
  expect(pairs).toHaveLength(12);
  expect(new Set(pairs).size).toBe(12);
});

test.each([
  ["draft", true],
  ["Draft", false],
  ["constructor", false],
  ["__proto__", false],
  ["", false],
])("isState %j is %j", (text, want) => {
  expect(isState(order, text)).toBe(want);
});

test("any run of commands stays in the table, and a refusal keeps the state", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...order.commands)), (commands) => {
      let state = order.initial;
      for (const command of commands) {
        const outcome = step(order, state, command);
        if (outcome.kind === "refused") expect(outcome.state).toBe(state);
        else state = outcome.to;
        expect(isState(order, state)).toBe(true);
      }
    }),
  );
});

test("the unions of a machine's names are types", () => {
  const state: StateOf<typeof order> = "draft";
  const command: CommandOf<typeof order> = "update";
  const effect: EffectOf<typeof order> = "save";
  const refusal: RefusalOf<typeof order> = "alreadyFinished";
  // @ts-expect-error no such state
  const lost: StateOf<typeof order> = "lost";
  // @ts-expect-error no such effect
  const bang: EffectOf<typeof order> = "bang";
  expect([state, command, effect, refusal, lost, bang]).toHaveLength(6);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CommandOf,
  defineMachine,
  type EffectOf,
  enumerate,
  isTerminal,
  type RefusalOf,
  type StateOf,
  step,
} from "../../../src/machine/machine.js";

const order = defineMachine({
  name: "Order",
  initial: "none",
  commands: ["create", "update", "finish", "rollback"],
  otherwise: "notApplicable",
  states: {
    none: { number: 1, on: { create: "draft", rollback: "none" } },
    draft: {
      number: 2,
      description: "may be changed",
      deadline: { after: "idleTime", command: "rollback" },
      on: {
        update: { to: "draft", effects: ["save"], basis: "rule 3" },
        finish: { to: "finished", effects: ["save", "send"] },
        rollback: "none",
      },
    },
    finished: { number: 100, on: { create: { refuse: "alreadyFinished", basis: "rule 7" } } },
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

describe("defineMachine", () => {
  test('a table without "otherwise" has no gaps', () => {
    const lamp = defineMachine({
      name: "Lamp",
      initial: "off",
      commands: ["press"],
      states: { off: { on: { press: "lit" } }, lit: { on: { press: "off" } } },
    });
    expect(enumerate(lamp).map((pair) => (pair.kind === "moved" ? pair.to : pair.refusal))).toEqual(["lit", "off"]);
    expect(() =>
      // @ts-expect-error "lit" does not decide "press"
      defineMachine({ name: "Lamp", initial: "off", commands: ["press"], states: { off: { on: { press: "lit" } }, lit: { on: {} } } }),
    ).toThrow("internal:");
  });

  test("mistakes in a table do not compile", () => {
    const lamp = { name: "Lamp", initial: "off", commands: ["press"], otherwise: "no" } as const;
    // @ts-expect-error "lost" is not a state
    defineMachine({ ...lamp, states: { off: { on: { press: "lost" } } } });
    // @ts-expect-error "push" is not a command
    defineMachine({ ...lamp, states: { off: { on: { push: "off" } } } });
    // @ts-expect-error "lost" is not an initial state
    defineMachine({ ...lamp, initial: "lost", states: { off: { on: { press: "off" } } } });
    // @ts-expect-error a transition's target is a state
    defineMachine({ ...lamp, states: { off: { on: { press: { to: "lost" } } } } });
    // @ts-expect-error a state has a number, and no "numbr"
    defineMachine({ ...lamp, states: { off: { numbr: 3, on: { press: "off" } } } });
    // @ts-expect-error a deadline gives a command of the machine
    const defineLate = () => defineMachine({ ...lamp, states: { off: { deadline: { after: 5, command: "late" }, on: { press: "off" } } } });
    expect(defineLate).toThrow('refuses "late"');
  });

  test.each([-1, 1.5, Number.NaN, 2 ** 31])("a state cannot have the number %d", (number) => {
    const define = () =>
      defineMachine({ name: "Lamp", initial: "off", commands: [], otherwise: "no", states: { off: { number, on: {} } } });
    expect(define).toThrow('state "off" of the machine "Lamp"');
  });

  test("a deadline whose command is refused in its state is a mistake", () => {
    const define = () =>
      defineMachine({
        name: "Lamp",
        initial: "off",
        commands: ["press"],
        otherwise: "no",
        states: { off: { deadline: { after: 5, command: "press" }, on: {} } },
      });
    expect(define).toThrow('refuses "press", the command of its deadline');
  });

  test("facts of a state stand in the machine", () => {
    expect(order.facts.draft).toEqual({
      number: 2,
      description: "may be changed",
      deadline: { after: "idleTime", command: "rollback" },
    });
  });
});

test("numbers as keys are names of states", () => {
  const codes = defineMachine({
    name: "Codes",
    initial: "1",
    commands: ["create", "finish"],
    otherwise: "notApplicable",
    states: { 1: { on: { create: "2" } }, 2: { on: { finish: "100" } }, 100: { on: {} } },
  });
  expect(step(codes, "1", "create")).toMatchObject({ to: "2" });
  expect(step(codes, "100", "finish")).toMatchObject({ refusal: "notApplicable" });
  // @ts-expect-error no such state
  const lost: StateOf<typeof codes> = "3";
  expect(codes.states).not.toContain(lost);
});

test("a state is terminal when its commands stay in it or remove the instance", () => {
  const machine = defineMachine({
    name: "Note",
    initial: "none",
    commands: ["write", "read", "burn", "forget"],
    otherwise: "no",
    states: {
      none: { on: { write: "written" } },
      written: { on: { read: "written", burn: "burnt", forget: { to: "none", effects: ["delete"] } } },
      burnt: { on: { read: "burnt", forget: { to: "none", effects: ["delete"] } } },
    },
  });
  expect(machine.states.filter((state) => isTerminal(machine, state))).toEqual(["burnt"]);
  expect(order.states.filter((state) => isTerminal(order, state))).toEqual(["finished"]);
});

test("enumerate gives every pair once", () => {
  const pairs = enumerate(order).map((pair) => `${pair.kind === "moved" ? pair.from : pair.state} ${pair.command}`);
  expect(pairs).toHaveLength(12);
  expect(new Set(pairs).size).toBe(12);
});

test("any run of commands stays in the table, and a refusal keeps the state", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...order.commands)), (commands) => {
      let state = order.initial;
      for (const command of commands) {
        const outcome = step(order, state, command);
        if (outcome.kind === "refused") expect(outcome.state).toBe(state);
        else state = outcome.to;
        expect(order.states).toContain(state);
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

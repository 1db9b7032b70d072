/**
 * Every table of veloconnect drives: each command in each state, given to stored instances, does what the table says and nothing else.
 */
import { describe, expect, it } from "vitest";
import { jsonData } from "../../../../src/machine/data-format.js";
import { createInstances } from "../../../../src/machine/instances.js";
import { deletes, enumerate, type Machine, step } from "../../../../src/machine/machine.js";
import { transactionMachines } from "../../../../src/services/veloconnect/machines.js";
import { createMemoryStore } from "../../../../src/stores/memory.js";

const machines: readonly Machine[] = [...transactionMachines];

const owner = "B1";

/** Effects that do nothing, of all names that a table has. */
function effectsOf(machine: Machine): Readonly<Record<string, () => object>> {
  const names = enumerate(machine).flatMap((each) => (each.kind === "moved" ? each.effects : []));
  return Object.fromEntries(names.filter((name) => name !== "delete").map((name) => [name, () => ({})]));
}

const cases = machines.flatMap((machine) =>
  machine.states
    .filter((state) => state !== machine.initial)
    .flatMap((state) => machine.commands.map((command) => [machine.name, state, command, machine] as const)),
);

describe("an instance", () => {
  it.each(cases)("of %s in %s is given %s", async (_name, state, command, machine) => {
    const store = createMemoryStore();
    const options = { store, effects: effectsOf(machine), durations: { idleTime: 1000, retention: 1000 }, now: () => 5, patience: 0 };
    const instances = createInstances(machine, jsonData<object>(), {
      ...options,
      schedule: (_, callback) => {
        callback();
        return () => undefined;
      },
    });
    const number = machine.facts[state]?.number ?? 0;
    const row = { id: "t", owner, machine: machine.name, state: number, stateName: state, data: "{}", createdAt: 1, usedAt: 1 };
    await store.write({ instance: { kind: "insert", instance: { ...row, deadline: undefined, revision: 1 } } });
    const want = step(machine, state, command);
    const outcome = await instances.command({ owner, id: "t", command });
    const after = await store.get("t");
    if (want.kind === "refused") {
      expect(outcome).toMatchObject({ kind: "refused", refusal: want.refusal });
      expect(after).toMatchObject({ stateName: state, revision: 1 });
    } else if (deletes(want)) {
      expect(outcome).toMatchObject({ kind: "moved", from: state });
      expect(after).toBeUndefined();
    } else {
      expect(outcome).toMatchObject({ kind: "moved", from: state });
      expect(after).toMatchObject({ stateName: want.to, state: machine.facts[want.to]?.number, revision: 2 });
    }
  });

  it.each(machines.map((machine) => [machine.name, machine] as const))("of %s is created by what its start allows", async (_, machine) => {
    for (const command of machine.commands) {
      const instances = createInstances(machine, jsonData<object>(), {
        store: createMemoryStore(),
        effects: effectsOf(machine),
        durations: { idleTime: 1000, retention: 1000 },
      });
      const want = step(machine, machine.initial, command);
      expect(await instances.create({ owner, command, data: {} })).toMatchObject({
        kind: want.kind,
        ...(want.kind === "moved" && { instance: { state: want.to } }),
      });
    }
  });
});

describe("the numbers of states", () => {
  it.each(machines.map((machine) => [machine.name, machine] as const))("of %s say what Rollback does", (_, machine) => {
    for (const state of machine.states.filter((each) => each !== machine.initial)) {
      const number = machine.facts[state]?.number ?? 0;
      const rollback = step(machine, state, "rollback");
      const isPossible = rollback.kind === "moved" || rollback.refusal === "wait";
      expect([state, isPossible]).toEqual([state, number < 50]);
    }
  });
});

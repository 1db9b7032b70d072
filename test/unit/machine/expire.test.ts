/**
 * Instances that are removed before their time.
 */
import { expect, it } from "vitest";
import { expireInstance } from "../../../src/machine/expire.js";
import { defineMachine } from "../../../src/machine/machine.js";
import { createMemoryStore } from "../../../src/stores/memory.js";
import type { InstanceHead } from "../../../src/stores/store.js";

const machine = defineMachine({
  name: "Parcel",
  initial: "start",
  commands: ["expire", "remind"],
  otherwise: "no",
  states: {
    start: { number: 1, on: {} },
    open: { number: 2, deadline: { after: 1, command: "expire" }, on: { expire: { to: "start", effects: ["delete"] } } },
    busy: { number: 3, on: { expire: { to: "start", effects: ["delete"] } } },
    late: { number: 4, deadline: { after: 1, command: "remind" }, on: { remind: "late" } },
  },
});

it.each<[string, number, number, string]>([
  ["a state with a deadline that removes", 2, 7, "removed"],
  ["a state without a deadline", 3, 7, "refused"],
  ["a deadline that removes nothing", 4, 7, "refused"],
  ["an instance that has changed", 2, 6, "outdated"],
])("%s", async (_, state, revision, want) => {
  const store = createMemoryStore();
  const head: InstanceHead = {
    id: "1",
    owner: "me",
    machine: "Parcel",
    state,
    stateName: undefined,
    createdAt: 0,
    usedAt: 0,
    deadline: undefined,
    revision,
  };
  await store.write({ instance: { kind: "insert", instance: { ...head, revision: 7, data: "1" } } });
  expect(await expireInstance(store, machine, head, "operator", 5)).toBe(want);
  expect((await store.find("1")) === undefined).toBe(want === "removed");
  const expired = {
    instanceId: "1",
    revision: 8,
    owner: "me",
    machine: "Parcel",
    at: 5,
    by: "operator",
    from: "open",
    command: "expire",
    to: "start",
  };
  expect(await store.history("1", 10)).toEqual(want === "removed" ? [expired] : []);
});

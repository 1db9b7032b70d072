/**
 * The driver of stored instances, one feature after the other.
 */
import { describe, expect, it, vi } from "vitest";
import { jsonData } from "../../../src/machine/data-format.js";
import { createInstances } from "../../../src/machine/instances.js";
import { defineMachine } from "../../../src/machine/machine.js";
import { createMemoryStore } from "../../../src/stores/memory.js";
import { adding, createDepot, createOutside, type Depot, type ParcelCommand, pack } from "./parcels.js";

const give = ({ parcels }: Depot, id: string, command: ParcelCommand, settle = false) =>
  parcels.command({ owner: "ada", id, command, settle });

const commandsOf = async ({ store }: Depot, id: string): Promise<string[]> =>
  (await store.history(id, 100)).map(({ by, from, command, to }) => `${by}: ${from} ${command} ${to}`);

describe("a command", () => {
  it("moves the instance, and what `decide` and effects within the transaction make of its data is saved with it", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    const outcome = await depot.parcels.command({ owner: "ada", id, command: "add", decide: adding("book") });
    const instance = { id, state: "packed", number: 2, data: { items: ["lamp", "book"], weight: 20 }, revision: 2 };
    expect(outcome).toMatchObject({ kind: "moved", from: "packed", instance });
    expect(await depot.store.get(id)).toMatchObject({ state: 2, stateName: "packed", data: '{"items":["lamp","book"],"weight":20}' });
  });

  it("that the table refuses changes nothing, and asks nobody", async () => {
    const depot = createDepot();
    const { id } = await pack(depot);
    const before = await depot.store.get(id);
    const decide = vi.fn(adding("book"));
    expect(await depot.parcels.command({ owner: "ada", id, command: "deliver", decide })).toMatchObject({
      kind: "refused",
      refusal: "notNow",
      instance: { state: "packed" },
    });
    expect(decide).not.toHaveBeenCalled();
    expect(await depot.store.get(id)).toEqual(before);
    expect(await commandsOf(depot, id)).toEqual(["ada: none pack packed"]);
  });

  it("to what there is not, or belongs to somebody else or another machine, finds nothing", async () => {
    const depot = createDepot();
    const { id } = await pack(depot);
    expect(await depot.parcels.command({ owner: "ada", id: "nothing", command: "look" })).toEqual({ kind: "absent" });
    expect(await depot.parcels.command({ owner: "bob", id, command: "look" })).toEqual({ kind: "absent" });
    const machine = defineMachine({
      name: "Lamp",
      initial: "off",
      commands: ["press"],
      otherwise: "no",
      states: { off: { on: { press: "off" } } },
    });
    const lamps = createInstances(machine, jsonData<object>(), { store: depot.store, effects: {}, durations: {} });
    expect(await lamps.command({ owner: "ada", id, command: "press" })).toEqual({ kind: "absent" });
    expect(await lamps.find("ada", id)).toBeUndefined();
    for await (const lamp of lamps.list("ada")) expect(lamp).toBeUndefined();
  });

  it("may be chosen by looking at the instance", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    const command = ({ data }: { data: { items: readonly string[] } }) => (data.items.length > 0 ? ("send" as const) : ("drop" as const));
    expect(await depot.parcels.command({ owner: "ada", id, command })).toMatchObject({ kind: "moved", instance: { state: "leaving" } });
  });

  it("whose `decide` throws changes nothing", async () => {
    const depot = createDepot();
    const { id } = await pack(depot);
    const decide = () => Promise.reject(new Error("no room"));
    await expect(depot.parcels.command({ owner: "ada", id, command: "add", decide })).rejects.toThrow("no room");
    expect((await depot.store.get(id))?.revision).toBe(1);
  });

  it("goes on from what a faster process has left", async () => {
    const depot = createDepot();
    const other = createDepot({ store: depot.store });
    const { id } = await pack(depot);
    let isFirst = true;
    const outcome = await depot.parcels.command({
      owner: "ada",
      id,
      command: "add",
      decide: async (parcel) => {
        if (isFirst) await other.parcels.command({ owner: "ada", id, command: "add", decide: adding("theirs"), by: "bob" });
        isFirst = false;
        return adding("ours")(parcel);
      },
    });
    expect(outcome).toMatchObject({ kind: "moved", instance: { data: { items: ["theirs", "ours"] }, revision: 3 } });
    expect(await commandsOf(depot, id)).toEqual(["ada: none pack packed", "bob: packed add packed", "ada: packed add packed"]);
  });

  it("with the effect `delete` removes the instance; its history stays", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    expect(await give(depot, id, "drop")).toMatchObject({ kind: "moved", instance: { state: "none", data: { items: ["lamp"] } } });
    expect(await depot.store.get(id)).toBeUndefined();
    expect(await depot.parcels.history("ada", id)).toHaveLength(2);
    expect(await depot.parcels.history("ada", id, 1, 1)).toMatchObject([{ revision: 2, from: "packed", command: "drop", to: "none" }]);
    expect(await depot.parcels.history("bob", id)).toEqual([]);
  });

  it("on an instance in a state that the table does not have fails, and says which", async () => {
    const depot = createDepot();
    const instance = { id: "x", owner: "ada", machine: "Parcel", state: 77, stateName: "lost", data: "{}", createdAt: 1, usedAt: 1 };
    await depot.store.write({ instance: { kind: "insert", instance: { ...instance, deadline: undefined, revision: 1 } } });
    await expect(give(depot, "x", "look")).rejects.toThrow('the machine "Parcel" has no state 77 (lost), which instance "x" is in');
  });
});

describe("creating", () => {
  it("is a command of the initial state", async () => {
    const depot = createDepot();
    expect(await depot.parcels.create({ owner: "ada", command: "look", data: { items: [] } })).toMatchObject({ refusal: "notNow" });
    const { id } = await pack(depot);
    expect(await depot.parcels.find("ada", id)).toEqual({
      id,
      owner: "ada",
      machine: "Parcel",
      state: "packed",
      number: 2,
      createdAt: 1000,
      usedAt: 1000,
      deadline: 11_000,
      revision: 1,
    });
  });

  it("is limited for each owner; what is over takes no place", async () => {
    const depot = createDepot({ limit: { count: 1, statesBelow: 100 } });
    const { id } = await pack(depot);
    await expect(pack(depot)).rejects.toThrow("full");
    depot.clock.time += 10_000;
    await expect(pack(depot)).rejects.toThrow("full");
    expect(await depot.parcels.find("ada", id)).toMatchObject({ state: "late" });
    depot.clock.time += 20_000;
    await pack(depot);
    expect(await depot.parcels.find("ada", id)).toBeUndefined();
  });

  it("with an id that is taken fails", async () => {
    const depot = createDepot({ makeId: () => "same" });
    await pack(depot);
    await expect(pack(depot)).rejects.toThrow('internal: the id "same" of a new instance is taken');
  });
});

describe("a deadline", () => {
  it("starts again with each transition that stays, unless it counts from the entry", async () => {
    const depot = createDepot();
    const { id } = await pack(depot);
    depot.clock.time += 9000;
    expect(await give(depot, id, "look")).toMatchObject({ instance: { deadline: 20_000 } });
    depot.clock.time += 10_000;
    expect(await depot.parcels.tick()).toMatchObject({ deadlines: 1 });
    expect(await depot.parcels.find("ada", id)).toMatchObject({ state: "late", deadline: 40_000 });
    depot.clock.time += 5000;
    expect(await give(depot, id, "look")).toMatchObject({ instance: { state: "late", deadline: 40_000 } });
  });

  it("gives its command before any other, although nobody has looked since", async () => {
    const depot = createDepot();
    const { id } = await pack(depot);
    depot.clock.time += 10_000;
    expect(await depot.parcels.find("ada", id)).toMatchObject({ state: "late", number: 3 });
    expect(await give(depot, id, "send")).toMatchObject({ kind: "refused", instance: { state: "late" } });
    expect(await commandsOf(depot, id)).toEqual(["ada: none pack packed", "deadline: packed remind late"]);
    depot.clock.time += 20_000;
    expect(await depot.parcels.find("ada", id)).toBeUndefined();
    expect(await give(depot, id, "look")).toEqual({ kind: "absent" });
    expect(await depot.store.get(id)).toBeDefined();
    expect(await depot.parcels.tick()).toMatchObject({ deadlines: 1, messages: 0 });
    expect(await depot.store.get(id)).toBeUndefined();
    await vi.waitFor(() => expect(depot.outside.mails.size).toBe(2), { timeout: 60_000 });
  });

  it("is set by an effect within the transaction", async () => {
    const depot = createDepot();
    const { id } = await pack(depot);
    await give(depot, id, "send", true);
    expect(await give(depot, id, "deliver")).toMatchObject({ instance: { deadline: 6000 } });
    depot.clock.time += 5000;
    expect(await give(depot, id, "look")).toEqual({ kind: "absent" });
  });

  it("that an earlier version of the table has set is taken away when it is over", async () => {
    const depot = createDepot();
    const row = { id: "x", owner: "ada", machine: "Parcel", state: 50, stateName: "under way", data: "{}", createdAt: 1, usedAt: 1 };
    await depot.store.write({ instance: { kind: "insert", instance: { ...row, deadline: 5, revision: 1 } } });
    expect(await depot.parcels.tick()).toMatchObject({ deadlines: 0 });
    expect(await depot.store.get("x")).toMatchObject({ deadline: undefined, revision: 2 });
    expect(await depot.parcels.find("ada", "x")).toMatchObject({ state: "under way" });
  });

  it("of more instances than are read at once comes to all, and one that cannot be read keeps none of them", async () => {
    const depot = createDepot();
    for (let index = 0; index < 250; index++) await pack(depot);
    const row = { id: "x", owner: "ada", machine: "Parcel", state: 2, stateName: "packed", data: "no JSON", createdAt: 1, usedAt: 1 };
    await depot.store.write({ instance: { kind: "insert", instance: { ...row, deadline: 5, revision: 1 } } });
    depot.clock.time += 10_000;
    expect(await depot.parcels.tick()).toMatchObject({ deadlines: 250 });
    expect(String(depot.errors[0])).toContain("SyntaxError");
  });
});

describe("an outbox effect", () => {
  it("is performed after the transaction, and its result comes back as a command", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    const outcome = await give(depot, id, "send", true);
    const data = { items: ["lamp"], tracking: "1 items" };
    expect(outcome).toMatchObject({ kind: "moved", from: "packed", instance: { state: "under way", number: 50, data }, failed: undefined });
    expect(await commandsOf(depot, id)).toEqual([
      "ada: none pack packed",
      "ada: packed send leaving",
      "effect handOver: leaving taken under way",
    ]);
    expect(await depot.store.messagesOf(id)).toEqual([]);
  });

  it("is not waited for unless that is asked for", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    let proceed = (): void => undefined;
    depot.outside.interfere = () => new Promise((resolve) => (proceed = resolve));
    expect(await give(depot, id, "send")).toMatchObject({ instance: { state: "leaving" } });
    expect(await depot.store.messagesOf(id)).toMatchObject([{ key: `hand-over ${id}`, effect: "handOver", payload: '["lamp"]' }]);
    depot.outside.interfere = async () => undefined;
    proceed();
    await vi.waitFor(async () => expect(await depot.store.messagesOf(id)).toEqual([]), { timeout: 60_000 });
    expect(await depot.parcels.find("ada", id)).toMatchObject({ state: "under way" });
  });

  it("that fails is tried again after a while, for as long as it takes", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    await give(depot, id, "send", true);
    depot.outside.interfere = () => Promise.reject(new Error("no mail today"));
    expect(await give(depot, id, "deliver", true)).toMatchObject({
      instance: { state: "delivered" },
      failed: { failure: new Error("no mail today") },
    });
    expect(depot.errors).toEqual([]);
    const waits: number[] = [];
    for (let attempt = 1; attempt < 16; attempt++) {
      const [message] = await depot.store.messagesOf(id);
      waits.push((message?.dueAt ?? 0) - depot.clock.time);
      expect(await depot.parcels.tick()).toMatchObject({ messages: 0 });
      depot.clock.time = message?.dueAt ?? 0;
      expect(await depot.parcels.tick()).toMatchObject({ messages: 1 });
    }
    expect(waits.slice(0, 3)).toEqual([1000, 2000, 4000]);
    expect(waits.at(-1)).toBe(3_600_000);
    expect(depot.errors).toHaveLength(15);
    depot.outside.interfere = async () => undefined;
    depot.clock.time += 3_600_000;
    await depot.parcels.tick();
    expect([...depot.outside.mails]).toEqual([[`${id}/4/mail`, 1]]);
    expect(await depot.store.messagesOf(id)).toEqual([]);
  });

  it("that fails too often gives its instance another command", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    depot.outside.interfere = () => Promise.reject(new Error("closed"));
    expect(await give(depot, id, "send", true)).toMatchObject({ instance: { state: "leaving" }, failed: { failure: new Error("closed") } });
    depot.clock.time += 1000;
    await depot.parcels.tick();
    const data = { items: ["lamp"], refused: 1 };
    expect(await give(depot, id, "look")).toMatchObject({ kind: "moved", instance: { state: "packed", data } });
    expect(depot.outside.handOvers.size).toBe(0);
  });

  it("of an instance that no longer exists is performed, and its outcome is dropped", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    let proceed = (): void => undefined;
    depot.outside.interfere = () => new Promise((resolve) => (proceed = resolve));
    await give(depot, id, "send");
    const { revision } = (await depot.store.find(id)) ?? { revision: 0 };
    await depot.store.write({ instance: { kind: "remove", id, revision } });
    depot.outside.interfere = async () => undefined;
    proceed();
    await vi.waitFor(async () => expect(await depot.store.messagesOf(id)).toEqual([]), { timeout: 60_000 });
    expect(depot.outside.handOvers.size).toBe(1);
    expect(depot.errors).toEqual([]);
  });

  it("whose reply the table refuses by then is over", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    depot.outside.interfere = async () => {
      const row = await depot.store.get(id);
      if (row === undefined) throw new Error("no row");
      const instance = { ...row, state: 100, stateName: "delivered", revision: row.revision + 1 };
      await depot.store.write({ instance: { kind: "update", instance } });
      depot.outside.interfere = async () => undefined;
    };
    expect(await give(depot, id, "send", true)).toMatchObject({ kind: "moved", instance: { state: "delivered" }, failed: undefined });
    expect(await depot.store.messagesOf(id)).toEqual([]);
  });

  it("of an effect that nothing performs any more stays, and is reported", async () => {
    const depot = createDepot();
    const { id } = await pack(depot, "lamp");
    const base = { instanceId: id, machine: "Parcel", payload: "{}", createdAt: 1, dueAt: 1, attempts: 0, revision: 1 };
    for (const effect of ["weigh", "telegram"]) await depot.store.write({ messages: [{ ...base, key: effect, effect }] });
    expect(await depot.parcels.tick()).toMatchObject({ messages: 2 });
    expect(depot.errors.map(String)).toEqual([
      'Error: internal: nothing sends the messages of "weigh"',
      'Error: internal: nothing sends the messages of "telegram"',
    ]);
  });

  it("that the table names and nothing performs is an error of the program", async () => {
    const machine = defineMachine({
      name: "Lamp",
      initial: "off",
      commands: ["press"],
      states: { off: { on: { press: { to: "off", effects: ["bang"] } } } },
    });
    const base = { store: createMemoryStore(), durations: {} };
    // @ts-expect-error nothing performs "bang"
    const lamps = createInstances(machine, jsonData<object>(), { effects: {}, ...base });
    await expect(lamps.create({ owner: "ada", command: "press", data: {} })).rejects.toThrow('nothing performs the effect "bang"');
  });
});

describe("a state that makes commands wait", () => {
  it("makes them wait until it is left, in this process and in others", async () => {
    const depot = createDepot({ lease: 60_000 });
    const other = createDepot({ store: depot.store, outside: depot.outside, clock: depot.clock, lease: 60_000 });
    const { id } = await pack(depot, "lamp");
    let proceed = (): void => undefined;
    depot.outside.interfere = () => new Promise((resolve) => (proceed = resolve));
    const sent = give(depot, id, "send", true);
    const waiting = [give(depot, id, "look"), give(depot, id, "add"), give(other, id, "look"), give(other, id, "send")];
    await vi.waitFor(async () => expect(await depot.store.messagesOf(id)).toHaveLength(1), { timeout: 60_000 });
    depot.outside.interfere = async () => undefined;
    proceed();
    expect(await sent).toMatchObject({ instance: { state: "under way" } });
    const kinds = (await Promise.all(waiting)).map((outcome) => (outcome.kind === "refused" ? outcome.refusal : outcome.kind));
    expect(kinds).toEqual(["moved", "notNow", "moved", "notNow"]);
    expect([...depot.outside.handOvers.values()]).toEqual([1]);
  });

  it("makes them wait no longer than they have patience", async () => {
    const depot = createDepot({ patience: 100 });
    const { id } = await pack(depot, "lamp");
    depot.outside.interfere = () => new Promise(() => undefined);
    await give(depot, id, "send");
    expect(await give(depot, id, "look")).toMatchObject({ kind: "refused", refusal: "wait", instance: { state: "leaving" } });
  });

  it.each(["look", "send"] as const)("is brought to its end by the next caller after a kill: %s", async (command) => {
    const store = createMemoryStore();
    const outside = createOutside();
    const killed = createDepot({ store, outside, lease: 60_000 });
    const { id } = await pack(killed, "lamp");
    outside.interfere = (_, __, when) => (when === "after" ? new Promise(() => undefined) : Promise.resolve());
    await give(killed, id, "send");
    await vi.waitFor(() => expect(outside.handOvers.size).toBe(1), { timeout: 60_000 });
    outside.interfere = async () => undefined;
    // Another process may still be at it until its lease is over.
    const early = createDepot({ store, outside, lease: 60_000, patience: 100 });
    expect(await give(early, id, command)).toMatchObject({ kind: "refused", refusal: "wait" });
    const late = createDepot({ store, outside, lease: 60_000, clock: { time: 62_000 } });
    expect(await give(late, id, command, true)).toMatchObject({ kind: "moved", instance: { state: "under way" } });
    expect([...outside.handOvers]).toEqual([[`hand-over ${id}`, 2]]);
  });
});

describe("running", () => {
  it("ticks until it is stopped, and reports what fails", async () => {
    vi.useFakeTimers();
    try {
      const depot = createDepot();
      await pack(depot);
      depot.clock.time += 10_000;
      const stop = depot.parcels.run(1000);
      await vi.advanceTimersByTimeAsync(1000);
      expect(depot.outside.mails.size).toBe(1);
      const due = vi.spyOn(depot.store, "due").mockRejectedValue(new Error("no store"));
      await vi.advanceTimersByTimeAsync(2000);
      expect(depot.errors.map(String)).toEqual(["Error: no store", "Error: no store"]);
      await stop();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(due).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it("forgets old history", async () => {
    const depot = createDepot({ historyTime: 5000 });
    const { id } = await pack(depot);
    depot.clock.time += 4000;
    await give(depot, id, "look");
    depot.clock.time += 2000;
    expect(await depot.parcels.tick()).toEqual({ deadlines: 0, messages: 0, forgotten: 1 });
    expect(await commandsOf(depot, id)).toEqual(["ada: packed look packed"]);
  });
});

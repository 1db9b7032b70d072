/**
 * What must hold whatever happens: callers that work on one instance at once, and a crash at any moment.
 */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { step } from "../../../src/machine/machine.js";
import type { InstanceStore } from "../../../src/stores/store.js";
import { adding, createDepot, createOutside, type Depot, type Outside, type ParcelCommand, parcelMachine } from "./parcels.js";
import { stores } from "./stores-to-test.js";

const owner = "ada";

/** A command that a caller gave, and whether it was acknowledged. */
interface Given {
  readonly by: string;
  readonly command: ParcelCommand;
  isAcknowledged: boolean;
}

async function give({ parcels }: Depot, id: string, given: Given): Promise<void> {
  const { command, by } = given;
  const settle = command === "send";
  const outcome = await parcels.command({ owner, id, command, by, settle, ...(command === "add" && { decide: adding(by) }) });
  given.isAcknowledged = outcome.kind === "moved";
}

/** A fresh process on what is there: whatever was left half done comes to its end. */
async function recover(store: InstanceStore, outside: Outside, clock: { time: number }): Promise<Depot> {
  outside.interfere = async () => undefined;
  const depot = createDepot({ store, outside, clock });
  for (let round = 0; round < 3; round++) {
    clock.time += 3000;
    await depot.parcels.tick();
  }
  return depot;
}

/** Checks the history of an instance against the table, the store and what the world outside has heard. */
async function check({ store, outside, errors }: Depot, id: string, givens: readonly Given[]): Promise<void> {
  // What a living process is still sending in the background comes to its end by itself.
  await expect.poll(() => store.messagesOf(id)).toEqual([]);
  const history = await store.history(id, 10_000);
  history.forEach((record, index) => {
    const before = history[index - 1];
    expect(record.revision).toBe(index + 1);
    expect(record.from).toBe(before?.to ?? parcelMachine.initial);
    const from = parcelMachine.states.find((state) => state === record.from) ?? "none";
    const command = parcelMachine.commands.find((each) => each === record.command) ?? "look";
    const moved = step(parcelMachine, from, command);
    expect(moved).toMatchObject({ kind: "moved", to: record.to });
    if (moved.kind !== "moved") return;
    // Each effect was performed, under one key.
    if (moved.effects.includes("mail")) expect(outside.mails.get(`${id}/${record.revision}/mail`)).toBeGreaterThanOrEqual(1);
    if (moved.effects.includes("handOver")) expect(outside.handOvers.get(`hand-over ${id}`)).toBeGreaterThanOrEqual(1);
  });
  const mailing = history.filter(({ command }) => command === "remind" || command === "deliver");
  expect([...outside.mails.keys()].filter((key) => key.startsWith(id))).toHaveLength(mailing.length);
  for (const { by, isAcknowledged } of givens) {
    const times = history.filter((record) => record.by === by).length;
    expect([by, times]).toEqual([by, isAcknowledged ? 1 : Math.min(times, 1)]);
  }
  const last = history.at(-1);
  const row = await store.get(id);
  if (last === undefined || last.to === "none") expect(row).toBeUndefined();
  else expect(row).toMatchObject({ stateName: last.to, revision: last.revision });
  // Added once each, and none lost.
  const added = history.filter(({ command }) => command === "add").map(({ by }) => by);
  if (row !== undefined) expect(JSON.parse(row.data).items).toEqual(added);
  expect(last?.to).not.toBe("leaving");
  expect(errors).toEqual([]);
}

const commandArbitrary = fc.constantFrom<ParcelCommand>("add", "add", "look", "send", "deliver", "drop", "remind");

describe.each(stores)("%s", (_, numRuns, open) => {
  it("callers of several processes at once give histories that the table allows", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(commandArbitrary, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 }),
        fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 20 }),
        async (callers, turns) => {
          const store = unevenly(await open(), turns);
          const outside = createOutside();
          const clock = { time: 1000 };
          const processes = [0, 1].map(() => createDepot({ store, outside, clock, lease: 60_000 }));
          const id = await create(processes[0]);
          const givens = callers.map((commands, caller) =>
            commands.map((command, index): Given => ({ by: `${caller}.${index}`, command, isAcknowledged: false })),
          );
          const work = async (own: readonly Given[], caller: number): Promise<void> => {
            const depot = processes[caller % processes.length];
            for (const given of own) if (depot !== undefined) await give(depot, id, given);
          };
          await Promise.all([...givens.map(work), processes[0]?.parcels.tick()]);
          for (const { errors } of processes) expect(errors).toEqual([]);
          await check(await recover(store, outside, clock), id, givens.flat());
          for (const times of outside.handOvers.values()) expect(times).toBe(1);
        },
      ),
      { numRuns },
    );
  });

  it.each(["throws", "is killed"] as const)(
    "a process that %s at any moment loses nothing and does nothing by another key",
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(fc.array(commandArbitrary, { minLength: 1, maxLength: 8 }), fc.nat({ max: 60 }), async (commands, moment) => {
          await crashAt(await open(), commands, moment, mode);
        }),
        { numRuns },
      );
    },
  );
});

describe("a crash at every moment of a parcel's way", () => {
  const way: readonly ParcelCommand[] = ["add", "send", "look", "deliver", "look"];
  const moments = Array.from({ length: 60 }, (_, moment) => moment);

  it.each(["throws", "is killed"] as const)("the process %s", async (mode) => {
    const [memory] = stores;
    let crashes = 0;
    for (const moment of moments) if (memory !== undefined) crashes += (await crashAt(await memory[2](), way, moment, mode)) ? 1 : 0;
    // The moments reach beyond the end, so that none of the way was left out.
    expect(crashes).toBeGreaterThan(25);
    expect(crashes).toBeLessThan(moments.length);
  });
});

async function create(depot: Depot | undefined): Promise<string> {
  const outcome = await depot?.parcels.create({ owner, command: "pack", data: { items: [] } });
  if (outcome?.kind !== "moved") throw new Error("not created");
  return outcome.instance.id;
}

/** Runs commands in a process that crashes before or after a call that it makes; false: it made fewer. Then another process takes over. */
async function crashAt(
  base: InstanceStore,
  commands: readonly ParcelCommand[],
  moment: number,
  mode: "throws" | "is killed",
): Promise<boolean> {
  const outside = createOutside();
  const clock = { time: 1000 };
  const id = await create(createDepot({ store: base, outside, clock }));
  const fault = new Fault(moment, mode);
  const depot = createDepot({ store: fault.in(base), outside, clock, patience: 50 });
  outside.interfere = () => fault.point();
  const givens = commands.map((command, index): Given => ({ by: `caller ${index}`, command, isAcknowledged: false }));
  const work = async (): Promise<void> => {
    for (const given of givens) await give(depot, id, given).catch(() => undefined);
    await depot.parcels.tick().catch(() => undefined);
  };
  await Promise.race([work(), fault.death]);
  // What a living process still does in the background is done before another one looks.
  if (mode === "throws") await idle();
  await check(await recover(base, outside, clock), id, givens);
  return fault.hasHappened;
}

/** A failure at one of the moments of a process, before and after each call that it makes. */
class Fault {
  readonly death: Promise<void>;
  #die = (): void => undefined;
  #moment: number;
  readonly #mode: "throws" | "is killed";
  hasHappened = false;

  constructor(moment: number, mode: "throws" | "is killed") {
    this.#moment = moment;
    this.#mode = mode;
    this.death = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  async point(): Promise<void> {
    if (this.hasHappened && this.#mode === "is killed") return new Promise(() => undefined);
    if (this.#moment-- !== 0) return;
    this.hasHappened = true;
    if (this.#mode === "throws") throw new Error("the store has a bad day");
    this.#die();
    return new Promise(() => undefined);
  }

  /** A store whose every call has a moment before and one after it. */
  in(store: InstanceStore): InstanceStore {
    return wrapped(store, async (call) => {
      await this.point();
      const result = await call();
      await this.point();
      return result;
    });
  }
}

/** A store whose calls take differently long. */
function unevenly(store: InstanceStore, turns: readonly number[]): InstanceStore {
  let calls = 0;
  return wrapped(store, async (call) => {
    for (let turn = turns[calls++ % turns.length] ?? 0; turn > 0; turn--) await new Promise((resolve) => setImmediate(resolve));
    return call();
  });
}

function wrapped(store: InstanceStore, around: <T>(call: () => Promise<T>) => Promise<T>): InstanceStore {
  return {
    write: (change) => around(() => store.write(change)),
    get: (id) => around(() => store.get(id)),
    find: (id) => around(() => store.find(id)),
    list: (...list) => around(async () => store.list(...list)),
    due: (...due) => around(() => store.due(...due)),
    messagesOf: (id) => around(() => store.messagesOf(id)),
    dueMessages: (...due) => around(() => store.dueMessages(...due)),
    reschedule: (...message) => around(() => store.reschedule(...message)),
    history: (...history) => around(() => store.history(...history)),
    forget: (...forget) => around(() => store.forget(...forget)),
    scan: (...scan) => around(() => store.scan(...scan)),
    census: (now) => around(() => store.census(now)),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

async function idle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(idle);

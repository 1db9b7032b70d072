/**
 * A machine to test the driver with: parcels that are packed, handed to a carrier and delivered, with each kind of effect and deadline.
 */
import { jsonData } from "../../../src/machine/data-format.js";
import { type EffectHandlers, type MachineInstance, outbox } from "../../../src/machine/effects.js";
import { createInstances, type Instances, type InstancesOptions } from "../../../src/machine/instances.js";
import { type CommandOf, defineMachine, type EffectOf, type RefusalOf, type StateOf } from "../../../src/machine/machine.js";
import { createMemoryStore } from "../../../src/stores/memory.js";
import type { InstanceStore } from "../../../src/stores/store.js";

export const parcelMachine = defineMachine({
  name: "Parcel",
  initial: "none",
  commands: ["pack", "add", "look", "send", "taken", "notTaken", "remind", "deliver", "drop", "expire"],
  otherwise: "notNow",
  states: {
    none: { number: 1, on: { pack: "packed" } },
    packed: {
      number: 2,
      deadline: { after: "idle", command: "remind" },
      on: {
        add: { to: "packed", effects: ["weigh"] },
        look: "packed",
        send: { to: "leaving", effects: ["handOver"] },
        remind: { to: "late", effects: ["mail"] },
        drop: { to: "none", effects: ["delete"] },
      },
    },
    late: {
      number: 3,
      deadline: { after: "patience", command: "expire", since: "entry" },
      on: {
        add: { to: "packed", effects: ["weigh"] },
        look: "late",
        drop: { to: "none", effects: ["delete"] },
        expire: { to: "none", effects: ["delete", "mail"] },
      },
    },
    leaving: {
      number: 2,
      on: {
        add: { refuse: "wait" },
        look: { refuse: "wait" },
        drop: { refuse: "wait" },
        send: { to: "leaving", effects: ["handOver"] },
        taken: "under way",
        notTaken: "packed",
      },
    },
    "under way": { number: 50, on: { look: "under way", deliver: { to: "delivered", effects: ["mail", "setDeadline"] } } },
    delivered: {
      number: 100,
      deadline: { after: 1e9, command: "expire" },
      on: { look: "delivered", add: { refuse: "tooLate" }, expire: { to: "none", effects: ["delete"] } },
    },
  },
});

export type ParcelState = StateOf<typeof parcelMachine>;
export type ParcelCommand = CommandOf<typeof parcelMachine>;
export interface ParcelData {
  readonly items: readonly string[];
  readonly weight?: number;
  readonly tracking?: string;
  readonly refused?: number;
}
export type Parcel = MachineInstance<ParcelState, ParcelData>;
export type Parcels = Instances<ParcelState, ParcelCommand, RefusalOf<typeof parcelMachine>, ParcelData>;

/** The world outside of the store, which remembers what it has heard, by key. */
export interface Outside {
  /** How often each hand-over was tried. */
  readonly handOvers: Map<string, number>;
  readonly mails: Map<string, number>;
  /** Called within each effect; may reject or never end. */
  interfere: (effect: "handOver" | "mail", key: string, when: "before" | "after") => Promise<void>;
}

export function createOutside(): Outside {
  return { handOvers: new Map(), mails: new Map(), interfere: async () => undefined };
}

const count = (heard: Map<string, number>, key: string): number => {
  const times = (heard.get(key) ?? 0) + 1;
  heard.set(key, times);
  return times;
};

export function parcelEffects(outside: Outside): EffectHandlers<ParcelState, ParcelCommand, EffectOf<typeof parcelMachine>, ParcelData> {
  return {
    weigh: ({ data }) => ({ data: { ...data, weight: data.items.length * 10 } }),
    setDeadline: (_, now) => ({ deadline: now + 5000 }),
    handOver: outbox({
      key: ({ id }: Parcel) => `hand-over ${id}`,
      payload: ({ data }: Parcel) => data.items,
      perform: async (items, { key }) => {
        await outside.interfere("handOver", key, "before");
        count(outside.handOvers, key);
        await outside.interfere("handOver", key, "after");
        return { tracking: `${items.length} items` };
      },
      done: { command: "taken", decide: ({ data }, { tracking }) => ({ ...data, tracking }) },
      failed: { command: "notTaken", attempts: 2, decide: ({ data }) => ({ ...data, refused: (data.refused ?? 0) + 1 }) },
      backoff: (attempts) => attempts * 1000,
    }),
    mail: outbox({
      payload: ({ owner }: Parcel) => ({ to: owner }),
      perform: async (_, { key }) => {
        await outside.interfere("mail", key, "before");
        count(outside.mails, key);
        await outside.interfere("mail", key, "after");
      },
    }),
  };
}

export interface Depot {
  readonly parcels: Parcels;
  readonly store: InstanceStore;
  readonly outside: Outside;
  readonly clock: { time: number };
  readonly errors: unknown[];
}

type Options = Partial<Omit<InstancesOptions<ParcelState, ParcelCommand, EffectOf<typeof parcelMachine>, string, ParcelData>, "durations">>;

/** Drivers of one process; several on one store and outside are several processes. */
export function createDepot(options: Options & { readonly outside?: Outside; readonly clock?: { time: number } } = {}): Depot {
  const { outside = createOutside(), clock = { time: 1000 }, store = createMemoryStore(), ...rest } = options;
  const errors: unknown[] = [];
  const parcels = createInstances(parcelMachine, jsonData<ParcelData>(), {
    store,
    effects: parcelEffects(outside),
    durations: { idle: 10_000, patience: 20_000 },
    now: () => clock.time,
    lease: 0,
    onError: (error) => errors.push(error),
    ...rest,
  });
  return { parcels, store, outside, clock, errors };
}

export async function pack({ parcels }: Depot, ...items: readonly string[]): Promise<Parcel> {
  const outcome = await parcels.create({ owner: "ada", command: "pack", data: { items } });
  if (outcome.kind !== "moved") throw new Error(`not packed: ${outcome.kind}`);
  return outcome.instance;
}

/** Adds an item. */
export const adding =
  (item: string) =>
  ({ data }: Parcel): ParcelData => ({ ...data, items: [...data.items, item] });

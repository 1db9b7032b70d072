/**
 * What the code of a process or client gets in place of the platform: time, timers, identifiers, randomness, the store and the network.
 */
import type { InstanceStore } from "../stores/store.js";
import type { Faults } from "./faults.js";
import type { Network, Remote } from "./network.js";
import type { Random } from "./random.js";
import type { Life, Scheduler } from "./scheduler.js";

/** The environment of one process or client. What it has begun ends with it: after a kill nothing that it waits for ever comes. */
export interface Environment<Service extends object> {
  readonly name: string;
  /** What goes wrong in this run, and how often. */
  readonly faults: Faults;
  readonly random: Random;
  /** A new id of 32 hexadecimal digits. */
  readonly makeId: () => string;
  /** Milliseconds since 1970 by the clock of this process, which may jump. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Calls back once; the function that it returns cancels that. */
  readonly schedule: (milliseconds: number, callback: () => void) => () => void;
  /** Calls back again and again until cancelled. */
  readonly setTimer: (milliseconds: number, callback: () => void) => { cancel(): void };
  /** The store that all processes share. */
  readonly store: InstanceStore;
  /** What the processes serve; each call goes to one of them. */
  readonly service: Remote<Service>;
  /** Reaches another system over the network: an object of the world. */
  readonly connect: <T extends object>(name: string, system: T) => Remote<T>;
  /** Aborted when the process is killed or the client is stopped. */
  readonly signal: AbortSignal;
  /** Adds a line to the trace. */
  readonly note: (text: string) => void;
}

/** What environments are made of. */
export interface EnvironmentParts {
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly random: Random;
  readonly faults: Faults;
  readonly store: InstanceStore;
  /** A process that runs; undefined: none does. */
  readonly findService: () => object | undefined;
}

/** A process or client that lives. */
export interface Living<Service extends object> {
  readonly environment: Environment<Service>;
  readonly end: () => void;
}

/** Makes the environment of a process or client. `skew`: milliseconds that its clock is ahead. */
export function createEnvironment<Service extends object>(
  name: string,
  { scheduler, network, random, faults, store, findService }: EnvironmentParts,
  skew: () => number,
): Living<Service> {
  const life: Life = { name, isAlive: true };
  const controller = new AbortController();
  const schedule = (milliseconds: number, callback: () => void): (() => void) => scheduler.add(life, milliseconds, "timer", callback);
  const environment: Environment<Service> = {
    name,
    faults,
    random,
    makeId: () => random.id(),
    now: () => scheduler.time + skew(),
    sleep: (milliseconds) => new Promise((resolve) => schedule(milliseconds, resolve)),
    schedule,
    setTimer: (milliseconds, callback) => {
      let cancel = (): void => undefined;
      const next = (): void => {
        cancel = schedule(milliseconds, () => {
          next();
          callback();
        });
      };
      next();
      return { cancel: () => cancel() };
    },
    store: network.connectStore(life, store),
    service: network.connect<Service>(life, { name: "service", find: findService }),
    connect: (system, target) => network.connect(life, { name: system, find: () => target }),
    signal: controller.signal,
    note: (text) => scheduler.note(name, text),
  };
  const end = (): void => {
    life.isAlive = false;
    controller.abort();
  };
  return { environment, end };
}

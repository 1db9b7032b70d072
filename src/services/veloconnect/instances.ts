/**
 * Transaction instances in the store: made, found, changed under one rule each.
 *
 * Identity of an instance is buyer and id; ids of other buyers are as unknown as those that never were. Operations on one instance take turns in
 * this process; when another process was faster, the slower one reads again and goes on from what the faster one left.
 */
import type { Instance, InstanceStore } from "../../stores/store.js";
import { KeyedLock } from "./keyed-lock.js";
import { Refused, ResponseCode } from "./response-code.js";
import { firstFinalState, stateKind } from "./states.js";

export interface InstanceRules {
  /** Milliseconds until an open instance that nobody uses is deleted. */
  readonly idleTime: number;
  /** Milliseconds that a final instance is kept. */
  readonly retention: number;
  /** Open instances that a buyer may have at once. */
  readonly perBuyer: number;
}

export const defaultRules: InstanceRules = { idleTime: 24 * 3600_000, retention: 24 * 3600_000, perBuyer: 1000 };

export interface InstanceSurroundings {
  readonly store: InstanceStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id that nobody can guess and that was never given before: 1 to 64 characters of A-Z a-z 0-9 . _ - */
  readonly makeId: () => string;
  readonly rules: InstanceRules;
}

/** What a change makes of an instance. */
export interface Change {
  readonly state: number;
  readonly data: string;
}

/** The instances of one server. */
export class Instances {
  readonly #surroundings: InstanceSurroundings;
  readonly #lock = new KeyedLock();

  constructor(surroundings: InstanceSurroundings) {
    this.#surroundings = surroundings;
  }

  /** All that the server holds of a buyer, oldest first. */
  async list(owner: string): Promise<readonly Instance[]> {
    const { store, now } = this.#surroundings;
    return (await store.list(owner)).filter((instance) => !isOver(instance, now()));
  }

  /** The buyer's instance of that id. Refused with 420. */
  async get(owner: string, id: string): Promise<Instance> {
    const { store, now } = this.#surroundings;
    const instance = await store.get(id);
    if (instance === undefined || instance.owner !== owner || isOver(instance, now())) {
      throw new Refused(ResponseCode.transactionUnknown, "there is no transaction instance of this TransactionID");
    }
    return instance;
  }

  /** A new instance with an id of its own. Refused with 421 when the buyer has enough. */
  async create(owner: string, machine: string, change: Change): Promise<Instance> {
    const { now, makeId, rules } = this.#surroundings;
    const time = now();
    const base = { id: makeId(), owner, machine, createdAt: time, revision: 1 };
    const instance: Instance = { ...base, ...change, usedAt: time, deadline: this.#deadline(change.state, time) };
    if ((await this.#insert(instance)) || ((await this.expire()) > 0 && (await this.#insert(instance)))) return instance;
    throw new Refused(ResponseCode.noFurtherInstance, `a buyer has at most ${rules.perBuyer} open transaction instances at once`);
  }

  #insert(instance: Instance): Promise<boolean> {
    const { store, rules } = this.#surroundings;
    return store.insert(instance, { count: rules.perBuyer, statesBelow: firstFinalState });
  }

  /** Runs work on an instance that nobody else in this process may do anything with meanwhile. Not to be nested. */
  exclusively<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.#lock.run(id, work);
  }

  /** Replaces what `instance` was when it was read. Undefined: another process was faster. */
  async save(instance: Instance, change: Change): Promise<Instance | undefined> {
    const time = this.#surroundings.now();
    const deadline = this.#deadlineAfter(instance, change.state, time);
    const next: Instance = { ...instance, ...change, usedAt: time, deadline, revision: instance.revision + 1 };
    return (await this.#surroundings.store.update(next)) ? next : undefined;
  }

  /** Deletes what `instance` was when it was read. False: another process was faster. */
  remove(instance: Instance): Promise<boolean> {
    return this.#surroundings.store.remove(instance.id, instance.revision);
  }

  /** Deletes what is past its deadline; says how many. To be called now and then. */
  async expire(): Promise<number> {
    const { store, now } = this.#surroundings;
    let count = 0;
    for (;;) {
      const due = await store.due(now(), 100);
      const removed = await Promise.all(due.map(({ id, revision }) => store.remove(id, revision)));
      count += removed.filter(Boolean).length;
      if (due.length < 100) return count;
    }
  }

  #deadline(state: number, time: number): number | undefined {
    const { idleTime, retention } = this.#surroundings.rules;
    const kind = stateKind(state);
    if (kind === "final") return time + retention;
    return kind === "committed" ? undefined : time + idleTime;
  }

  /** Retention runs from the moment an instance became final, however often it is looked at. */
  #deadlineAfter(before: Instance, state: number, time: number): number | undefined {
    return stateKind(before.state) === "final" ? before.deadline : this.#deadline(state, time);
  }
}

function isOver(instance: Instance, now: number): boolean {
  return instance.deadline !== undefined && instance.deadline <= now;
}

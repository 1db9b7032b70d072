/**
 * Transaction instances in the store: made, found, changed under one rule each.
 *
 * Identity of an instance is buyer and id; ids of other buyers are as unknown as those that never were. Two requests at once on one instance
 * take turns: the slower one reads again and goes on from what the faster one left.
 */
import type { Instance, InstanceStore } from "../../stores/store.js";
import { Refused, ResponseCode } from "./response-code.js";
import { stateKind } from "./states.js";

export interface InstanceRules {
  /** Milliseconds until an open instance that nobody uses is deleted. */
  readonly idleTime: number;
  /** Milliseconds that a final instance is kept. */
  readonly retention: number;
  /** Instances that a buyer may have at once. */
  readonly perBuyer: number;
}

export const defaultRules: InstanceRules = { idleTime: 24 * 3600_000, retention: 24 * 3600_000, perBuyer: 1000 };

export interface Surroundings {
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

export class Instances {
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
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
    const { store, now, makeId, rules } = this.#surroundings;
    const time = now();
    const base = { id: makeId(), owner, machine, createdAt: time, revision: 1 };
    const instance: Instance = { ...base, ...change, usedAt: time, deadline: this.#deadline(change.state, time) };
    if (!(await store.insert(instance, rules.perBuyer))) {
      throw new Refused(ResponseCode.noFurtherInstance, `more than ${rules.perBuyer} transaction instances at once are not possible`);
    }
    return instance;
  }

  /** Changes the instance that `decide` is shown; `decide` may be asked again when another request was faster, and refuses by throwing. */
  async change(owner: string, id: string, decide: (instance: Instance) => Promise<Change> | Change): Promise<Instance> {
    for (;;) {
      const instance = await this.get(owner, id);
      const change = await decide(instance);
      const time = this.#surroundings.now();
      const next: Instance = {
        ...instance,
        ...change,
        usedAt: time,
        deadline: this.#deadlineAfter(instance, change.state, time),
        revision: instance.revision + 1,
      };
      if (await this.#surroundings.store.update(next)) return next;
    }
  }

  /** Deletes the instance unless `decide` refuses by throwing. */
  async remove(owner: string, id: string, decide: (instance: Instance) => void): Promise<void> {
    for (;;) {
      const instance = await this.get(owner, id);
      decide(instance);
      if (await this.#surroundings.store.remove(id, instance.revision)) return;
    }
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

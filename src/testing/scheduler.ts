/**
 * Virtual time, and the order in which things happen: one at a time, chosen by the seed among all that are due.
 *
 * Whatever waits in a simulation waits for a task. After each task all promise reactions run before the next task is chosen, so the code under
 * test stops only where it waits for the simulator.
 */
import type { Random } from "./random.js";
import { turn } from "./turn.js";

/** Who a task belongs to: a process, a client, or the network. */
export interface Life {
  readonly name: string;
  /** Tasks of the dead are dropped. */
  isAlive: boolean;
}

/** Something that will happen. */
export interface Task {
  readonly owner: Life;
  /** Milliseconds of virtual time. */
  readonly dueAt: number;
  /** For the trace. */
  readonly label: string;
  readonly run: () => void;
}

/** 1 January 2026: when every simulation begins. */
export const startTime = Date.UTC(2026, 0, 1);

export class Scheduler {
  readonly trace: string[] = [];
  readonly #random: Random;
  #tasks: Task[] = [];
  #time = startTime;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Milliseconds since 1970 of virtual time. */
  get time(): number {
    return this.#time;
  }

  /** Plans a task; the function that it returns cancels it. */
  add(owner: Life, delay: number, label: string, run: () => void): () => void {
    const task = { owner, dueAt: this.#time + Math.max(0, delay), label, run };
    this.#tasks.push(task);
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  /** Adds a line to the trace. */
  note(who: string, what: string): void {
    this.trace.push(`${((this.#time - startTime) / 1000).toFixed(3)} ${who}: ${what}`);
  }

  /** Runs one task and all that follows from it at once. False: there is no task until then, and time has come to `until`. */
  async step(until = Number.POSITIVE_INFINITY): Promise<boolean> {
    this.#tasks = this.#tasks.filter(({ owner }) => owner.isAlive);
    const earliest = this.#tasks.reduce((time, { dueAt }) => Math.min(time, dueAt), Number.POSITIVE_INFINITY);
    if (earliest > until || earliest === Number.POSITIVE_INFINITY) {
      if (until !== Number.POSITIVE_INFINITY) this.#time = Math.max(this.#time, until);
      return false;
    }
    this.#time = Math.max(this.#time, earliest);
    const task = this.#random.pick(this.#tasks.filter(({ dueAt }) => dueAt <= this.#time));
    this.#tasks.splice(this.#tasks.indexOf(task), 1);
    this.note(task.owner.name, task.label);
    task.run();
    await turn();
    return true;
  }
}

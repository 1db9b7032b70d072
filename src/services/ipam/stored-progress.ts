/**
 * Runs of operations in the server's store, one instance a run: what was running survives the process.
 *
 * A run is written whole with each transition, in the order in which they are appended. The newest ended runs are kept, and as many sessions that
 * have started none; older ones are removed.
 */
import { listAll } from "../../stores/list-all.js";
import type { InstanceHead, InstanceStore } from "../../stores/store.js";
import { applyTransition, type OperationRun, oldestEnded, type ProgressStore, type ProgressTransition } from "./progress-store.js";

/** State numbers of runs in the store. */
const stateNumbers = {
  running: 2,
  succeeded: 100,
  failed: 101,
  interrupted: 102,
  notStarted: 103,
} as const satisfies Record<OperationRun["state"], number>;

/** Ended runs that are kept by default. */
const defaultKept = 1000;

/** Which runs a store holds: those of one server, so that several servers can share a database. */
export interface StoredProgressOptions {
  readonly store: InstanceStore;
  /** Name of this server; a restarted one has to have the same. */
  readonly server: string;
  readonly kept?: number;
}

interface Written {
  readonly run: OperationRun;
  readonly createdAt: number;
  readonly revision: number;
}

/** Makes a progress store on the server's store. */
export function createStoredProgress({ store, server, kept = defaultKept }: StoredProgressOptions): ProgressStore {
  return new StoredProgress(store, `ipam/${server}`, kept);
}

class StoredProgress implements ProgressStore {
  readonly #store: InstanceStore;
  readonly #owner: string;
  readonly #kept: number;
  /** Runs that have not ended, as the store is known to have them. */
  readonly #running = new Map<string, Written>();
  #last: Promise<void> = Promise.resolve();
  #endedSinceRemoval = 0;

  constructor(store: InstanceStore, owner: string, kept: number) {
    this.#store = store;
    this.#owner = owner;
    this.#kept = kept;
  }

  append(transition: ProgressTransition): Promise<void> {
    const appended = this.#last.then(() => this.#write(transition));
    this.#last = appended.catch(() => undefined);
    return appended;
  }

  async runs(): Promise<readonly OperationRun[]> {
    await this.#last;
    const runs: OperationRun[] = [];
    for await (const { id } of listAll(this.#store, this.#owner)) {
      const instance = await this.#store.get(id);
      if (instance !== undefined) runs.push(readRun(instance.data));
    }
    return runs.reverse();
  }

  async #write(transition: ProgressTransition): Promise<void> {
    const written = this.#running.get(transition.runId) ?? (await this.#read(transition.runId));
    const run = applyTransition(written?.run, transition);
    if (run === undefined) return;
    const next: Written = { run, createdAt: written?.createdAt ?? transition.at, revision: (written?.revision ?? 0) + 1 };
    const instance = {
      id: this.#idOf(run.id),
      owner: this.#owner,
      machine: "IpamOperation",
      state: stateNumbers[run.state],
      stateName: run.state,
      data: JSON.stringify(run),
      createdAt: next.createdAt,
      usedAt: transition.at,
      deadline: undefined,
      revision: next.revision,
    };
    // If the write fails it may have taken effect all the same, so the next transition reads what the store has.
    this.#running.delete(run.id);
    const result = await this.#store.write({ instance: { kind: written === undefined ? "insert" : "update", instance } });
    if (result !== "written") throw new Error(`run "${run.id}" was written by another server of the same name`);
    if (run.state === "running") this.#running.set(run.id, next);
    else if (run.state !== written?.run.state) await this.#removeOldest();
  }

  async #read(runId: string): Promise<Written | undefined> {
    const instance = await this.#store.get(this.#idOf(runId));
    return instance && { run: readRun(instance.data), createdAt: instance.createdAt, revision: instance.revision };
  }

  /** Looks through all runs, so it does so now and then: a tenth more than wanted may be kept meanwhile. */
  async #removeOldest(): Promise<void> {
    this.#endedSinceRemoval++;
    if (this.#endedSinceRemoval < this.#kept / 10) return;
    this.#endedSinceRemoval = 0;
    const heads: InstanceHead[] = [];
    for await (const head of listAll(this.#store, this.#owner)) heads.push(head);
    for (const { id, revision } of oldestEnded(heads, this.#kept, ({ state }, name) => state === stateNumbers[name])) {
      await this.#store.write({ instance: { kind: "remove", id, revision } });
    }
  }

  #idOf(runId: string): string {
    return `${this.#owner}/${runId}`;
  }
}

function readRun(data: string): OperationRun {
  // Written by this file alone, from a run.
  return JSON.parse(data) as OperationRun;
}

/**
 * What is kept about operations, so that a console, or the server after a restart, knows what was running and how it ended.
 *
 * A run is the fold of its transitions; a store keeps either. One session carries one operation, so a run has its session's identifier.
 */
import type { ExceptionDetail } from "./exception.js";
import type { IpamAdminOperationId, SubTaskStatus } from "./messages.js";

/** One thing that happened to an operation. */
export type ProgressTransition = { readonly runId: string; readonly at: number } & ProgressRecord;

/** What happened, without whose it is and when. */
export type ProgressRecord =
  | {
      readonly kind: "started";
      readonly operationId: IpamAdminOperationId;
      readonly caller: string;
      readonly isNonDeterministic: boolean;
    }
  | { readonly kind: "subTaskAdded"; readonly subTaskId: number; readonly name: string }
  | {
      readonly kind: "subTaskChanged";
      readonly subTaskId: number;
      readonly status: SubTaskStatus;
      readonly percent: string;
      readonly message?: string;
    }
  | { readonly kind: "percentage"; readonly percent: string }
  /** The session ended first; the operation goes on unobserved. */
  | { readonly kind: "unobserved"; readonly reason: string }
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly detail: ExceptionDetail }
  /** The server stopped while it ran; found at the next start. */
  | { readonly kind: "interrupted" };

/** A subtask as far as it got. */
export interface RunSubTask {
  readonly id: number;
  readonly name: string;
  readonly status: SubTaskStatus;
  readonly percent: string;
  readonly message?: string;
}

/** An operation, running or ended. */
export interface OperationRun {
  readonly id: string;
  readonly operationId: IpamAdminOperationId;
  readonly caller: string;
  readonly isNonDeterministic: boolean;
  readonly startedAt: number;
  readonly changedAt: number;
  readonly state: "running" | "succeeded" | "failed" | "interrupted";
  /** Set when the session ended before the operation did. */
  readonly unobserved?: string;
  readonly percent: string;
  readonly subTasks: readonly RunSubTask[];
  readonly failure?: ExceptionDetail;
}

/** Keeps runs. Implementations write each transition durably before the promise resolves. */
export interface ProgressStore {
  append(transition: ProgressTransition): Promise<void>;
  /** The kept runs, the latest first. */
  runs(): Promise<readonly OperationRun[]>;
}

/** Applies one transition to a run; undefined if it does not apply (no such run, or the run is over). */
export function applyTransition(run: OperationRun | undefined, transition: ProgressTransition): OperationRun | undefined {
  if (transition.kind === "started") {
    const { runId: id, at, operationId, caller, isNonDeterministic } = transition;
    const begun = { id, operationId, caller, isNonDeterministic, startedAt: at, changedAt: at, percent: "0", subTasks: [] };
    return run === undefined ? { ...begun, state: "running" } : undefined;
  }
  if (run === undefined || run.state !== "running") return undefined;
  return { ...run, ...changeOf(run, transition), changedAt: transition.at };
}

function changeOf(run: OperationRun, transition: Exclude<ProgressTransition, { readonly kind: "started" }>): Partial<OperationRun> {
  switch (transition.kind) {
    case "subTaskAdded":
      return { subTasks: [...run.subTasks, { id: transition.subTaskId, name: transition.name, status: "NotStarted", percent: "0" }] };
    case "subTaskChanged": {
      const { status, percent, message } = transition;
      const changed = { status, percent, ...(message === undefined ? {} : { message }) };
      return { subTasks: run.subTasks.map((subTask) => (subTask.id === transition.subTaskId ? { ...subTask, ...changed } : subTask)) };
    }
    case "percentage":
      return { percent: transition.percent };
    case "unobserved":
      return { unobserved: transition.reason };
    case "succeeded":
      return { state: "succeeded" };
    case "failed":
      return { state: "failed", failure: transition.detail };
    case "interrupted":
      return { state: "interrupted" };
  }
}

/** Marks runs that a stopped server left behind; called once at start, before any session. Gives their number. */
export async function markInterrupted(store: ProgressStore, now: number): Promise<number> {
  const left = (await store.runs()).filter(({ state }) => state === "running");
  for (const { id } of left) await store.append({ kind: "interrupted", runId: id, at: now });
  return left.length;
}

/** Ended runs that the memory store keeps by default: enough for a console, small enough to forget about. */
const defaultKept = 1000;

/** A store in memory: all running operations, and the latest ended ones. */
export function createMemoryProgressStore(kept = defaultKept): ProgressStore {
  const runs = new Map<string, OperationRun>();
  return {
    append: async (transition) => {
      const run = applyTransition(runs.get(transition.runId), transition);
      if (run === undefined) return;
      runs.set(run.id, run);
      if (run.state !== "running") dropOldest(runs, kept);
    },
    runs: async () => [...runs.values()].reverse(),
  };
}

function dropOldest(runs: Map<string, OperationRun>, kept: number): void {
  const ended = [...runs.values()].filter(({ state }) => state !== "running");
  for (const { id } of ended.slice(0, Math.max(0, ended.length - kept))) runs.delete(id);
}

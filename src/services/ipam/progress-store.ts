/**
 * What is kept about sessions and their operations, so that a console, or the server after a restart, knows who ran what and how it ended.
 *
 * A run is the fold of its transitions; a store keeps either. One session carries one operation at most, so a run has its session's identifier; a
 * session that ends without an operation leaves a run that never started.
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
  /** The session is over; an operation that has not ended goes on unobserved. */
  | ({ readonly kind: "sessionEnded" } & SessionEnd)
  | { readonly kind: "succeeded" }
  | { readonly kind: "failed"; readonly detail: ExceptionDetail }
  /** The server stopped while it ran; found at the next start. */
  | { readonly kind: "interrupted" };

/** How a session ended, and whose it was. */
export interface SessionEnd {
  readonly caller: string;
  /** Absent if the client has named none. */
  readonly operationId?: IpamAdminOperationId;
  readonly reason: string;
  /** What the last request that was refused has been told. */
  readonly refusal?: ExceptionDetail;
}

/** A subtask as far as it got. */
export interface RunSubTask {
  readonly id: number;
  readonly name: string;
  readonly status: SubTaskStatus;
  readonly percent: string;
  readonly message?: string;
}

/** A session and its operation, running or ended. */
export interface OperationRun {
  readonly id: string;
  /** Absent if the session has ended before one was named. */
  readonly operationId?: IpamAdminOperationId;
  readonly caller: string;
  readonly isNonDeterministic: boolean;
  readonly startedAt: number;
  readonly changedAt: number;
  /** "notStarted": the session has ended without an operation. */
  readonly state: "running" | "succeeded" | "failed" | "interrupted" | "notStarted";
  /** Why the session is over; absent while it lasts. */
  readonly sessionEnd?: string;
  /** What the session's last refused request has been told. */
  readonly refusal?: ExceptionDetail;
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

/** Applies one transition to a run; undefined if it does not apply (no such run, or it is over). */
export function applyTransition(run: OperationRun | undefined, transition: ProgressTransition): OperationRun | undefined {
  if (transition.kind === "started") {
    const { runId: id, at, operationId, caller, isNonDeterministic } = transition;
    const begun = { id, operationId, caller, isNonDeterministic, startedAt: at, changedAt: at, percent: "0", subTasks: [] };
    return run === undefined ? { ...begun, state: "running" } : undefined;
  }
  if (transition.kind === "sessionEnded") return run === undefined ? neverStarted(transition) : endSession(run, transition);
  if (run === undefined || run.state !== "running") return undefined;
  return { ...run, ...changeOf(run, transition), changedAt: transition.at };
}

type SessionEnded = Extract<ProgressTransition, { readonly kind: "sessionEnded" }>;

function neverStarted({ runId: id, at, kind: _, reason: sessionEnd, ...whose }: SessionEnded): OperationRun {
  const nothing = { isNonDeterministic: false, percent: "0", subTasks: [] } as const;
  return { id, ...whose, ...nothing, startedAt: at, changedAt: at, state: "notStarted", sessionEnd };
}

/** The end of a session is later than that of its operation, if there is nothing wrong. */
function endSession(run: OperationRun, { at, reason, refusal }: SessionEnded): OperationRun | undefined {
  if (run.sessionEnd !== undefined) return undefined;
  const ended = { ...run, sessionEnd: reason, ...(refusal !== undefined && { refusal }) };
  return run.state === "running" ? { ...ended, unobserved: reason, changedAt: at } : ended;
}

function changeOf(
  run: OperationRun,
  transition: Exclude<ProgressTransition, { readonly kind: "started" | "sessionEnded" }>,
): Partial<OperationRun> {
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

/** A store in memory: all running operations, the latest ended ones, and as many of the latest sessions without one. */
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
  for (const { id } of oldestEnded([...runs.values()], kept, ({ state }, name) => state === name)) runs.delete(id);
}

/** The runs to forget, of those that have ended, oldest first. Sessions without an operation, which cost their callers nothing, displace no others. */
export function oldestEnded<Run>(
  runs: readonly Run[],
  kept: number,
  isIn: (run: Run, state: OperationRun["state"]) => boolean,
): readonly Run[] {
  const ended = runs.filter((run) => !isIn(run, "running"));
  const sessions = ended.filter((run) => isIn(run, "notStarted"));
  const operations = ended.filter((run) => !isIn(run, "notStarted"));
  return [sessions, operations].flatMap((all) => all.slice(0, Math.max(0, all.length - kept)));
}

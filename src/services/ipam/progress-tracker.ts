/**
 * ProgressTracker: what a client knows of the operation, kept by the callback side's machine.
 *
 * In: callbacks in the order of arrival, the end of the session. Out: subtasks, percentage, overall status. [MS-IPAMM2] 3.21.1.2, 3.21.4
 * The receiver is lenient: percentages are taken as they come, and a subtask that was never announced is added.
 */
import { step } from "../../machine/machine.js";
import { type CallbackEffect, type CallbackEvent, type CallbackState, callbackMachine } from "./callback-machine.js";
import { type ReceivedException, readException } from "./exception.js";
import type {
  AddSubTask,
  AnyIpamObject,
  IpamCallbackHandlers,
  IpamException,
  OverallProgressStatus,
  SetSubTaskStatus,
  SubTaskInstance,
  SubTaskStatus,
} from "./messages.js";

/** A subtask as last heard of. */
export interface TrackedSubTask {
  readonly id: number;
  readonly name: string;
  readonly description: string | undefined;
  readonly status: SubTaskStatus;
  /** As sent: a decimal of any number of digits. */
  readonly percent: string | undefined;
  readonly failure: ReceivedException | undefined;
  readonly isNonDeterministic: boolean;
}

/** The operation as last heard of. */
export interface TrackedProgress {
  readonly state: CallbackState;
  readonly isNonDeterministic: boolean;
  readonly subTasks: readonly TrackedSubTask[];
  readonly percent: string | undefined;
  readonly overallStatus: OverallProgressStatus;
  readonly failure: ReceivedException | undefined;
  /** The object in SetOverallStatus, if there was one. */
  readonly completion: AnyIpamObject | undefined;
  /** Why the session ended before the operation's end was reported; the operation itself may go on at the server. */
  readonly interrupted: string | undefined;
}

const nothingYet = {
  isNonDeterministic: false,
  subTasks: [],
  percent: undefined,
  overallStatus: "NotStarted",
  failure: undefined,
  completion: undefined,
  interrupted: undefined,
} as const;

/** What the effects of a transition change. */
type Changes = { readonly [Effect in CallbackEffect]?: () => Partial<TrackedProgress> };

/** Tracks one session's operation. */
export class ProgressTracker {
  readonly #onBreach: (problem: string) => void;
  readonly #onProgress: (progress: TrackedProgress) => void;
  #progress: TrackedProgress = { state: callbackMachine.initial, ...nothingYet };

  /** `onBreach` is called with breaches of the protocol, which are otherwise ignored; `onProgress` after each callback. */
  constructor(onBreach: (problem: string) => void, onProgress: (progress: TrackedProgress) => void = () => undefined) {
    this.#onBreach = onBreach;
    this.#onProgress = onProgress;
  }

  get progress(): TrackedProgress {
    return this.#progress;
  }

  /** Takes callbacks. */
  readonly callbacks: IpamCallbackHandlers = {
    startProgressCallback: ({ isNonDeterministic = false }) =>
      this.#take("startProgress", { resetTracker: () => ({ ...nothingYet, isNonDeterministic }) }),
    addSubTask: (body) => this.#take("addSubTask", { addSubTask: () => this.#added(body) }),
    setSubTaskStatus: (body) => {
      const id = instanceOf(body).subTaskInstanceId ?? 0;
      const isKnown = this.#progress.subTasks.some((subTask) => subTask.id === id);
      this.#take(isKnown ? "setStatusOfKnown" : "setStatusOfUnknown", {
        addSubTask: () => this.#added(body),
        setStatus: () => ({ subTasks: this.#progress.subTasks.map((subTask) => changedBy(subTask, body)) }),
      });
    },
    setCompletionPercentage: ({ completionPercentage = "0" }) =>
      this.#take("setCompletionPercentage", { setPercentage: () => ({ percent: completionPercentage }) }),
    setOverallStatus: ({ overallStatus = "NotStarted", completionStatus }) =>
      this.#take("setOverallStatus", {
        setOverall: () => {
          const completion = objectOf(completionStatus);
          const failure = completion !== undefined && "errorInfo" in completion ? exceptionIn(completion.errorInfo) : undefined;
          return { overallStatus, completion, failure };
        },
      }),
  };

  /** The session is closed or broken. [MS-IPAMM2] 3.21.4.1 */
  sessionEnded(reason: string): void {
    this.#happen("sessionEnded", { markInterrupted: () => ({ overallStatus: "CompletedWithFailure", interrupted: reason }) });
  }

  #take(event: CallbackEvent, changes: Changes): void {
    this.#happen(event, changes);
    this.#onProgress(this.#progress);
  }

  #happen(event: CallbackEvent, changes: Changes): void {
    const outcome = step(callbackMachine, this.#progress.state, event);
    if (outcome.kind === "refused") {
      if (outcome.refusal !== "noSession") this.#onBreach(`"${event}" in state "${outcome.state}" is ignored: ${outcome.refusal}`);
      return;
    }
    for (const effect of outcome.effects) this.#progress = { ...this.#progress, ...changes[effect]?.() };
    this.#progress = { ...this.#progress, state: outcome.to };
  }

  #added(body: AddSubTask | SetSubTaskStatus): Partial<TrackedProgress> {
    return { subTasks: [...this.#progress.subTasks, trackedOf(instanceOf(body))] };
  }
}

/** An absent member means the platform's default: 0, false, the first enumeration value. */
function instanceOf(body: { readonly subTaskInstance?: SubTaskInstance | { readonly $nil: true } | null }): SubTaskInstance {
  const { subTaskInstance: instance } = body;
  return instance === undefined || instance === null || "$nil" in instance ? {} : instance;
}

function objectOf(value: AnyIpamObject | { readonly $nil: true } | null | undefined): AnyIpamObject | undefined {
  return value === undefined || value === null || "$nil" in value ? undefined : value;
}

function exceptionIn(value: unknown): ReceivedException | undefined {
  // What stands in an ErrorInfo or completionStatus member is an IpamException by the contract, unless it is nil.
  const exception = typeof value === "object" && value !== null && !("$nil" in value) ? (value as IpamException) : undefined;
  return exception && readException(exception);
}

function trackedOf(instance: SubTaskInstance): TrackedSubTask {
  return {
    id: instance.subTaskInstanceId ?? 0,
    name: instance.subTaskName ?? "",
    description: instance.progressStatusDescriptions ?? undefined,
    status: instance.subTaskStatus ?? "NotStarted",
    percent: undefined,
    failure: exceptionIn(instance.failedCompletionStatus),
    isNonDeterministic: instance.isNonDeterministicProgress ?? false,
  };
}

/** The `status` next to the instance counts, not the instance's own. */
function changedBy(subTask: TrackedSubTask, body: SetSubTaskStatus): TrackedSubTask {
  const instance = instanceOf(body);
  if (subTask.id !== (instance.subTaskInstanceId ?? 0)) return subTask;
  return {
    ...subTask,
    description: instance.progressStatusDescriptions ?? subTask.description,
    status: body.status ?? "NotStarted",
    percent: body.percentComplete ?? "0",
    failure: exceptionIn(body.completionStatus) ?? exceptionIn(instance.failedCompletionStatus),
  };
}

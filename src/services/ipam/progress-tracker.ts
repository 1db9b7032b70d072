/**
 * ProgressTracker: what a client knows of the operation, kept by the callback side's machine.
 *
 * In: callbacks in the order of arrival, the end of the session. Out: subtasks, percentage, overall status. [MS-IPAMM2] 3.21.1.2, 3.21.4
 * The receiver is lenient: percentages are taken as they come, and a subtask that was never announced is added.
 */
import { step } from "../../machine/machine.js";
import { type CallbackEffect, type CallbackEvent, type CallbackState, callbackMachine } from "./callback-machine.js";
import type { CallbackMessage } from "./duplex-session.js";
import { type ReceivedException, readException } from "./exception.js";
import type { AnyIpamObject, IpamException, OverallProgressStatus, SetSubTaskStatus, SubTaskInstance, SubTaskStatus } from "./messages.js";

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
  /** Why the session ended before the operation's end was told; the operation itself may go on at the server. */
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

/** Tracks one session's operation. */
export class ProgressTracker {
  readonly #complain: (problem: string) => void;
  #progress: TrackedProgress = { state: callbackMachine.initial, ...nothingYet };

  /** `complain` takes breaches of the protocol, which are otherwise ignored. */
  constructor(complain: (problem: string) => void) {
    this.#complain = complain;
  }

  get progress(): TrackedProgress {
    return this.#progress;
  }

  /** Takes a callback. */
  take(message: CallbackMessage): void {
    this.#happen(this.#eventOf(message), message.name, (effect) => this.#effectOf(effect, message));
  }

  /** The session is closed or broken. [MS-IPAMM2] 3.21.4.1 */
  sessionEnded(reason: string): void {
    this.#happen("sessionEnded", "the end of the session", () => ({ overallStatus: "CompletedWithFailure", interrupted: reason }));
  }

  #happen(event: CallbackEvent, what: string, changeOf: (effect: CallbackEffect) => Partial<TrackedProgress>): void {
    const outcome = step(callbackMachine, this.#progress.state, event);
    if (outcome.kind === "refused") {
      if (outcome.refusal !== "noSession") this.#complain(`"${what}" in state "${outcome.state}" is ignored: ${outcome.refusal}`);
      return;
    }
    for (const effect of outcome.effects) this.#progress = { ...this.#progress, ...changeOf(effect) };
    this.#progress = { ...this.#progress, state: outcome.to };
  }

  #eventOf(message: CallbackMessage): CallbackEvent {
    switch (message.name) {
      case "StartProgressCallback":
        return "startProgress";
      case "AddSubTask":
        return "addSubTask";
      case "SetCompletionPercentage":
        return "setCompletionPercentage";
      case "SetOverallStatus":
        return "setOverallStatus";
      case "SetSubTaskStatus": {
        const id = instanceOf(message.body).subTaskInstanceId ?? 0;
        return this.#progress.subTasks.some((subTask) => subTask.id === id) ? "setStatusOfKnown" : "setStatusOfUnknown";
      }
    }
  }

  #effectOf(effect: CallbackEffect, message: CallbackMessage): Partial<TrackedProgress> {
    switch (message.name) {
      case "StartProgressCallback":
        return { ...nothingYet, isNonDeterministic: message.body.isNonDeterministic ?? false };
      case "AddSubTask":
        return { subTasks: [...this.#progress.subTasks, trackedOf(instanceOf(message.body))] };
      case "SetSubTaskStatus":
        if (effect === "addSubTask") return { subTasks: [...this.#progress.subTasks, trackedOf(instanceOf(message.body))] };
        return { subTasks: this.#progress.subTasks.map((subTask) => changedBy(subTask, message.body)) };
      case "SetCompletionPercentage":
        return { percent: message.body.completionPercentage ?? "0" };
      case "SetOverallStatus": {
        const completion = objectOf(message.body.completionStatus);
        const errorInfo = completion !== undefined && "errorInfo" in completion ? exceptionIn(completion.errorInfo) : undefined;
        return { overallStatus: message.body.overallStatus ?? "NotStarted", completion, failure: errorInfo };
      }
    }
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

/** `status` beside the instance counts, not the instance's own. */
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

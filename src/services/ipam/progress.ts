/**
 * From what a runner reports to callbacks: numbers subtasks, keeps the order and the percentages, and builds what callbacks say.
 *
 * In: OperationProgress. Out: callbacks and records, or an error if the runner breaks a rule (its defect, so the operation fails).
 * [MS-IPAMM2] 2.2.4 (SubTaskInstance), 3.19.4.5 to 3.19.4.9. Ours where it is silent: instance numbers count from 1; percentages are 0 to
 * 100 and never fall; `status` and the instance's own SubTaskStatus are equal; completionStatus is nil, or a DhcpMsmOverallCompletionStatus.
 */
import { type ExceptionDetail, exceptionOf } from "./exception.js";
import type { CallbacksToSend, DhcpMsmOverallCompletionStatus, EntityStatusCollection, SubTaskInstance } from "./messages.js";
import type { ProgressRecord } from "./progress-store.js";
import type { OperationProgress, OperationResult } from "./runner.js";

type Added = Extract<OperationProgress, { readonly kind: "subTask" }>;
type Changed = Extract<OperationProgress, { readonly kind: "status" }>;

/** A runner's report, translated: the event for the machine, the callback, and the record that is kept. */
export interface Reported {
  readonly event: "subTaskAdded" | "subTaskChanged" | "percentageChanged";
  readonly callbacks: CallbacksToSend;
  readonly record: ProgressRecord;
}

const nil = { $nil: true } as const;

/** The subtasks of one running operation. */
export class ProgressReport {
  readonly #isNonDeterministic: boolean;
  readonly #subTasks = new Map<string, { readonly id: number; instance: SubTaskInstance; percent: number }>();
  #percent = 0;

  constructor(isNonDeterministic: boolean) {
    this.#isNonDeterministic = isNonDeterministic;
  }

  /** The first callback. */
  start(): CallbacksToSend {
    return { startProgressCallback: { isNonDeterministic: this.#isNonDeterministic } };
  }

  /** What becomes of a report; throws if the runner breaks a rule. */
  report(progress: OperationProgress): Reported {
    switch (progress.kind) {
      case "subTask":
        return this.#add(progress);
      case "status":
        return this.#change(progress);
      case "percentage": {
        const percent = this.#raise(progress.percent);
        return { event: "percentageChanged", callbacks: percentage(percent), record: { kind: "percentage", percent } };
      }
    }
  }

  /** A new subtask, announced before it can be reported on. */
  #add(progress: Added): Reported {
    if (this.#subTasks.has(progress.key)) throw new Error(`subtask "${progress.key}" is announced twice`);
    const subTaskId = this.#subTasks.size + 1;
    const instance: SubTaskInstance = {
      failedCompletionStatus: nil,
      isNonDeterministicProgress: progress.isNonDeterministic ?? false,
      progressStatusDescriptions: progress.description ?? null,
      subTaskInstanceDetails: progress.details ?? nil,
      subTaskInstanceId: subTaskId,
      subTaskName: progress.name,
      subTaskStatus: "NotStarted",
      subTaskUniqueId: progress.uniqueId,
    };
    // The details are sent once; later messages name the instance by its number.
    this.#subTasks.set(progress.key, { id: subTaskId, instance: { ...instance, subTaskInstanceDetails: nil }, percent: 0 });
    const callbacks = { addSubTask: { subTaskInstance: instance } };
    return { event: "subTaskAdded", callbacks, record: { kind: "subTaskAdded", subTaskId, name: progress.name } };
  }

  /** A change of a subtask. */
  #change(progress: Changed): Reported {
    const subTask = this.#subTasks.get(progress.key);
    if (subTask === undefined) throw new Error(`subtask "${progress.key}" was never announced`);
    subTask.percent = risingPercent(progress.percent ?? percentOf(progress, subTask.percent), subTask.percent);
    const failure = progress.failure === undefined ? nil : exceptionOf(progress.failure);
    const { status, description } = progress;
    subTask.instance = {
      ...subTask.instance,
      subTaskStatus: status,
      failedCompletionStatus: failure,
      ...(description === undefined ? {} : { progressStatusDescriptions: description }),
    };
    const percent = formatPercent(subTask.percent);
    const message = progress.failure?.message ?? description;
    return {
      event: "subTaskChanged",
      callbacks: { setSubTaskStatus: { subTaskInstance: subTask.instance, status, percentComplete: percent, completionStatus: failure } },
      record: { kind: "subTaskChanged", subTaskId: subTask.id, status, percent, ...(message === undefined ? {} : { message }) },
    };
  }

  #raise(percent: number): string {
    if (this.#isNonDeterministic) throw new Error("an operation without measurable progress reports a percentage");
    this.#percent = risingPercent(percent, this.#percent);
    return formatPercent(this.#percent);
  }

  /** The last callbacks of an operation that succeeded: "100 percent", if percentages are tracked, as SetOverallStatus does not say it. */
  success(result: OperationResult | undefined): CallbacksToSend {
    const full = this.#isNonDeterministic ? {} : percentage(this.#raise(100));
    return { ...full, ...overall("CompletedWithSuccess", completionOf(result)) };
  }

  /** The last callback of an operation that failed. */
  failure(detail: ExceptionDetail): CallbacksToSend {
    return overall("CompletedWithFailure", {
      $type: "DhcpMsmOverallCompletionStatus",
      entityStatusCollectionObject: nil,
      errorInfo: exceptionOf(detail),
      hasIpamUpdateError: false,
      returnObject: nil,
    });
  }
}

function percentage(percent: string): CallbacksToSend {
  return { setCompletionPercentage: { completionPercentage: percent } };
}

type Completion = (DhcpMsmOverallCompletionStatus & { readonly $type: "DhcpMsmOverallCompletionStatus" }) | typeof nil;

function overall(overallStatus: "CompletedWithSuccess" | "CompletedWithFailure", completionStatus: Completion): CallbacksToSend {
  return { setOverallStatus: { overallStatus, completionStatus } };
}

function completionOf({ entities, returnObject }: OperationResult = {}): Completion {
  if (entities === undefined && returnObject === undefined) return nil;
  return {
    $type: "DhcpMsmOverallCompletionStatus",
    entityStatusCollectionObject: entities === undefined ? nil : entityStatusCollection(entities),
    errorInfo: nil,
    hasIpamUpdateError: false,
    returnObject: returnObject ?? nil,
  };
}

function entityStatusCollection(
  entities: NonNullable<OperationResult["entities"]>,
): EntityStatusCollection & { readonly $type: "EntityStatusCollection" } {
  return { $type: "EntityStatusCollection", entityStatusList: { entityStatus: entities } };
}

/** A subtask that ended well is at 100 percent; any other keeps what it had. */
function percentOf(progress: Changed, before: number): number {
  return progress.status === "CompletedWithSuccess" || progress.status === "CompletedWithWarning" ? 100 : before;
}

function risingPercent(percent: number, before: number): number {
  if (!(percent >= 0 && percent <= 100)) throw new Error(`${percent} is not a percentage`);
  if (percent < before) throw new Error(`the percentage falls from ${before} to ${percent}`);
  return percent;
}

/** An xsd:decimal, which has no exponent form: with six digits after the point at most, no number here gets one. */
export function formatPercent(percent: number): string {
  return String(Number(percent.toFixed(6)));
}

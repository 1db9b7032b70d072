/**
 * A runner that changes nothing and shows everything: subtasks that succeed, warn, fail and are left out, percentages, texts, a result.
 *
 * Serves any of the 49 operations, so that a client can be tried against a server without DHCP or DNS behind it.
 */
import type { OperationProgress, OperationResult, OperationRunner } from "./runner.js";

/** SubTaskUniqueId of the demonstration's kinds of subtasks; the specification publishes no numbers, so these are ours. */
export const demonstrationSubTasks = { readConfiguration: 1, applyChange: 2, informPartner: 3, refreshViews: 4 } as const;

/** Makes the runner; `pause` passes time between two reports. */
export function createDemonstrationRunner(pause: (signal: AbortSignal) => Promise<void> = async () => undefined): OperationRunner {
  return {
    async *run(_parameters, { operationId, signal }): AsyncGenerator<OperationProgress, OperationResult, undefined> {
      for (const progress of demonstration(operationId)) {
        await pause(signal);
        yield progress;
      }
      return {
        entities: [
          { isSuccessful: true, objectType: "None", operationType: "Update", recordId: 1n },
          { isSuccessful: false, objectType: "None", operationType: "Update", recordId: 2n },
        ],
      };
    },
  };
}

function* demonstration(operationId: string): Generator<OperationProgress, void, undefined> {
  const { readConfiguration, applyChange, informPartner, refreshViews } = demonstrationSubTasks;
  yield { kind: "subTask", key: "read", name: "Read the configuration", uniqueId: readConfiguration, isNonDeterministic: true };
  yield { kind: "status", key: "read", status: "InProgress" };
  yield { kind: "status", key: "read", status: "CompletedWithSuccess" };
  yield { kind: "percentage", percent: 20 };
  yield { kind: "subTask", key: "apply", name: operationId, uniqueId: applyChange, description: "Nothing is changed: a demonstration" };
  for (const percent of [0, 25, 50, 75]) yield { kind: "status", key: "apply", status: "InProgress", percent };
  yield {
    kind: "status",
    key: "apply",
    status: "CompletedWithWarning",
    percent: 100,
    failure: { exceptionId: "IpamApiGenericErrorOccurred", message: "one of the settings had its value already" },
  };
  yield { kind: "percentage", percent: 60 };
  yield { kind: "subTask", key: "partner", name: "Inform the partner server", uniqueId: informPartner };
  yield { kind: "subTask", key: "views", name: "Refresh the views", uniqueId: refreshViews };
  yield { kind: "status", key: "partner", status: "InProgress", percent: 33.3 };
  yield {
    kind: "status",
    key: "partner",
    status: "CompletedWithError",
    failure: { exceptionId: "IpamApiGenericErrorOccurred", message: "the partner server does not answer" },
  };
  yield { kind: "status", key: "views", status: "NotRun" };
  yield { kind: "percentage", percent: 90 };
}

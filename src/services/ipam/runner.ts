/**
 * Operations as a programmer writes them: an async generator that yields subtasks, their status and the overall percentage.
 *
 * The service numbers the subtasks, keeps the rules of order and percentages, and sends the callbacks; the next value is requested
 * when the last one was handed to the wire, so a slow client slows the operation's reports and nothing piles up. [MS-IPAMM2] 3.19.4.4.1
 */

import type { ExceptionDetail } from "./exception.js";
import type {
  AnyEntityStatus,
  AnyIpamObject,
  IpamAdminOperationId,
  IpamOperationWithProgressParametersTypes,
  SubTaskStatus,
} from "./messages.js";
import type { operations } from "./operations.js";

/** What an operation reports while it runs. A subtask is known by a key of the runner's choice. */
export type OperationProgress =
  | {
      readonly kind: "subTask";
      readonly key: string;
      readonly name: string;
      /** The kind of the subtask: a constant that the runner documents. */
      readonly uniqueId: number;
      readonly description?: string;
      readonly isNonDeterministic?: boolean;
      /** The object that the subtask works on, complete in itself: no reference leads out of it. */
      readonly details?: AnyIpamObject;
    }
  | {
      readonly kind: "status";
      readonly key: string;
      readonly status: SubTaskStatus;
      /** 0 to 100, never less than before in this subtask. */
      readonly percent?: number;
      readonly description?: string;
      /** What failed, or what the warning says. */
      readonly failure?: ExceptionDetail;
    }
  /** 0 to 100, never less than before. */
  | { readonly kind: "percentage"; readonly percent: number };

/** What an operation leaves behind when it succeeds. */
export interface OperationResult {
  /** What was done to which object. */
  readonly entities?: readonly AnyEntityStatus[];
  /** The object that the operation is said to return (AddDhcpFailoverScopes). */
  readonly returnObject?: AnyIpamObject;
}

/** The parameters of an operation by its identifier. */
export type ParametersOf<Id extends IpamAdminOperationId> = IpamOperationWithProgressParametersTypes[(typeof operations)[Id]["parameters"]];

/** What a runner gets besides the parameters. */
export interface RunContext {
  readonly operationId: IpamAdminOperationId;
  readonly sessionId: string;
  /** Aborted when no client watches any more. A runner may go on, in which case its reports are dropped, or stop early. */
  readonly signal: AbortSignal;
}

/** Runs one operation. Throwing ends it with a failure: an IpamFailure says which, anything else is reported as an unexpected error. */
export interface OperationRunner<Id extends IpamAdminOperationId = IpamAdminOperationId> {
  /** True if the operation cannot give a percentage. */
  readonly isNonDeterministic?: boolean;
  run(parameters: ParametersOf<Id>, context: RunContext): AsyncGenerator<OperationProgress, OperationResult | undefined, undefined>;
}

/** Runners by operation; an operation without one is not supported by the server. */
export type OperationRunners = { readonly [Id in IpamAdminOperationId]?: OperationRunner<Id> };

/** Finds the runner of an operation. */
export interface OperationRegistry {
  runnerOf(operationId: IpamAdminOperationId): OperationRunner | undefined;
}

/** Makes a registry; `otherwise` serves the operations that have no runner of their own. */
export function createRegistry(runners: OperationRunners, otherwise?: OperationRunner): OperationRegistry {
  return {
    runnerOf: (operationId) =>
      // The service checks that the parameters have the operation's own type before it runs anything.
      (Object.hasOwn(runners, operationId) ? (runners[operationId] as OperationRunner | undefined) : undefined) ?? otherwise,
  };
}

/**
 * The IPAM operation-with-progress service: what a server, a client and a programmer of operations need.
 */

export type {
  AccessPolicy,
  AccessScopeDirectory,
  AuthorizationPolicy,
  IpamGroup,
} from "./authorization.js";
export { callbackMachine } from "./callback-machine.js";
export { type CallerIdentity, callerOfIdentity } from "./caller.js";
export type { Inventory, InventoryObject, ObjectRule } from "./checks.js";
export { connectIpam, type IpamClientOptions, type OperationOutcome, type RunOptions, runOperation } from "./client.js";
export { type Clock, systemClock, type Timer } from "./clock.js";
export { createDemonstrationRunner } from "./demonstration-runner.js";
export { type ExceptionDetail, IpamFailure, type ReceivedException } from "./exception.js";
export type { Gates } from "./gates.js";
export { acceptIpamSessions, type CallbackActions, type IpamServerOptions } from "./handler.js";
export { sessionMachine } from "./machine.js";
export type * from "./messages.js";
export { isOperationId, type OperationDescription, operationIds, operations } from "./operations.js";
export { bareParameters, type ParametersResult, readParameters } from "./parameters-file.js";
export {
  createMemoryProgressStore,
  markInterrupted,
  type OperationRun,
  type ProgressStore,
  type ProgressTransition,
} from "./progress-store.js";
export type { TrackedProgress, TrackedSubTask } from "./progress-tracker.js";
export { type Roles, type RolesResult, readRoles } from "./roles-file.js";
export {
  createRegistry,
  type OperationProgress,
  type OperationRegistry,
  type OperationResult,
  type OperationRunner,
  type OperationRunners,
  type ParametersOf,
  type RunContext,
} from "./runner.js";
export type { HeldSession } from "./server-session.js";
export { createIpamService, type EndedSession, type IpamLogEntry, type IpamService, type IpamServiceOptions } from "./service.js";
export { createStoredProgress, type StoredProgressOptions } from "./stored-progress.js";

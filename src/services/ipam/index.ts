/** The IPAM operation-with-progress service: what a server, a transport and a programmer of operations need. */
export {
  type AccessRequirement,
  accessRequirements,
  builtInRoles,
  globalAccessScope,
  type NamedObject,
  type RbacOperation,
  type RbacOperationName,
  rbacOperations,
  type ScopedObject,
} from "./access-table.js";
export type {
  AccessPolicy,
  AccessScopeDirectory,
  AuthorizationPolicy,
  CallerIdentity,
  IpamGroup,
  UserAuthorizationData,
} from "./authorization.js";
export { callbackMachine } from "./callback-machine.js";
export type { Check, Inventory, InventoryObject, ObjectRule, ParameterTypeName } from "./checks.js";
export { type OperationOutcome, type RunOptions, runOperation } from "./client.js";
export type { ClientAnswer, ClientHandler, ClientSession, Connect } from "./client-session.js";
export { type Clock, systemClock, type Timer } from "./clock.js";
export { createDemonstrationRunner, demonstrationSubTasks } from "./demonstration-runner.js";
export type {
  CallbackMessage,
  Callbacks,
  DuplexSession,
  IncomingMessage,
  RequestMessage,
  Requests,
  Responder,
  SessionFault,
  SessionHandler,
} from "./duplex-session.js";
export { type ExceptionDetail, exceptionOf, IpamFailure, type ReceivedException, readException } from "./exception.js";
export { connectInMemory, type Wire } from "./in-memory-transport.js";
export { defaultGrace, tickMilliseconds } from "./inactivity.js";
export { type SessionEffect, type SessionEvent, type SessionRefusal, type SessionState, sessionMachine } from "./machine.js";
export type * from "./messages.js";
export { isOperationId, type OperationDescription, operationIds, operations } from "./operations.js";
export { bareParameters, type ParametersResult, readParameters } from "./parameters-file.js";
export {
  applyTransition,
  createMemoryProgressStore,
  markInterrupted,
  type OperationRun,
  type ProgressRecord,
  type ProgressStore,
  type ProgressTransition,
  type RunSubTask,
} from "./progress-store.js";
export { ProgressTracker, type TrackedProgress, type TrackedSubTask } from "./progress-tracker.js";
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
export type { Gates } from "./server-session.js";
export { createIpamService, type HeldSession, type IpamLogEntry, type IpamService, type IpamServiceOptions } from "./service.js";
export { type CallbackActions, callbackActions, keepaliveAction } from "./soap-actions.js";
export { connectIpamSoap, type IpamSoapClientOptions } from "./soap-client.js";
export { acceptIpamSessions, type IpamSoapServerOptions } from "./soap-server.js";
export { createStoredProgress, type StoredProgressOptions } from "./stored-progress.js";

/**
 * What `soapwright/console` gives: a console for one's own services.
 */
export type { ConsoleAccess, TrustedProxy } from "./access.js";
export type { Account, Accounts, LoginAttempt, Role } from "./accounts.js";
export type { ActLog, ActName, ActOutcome, ActRecord, OperatorActs } from "./acts.js";
export { type ConsoleOptions, console } from "./console.js";
export type {
  CountedFault,
  InstancePage,
  InstanceQuery,
  Latency,
  LiveSnapshot,
  LiveSource,
  SeenRequest,
  SeenRun,
  SeenSubTask,
  ShownBuyer,
  StoreHealth,
  WaitingMessage,
  WaitingWork,
} from "./live.js";
export type { RelayOptions } from "./relay.js";
export type { ConsoleService, DescribedTexts } from "./service.js";

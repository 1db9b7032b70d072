/**
 * What `soapwright/console` gives: a console for one's own services.
 */
export type { ConsoleAccess, TrustedProxy } from "./access.js";
export type { Account, Accounts, LoginAttempt, Role } from "./accounts.js";
export type { ActLog, ActName, ActOutcome, ActRecord, OperatorActs } from "./acts.js";
export { type ConsoleOptions, console } from "./console.js";
export type { InstancePage, InstanceQuery, LiveSnapshot, LiveSource, SeenRequest, SeenRun, ShownBuyer, WaitingMessage } from "./live.js";
export type { RelayOptions } from "./relay.js";
export type { ConsoleService, DescribedTexts } from "./service.js";

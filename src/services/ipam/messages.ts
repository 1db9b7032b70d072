/**
 * The contract of IIpamOperationWithProgress as types: its operations, its callbacks, and the generated types that the service works with.
 *
 * Types only: the service handles values and neither reads nor writes messages. [MS-IPAMM2] 2.2.4, 3.19.4, 3.20.4
 */
export type {
  AddSubTask,
  AnyEntityStatus,
  AnyIpamObject,
  AnyIpamOperationWithProgressParameters,
  DhcpMsmOverallCompletionStatus,
  EntityStatusCollection,
  InitializeOperationParameters,
  IpamOperationWithProgressParametersTypes,
  SetSubTaskStatus,
  SubTaskInstance,
  SubTaskStatus,
} from "../../../generated/ipam/microsoft-windows-ipam.js";
export type {
  IpamAdminOperationId,
  IpamException,
  IpamExceptionId,
  OverallProgressStatus,
} from "../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";

import type { IpamException } from "../../../generated/ipam/schemas-datacontract-org-microsoft-windows-ipam.js";
import type { IIpamOperationWithProgressOperations } from "../../../generated/ipam/service.js";
import type { Callbacks } from "../../protocols/duplex/contract.js";
import type { Output } from "../../service/port-type.js";

/** One element kept as it stands on the wire, for content that the contract leaves open. */
export type XmlElement = NonNullable<IpamException["$any"]>[number];

/** The operations of a session. */
export type IpamOperations = IIpamOperationWithProgressOperations;

/** The body of each callback. */
export type CallbackBodies = { readonly [Name in keyof Callbacks<IpamOperations>]: Output<IpamOperations[Name]> };

/** Callbacks to be sent, by name. */
export type CallbacksToSend = Partial<CallbackBodies>;

/** The client as the server sees it. */
export type IpamCallbacks = { readonly [Name in keyof CallbackBodies]: (body: CallbackBodies[Name]) => Promise<void> };

/** What a client does with callbacks. */
export type IpamCallbackHandlers = { readonly [Name in keyof CallbackBodies]: (body: CallbackBodies[Name]) => void };

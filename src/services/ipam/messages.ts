/**
 * The messages of IIpamOperationWithProgress: the generated types that the service works with, in one place.
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
  SetCompletionPercentage,
  SetOverallStatus,
  SetSubTaskStatus,
  StartOperationWithCallback,
  StartProgressCallback,
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

/** One element kept as it stands on the wire, for content that the contract leaves open. */
export type XmlElement = NonNullable<IpamException["$any"]>[number];

/**
 * The generated contract as sessions use it, and what the specification adds to it. [MS-IPAMM2] 2.2.2, 3.19, 3.21
 */
import { schema } from "../../../generated/ipam/index.js";
import {
  type IIpamOperationWithProgressCallbackOperations,
  NetTcpIIpamOperationWithProgress,
  NetTcpIIpamOperationWithProgressCallback,
} from "../../../generated/ipam/service.js";
import { clientSide, type DuplexContract } from "../../protocols/duplex/contract.js";
import type { OperationTable } from "../../service/port-type.js";
import type { IpamOperations } from "./messages.js";

type IpamContract = DuplexContract<IpamOperations, IIpamOperationWithProgressCallbackOperations>;

/** The contract with callbacks as its session's port type describes them, which is what WCF sends. */
export const sessionContract: IpamContract = { binding: NetTcpIIpamOperationWithProgress, schema };

/** The contract with callbacks as the separate port type describes them. */
export const contract: IpamContract = { ...sessionContract, callbackBinding: NetTcpIIpamOperationWithProgressCallback };

/** The actions of callbacks in both descriptions. */
export const callbackActions: ReadonlySet<string> = new Set(clientSide(contract).incoming.keys());

/** The keepalive of a client: one-way, an empty body. [MS-IPAMM2] 2.2.2.2 */
export const keepaliveAction = "Microsoft.WindowsServerSolutions.Common.ProviderFramework.Keepalive";

/** The action of a declared fault: the contract states none of its own, and this is what WCF makes of the operation and the fault. */
export function faultAction({ inputAction = "" }: OperationTable, fault: string): string {
  return `${inputAction}${fault}Fault`;
}

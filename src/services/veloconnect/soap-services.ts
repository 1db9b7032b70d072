/**
 * The SOAP bindings of all modules, with their servers: what `createHandler` serves.
 */
import * as bindings from "../../../generated/veloconnect/service.js";
import { type BoundService, bind } from "../../protocols/soap/call-service.js";
import type { Gate } from "./operation.js";
import { type Modules, serverOf } from "./service.js";

/** Binds every module in SOAP 1.1 and SOAP 1.2. */
export function createSoapServices(gate: Gate, modules: Modules): readonly BoundService[] {
  const transaction10 = serverOf(gate, modules.transaction10);
  const transaction14 = serverOf(gate, modules.transaction14);
  const transaction16 = serverOf(gate, modules.transaction16);
  const profile11 = serverOf(gate, modules.profile11);
  const profile14 = serverOf(gate, modules.profile14);
  const profile15 = serverOf(gate, modules.profile15);
  const profile16 = serverOf(gate, modules.profile16);
  const order11 = serverOf(gate, modules.order11);
  return [
    bind(bindings.TransactionV10Soap11, transaction10),
    bind(bindings.TransactionV10Soap12, transaction10),
    bind(bindings.TransactionV14Soap11, transaction14),
    bind(bindings.TransactionV14Soap12, transaction14),
    bind(bindings.TransactionV16Soap11, transaction16),
    bind(bindings.TransactionV16Soap12, transaction16),
    bind(bindings.ProfileV11Soap11, profile11),
    bind(bindings.ProfileV11Soap12, profile11),
    bind(bindings.ProfileV14Soap11, profile14),
    bind(bindings.ProfileV14Soap12, profile14),
    bind(bindings.ProfileV15Soap11, profile15),
    bind(bindings.ProfileV15Soap12, profile15),
    bind(bindings.ProfileV16Soap11, profile16),
    bind(bindings.ProfileV16Soap12, profile16),
    bind(bindings.OrderV11Soap11, order11),
    bind(bindings.OrderV11Soap12, order11),
  ];
}

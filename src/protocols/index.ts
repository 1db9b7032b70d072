/**
 * What `soapwright/soap` gives: tables of services, handler, client, faults.
 */

export { asDeclared, declaredFault, type FaultCode, SoapFault, type SoapFaultOptions } from "../service/fault.js";
export type {
  Call,
  DeclaredFault,
  HttpBinding,
  HttpOperationTable,
  Input,
  InputHeaders,
  Keyed,
  OperationTable,
  OperationTypes,
  Output,
  OutputHeaders,
  ParameterTable,
  Port,
  PortType,
  Server,
  SoapBinding,
} from "../service/port-type.js";
export { type BoundService, bind } from "./soap/call-service.js";
export { type CallOptions, type Client, type ClientOptions, createClient, SoapTransportError } from "./soap/client.js";
export { createHandler, type HandlerOptions } from "./soap/handler.js";
export { type ContractDocuments, serveContract } from "./soap/serve-contract.js";

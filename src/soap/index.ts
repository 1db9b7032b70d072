/**
 * What `soapwright/soap` gives: tables of services, handler, client, faults.
 */
export { type BoundService, bind } from "./call-service.js";
export { type CallOptions, type Client, type ClientOptions, createClient, SoapTransportError } from "./client.js";
export { asDeclared, declaredFault, type FaultCode, SoapFault, type SoapFaultOptions } from "./fault.js";
export { createHandler, type HandlerOptions } from "./handler.js";
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
} from "./port-type.js";
export { type ContractDocuments, serveContract } from "./serve-contract.js";

/**
 * What `soapwright/soap` gives: tables of services, handlers and clients for each protocol, faults.
 */

export { asDeclared, declaredFault, type FaultCode, SoapFault, type SoapFaultOptions } from "../service/fault.js";
export type {
  Answer,
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
export type {
  AcceptChannel,
  ChannelPeer,
  DuplexChannel,
  DuplexHandler,
  OpenChannel,
  OutgoingBody,
  OutgoingMessage,
  PeerIdentity,
} from "./duplex/channel.js";
export { connectDuplex, type DuplexClient, type DuplexClientOptions } from "./duplex/client.js";
export type { CallbackHandlers, Callbacks, DuplexContract } from "./duplex/contract.js";
export type { DuplexCall, DuplexServer, ReadBody, Refusal, RefusalKind } from "./duplex/dispatch.js";
export { type DuplexSession, type SessionHandler, serveDuplex } from "./duplex/handler.js";
export type { KeepaliveOptions } from "./duplex/keepalive.js";
export type { BodyResult, ReceivedMessage } from "./duplex/read-message.js";
export type { DuplexOptions } from "./duplex/session.js";
export { type BoundService, bind } from "./soap/call-service.js";
export { type CallOptions, type Client, type ClientOptions, createClient, SoapTransportError } from "./soap/client.js";
export { createHandler, type HandlerOptions } from "./soap/handler.js";
export { type ContractDocuments, serveContract } from "./soap/serve-contract.js";

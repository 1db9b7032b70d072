/**
 * What `soapwright/soap` gives: tables of services, handlers and clients for each protocol, faults.
 */

export type { AttachedPart, AttachedPartTable, AttachmentTable } from "../service/attached-parts.js";
export { attachmentAt, attachmentUri } from "../service/attachment-uri.js";
export type { CalledOperation, Hooks } from "../service/call-operation.js";
export type { CallResult, Client, ClientOperation } from "../service/client.js";
export type { ClientAnswer } from "../service/client-answer.js";
export type { CallOptions, ClientOptions, HeaderContext, RetryPolicy } from "../service/client-options.js";
export { type EnvelopeExchange, type EnvelopeFilter, type RecordedEnvelope, recordEnvelopes } from "../service/envelope-filter.js";
export type { AuthenticatedSender, DirectHandler, HttpAnswer, HttpHandler, HttpRequest, RequestHeaders } from "../service/exchange.js";
export { asDeclared, declaredFault, type FaultCode, SoapFault, type SoapFaultOptions } from "../service/fault.js";
export { type FetchHandler, type ServiceHandler, toFetchHandler } from "../service/fetch-adapter.js";
export type { IncomingAttachment } from "../service/incoming-parts.js";
export { type Attachment, MultipartError, type OutgoingAttachment, type Packaging } from "../service/multipart.js";
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
  ReadParameter,
  Server,
  SoapBinding,
} from "../service/port-type.js";
export type { ExpectedReply, ReplyEndpoint } from "../service/reply-endpoint.js";
export {
  type AnyBinding,
  type BoundService,
  type Implementation,
  serve,
  /** @deprecated The former name of `serve`. */
  serve as bind,
} from "../service/serve.js";
export { TransportError } from "../service/transport.js";
export type { DeviatingMessage, Validation, ValidationOptions } from "../service/validation.js";
export { createClient } from "./client.js";
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
export { createHandler, type HandlerOptions } from "./handler.js";
export type { HttpOperation } from "./http/dispatch.js";
export type { HttpOptions } from "./http/handler.js";
export type { HttpProblem, HttpRefusal, HttpReply } from "./http/refusal.js";
export type { RawParameter } from "./http/url-parameters.js";
export { type ContractDocuments, serveContract } from "./serve-contract.js";
export type { Destinations } from "./soap/destinations.js";
export { type ReplyReceiver, type ReplyReceiverOptions, receiveReplies } from "./soap/receive-replies.js";

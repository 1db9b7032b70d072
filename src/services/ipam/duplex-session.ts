/**
 * The seam to a transport: one session, both directions, without a word about framing, SOAP or addressing.
 *
 * A transport makes a DuplexSession for each authenticated session and hands it to the service, which gives back the handler for
 * everything that comes in. The transport reads and writes the messages; what it cannot read it reports, and the service decides.
 */
import type { CallerIdentity } from "./authorization.js";
import type { ExceptionDetail } from "./exception.js";
import type {
  AddSubTask,
  InitializeOperationParameters,
  IpamException,
  SetCompletionPercentage,
  SetOverallStatus,
  SetSubTaskStatus,
  StartOperationWithCallback,
  StartProgressCallback,
} from "./messages.js";

/** The requests of IIpamOperationWithProgress by name. */
export interface Requests {
  InitializeOperationParameters: InitializeOperationParameters;
  StartOperationWithCallback: StartOperationWithCallback;
}

/** The callbacks of IIpamOperationWithProgress by name. */
export interface Callbacks {
  StartProgressCallback: StartProgressCallback;
  AddSubTask: AddSubTask;
  SetSubTaskStatus: SetSubTaskStatus;
  SetCompletionPercentage: SetCompletionPercentage;
  SetOverallStatus: SetOverallStatus;
}

/** A callback with its name, ready to be written. */
export type CallbackMessage = { [Name in keyof Callbacks]: { readonly name: Name; readonly body: Callbacks[Name] } }[keyof Callbacks];

/** A request with its name, as read. */
export type RequestMessage = { [Name in keyof Requests]: { readonly name: Name; readonly body: Requests[Name] } }[keyof Requests];

/**
 * What a request is refused with. The transport writes a fault of the sender; an "ipam" one has the exception as its only detail and a
 * reason text without information, "actionNotSupported" is the fault of WS-Addressing. [MS-IPAMM2] 2.2.2.1
 */
export type SessionFault =
  | { readonly kind: "ipam"; readonly exception: IpamException; readonly detail: ExceptionDetail }
  | { readonly kind: "actionNotSupported"; readonly action: string };

/** The way back to the sender of one request. Both resolve when the answer was handed to the wire, and reject when it cannot be. */
export interface Responder {
  /** Answers with the empty response element of the request. */
  reply(): Promise<void>;
  fault(fault: SessionFault): Promise<void>;
}

/** What comes in. `responder` is absent where the sender expects no answer. */
export type IncomingMessage =
  | (RequestMessage & { readonly kind: "request"; readonly responder: Responder | undefined })
  /** The request's element was there, but its content breaks the contract. */
  | {
      readonly kind: "invalidRequest";
      readonly name: keyof Requests;
      readonly problem: string;
      readonly responder: Responder | undefined;
    }
  /** One of the five elements that only a server may send; whether it is valid does not matter. */
  | { readonly kind: "callbackElement"; readonly name: keyof Callbacks }
  | { readonly kind: "keepalive" }
  /** Not decodable, or a body element that does not belong to the action. */
  | { readonly kind: "unreadable"; readonly problem: string; readonly responder: Responder | undefined }
  | { readonly kind: "unknownAction"; readonly action: string; readonly responder: Responder | undefined };

/** One session as the transport offers it to the service. */
export interface DuplexSession {
  /** Unique among the sessions of this server, restarts included. */
  readonly id: string;
  readonly caller: CallerIdentity;
  /**
   * Writes one callback. The service awaits each before the next; the transport keeps the order against replies as well. Resolves when the
   * message was handed to the wire, rejects when it cannot be: the service then gives the session up.
   */
  send(message: CallbackMessage): Promise<void>;
  /** Ends the session in an orderly way: everything handed over before is delivered. */
  close(): Promise<void>;
  /** Ends the session at once. */
  abort(reason: string): void;
}

/** What the transport calls. */
export interface SessionHandler {
  /**
   * Takes one message; messages of a session are processed in the order of the calls. Resolves when the message was dealt with, and
   * never rejects. A transport that awaits it before it reads on keeps memory bounded.
   */
  receive(message: IncomingMessage): Promise<void>;
  /** The peer closed the session, or the connection is gone. Calling it twice, or after the service itself ended the session, does no harm. */
  ended(reason: string): void;
}

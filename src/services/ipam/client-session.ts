/**
 * The client's end of a session, as a transport offers it. Transport-neutral like its counterpart on the server.
 */
import type { CallbackMessage, RequestMessage } from "./duplex-session.js";
import type { IpamException } from "./messages.js";

/** What a request comes back with; "other" is a fault that carries no IpamException. */
export type ClientAnswer =
  | { readonly kind: "reply" }
  | { readonly kind: "ipamFault"; readonly exception: IpamException }
  | { readonly kind: "otherFault"; readonly reason: string };

/** One session, opened. */
export interface ClientSession {
  /** Sends a request and waits for its answer; rejects when the session ends first. */
  request(message: RequestMessage): Promise<ClientAnswer>;
  /** Sends the Keepalive message. [MS-IPAMM2] 2.2.2.2 */
  keepalive(): Promise<void>;
  /** Ends the session in an orderly way. */
  close(): Promise<void>;
  /** Ends the session at once. */
  abort(reason: string): void;
}

/** What the transport calls, in the order in which things arrive. */
export interface ClientHandler {
  callback(message: CallbackMessage): void;
  /** A callback that cannot be read, or an unknown action. */
  unreadable(problem: string): void;
  /** The session is closed or broken; called once. */
  ended(reason: string): void;
}

/** Opens a session. */
export type Connect = (handler: ClientHandler) => Promise<ClientSession>;

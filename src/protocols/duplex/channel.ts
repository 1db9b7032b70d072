/**
 * SOAP 1.2 messages with WS-Addressing on a channel that carries them both ways: what a transport offers, and what it is given.
 *
 * Both ends are alike: a channel to send on, and a handler for what comes in. Either end may send at any moment; who sends what, and which
 * reply answers which message, is known one level up (session.ts). WS-Addressing 1.0 Core §3
 */
import type { AnyElementCodec } from "../../runtime/codec.js";
import type { SoapFault } from "../../service/fault.js";
import type { TakeDeviation } from "../../service/validation.js";
import type { Typed } from "../soap/write-message.js";
import type { ReceivedMessage } from "./read-message.js";

/** What a body holds. */
export type OutgoingBody =
  | { readonly kind: "empty" }
  | { readonly kind: "element"; readonly element: Typed }
  /** `detail` writes the fault's declared detail. */
  | { readonly kind: "fault"; readonly fault: SoapFault; readonly detail?: AnyElementCodec | undefined };

/** A message to send. */
export interface OutgoingMessage {
  readonly action: string;
  /** Asks for a reply: the message gets this identifier and the anonymous address to reply to. */
  readonly messageId?: string | undefined;
  readonly relatesTo?: string | undefined;
  /** Header blocks besides those of WS-Addressing. */
  readonly headers?: readonly Typed[] | undefined;
  readonly body: OutgoingBody;
  /** Takes deviations from the contract, with which the message is sent all the same; undefined: it is not sent then. */
  readonly onDeviation?: TakeDeviation | undefined;
}

/** Who is at the other end, as far as the transport knows. */
export interface ChannelPeer {
  /** Network address, for logs. */
  readonly address: string;
  /** What an upgrade of the stream has found out; undefined if the peer is not authenticated. */
  readonly identity: PeerIdentity | undefined;
}

/** An authenticated peer. */
export interface PeerIdentity {
  readonly name: string;
  /** Other ways to write the name: `anna@CONTOSO.EXAMPLE` beside `CONTOSO\\anna`. */
  readonly otherNames?: readonly string[];
  /** Security identifiers, if the mechanism has them: the user's, then those of groups. */
  readonly securityIds: readonly string[];
}

/** One end of a session. */
export interface DuplexChannel {
  /** Unique among the sessions of this process and others. */
  readonly id: string;
  readonly peer: ChannelPeer;
  /**
   * Writes one message. Messages go out in the order of the calls; resolves when the message was handed to the system. Rejects with a
   * ValidationError, having sent nothing, if a value does not conform to its codec, unless its deviations are taken.
   */
  send(message: OutgoingMessage): Promise<void>;
  /** Ends the session in an orderly way, behind everything that was sent before. */
  close(): Promise<void>;
  /** Ends the session at once. */
  abort(reason: string): void;
}

/** What a channel's user gives the transport. */
export interface DuplexHandler {
  /** Names of the header blocks that are kept for `receive`; others are skipped. */
  readonly headerNames?: ReadonlySet<string>;
  /** Takes one message. The transport awaits it before it reads on, which bounds what a peer can make it hold; it must not reject. */
  receive(message: ReceivedMessage): Promise<void>;
  /** The session has ended, for whatever reason; called once. */
  ended(reason: string): void;
}

/** Takes a channel that was opened. */
export type AcceptChannel = (channel: DuplexChannel) => DuplexHandler;

/** Opens a channel; `accept` is called before anything can come in. */
export type OpenChannel = (accept: AcceptChannel) => Promise<DuplexChannel>;

/**
 * SOAP 1.2 messages with WS-Addressing on a duplex channel: what a transport that carries messages both ways offers, whatever it is.
 *
 * Both ends are alike: a channel to send on, and a handler for what comes in. Requests and replies are matched by the users of a channel,
 * since either end may send at any moment. WS-Addressing 1.0 Core §3
 */
import type { AnyElementCodec, Codec } from "../../runtime/codec.js";
import type { DecodeOptions } from "../../runtime/options.js";
import type { XmlElement } from "../../runtime/shapes.js";
import type { SoapFault } from "../../service/fault.js";
import type { Typed } from "../soap/write-envelope.js";

/** What a body holds; nothing: an empty body. */
export type OutgoingBody =
  | { readonly kind: "empty" }
  | { readonly kind: "element"; readonly element: Typed }
  /** `detail` writes the fault's declared detail. */
  | { readonly kind: "fault"; readonly fault: SoapFault; readonly detail?: AnyElementCodec };

export interface OutgoingMessage {
  readonly action: string;
  /** Asks for an answer: the message gets this identifier and the anonymous address to reply to. */
  readonly messageId?: string | undefined;
  readonly relatesTo?: string | undefined;
  readonly body: OutgoingBody;
}

/** The body's element as a value; `isMalformed` where it is no XML, so that nothing behind the mistake can be known. */
export type BodyResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly isMalformed: boolean; readonly problem: string };

/** A message that came in, read up to its body. */
export interface ReceivedMessage {
  readonly action: string | undefined;
  readonly messageId: string | undefined;
  readonly relatesTo: string | undefined;
  /** The sender waits for an answer: there is an identifier to relate to, and replies are wanted. */
  readonly expectsReply: boolean;
  /** Clark name of the body's element; undefined: an empty body. */
  readonly bodyElement: string | undefined;
  readonly isFault: boolean;
  /** What to refuse the message with for its headers: one that must be understood and is not, or an addressing header that stands twice. */
  readonly headerFault: SoapFault | undefined;
  /** Reads the body's element with a codec, to the end of the envelope. One of readBody, readFault and skipBody, once. */
  readBody<T, O>(codec: Codec<T, O>, options?: DecodeOptions): BodyResult<O>;
  /** Reads a fault; `details` decode what the contract declares, by name. */
  readFault(details: Readonly<Record<string, () => AnyElementCodec>>): BodyResult<SoapFault>;
  /** Reads the body's element as it stands, with a reader of its own: after another attempt, too. */
  readNode(): BodyResult<XmlElement>;
  /** Reads to the end of the envelope, looking at well-formedness alone. */
  skipBody(): BodyResult<undefined>;
}

/** Who is at the other end, as far as the transport knows. */
export interface ChannelPeer {
  /** Network address, for logs. */
  readonly address: string;
  /** What an upgrade of the stream has found out; undefined: nobody knows who calls. */
  readonly identity: PeerIdentity | undefined;
}

/** An authenticated peer. */
export interface PeerIdentity {
  readonly name: string;
  /** Security identifiers, where the mechanism has them: the user's, then those of groups. */
  readonly securityIds: readonly string[];
}

/** One end of a session. */
export interface DuplexChannel {
  /** Unique among the sessions of this process and others. */
  readonly id: string;
  readonly peer: ChannelPeer;
  /** Writes one message. Messages go out in the order of the calls; resolves when the message was handed to the system. */
  send(message: OutgoingMessage): Promise<void>;
  /** Ends the session in an orderly way, behind everything that was sent before. */
  close(): Promise<void>;
  /** Ends the session at once. */
  abort(reason: string): void;
}

/** What a channel's user gives the transport. */
export interface DuplexHandler {
  /** Takes one message. The transport awaits it before it reads on; it must not reject. */
  receive(message: ReceivedMessage): Promise<void>;
  /** The session has ended, however; called once. */
  ended(reason: string): void;
}

/** Takes a channel that was opened. */
export type AcceptChannel = (channel: DuplexChannel) => DuplexHandler;

/** Opens a channel; `accept` is called before anything can come in. */
export type OpenChannel = (accept: AcceptChannel) => Promise<DuplexChannel>;

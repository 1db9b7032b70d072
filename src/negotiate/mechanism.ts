/**
 * What a mechanism offers: a handshake of tokens in turn, and at its end a context that protects messages. RFC 2743 in outline
 */

/** Who is at the other end. */
export interface AuthenticatedPeer {
  /** `DOMAIN\user` or `user@REALM`. */
  readonly name: string;
  /** Other ways to write the name. */
  readonly otherNames: readonly string[];
  /** The user's security identifier, then those of groups; empty if the mechanism has told none. */
  readonly securityIds: readonly string[];
}

/** What both ends share after the handshake. Messages are protected and opened in order; all methods throw NegotiateErrors. */
export interface SecurityContext {
  /** An acceptor's: who has called. An initiator's: whom it has reached. */
  readonly peer: AuthenticatedPeer;
  /** Both ends have agreed that messages are encrypted. */
  readonly isConfidential: boolean;
  /** The octets that `wrap` adds. */
  readonly overhead: number;
  wrap(message: Uint8Array): Uint8Array;
  unwrap(token: Uint8Array): Uint8Array;
  /** A checksum of a message that goes by another way. */
  makeMic(message: Uint8Array): Uint8Array;
  /** Throws if the checksum does not fit. */
  verifyMic(message: Uint8Array, mic: Uint8Array): void;
  /** Called when the checksums of a negotiation are over. */
  micsExchanged(): void;
}

/** What follows from a token. */
export type HandshakeStep =
  | { readonly kind: "continue"; readonly token: Uint8Array }
  /** This end is done; a token is left to send unless it is undefined. */
  | { readonly kind: "done"; readonly token: Uint8Array | undefined; readonly context: SecurityContext };

/** One handshake at one end. */
export interface Handshake {
  /** Takes the other end's token. Throws a NegotiateError for one that is refused. */
  step(token: Uint8Array): HandshakeStep;
}

/** A handshake at the end that calls. */
export interface InitiatorHandshake extends Handshake {
  /** The first token. */
  begin(): Uint8Array;
}

/** A mechanism at an acceptor. */
export interface AcceptingMechanism {
  /** Its name in logs. */
  readonly name: string;
  /** The object identifiers by which initiators ask for it. */
  readonly objectIds: readonly string[];
  /** The checksum of a negotiation is demanded whatever the negotiation says. */
  readonly requiresNegotiationMic: boolean;
  /** Begins a handshake with an initiator at a network address; undefined if the platform does not say which. */
  begin(address?: string): Handshake;
}

/** A mechanism at an initiator. */
export interface InitiatingMechanism {
  readonly name: string;
  readonly objectId: string;
  /** The checksum of a negotiation is sent and demanded whatever the negotiation says. */
  readonly requiresNegotiationMic: boolean;
  /** Prepares a handshake with a service: `host/name`. Rejects with a NegotiateError if there are no credentials for it. */
  begin(service: string): Promise<InitiatorHandshake>;
}

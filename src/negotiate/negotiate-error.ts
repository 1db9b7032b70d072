/**
 * A handshake or a protected message that is refused.
 *
 * The text is for the log of this end. It is not sent to the peer: the reason for a refusal would help an attacker to guess.
 */

/** What kind of refusal it is. */
export type NegotiateErrorCode =
  /** Octets that are not what the mechanism has at this place. */
  | "negotiate-malformed"
  /** A mechanism, an algorithm or an option that is not supported. */
  | "negotiate-unsupported"
  /** A proof of identity that is wrong, old, or used before. */
  | "negotiate-credentials"
  /** A checksum that does not fit, or a message out of order. */
  | "negotiate-integrity"
  /** The other end has sent an error. */
  | "negotiate-peer";

export class NegotiateError extends Error {
  override readonly name = "NegotiateError";
  readonly code: NegotiateErrorCode;

  constructor(code: NegotiateErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

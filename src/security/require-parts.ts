/**
 * A filter that asks for parts of messages, whether they are signed or not. WS-SecurityPolicy 1.3 §4.3
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { type Outline, readOutline } from "./envelope/outline.js";
import { SecurityError, securityFault } from "./security-fault.js";
import { type MessagePart, partsNamed } from "./signature/verified-envelope.js";

/** The parts that messages of each kind have to have. */
export interface RequiredParts {
  /** Of requests. */
  readonly input?: readonly MessagePart[];
  /** Of answers. */
  readonly output?: readonly MessagePart[];
}

/**
 * Makes a filter, for both sides: what is sent is checked like what comes. It stands behind the filters for signatures and before those for encryption, where it
 * sees header blocks as they are in the message. A client throws a SecurityError; a server answers with a fault.
 */
export function requireParts({ input = [], output = [] }: RequiredParts): EnvelopeFilter {
  const check = (envelope: Uint8Array, required: readonly MessagePart[], { side }: EnvelopeExchange): Uint8Array => {
    if (required.length === 0) return envelope;
    try {
      checkPresent(required, readOutline(envelope));
    } catch (error) {
      throw side === "server" ? error : SecurityError.from(error);
    }
    return envelope;
  };
  return {
    send: (envelope, exchange) => check(envelope, exchange.side === "client" ? input : output, exchange),
    receive: (envelope, exchange) => check(envelope, exchange.side === "client" ? output : input, exchange),
  };
}

function checkPresent(required: readonly MessagePart[], outline: Outline): void {
  const missing = required.find((part) => partsNamed(part, outline).length === 0);
  if (missing !== undefined) throw securityFault("InvalidSecurity", `the message has no ${missing}`);
}

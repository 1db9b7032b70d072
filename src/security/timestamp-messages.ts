/**
 * A filter for messages that TLS protects and that say when they were made: both sides send a Timestamp, and check the one that comes.
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { addToSecurity, applyEdits, elementEnd } from "./envelope/edit.js";
import { childElements } from "./envelope/located-element.js";
import { readOutline } from "./envelope/outline.js";
import { Name } from "./names.js";
import { SecurityError, securityFault } from "./security-fault.js";
import { checkTimestamp, timestampMarkup } from "./timestamp.js";
import { onlyChild } from "./username-token.js";

export interface TimestampOptions {
  /** Seconds for which a message is good, and that one which comes may be old; 300 when left out. */
  readonly lifetime?: number;
  /** Seconds that clocks may differ; 60 when left out. */
  readonly skew?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Makes a filter: `createHandler({ services, filters: [timestampMessages()] })`. A message that comes without a Timestamp is refused. */
export function timestampMessages(options: TimestampOptions = {}): EnvelopeFilter {
  return {
    send: (envelope) => addTimestamp(envelope, options),
    receive: (envelope, exchange) => takeTimestamp(envelope, options, exchange),
  };
}

function addTimestamp(envelope: Uint8Array, { lifetime = 300, now = Date.now }: TimestampOptions): Uint8Array {
  const outline = readOutline(envelope);
  if (outline.security !== undefined && onlyChild(outline.security, Name.timestamp) !== undefined) return envelope;
  return applyEdits(envelope, addToSecurity(envelope, outline, timestampMarkup(now(), lifetime)));
}

/** Takes a Security header away that holds nothing else: what it was for is done. */
function takeTimestamp(envelope: Uint8Array, options: TimestampOptions, { side }: EnvelopeExchange): Uint8Array {
  const { lifetime = 300, skew = 60, now = Date.now } = options;
  try {
    const { security, securityPart } = readOutline(envelope);
    const timestamp = security && onlyChild(security, Name.timestamp);
    if (timestamp === undefined || security === undefined || securityPart === undefined) {
      throw securityFault("InvalidSecurity", "the message has no Timestamp");
    }
    checkTimestamp(timestamp, { now: now(), skew: skew * 1000, lifetime: lifetime * 1000 });
    if (childElements(security).length > 1) return envelope;
    const { offset } = securityPart;
    return applyEdits(envelope, [{ offset, text: "", without: elementEnd(envelope, securityPart) - offset }]);
  } catch (error) {
    throw side === "server" ? error : SecurityError.from(error);
  }
}

/**
 * A filter for peers that want the Timestamp at one end of the Security header. WS-SecurityPolicy 1.3 §6.7
 */
import type { EnvelopeExchange, EnvelopeFilter } from "../service/envelope-filter.js";
import { without } from "./encryption/decrypt-place.js";
import { addFirstToSecurity, addToSecurity, applyEdits, elementEnd } from "./envelope/edit.js";
import { childElements } from "./envelope/located-element.js";
import { readOutline } from "./envelope/outline.js";
import { Name } from "./names.js";
import { SecurityError, securityFault } from "./security-fault.js";

/**
 * Makes a filter for the end of the list, where it sees messages as they are sent: it moves the Timestamp, which leaves a signature over it valid, and refuses
 * what comes with the Timestamp at another place.
 */
export function placeTimestamp(place: "first" | "last"): EnvelopeFilter {
  return {
    send: (envelope) => {
      const outline = readOutline(envelope);
      const timestamp = (outline.security === undefined ? [] : childElements(outline.security)).find(({ name }) => name === Name.timestamp);
      if (timestamp === undefined) return envelope;
      const text = new TextDecoder().decode(envelope.subarray(timestamp.offset, elementEnd(envelope, timestamp)));
      const removed = applyEdits(envelope, [{ ...without(envelope, timestamp), text: "" }]);
      const add = place === "first" ? addFirstToSecurity : addToSecurity;
      return applyEdits(removed, add(removed, readOutline(removed), text));
    },
    receive: (envelope, exchange) => checkPlace(envelope, place, exchange),
  };
}

function checkPlace(envelope: Uint8Array, place: "first" | "last", { side }: EnvelopeExchange): Uint8Array {
  const { security } = readOutline(envelope);
  const children = security === undefined ? [] : childElements(security);
  if (children.at(place === "first" ? 0 : -1)?.name === Name.timestamp) return envelope;
  const fault = securityFault("InvalidSecurity", `the Timestamp does not stand ${place} in the Security header`);
  throw side === "server" ? fault : SecurityError.from(fault);
}

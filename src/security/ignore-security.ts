/**
 * A filter for programs that do not want to know who signed a message.
 */
import type { EnvelopeFilter } from "../service/envelope-filter.js";
import { applyEdits, elementEnd } from "./envelope/edit.js";
import { readOutline } from "./envelope/outline.js";

/** Makes a filter that takes the Security header away, so that a signed message is read as if it were not: anybody may have changed it. */
export function ignoreSecurity(): EnvelopeFilter {
  return {
    receive: (envelope) => {
      const { securityPart } = readOutline(envelope);
      if (securityPart === undefined) return envelope;
      const { offset } = securityPart;
      return applyEdits(envelope, [{ offset, text: "", without: elementEnd(envelope, securityPart) - offset }]);
    },
  };
}

/**
 * A reference to the assertion of a message, by which a signature says whose key it is made with. SAML Token Profile 1.1 §3.4
 */
import type { Outline } from "../envelope/outline.js";
import { assertionReference } from "../signature/write-key-reference.js";
import { assertionsIn, identifierOf } from "./assertions-in.js";

/** The reference. Throws a TypeError if the message has no assertion, or several. */
export function referenceToAssertion(outline: Outline): string {
  const [assertion, another] = assertionsIn(outline);
  if (assertion === undefined || another !== undefined) throw new TypeError("the message has no assertion that the key is of, or several");
  const { version, id } = identifierOf(assertion);
  return assertionReference(version, id);
}

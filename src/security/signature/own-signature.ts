/**
 * Which of a message's signatures is the message's own, and which are over that one: endorsing signatures. WS-SecurityPolicy 1.3 §8.3
 *
 * What is read here is not verified yet. A signature that is taken for an endorsing one has to prove it: its reference must be right.
 */
import { childElements, type LocatedElement } from "../envelope/located-element.js";
import type { Outline } from "../envelope/outline.js";
import { derivedKeyNames, Name } from "../names.js";
import { securityFault } from "../security-fault.js";

/** The signatures of a Security header. */
export interface Signatures {
  /** Those that are over no other one. */
  readonly own: readonly LocatedElement[];
  readonly endorsing: readonly LocatedElement[];
}

/** Tells the signatures of a Security header apart. */
export function signaturesIn(security: LocatedElement | undefined): Signatures {
  const signatures = (security === undefined ? [] : childElements(security)).filter(({ name }) => name === Name.signature);
  const uris = new Set(signatures.flatMap(({ attributes }) => [attributes.Id, attributes[Name.id]]).map((id) => id && `#${id}`));
  const isEndorsing = (signature: LocatedElement): boolean => referencesOf(signature).some((uri) => uris.has(uri));
  return { own: signatures.filter((each) => !isEndorsing(each)), endorsing: signatures.filter(isEndorsing) };
}

function referencesOf(signature: LocatedElement): readonly string[] {
  return descend([signature], Name.signedInfo, Name.reference).flatMap(({ attributes: { URI } }) => (URI === undefined ? [] : [URI]));
}

/** The two signatures of a message. Throws a SoapFault. */
export function endorsementIn({ security }: Outline): { readonly own: LocatedElement; readonly endorsing: LocatedElement } {
  const signatures = signaturesIn(security);
  const [own, another] = signatures.own;
  const [endorsing, oneMore] = signatures.endorsing;
  if (own === undefined || endorsing === undefined)
    throw securityFault("InvalidSecurity", "no signature of the message is over its own signature");
  if (another !== undefined || oneMore !== undefined) throw securityFault("InvalidSecurity", "the message has more than two signatures");
  return { own, endorsing };
}

/** The tokens of the message that its endorsing signatures are made with. */
export function endorsingTokens(security: LocatedElement | undefined): readonly LocatedElement[] {
  return signaturesIn(security).endorsing.flatMap((signature) => tokensOf(signature, security));
}

/** The token in the Security header that the KeyInfo of a signature refers to, or that a key is derived from which it refers to; none if that is not in the message. */
export function tokensOf(signature: LocatedElement, security: LocatedElement | undefined): readonly LocatedElement[] {
  const found = referredBy(descend([signature], Name.keyInfo), security);
  return found.flatMap((token) => (derivedKeyNames.includes(token.name) ? referredBy([token], security) : [token]));
}

function referredBy(elements: readonly LocatedElement[], security: LocatedElement | undefined): readonly LocatedElement[] {
  const references = descend(elements, Name.securityTokenReference, Name.tokenReference);
  const uris = new Set(references.map(({ attributes: { URI } }) => URI));
  return (security === undefined ? [] : childElements(security)).filter(({ attributes }) =>
    [attributes[Name.id], attributes.Id].some((id) => id !== undefined && uris.has(`#${id}`)),
  );
}

/** The elements at the end of a path of names. */
function descend(elements: readonly LocatedElement[], ...path: readonly string[]): readonly LocatedElement[] {
  let found = elements;
  for (const step of path) found = found.flatMap((each) => childElements(each).filter(({ name }) => name === step));
  return found;
}

/**
 * The envelope that reaches the decoder: made of the octets that were signed, and of nothing else unless the policy keeps more.
 */
import { canonicalizeElements } from "../../xml/canonical/canonicalize.js";
import { childElements, type LocatedElement } from "../envelope/located-element.js";
import { type EnvelopePart, envelopeReading, type Outline } from "../envelope/outline.js";
import { addressingNamespaces, assertionNames, Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { endorsingTokens, signaturesIn } from "./own-signature.js";

/**
 * A part of a message: one of these, or the Clark name of header blocks. "addressing" is all header blocks of WS-Addressing that there are, "signature" the
 * message's own signature, and "endorsingToken" the certificate in the message that another signature, over that one, is made with. "assertion" is one of
 * SAML, which is encrypted by that name; `sendAssertion` has it signed.
 */
export type MessagePart =
  | "body"
  | "timestamp"
  | "usernameToken"
  | "signatureConfirmation"
  | "signature"
  | "endorsingToken"
  | "assertion"
  | "addressing"
  | `{${string}}${string}`;

/** What becomes of parts that are not signed: they are left out, or handed on as they are, which is for messages that TLS protects. */
export type UnsignedParts = "drop" | "keep";

/** Checks that parts were signed. Throws a SoapFault. */
export function checkRequired(required: readonly MessagePart[], outline: Outline, signed: ReadonlyMap<number, Uint8Array>): void {
  for (const part of required) {
    const found = partsNamed(part, outline);
    if (part !== "addressing" && found.length === 0) throw securityFault("InvalidSecurity", `the message has no ${part}`);
    if (found.some(({ offset }) => !signed.has(offset))) throw securityFault("InvalidSecurity", `the ${part} of the message is not signed`);
  }
}

/** A part that was found by its name. */
export type NamedPart = Pick<EnvelopePart, "offset" | "endOffset" | "id">;

/** The parts of a message that a name stands for. */
export function partsNamed(part: MessagePart, { body, blocks, security }: Outline): readonly NamedPart[] {
  const inSecurity = (name: string): readonly NamedPart[] =>
    (security === undefined ? [] : childElements(security)).filter((child) => child.name === name).map(tokenPart);
  if (part === "body") return [body];
  if (part === "timestamp") return inSecurity(Name.timestamp);
  if (part === "usernameToken") return inSecurity(Name.usernameToken);
  if (part === "signatureConfirmation") return inSecurity(Name.signatureConfirmation);
  if (part === "signature") return signaturesIn(security).own.map(tokenPart);
  if (part === "endorsingToken") return endorsingTokens(security).map(tokenPart);
  if (part === "assertion") return assertionNames.flatMap(inSecurity);
  if (part === "addressing")
    return blocks.filter(({ name }) => addressingNamespaces.some((namespace) => name.startsWith(`{${namespace}}`)));
  return blocks.filter(({ name }) => name === part);
}

/** A child of the Security header as a part. */
export function tokenPart({ offset, endOffset, attributes }: LocatedElement): NamedPart {
  return { offset, endOffset, id: attributes[Name.id] ?? attributes.Id };
}

/** Makes the envelope. Throws a SoapFault if a part would be missing that must not. */
export function verifiedEnvelope(
  envelope: Uint8Array,
  outline: Outline,
  signed: ReadonlyMap<number, Uint8Array>,
  unsigned: UnsignedParts,
): Uint8Array {
  const { body, blocks } = outline;
  const tokens = keptTokens(outline);
  const octetsOf = unsigned === "keep" ? withUnsigned(envelope, [body, ...blocks, ...tokens], signed) : signed;
  const bodyOctets = octetsOf.get(body.offset);
  if (bodyOctets === undefined) throw securityFault("InvalidSecurity", "the body of the message is not signed");
  for (const { offset, name, mustUnderstand } of blocks) {
    if (mustUnderstand && !octetsOf.has(offset)) throw securityFault("InvalidSecurity", `"${name}" must be understood and is not signed`);
  }
  const octetsOfAll = (parts: readonly { readonly offset: number }[]): readonly Uint8Array[] =>
    parts.map(({ offset }) => octetsOf.get(offset)).filter((octets) => octets !== undefined);
  const security = octetsOfAll(tokens);
  return concat([
    // The mark says that these are octets of UTF-8, whatever encoding the transport names.
    "\ufeff",
    `<e:Envelope xmlns:e="${outline.soap}"><e:Header>`,
    ...(security.length === 0
      ? []
      : [`<${securityTag} xmlns:s="${Name.security.slice(1, Name.security.indexOf("}"))}">`, ...security, `</${securityTag}>`]),
    ...octetsOfAll(blocks),
    "</e:Header>",
    bodyOctets,
    "</e:Envelope>",
  ]);
}

const securityTag = "s:Security";

/** The children of the Security header that say who sends, with the time, and what is confirmed; the Timestamp alone was checked, and says nothing more. */
function keptTokens({ security }: Outline): readonly LocatedElement[] {
  const children = security === undefined ? [] : childElements(security);
  const confirmations = children.filter(({ name }) => name === Name.signatureConfirmation);
  if (!children.some(({ name }) => name === Name.usernameToken)) return confirmations;
  return children.filter((child) => child.name === Name.timestamp || child.name === Name.usernameToken || confirmations.includes(child));
}

/** The octets of parts, signed or not. */
function withUnsigned(
  envelope: Uint8Array,
  parts: readonly { readonly offset: number }[],
  signed: ReadonlyMap<number, Uint8Array>,
): ReadonlyMap<number, Uint8Array> {
  const missing = parts.filter(({ offset }) => !signed.has(offset));
  const elements = missing.map(({ offset }) => ({ offset, form: { exclusive: false, comments: false } }));
  const forms = canonicalizeElements(envelope, elements, envelopeReading);
  return new Map([...signed, ...forms.map((form, index): [number, Uint8Array] => [missing[index]?.offset ?? -1, form])]);
}

function concat(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const octets = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  const whole = new Uint8Array(octets.reduce((length, each) => length + each.length, 0));
  let at = 0;
  for (const each of octets) {
    whole.set(each, at);
    at += each.length;
  }
  return whole;
}

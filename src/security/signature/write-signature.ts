/**
 * Parts of an envelope -> a Signature over them, in its Security header. XML Signature 1.1 §3.1, SOAP Message Security 1.1 §8
 */
import { canonicalizeElements } from "../../xml/canonical/canonicalize.js";
import { toBase64 } from "../base64.js";
import { addToSecurity, applyEdits, type Edit, nameEnd } from "../envelope/edit.js";
import { childElements, identifiersOf, type LocatedElement, wholeText } from "../envelope/located-element.js";
import { envelopeReading, type Outline, readOutline } from "../envelope/outline.js";
import { Algorithm, assertionNames, Name, securityNamespaces, signatureNamespace } from "../names.js";
import { timestampMarkup } from "../timestamp.js";
import { onlyChild } from "../username-token.js";
import { digestUri, type Hash } from "./algorithms.js";
import { signaturesIn } from "./own-signature.js";
import { qnamePrefixes } from "./qname-prefixes.js";
import { withDefaultNamespace } from "./token-transform.js";
import { type MessagePart, type NamedPart, partsNamed, tokenPart } from "./verified-envelope.js";

/** Who signs what. */
export interface SignatureSpecification {
  /** Parts that are signed if they are there. */
  readonly sign: readonly MessagePart[];
  /** Tokens of the Security header that are signed too, by their identifiers. */
  readonly tokens?: readonly string[];
  /** Of the digests. */
  readonly hash: Hash;
  /** The URI of the algorithm. */
  readonly method: string;
  /** KeyInfo, which says whose key it is. */
  readonly keyInfo: string;
  readonly signOctets: (octets: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;
}

/** Parts that are signed when nothing else is said. */
export const usuallySigned: readonly MessagePart[] = ["body", "timestamp", "usernameToken", "addressing"];

/** A Timestamp for an envelope that has none; nothing for one that has, or where `lifetime` is 0. */
export function missingTimestamp({ security }: Outline, now: number, lifetime: number): string {
  const hasTimestamp = security !== undefined && onlyChild(security, Name.timestamp) !== undefined;
  return hasTimestamp || lifetime === 0 ? "" : timestampMarkup(now, lifetime);
}

/** Adds the signature. Gives its value, in base64, too. */
export async function addSignature(
  envelope: Uint8Array,
  { sign, tokens = [], hash, method, keyInfo, signOctets }: SignatureSpecification,
): Promise<{ readonly envelope: Uint8Array; readonly value: string }> {
  const { bytes, parts } = identify(envelope, sign, tokens);
  const signedInfo = await writeSignedInfo(bytes, parts, hash, method);
  const value = toBase64(new Uint8Array(await signOctets(new TextEncoder().encode(signedInfo))));
  const signature =
    `<ds:Signature xmlns:ds="${signatureNamespace}">${signedInfo}` +
    `<ds:SignatureValue>${value}</ds:SignatureValue>${keyInfo}</ds:Signature>`;
  return { envelope: applyEdits(bytes, addToSecurity(bytes, readOutline(bytes), signature)), value };
}

/** A part that is signed. */
interface PartToSign {
  readonly offset: number;
  readonly id: string;
  /** The identifier is that of a reference to it. SOAP Message Security 1.1 §8.3 */
  readonly isReferred?: boolean;
}

/** Gives an identifier to each part that is signed. */
function identify(
  envelope: Uint8Array,
  sign: readonly MessagePart[],
  tokens: readonly string[],
): { readonly bytes: Uint8Array; readonly parts: readonly PartToSign[] } {
  const outline = readOutline(envelope);
  const own = new Set(signaturesIn(outline.security).own.map(({ offset }) => offset));
  const edits = partsToSign(outline, sign, tokens).flatMap(({ offset, id }): readonly Edit[] => {
    if (id !== undefined) return [];
    const newId = `id-${crypto.randomUUID()}`;
    // A Signature may have no attributes of other namespaces.
    const attribute = own.has(offset) ? ` Id="${newId}"` : ` xmlns:wsuid="${securityNamespaces.wsu}" wsuid:Id="${newId}"`;
    return [{ offset: nameEnd(envelope, offset), text: attribute }];
  });
  const bytes = applyEdits(envelope, edits);
  const identified = readOutline(bytes);
  const parts = partsToSign(identified, sign, tokens).map(({ offset, id = "" }) => ({ offset, id }));
  return { bytes, parts: [...parts, ...referredParts(identified, tokens)] };
}

/** The assertions that references in the Security header are to: their own identifiers are not known to all who verify signatures. SAML Token Profile 1.1 §3.4 */
function referredParts({ security }: Outline, tokens: readonly string[]): readonly PartToSign[] {
  const children = security === undefined ? [] : childElements(security);
  return children
    .filter((child) => assertionNames.includes(child.name) && identifiersOf(child).some((id) => tokens.includes(id)))
    .map((assertion) => {
      const reference = children.find((child) => identifiersReferred(child).some((id) => identifiersOf(assertion).includes(id)));
      const [id] = reference === undefined ? [] : identifiersOf(reference);
      if (id === undefined) throw new Error("internal: an assertion that is signed has a reference to it");
      return { offset: assertion.offset, id, isReferred: true };
    });
}

function identifiersReferred({ name, children }: LocatedElement): readonly string[] {
  if (name !== Name.securityTokenReference) return [];
  return children.flatMap((child) => (typeof child !== "string" && child.name === Name.keyIdentifier ? [wholeText(child)] : []));
}

function partsToSign(outline: Outline, sign: readonly MessagePart[], tokens: readonly string[]): readonly NamedPart[] {
  const named = sign.flatMap((part) => partsNamed(part, outline));
  const children = (outline.security === undefined ? [] : childElements(outline.security)).map(tokenPart);
  const more = children.filter(({ id }) => id !== undefined && tokens.includes(id));
  return [...new Map([...named, ...more].map((part) => [part.offset, part])).values()];
}

/** SignedInfo in its canonical form, in which it goes into the message. */
async function writeSignedInfo(envelope: Uint8Array, parts: readonly PartToSign[], hash: Hash, method: string): Promise<string> {
  const offsets = parts.map(({ offset }) => offset);
  const lists = qnamePrefixes(envelope, offsets);
  const elements = offsets.map((offset, index) => ({ offset, form: { exclusive: true, comments: false, prefixes: lists[index] ?? [] } }));
  const forms = canonicalizeElements(envelope, elements, envelopeReading);
  const references = await Promise.all(
    parts.map((part, index) => writeReference(part, lists[index] ?? [], new Uint8Array(forms[index] ?? new Uint8Array()), hash)),
  );
  return (
    `<ds:SignedInfo xmlns:ds="${signatureNamespace}"><ds:CanonicalizationMethod Algorithm="${Algorithm.exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>${references.join("")}</ds:SignedInfo>`
  );
}

async function writeReference(
  { id, isReferred = false }: PartToSign,
  prefixes: readonly string[],
  octets: Uint8Array<ArrayBuffer>,
  hash: Hash,
): Promise<string> {
  const list = prefixes.map((prefix) => (prefix === "" ? "#default" : prefix)).join(" ");
  const parameters =
    list === "" ? "" : `<ec:InclusiveNamespaces xmlns:ec="${Algorithm.exclusive}" PrefixList="${list}"></ec:InclusiveNamespaces>`;
  const digest = toBase64(new Uint8Array(await crypto.subtle.digest(hash, isReferred ? withDefaultNamespace(octets) : octets)));
  const transform = isReferred
    ? `<ds:Transform Algorithm="${Algorithm.tokenReferenceTransform}"><wsse:TransformationParameters xmlns:wsse="${securityNamespaces.wsse}">` +
      `<ds:CanonicalizationMethod Algorithm="${Algorithm.exclusive}">${parameters}</ds:CanonicalizationMethod></wsse:TransformationParameters></ds:Transform>`
    : `<ds:Transform Algorithm="${Algorithm.exclusive}">${parameters}</ds:Transform>`;
  return (
    `<ds:Reference URI="#${escapeAttribute(id)}"><ds:Transforms>${transform}</ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${digestUri(hash)}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`
  );
}

/** As canonical XML has it. */
function escapeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

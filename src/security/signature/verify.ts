/**
 * An envelope with a signature -> the octets that were signed, by the part that they are of.
 */
import { canonicalizeElements } from "../../xml/canonical/canonicalize.js";
import { Reader } from "../../xml/read/reader.js";
import { toBase64 } from "../base64.js";
import type { Certificate } from "../certificates/certificate.js";
import { childElements, identifiersOf, type LocatedElement, readLocated, requiredChild, wholeText } from "../envelope/located-element.js";
import { envelopeReading, type Outline } from "../envelope/outline.js";
import { assertionNames, Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { onlyChild } from "../username-token.js";
import { isSignedBy, type SignatureAlgorithm, signatureAlgorithmNamed } from "./algorithms.js";
import { findCertificates, referredToken } from "./find-certificate.js";
import type { SignedParts } from "./message-check.js";
import { signaturesIn, tokensOf } from "./own-signature.js";
import { type AlgorithmNamed, readSignature, readSignedInfo, type SignedInfo, type SignedReference } from "./read-signature.js";
import { withDefaultNamespace } from "./token-transform.js";
import type { TrustedCertificates } from "./trust.js";

/** What a signature says. */
export interface VerifiedSignature<Signer = Certificate> extends SignedParts {
  readonly signer: Signer;
  /** The value of the signature, in base64. */
  readonly value: string;
}

export interface VerifyOptions {
  readonly trust: TrustedCertificates;
  /** SHA-1 is accepted. */
  readonly allowOld: boolean;
  readonly now: number;
}

/** Verifies a signature by a certificate. */
export function certificateVerifier(options: VerifyOptions): SignatureVerifier<SignatureAlgorithm, Certificate> {
  return {
    algorithmNamed: signatureAlgorithmNamed,
    allowOld: options.allowOld,
    signerOf: async ({ keyInfo, signedInfo, value, octets, tokenOf }) => {
      const certificates = await findCertificates(keyInfo, { tokenOf, pinned: options.trust.pinned });
      if (certificates.length === 0)
        throw securityFault("SecurityTokenUnavailable", "the certificate that the signature names is not known");
      return findSigner(certificates, signedInfo, value, octets, options);
    },
  };
}

/** A signature that is to be verified. */
export interface SignatureToVerify<Algorithm> {
  readonly keyInfo: LocatedElement;
  readonly signedInfo: SignedInfo<Algorithm>;
  readonly value: Uint8Array<ArrayBuffer>;
  /** What the value is over. */
  readonly octets: Uint8Array<ArrayBuffer>;
  /** The BinarySecurityTokens and assertions of the message by their identifiers. */
  readonly tokenOf: (id: string) => LocatedElement | undefined;
}

/** How signatures of a kind are verified. */
export interface SignatureVerifier<Algorithm, Signer> {
  readonly algorithmNamed: AlgorithmNamed<Algorithm>;
  /** SHA-1 is accepted. */
  readonly allowOld: boolean;
  /** Says who has signed. Rejects with a SoapFault if the value is not right. */
  readonly signerOf: (signature: SignatureToVerify<Algorithm>) => Promise<Signer>;
}

/** Verifies the one signature of an envelope. Throws a SoapFault. */
export async function verifySignatureBy<Algorithm, Signer>(
  envelope: Uint8Array,
  outline: Outline,
  verifier: SignatureVerifier<Algorithm, Signer>,
): Promise<VerifiedSignature<Signer>> {
  const { own, endorsing } = signaturesIn(outline.security);
  const [element] = [...own, ...endorsing];
  if (element === undefined) throw securityFault("InvalidSecurity", "the message is not signed");
  if (own.length + endorsing.length > 1) throw securityFault("InvalidSecurity", "the message has several signatures");
  return verifyElement(envelope, outline, element, verifier);
}

/** Verifies one of the signatures of an envelope. Throws a SoapFault. */
export async function verifyElement<Algorithm, Signer>(
  envelope: Uint8Array,
  outline: Outline,
  element: LocatedElement,
  { algorithmNamed, allowOld, signerOf }: SignatureVerifier<Algorithm, Signer>,
): Promise<VerifiedSignature<Signer>> {
  const findToken = (id: string): LocatedElement | undefined => tokenOf(outline, id);
  const { signedInfo: unverified, signedInfoForm, value, keyInfo } = readSignature(element);
  const [canonical] = canonicalizeElements(envelope, [{ offset: unverified.offset, form: signedInfoForm }], envelopeReading);
  const octets = new Uint8Array(canonical ?? new Uint8Array());
  // What SignedInfo says is read from the octets that its signature is over.
  const signedInfo = readSignedInfo(readOctets(octets), algorithmNamed, allowOld);
  const signer = await signerOf({ keyInfo, signedInfo, value, octets, tokenOf: findToken });
  const { signed, covered } = await verifyReferences(envelope, outline, signedInfo.references, keyInfo, findToken);
  const fingerprint = toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", octets)));
  return { signer, signed, covered, tokens: tokensOf(element, outline.security), value: toBase64(value), fingerprint };
}

function tokenOf({ security, countOfId }: Outline, id: string): LocatedElement | undefined {
  if (countOfId(id) !== 1) return undefined;
  return (security === undefined ? [] : childElements(security)).find(
    (child) => [Name.binarySecurityToken, ...assertionNames].includes(child.name) && identifiersOf(child).includes(id),
  );
}

/** Reads an element from octets of its own. */
export function readOctets(octets: Uint8Array): LocatedElement {
  const reader = new Reader(octets, envelopeReading);
  reader.next();
  return readLocated(reader);
}

/** The certificate whose key has signed; it is trusted. Throws a SoapFault if none of them fits. */
export async function findSigner(
  certificates: readonly Certificate[],
  { algorithm }: SignedInfo,
  value: Uint8Array<ArrayBuffer>,
  octets: Uint8Array<ArrayBuffer>,
  { trust, now }: Pick<VerifyOptions, "trust" | "now">,
): Promise<Certificate> {
  for (const certificate of certificates) {
    await trust.check(certificate, now);
    if (await isSignedBy(certificate, algorithm, value, octets)) return certificate;
  }
  throw securityFault("FailedCheck", "the signature is not that of the message");
}

async function verifyReferences(
  envelope: Uint8Array,
  outline: Outline,
  references: readonly SignedReference[],
  keyInfo: LocatedElement,
  findToken: (id: string) => LocatedElement | undefined,
): Promise<Pick<SignedParts, "signed" | "covered">> {
  const targets = references.map((reference) => {
    if (!reference.dereferences) return { offset: partOf(reference, outline), form: reference.form };
    return { offset: dereferenced(reference, outline, keyInfo, findToken).offset, form: reference.form };
  });
  const forms = canonicalizeElements(envelope, targets, envelopeReading);
  const signed = new Map<number, Uint8Array>();
  const covered = new Set<number>();
  for (const [index, { hash, digest, dereferences }] of references.entries()) {
    const { offset } = targets[index] ?? { offset: -1 };
    const form = forms[index] ?? new Uint8Array();
    const found = await crypto.subtle.digest(hash, dereferences ? withDefaultNamespace(form) : new Uint8Array(form));
    if (toBase64(new Uint8Array(found)) !== toBase64(digest))
      throw securityFault("FailedCheck", "a part of the message is not what was signed");
    if (signed.has(offset)) throw securityFault("InvalidSecurity", "two references are to one part of the message");
    if (!dereferences) signed.set(offset, form);
    covered.add(offset);
  }
  return { signed, covered };
}

/**
 * The part that an identifier is of: the Body, a header block, or a child of the Security header. No other element of the message has it, in whatever
 * attribute, so that nobody else can find another part by it.
 */
function partOf({ id }: SignedReference, outline: Outline): number {
  if (outline.countOfId(id) > 1) throw securityFault("InvalidSecurity", "several elements have the identifier of a signed part");
  const children = outline.security === undefined ? [] : childElements(outline.security);
  const token = children.find((child) => identifiersOf(child).includes(id));
  const part = [outline.body, ...outline.blocks].find((each) => each.id === id || each.plainId === id) ?? token;
  if (part === undefined) throw securityFault("InvalidSecurity", "a reference is neither to the Body, nor a header block, nor a token");
  return part.offset;
}

/** The token that a SecurityTokenReference means, of the signature itself or of the Security header. */
function dereferenced(
  { id }: SignedReference,
  outline: Outline,
  keyInfo: LocatedElement,
  findToken: (id: string) => LocatedElement | undefined,
): LocatedElement {
  const references = [keyInfo, ...(outline.security === undefined ? [] : [outline.security])].flatMap(childElements);
  const reference = references.find(({ name, attributes }) => name === Name.securityTokenReference && attributes[Name.id] === id);
  if (reference === undefined || outline.countOfId(id) !== 1)
    throw securityFault("InvalidSecurity", "a reference to a token is neither that of the signature's key nor one of the Security header");
  const identifier = onlyChild(reference, Name.keyIdentifier);
  if (identifier === undefined) return referredToken(requiredChild(reference, Name.tokenReference), { tokenOf: findToken });
  const token = findToken(wholeText(identifier).trim());
  if (token === undefined)
    throw securityFault("SecurityTokenUnavailable", "the assertion that the signature refers to is not in the message");
  return token;
}

/**
 * An assertion in the Security header -> what its issuer has signed. SAML 1.1 Core §5.4, SAML 2.0 Core §5.4
 *
 * The signature is in the assertion and over all the rest of it. What an assertion says is read from the very octets that the digest was taken of.
 */
import { canonicalizeElements } from "../../xml/canonical/canonicalize.js";
import { toBase64 } from "../base64.js";
import type { LocatedElement } from "../envelope/located-element.js";
import { envelopeReading, type Outline } from "../envelope/outline.js";
import { Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { signatureAlgorithmNamed } from "../signature/algorithms.js";
import { findCertificates } from "../signature/find-certificate.js";
import { readSignature, readSignedInfo } from "../signature/read-signature.js";
import type { TrustedCertificates } from "../signature/trust.js";
import { findSigner, readOctets } from "../signature/verify.js";
import { onlyChild } from "../username-token.js";
import { identifierOf } from "./assertions-in.js";
import { type Assertion, readAssertion } from "./read-assertion.js";

export interface AssertionTrust {
  /** Whose signatures are good for an issuer; undefined: the issuer is not known. */
  readonly trustOf: (issuer: string) => TrustedCertificates | undefined;
  /** SHA-1 is accepted. */
  readonly allowOld: boolean;
  readonly now: number;
}

/** Verifies an assertion and reads what was signed. Throws a SoapFault. */
export async function verifyAssertion(
  envelope: Uint8Array,
  element: LocatedElement,
  { countOfId }: Outline,
  { trustOf, allowOld, now }: AssertionTrust,
): Promise<Assertion> {
  const signature = onlyChild(element, Name.signature);
  if (signature === undefined) throw securityFault("InvalidSecurityToken", "the assertion is not signed");
  const { signedInfo: unverified, signedInfoForm, value, keyInfo } = readSignature(signature);
  const [canonical] = canonicalizeElements(envelope, [{ offset: unverified.offset, form: signedInfoForm }], envelopeReading);
  const octets = new Uint8Array(canonical ?? new Uint8Array());
  const signedInfo = readSignedInfo(readOctets(octets), signatureAlgorithmNamed, allowOld);
  const [reference, ...others] = signedInfo.references;
  const { id } = identifierOf(element);
  if (reference === undefined || others.length > 0 || reference.dereferences || reference.id !== id || countOfId(id) !== 1) {
    throw securityFault(
      "InvalidSecurity",
      "the signature in the assertion is not over that assertion, or its identifier is not the only one",
    );
  }
  const target = { offset: element.offset, form: reference.form, without: signature.offset };
  const [form = new Uint8Array()] = canonicalizeElements(envelope, [target], envelopeReading);
  const signed = new Uint8Array(form);
  const digest = await crypto.subtle.digest(reference.hash, signed);
  if (toBase64(new Uint8Array(digest)) !== toBase64(reference.digest))
    throw securityFault("FailedCheck", "the assertion is not what was signed");
  const assertion = readAssertion(readOctets(signed));
  const trust = trustOf(assertion.issuer);
  if (trust === undefined) throw securityFault("InvalidSecurityToken", "the issuer of the assertion is not trusted");
  const certificates = await findCertificates(keyInfo, { tokenOf: () => undefined, pinned: trust.pinned });
  if (certificates.length === 0)
    throw securityFault("SecurityTokenUnavailable", "the certificate that the assertion's signature names is not known");
  await findSigner(certificates, signedInfo, value, octets, { trust, now });
  return assertion;
}

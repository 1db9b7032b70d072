/**
 * Assertions of SAML for tests, signed as an issuer does it.
 */
import { createHash, createSign } from "node:crypto";
import { canonicalizeDocument } from "../../src/xml/canonical/canonicalize.js";
import type { CertificateWithKey } from "./tls-certificate.js";

const exclusive = { exclusive: true, comments: false } as const;
const signatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

export interface AssertionParts {
  readonly version?: "1.1" | "2.0";
  readonly id?: string;
  readonly issuer?: string;
  readonly name?: string;
  /** The attributes of Conditions; undefined: there are none. */
  readonly conditions?: string | undefined;
  /** In Conditions. */
  readonly restrictions?: string;
  readonly method?: string;
  /** The attributes of SubjectConfirmationData. */
  readonly confirmation?: string;
  readonly statements?: string;
  /** The KeyInfo of the subject's confirmation. */
  readonly keyInfo?: string;
}

/** When all assertions are made: certificates are for today. */
export const assertionTime = Math.floor(Date.now() / 1000) * 1000;

/** A time as an assertion has it, so many seconds after it was made. */
export function timeAfter(seconds: number): string {
  return new Date(assertionTime + seconds * 1000).toISOString();
}

const instant = timeAfter(0);
const times = `NotBefore="${instant}" NotOnOrAfter="${timeAfter(300)}"`;

/** An assertion that says that somebody is a clerk. */
export function assertionText(parts: AssertionParts = {}): string {
  const { version = "2.0", id = "_a1", issuer = "https://idp.example", name = "anna@example.com" } = parts;
  const conditions = "conditions" in parts ? parts.conditions : times;
  if (version === "2.0") {
    const { method = "urn:oasis:names:tc:SAML:2.0:cm:bearer", confirmation = "" } = parts;
    const { restrictions = "<saml:AudienceRestriction><saml:Audience>urn:shop</saml:Audience></saml:AudienceRestriction>" } = parts;
    return (
      `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}" IssueInstant="${instant}" Version="2.0"><saml:Issuer>${issuer}</saml:Issuer>` +
      `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${name}</saml:NameID><saml:SubjectConfirmation Method="${method}">` +
      `<saml:SubjectConfirmationData ${confirmation}>${parts.keyInfo ?? ""}</saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>` +
      (conditions === undefined ? "" : `<saml:Conditions ${conditions}>${restrictions}</saml:Conditions>`) +
      `<saml:AuthnStatement AuthnInstant="${instant}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:x509</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>` +
      `<saml:AttributeStatement><saml:Attribute Name="role"><saml:AttributeValue>clerk</saml:AttributeValue><saml:AttributeValue>buyer</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>` +
      `${parts.statements ?? ""}</saml:Assertion>`
    );
  }
  const { method = "urn:oasis:names:tc:SAML:1.0:cm:bearer" } = parts;
  const { restrictions = "<AudienceRestrictionCondition><Audience>urn:shop</Audience></AudienceRestrictionCondition>" } = parts;
  const subject = `<Subject><NameIdentifier>${name}</NameIdentifier><SubjectConfirmation><ConfirmationMethod>${method}</ConfirmationMethod>${parts.keyInfo ?? ""}</SubjectConfirmation></Subject>`;
  return (
    `<Assertion xmlns="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="${id}" IssueInstant="${instant}" Issuer="${issuer}" MajorVersion="1" MinorVersion="1">` +
    (conditions === undefined ? "" : `<Conditions ${conditions}>${restrictions}</Conditions>`) +
    `<AuthenticationStatement AuthenticationInstant="${instant}" AuthenticationMethod="urn:x509">${subject}</AuthenticationStatement>` +
    `<AttributeStatement>${subject}<Attribute AttributeName="role" AttributeNamespace="urn:n"><AttributeValue>clerk</AttributeValue><AttributeValue>buyer</AttributeValue></Attribute></AttributeStatement>` +
    `${parts.statements ?? ""}</Assertion>`
  );
}

/** What makes an assertion one for the holder of a certificate's key. */
export function holderOfKey(
  cert: string,
  version: "1.1" | "2.0" = "2.0",
): Required<Pick<AssertionParts, "version" | "method" | "keyInfo">> {
  const certificate = cert.replace(/-----[^-]+-----|\s/g, "");
  const keyInfo = `<ds:KeyInfo xmlns:ds="${signatureNamespace}"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`;
  return { version, method: `urn:oasis:names:tc:SAML:${version === "2.0" ? "2.0" : "1.0"}:cm:holder-of-key`, keyInfo };
}

/** The assertion with a signature over it. */
export function signAssertion(assertion: string, { key, cert }: CertificateWithKey, hash: "sha1" | "sha256" = "sha256"): string {
  const id = /\b(?:ID|AssertionID)="([^"]*)"/.exec(assertion)?.[1] ?? "";
  const [digestUri, signatureUri] =
    hash === "sha1"
      ? [`${signatureNamespace}sha1`, `${signatureNamespace}rsa-sha1`]
      : ["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"];
  const digest = createHash(hash).update(canonicalizeDocument(assertion, exclusive)).digest("base64");
  const signedInfo =
    `<ds:SignedInfo xmlns:ds="${signatureNamespace}"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${signatureUri}"></ds:SignatureMethod><ds:Reference URI="#${id}"><ds:Transforms>` +
    `<ds:Transform Algorithm="${signatureNamespace}enveloped-signature"></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${digestUri}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = createSign(hash).update(signedInfo).sign(key, "base64");
  const certificate = cert.replace(/-----[^-]+-----|\s/g, "");
  const signature =
    `<ds:Signature xmlns:ds="${signatureNamespace}">${signedInfo}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
  const issuerEnd = assertion.indexOf("</saml:Issuer>");
  const at = issuerEnd < 0 ? assertion.lastIndexOf("</") : issuerEnd + "</saml:Issuer>".length;
  return assertion.slice(0, at) + signature + assertion.slice(at);
}

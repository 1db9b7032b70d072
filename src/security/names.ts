/**
 * Names of WS-Security. SOAP Message Security 1.1 §2.2, UsernameToken Profile 1.1 §3.1, X.509 Token Profile 1.1 §3, XML Signature 1.1, XML Encryption 1.1,
 * SAML Token Profile 1.1
 */
const secext = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const secext11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";
const utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const usernameProfile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const messageSecurity = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0";
const messageSecurity11 = "http://docs.oasis-open.org/wss/oasis-wss-soap-message-security-1.1";
const x509Profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0";
const saml11 = "urn:oasis:names:tc:SAML:1.0:assertion";
const saml20 = "urn:oasis:names:tc:SAML:2.0:assertion";
const signature = "http://www.w3.org/2000/09/xmldsig#";
const encryption = "http://www.w3.org/2001/04/xmlenc#";

/** Prefixes that are written. */
export const securityNamespaces = { wsse: secext, wsu: utility };

export const signatureNamespace = signature;
export const encryptionNamespace = encryption;

export const Name = {
  security: `{${secext}}Security`,
  usernameToken: `{${secext}}UsernameToken`,
  username: `{${secext}}Username`,
  password: `{${secext}}Password`,
  nonce: `{${secext}}Nonce`,
  binarySecurityToken: `{${secext}}BinarySecurityToken`,
  securityTokenReference: `{${secext}}SecurityTokenReference`,
  tokenReference: `{${secext}}Reference`,
  keyIdentifier: `{${secext}}KeyIdentifier`,
  embedded: `{${secext}}Embedded`,
  transformationParameters: `{${secext}}TransformationParameters`,
  signatureConfirmation: `{${secext11}}SignatureConfirmation`,
  timestamp: `{${utility}}Timestamp`,
  created: `{${utility}}Created`,
  expires: `{${utility}}Expires`,
  /** The attribute. */
  id: `{${utility}}Id`,
  signature: `{${signature}}Signature`,
  signedInfo: `{${signature}}SignedInfo`,
  signatureValue: `{${signature}}SignatureValue`,
  canonicalizationMethod: `{${signature}}CanonicalizationMethod`,
  signatureMethod: `{${signature}}SignatureMethod`,
  reference: `{${signature}}Reference`,
  transforms: `{${signature}}Transforms`,
  transform: `{${signature}}Transform`,
  digestMethod: `{${signature}}DigestMethod`,
  digestValue: `{${signature}}DigestValue`,
  keyInfo: `{${signature}}KeyInfo`,
  x509Data: `{${signature}}X509Data`,
  x509Certificate: `{${signature}}X509Certificate`,
  x509IssuerSerial: `{${signature}}X509IssuerSerial`,
  x509IssuerName: `{${signature}}X509IssuerName`,
  x509SerialNumber: `{${signature}}X509SerialNumber`,
  encryptedKey: `{${encryption}}EncryptedKey`,
  encryptedData: `{${encryption}}EncryptedData`,
  encryptedHeader: `{${secext11}}EncryptedHeader`,
  encryptionMethod: `{${encryption}}EncryptionMethod`,
  oaepParameters: `{${encryption}}OAEPparams`,
  maskGeneration: "{http://www.w3.org/2009/xmlenc11#}MGF",
  cipherData: `{${encryption}}CipherData`,
  cipherValue: `{${encryption}}CipherValue`,
  referenceList: `{${encryption}}ReferenceList`,
  inclusiveNamespaces: "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces",
  assertion11: `{${saml11}}Assertion`,
  assertion20: `{${saml20}}Assertion`,
  xopInclude: "{http://www.w3.org/2004/08/xop/include}Include",
} as const;

export const PasswordType = { text: `${usernameProfile}#PasswordText`, digest: `${usernameProfile}#PasswordDigest` } as const;

export const base64Encoding = `${messageSecurity}#Base64Binary`;

/** Types of tokens and of identifiers of their keys. X.509 Token Profile 1.1 §3.1, §3.2 */
export const TokenType = {
  certificate: `${x509Profile}#X509v3`,
  subjectKeyIdentifier: `${x509Profile}#X509SubjectKeyIdentifier`,
  thumbprint: `${messageSecurity11}#ThumbprintSHA1`,
  /** SOAP Message Security 1.1 §7.3, §7.7 */
  encryptedKey: `${messageSecurity11}#EncryptedKey`,
  encryptedKeyDigest: `${messageSecurity11}#EncryptedKeySHA1`,
} as const;

/** Namespaces of WS-SecureConversation 1.3 and of February 2005. */
export const conversationNamespaces = [
  "http://docs.oasis-open.org/ws-sx/ws-secureconversation/200512",
  "http://schemas.xmlsoap.org/ws/2005/02/sc",
] as const;

/** Clark names of DerivedKeyToken. */
export const derivedKeyNames: readonly string[] = conversationNamespaces.map((namespace) => `{${namespace}}DerivedKeyToken`);

const samlProfile = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile";

/** How references name assertions, by version. SAML Token Profile 1.1 §3.4 */
export const assertionReferences = {
  "1.1": { tokenType: `${samlProfile}-1.1#SAMLV1.1`, identifier: `${samlProfile}-1.0#SAMLAssertionID` },
  "2.0": { tokenType: `${samlProfile}-1.1#SAMLV2.0`, identifier: `${samlProfile}-1.1#SAMLID` },
} as const;

/** Namespaces of assertions. SAML 1.1 and 2.0 Core §1.2 */
export const samlNamespaces = { "1.1": saml11, "2.0": saml20 } as const;

/** Names of assertions. */
export const assertionNames: readonly string[] = [Name.assertion11, Name.assertion20];

/** Algorithms that are not digests or signatures. */
export const Algorithm = {
  exclusive: "http://www.w3.org/2001/10/xml-exc-c14n#",
  inclusive: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
  enveloped: `${signature}enveloped-signature`,
  tokenReferenceTransform: `${messageSecurity}#STR-Transform`,
} as const;

/** Namespaces of WS-Addressing. */
export const addressingNamespaces: readonly string[] = [
  "http://www.w3.org/2005/08/addressing",
  "http://schemas.xmlsoap.org/ws/2004/08/addressing",
];

/** The code of a fault. SOAP Message Security 1.1 §12 */
export type SecurityFaultCode =
  | "UnsupportedSecurityToken"
  | "UnsupportedAlgorithm"
  | "InvalidSecurity"
  | "InvalidSecurityToken"
  | "FailedAuthentication"
  | "FailedCheck"
  | "SecurityTokenUnavailable"
  | "MessageExpired";

/** The Clark name of a fault's code. */
export function faultName(code: SecurityFaultCode): string {
  return `{${secext}}${code}`;
}

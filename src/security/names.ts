/**
 * Names of WS-Security. SOAP Message Security 1.1 §2.2, UsernameToken Profile 1.1 §3.1
 */
const secext = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";

/** Prefixes that are written. */
export const securityNamespaces = { wsse: secext, wsu: utility };

export const Name = {
  security: `{${secext}}Security`,
  usernameToken: `{${secext}}UsernameToken`,
  username: `{${secext}}Username`,
  password: `{${secext}}Password`,
  nonce: `{${secext}}Nonce`,
  timestamp: `{${utility}}Timestamp`,
  created: `{${utility}}Created`,
  expires: `{${utility}}Expires`,
} as const;

export const PasswordType = { text: `${profile}#PasswordText`, digest: `${profile}#PasswordDigest` } as const;

export const base64Encoding = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/** The code of a fault. SOAP Message Security 1.1 §12 */
export type SecurityFaultCode =
  | "InvalidSecurity"
  | "InvalidSecurityToken"
  | "FailedAuthentication"
  | "UnsupportedSecurityToken"
  | "MessageExpired";

/** The Clark name of a fault's code. */
export function faultName(code: SecurityFaultCode): string {
  return `{${secext}}${code}`;
}

/**
 * What `soapwright/security` gives: WS-Security's UsernameToken, Timestamp, signatures, encryption and assertions of SAML, for clients and servers, by hand or as a WSDL's policies say.
 */
export { type AssertionOptions, sendAssertion } from "./assertion-client.js";
export { confirmSignatures } from "./confirm-signatures.js";
export { type DecryptionOptions, decryptMessages } from "./decrypt-messages.js";
export { type EncryptionOptions, encryptMessages } from "./encrypt-messages.js";
export type { ContentAlgorithm } from "./encryption/content-algorithms.js";
export { type Endorsing, type EndorsingOptions, endorseMessages } from "./endorse-messages.js";
export { ignoreSecurity } from "./ignore-security.js";
export type { SecurityFaultCode } from "./names.js";
export type { PolicedBinding } from "./policy/alternatives.js";
export { type ClientMeans, type ClientSecurity, clientSecurity } from "./policy/client-security.js";
export { PolicyError } from "./policy/policy-error.js";
export type { TransportProof } from "./policy/read-tokens.js";
export type { PolicyMeans } from "./policy/secure-exchange.js";
export { type ServerMeans, type ServerSecurity, serverSecurity } from "./policy/server-security.js";
export { type AssertedIdentity, type AssertionGate, type AssertionPolicy, requireAssertion } from "./require-assertion.js";
export { type EndorsementGate, type EndorsementPolicy, requireEndorsement } from "./require-endorsement.js";
export { type RequiredParts, requireParts } from "./require-parts.js";
export { requireSignature, type SignatureGate, type SignaturePolicy, type Signer } from "./require-signature.js";
export { SecurityError } from "./security-fault.js";
export {
  receiveSharedKey,
  type SharedKeyClientOptions,
  type SharedKeyOptions,
  type SharedKeyServerOptions,
  sendSharedKey,
} from "./shared-keys.js";
export { type SigningOptions, signMessages } from "./sign-messages.js";
export type { Hash } from "./signature/algorithms.js";
export type { SigningKey } from "./signature/certificate-signer.js";
export type { CertificateSource, CertificateTrust } from "./signature/trust.js";
export type { MessagePart, UnsignedParts } from "./signature/verified-envelope.js";
export type { KeyReference } from "./signature/write-key-reference.js";
export type { Derivation, DerivedKeys } from "./symmetric/derive-keys.js";
export { type TimestampOptions, timestampMessages } from "./timestamp-messages.js";
export { type UsernameTokenOptions, usernameToken } from "./username-client.js";
export { requireUsernameToken, type UsernameTokenGate, type UsernameTokenPolicy } from "./username-server.js";

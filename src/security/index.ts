/**
 * What `soapwright/security` gives: WS-Security's UsernameToken, Timestamp, signatures and encryption, for clients and servers.
 */
export { type DecryptionOptions, decryptMessages } from "./decrypt-messages.js";
export { type EncryptionOptions, encryptMessages } from "./encrypt-messages.js";
export type { ContentAlgorithm } from "./encryption/content-algorithms.js";
export { ignoreSecurity } from "./ignore-security.js";
export type { SecurityFaultCode } from "./names.js";
export { requireSignature, type SignatureGate, type SignaturePolicy, type Signer } from "./require-signature.js";
export { SecurityError } from "./security-fault.js";
export { type SigningOptions, signMessages } from "./sign-messages.js";
export type { Hash } from "./signature/algorithms.js";
export type { CertificateSource, CertificateTrust } from "./signature/trust.js";
export type { MessagePart, UnsignedParts } from "./signature/verified-envelope.js";
export type { KeyReference } from "./signature/write-key-reference.js";
export { type UsernameTokenOptions, usernameToken } from "./username-client.js";
export { requireUsernameToken, type UsernameTokenGate, type UsernameTokenPolicy } from "./username-server.js";

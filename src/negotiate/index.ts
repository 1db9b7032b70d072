/**
 * What `soapwright/negotiate` gives: Kerberos and NTLM, for servers and clients, over net.tcp and HTTP.
 */
export type { WrongPasswordLimits } from "../wrong-passwords.js";
export { channelBindingOf } from "./channel-binding.js";
export type { Cryptography, HashName } from "./cryptography.js";
export { type KerberosAcceptorOptions, kerberosAcceptor } from "./kerberos/acceptor.js";
export { type Credential, type CredentialCache, readCredentialCache } from "./kerberos/credential-cache.js";
export { type KerberosInitiatorOptions, kerberosInitiator } from "./kerberos/initiator.js";
export { type KeytabEntry, readKeytab } from "./kerberos/keytab.js";
export type { KeyValue, Principal, PrincipalName } from "./kerberos/messages.js";
export type { AskCenter } from "./kerberos/ticket-request.js";
export type {
  AcceptingMechanism,
  AuthenticatedPeer,
  Handshake,
  HandshakeStep,
  InitiatingMechanism,
  InitiatorHandshake,
  SecurityContext,
} from "./mechanism.js";
export { NegotiateError, type NegotiateErrorCode } from "./negotiate-error.js";
export { type NtlmAcceptorOptions, type NtlmAccount, type NtlmNames, ntlmAcceptor } from "./ntlm/acceptor.js";
export { type NtlmCredentials, type NtlmInitiatorOptions, ntlmInitiator } from "./ntlm/initiator.js";
export { ntHash } from "./ntlm/keys.js";
export { acceptNegotiation } from "./spnego/acceptor.js";
export { negotiateWith } from "./spnego/initiator.js";
export { windowsTimeOf } from "./windows-time.js";

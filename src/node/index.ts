/**
 * What `soapwright/node` gives: the platform's side of servers.
 */
export type { FetchHandler } from "../service/fetch-adapter.js";
export { nodeCryptography } from "./cryptography.js";
export type { HttpAuthenticationOptions } from "./http-authentication.js";
export { type NegotiatingFetch, type NegotiatingFetchOptions, negotiatingFetch } from "./http-negotiate-client.js";
export { type Listening, type ListenOptions, listen } from "./http-server.js";
export { type KerberosEnvironment, readKerberosEnvironment } from "./kerberos-environment.js";
export { connectNetTcp, NetTcpAddressError, type NetTcpConnectOptions, type NetTcpEncoding } from "./net-tcp-client.js";
export { listenNetTcp, type NetTcpListening, type NetTcpListenOptions } from "./net-tcp-listener.js";
export { type NegotiateClientOptions, negotiateClientUpgrade, negotiateServerUpgrade, negotiateUpgradeName } from "./net-tcp-negotiate.js";
export { NetTcpTimeoutError, type NetTcpTimeouts } from "./net-tcp-timeouts.js";
export {
  type ClientUpgrade,
  type ServerUpgrade,
  type TlsClientOptions,
  type TlsServerOptions,
  tlsClientUpgrade,
  tlsServerUpgrade,
  tlsUpgradeName,
  type UpgradedStream,
} from "./net-tcp-upgrade.js";
export { type RequestListenerOptions, toRequestListener } from "./request-listener.js";

/**
 * What `soapwright/security` gives: WS-Security's UsernameToken and Timestamp, for clients and servers.
 */
export { type UsernameTokenOptions, usernameToken } from "./username-client.js";
export { requireUsernameToken, type UsernameTokenGate, type UsernameTokenPolicy } from "./username-server.js";

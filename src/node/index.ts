/**
 * What `soapwright/node` gives: the platform's side of servers.
 */
export { type FetchHandler, type Listening, type ListenOptions, listen } from "./http-server.js";
export { openOrderFolder } from "./order-folder.js";
export { hashPassword, verifyPassword } from "./passwords.js";
export { rememberVerified } from "./verified-passwords.js";

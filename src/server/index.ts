/**
 * What `soapwright/server` gives: the server that `soapwright serve` runs, for programs, and the parts of it that other servers can use.
 */
export { ConfigurationError } from "./configuration.js";
export type { IpamOptions } from "./ipam.js";
export type { Log } from "./log.js";
export type { AuditOptions } from "./observe/audit.js";
export { defaultOptions, type MetricsAddress, type ServerOptions } from "./options.js";
export { type OrderFolder, openOrderFolder } from "./order-folder.js";
export type { PasswordLimits } from "./password-queue.js";
export { hashPassword, verifyPassword } from "./passwords.js";
export { serve } from "./serve.js";
export { type Server, startServer } from "./start-server.js";
export type { StoreOptions } from "./store.js";
export { rememberVerified } from "./verified-passwords.js";

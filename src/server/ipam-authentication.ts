/**
 * Whom IPAM's clients can authenticate as, and how: Windows authentication by Kerberos and NTLM, TLS, and who calls after that.
 */
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { errorText } from "../error-text.js";
import { kerberosAcceptor } from "../negotiate/kerberos/acceptor.js";
import { supportedTypes } from "../negotiate/kerberos/etypes.js";
import { describeKeytab, type KeytabEntry, readKeytab } from "../negotiate/kerberos/keytab.js";
import type { AcceptingMechanism } from "../negotiate/mechanism.js";
import { ntlmAcceptor } from "../negotiate/ntlm/acceptor.js";
import { windowsTimeOf } from "../negotiate/windows-time.js";
import { nodeCryptography } from "../node/cryptography.js";
import { negotiateServerUpgrade } from "../node/net-tcp-negotiate.js";
import { type ServerUpgrade, tlsServerUpgrade } from "../node/net-tcp-upgrade.js";
import type { ChannelPeer } from "../protocols/duplex/channel.js";
import { type CallerIdentity, callerOfIdentity, type Roles, readRoles } from "../services/ipam/index.js";
import { defaultWrongPasswordLimits, type WrongPasswordLimits } from "../wrong-passwords.js";
import { ConfigurationError, readConfiguration } from "./configuration.js";
import { parseAccounts } from "./ntlm-accounts.js";

/** How clients of IPAM authenticate, and what they may do. */
export interface IpamAuthentication {
  /** JSON of groups, roles and policies; undefined: everybody may run everything. */
  readonly rolesFile: string | undefined;
  /** Security identifiers of callers who are not authenticated, the user's first. Undefined: anonymous. */
  readonly securityIds: readonly string[] | undefined;
  /** PEM files of a certificate; clients must use TLS then, or Windows authentication if that is offered. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** The key table of the service, and the names under which clients may ask for it, all of the table if there are none. Undefined: no Kerberos. */
  readonly kerberos?: { readonly keytabFile: string; readonly services: readonly string[] } | undefined;
  /** JSON of the accounts that NTLM knows. Undefined: no NTLM. */
  readonly accountsFile?: string | undefined;
  /** Wrong passwords of NTLM in a minute. */
  readonly wrongPasswords?: WrongPasswordLimits | undefined;
}

/** Reads the upgrades that clients must choose from; none: they need not. Throws a ConfigurationError for files that are wrong. */
export async function readUpgrades({ tls, kerberos, accountsFile, wrongPasswords }: IpamAuthentication): Promise<readonly ServerUpgrade[]> {
  const mechanisms: AcceptingMechanism[] = [];
  if (kerberos !== undefined) mechanisms.push(await openKerberos(kerberos));
  if (accountsFile !== undefined) mechanisms.push(await openNtlm(accountsFile, wrongPasswords));
  const upgrades = mechanisms.length === 0 ? [] : [negotiateServerUpgrade(mechanisms)];
  return tls === undefined ? upgrades : [...upgrades, await openTls(tls)];
}

async function openTls({ certFile, keyFile }: NonNullable<IpamAuthentication["tls"]>): Promise<ServerUpgrade> {
  const asText = (text: string): string => text;
  const [cert, key] = await Promise.all([readConfiguration(certFile, asText), readConfiguration(keyFile, asText)]);
  try {
    return tlsServerUpgrade({ cert, key });
  } catch (error) {
    throw new ConfigurationError(`the certificate cannot be used: ${errorText(error)}`);
  }
}

async function openKerberos({ keytabFile, services }: NonNullable<IpamAuthentication["kerberos"]>): Promise<AcceptingMechanism> {
  const keytab = await readKeytabFile(keytabFile);
  if (!keytab.some(({ type }) => supportedTypes.includes(type))) {
    throw new ConfigurationError(`"${keytabFile}" has no key for AES, and nothing weaker is accepted: ${describeKeytab(keytab)}`);
  }
  const names = services.length === 0 ? {} : { services };
  return kerberosAcceptor({ cryptography: nodeCryptography, keytab, now: Date.now, ...names });
}

async function readKeytabFile(file: string): Promise<readonly KeytabEntry[]> {
  try {
    return readKeytab(await readFile(file));
  } catch (error) {
    throw new ConfigurationError(`"${file}" cannot be used: ${errorText(error)}`);
  }
}

async function openNtlm(accountsFile: string, wrongPasswords = defaultWrongPasswordLimits): Promise<AcceptingMechanism> {
  const accountOf = await readConfiguration(accountsFile, parseAccounts);
  const [host = "server"] = hostname().split(".");
  // A NetBIOS name has 15 characters.
  const computer = host.slice(0, 15).toUpperCase();
  const names = { domain: computer, computer, dnsComputer: hostname().toLowerCase() };
  const windowsTime = (): bigint => windowsTimeOf(Date.now());
  return ntlmAcceptor({ cryptography: nodeCryptography, names, accountOf, windowsTime, wrongPasswords });
}

/** What callers may do, and who they are. */
export interface IpamAuthorization {
  readonly roles: Roles;
  readonly callerOf: (peer: ChannelPeer) => CallerIdentity;
}

/** Reads the roles. Without a file, everybody whom the server accepts may run everything. Throws a ConfigurationError for a file that is wrong. */
export async function readAuthorization(options: IpamAuthentication): Promise<IpamAuthorization> {
  const { rolesFile, securityIds } = options;
  if (rolesFile === undefined) return openAuthorization(options);
  const [userSid = "S-1-5-7", ...groupSids] = securityIds ?? [];
  const unknown = { name: userSid, userSid, groupSids };
  const result = await readConfiguration(rolesFile, readRoles);
  if (!result.ok) throw new ConfigurationError(`"${rolesFile}" cannot be used: ${result.problems.join("; ")}`);
  return { roles: result.roles, callerOf: ({ identity }) => (identity === undefined ? unknown : callerOfIdentity(identity)) };
}

function openAuthorization({ kerberos, accountsFile }: IpamAuthentication): IpamAuthorization {
  const administrators = "S-1-5-21-0-0-0-1000";
  const roles: Roles = {
    policy: { groups: { IpamAdministrators: administrators }, roles: {}, accessPolicies: [] },
    scopes: { accessScopeOf: () => undefined },
  };
  // Where clients can authenticate, those who have not (by TLS alone) are nobody.
  const groupSids = kerberos === undefined && accountsFile === undefined ? [administrators] : [];
  const unknown = { name: "demonstration", userSid: "S-1-5-7", groupSids };
  const known = (caller: CallerIdentity): CallerIdentity => ({ ...caller, groupSids: [...caller.groupSids, administrators] });
  return { roles, callerOf: ({ identity }) => (identity === undefined ? unknown : known(callerOfIdentity(identity))) };
}

/**
 * Flags -> the IPAM service on net.tcp, beside the HTTP services: its own port, roles, certificate and progress.
 */
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { listenNetTcp, type NetTcpListening } from "../node/net-tcp-listener.js";
import { type ServerUpgrade, tlsServerUpgrade } from "../node/net-tcp-upgrade.js";
import {
  acceptIpamSessions,
  type CallbackActions,
  type CallerIdentity,
  createDemonstrationRunner,
  createIpamService,
  createRegistry,
  createStoredProgress,
  type IpamService,
  markInterrupted,
  type ProgressStore,
  type Roles,
  readRoles,
} from "../services/ipam/index.js";
import type { InstanceStore } from "../stores/store.js";
import { ConfigurationError } from "./configuration.js";
import type { Log } from "./log.js";

/** The port that the service's own documentation shows. */
const defaultPort = 48_885;
const path = "/Ipam/OperationWithProgress";
/** Milliseconds between two reports of the demonstration. */
const demonstrationPause = 250;

export const ipamFlags = {
  ipam: { type: "boolean", description: "serve IPAM on net.tcp; --no-ipam leaves it out", default: true },
  "ipam-port": { type: "string", description: "TCP port of IPAM; default 48885, left out where that is taken", valueHint: "port" },
  "ipam-roles": {
    type: "string",
    description: "JSON file of IPAM's groups, roles and policies; everybody may run everything when left out",
    valueHint: "file",
  },
  "ipam-caller": {
    type: "string",
    description: "security identifiers of callers, the user's first: nobody is authenticated here; default S-1-5-7, anonymous",
    valueHint: "S-1-...,S-1-...",
  },
  "ipam-cert": { type: "string", description: "PEM file of the certificate for TLS, which clients must use then", valueHint: "file" },
  "ipam-key": { type: "string", description: "PEM file of the certificate's key", valueHint: "file" },
  "ipam-callback-actions": {
    type: "string",
    description: "actions of callbacks: of the session's port type, or of the callbacks' own",
    default: "session",
    valueHint: "session|callback",
  },
} as const;

export interface IpamFlags {
  readonly ipam?: boolean | undefined;
  readonly "ipam-port"?: string | undefined;
  readonly "ipam-roles"?: string | undefined;
  readonly "ipam-caller"?: string | undefined;
  readonly "ipam-cert"?: string | undefined;
  readonly "ipam-key"?: string | undefined;
  readonly "ipam-callback-actions"?: string | undefined;
}

export interface IpamOptions {
  /** Undefined: not chosen, so that a port that is taken is no mistake. */
  readonly port: number | undefined;
  readonly rolesFile: string | undefined;
  readonly securityIds: readonly string[] | undefined;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly callbackActions: CallbackActions;
}

/** Checks flags; undefined: no IPAM. Throws a ConfigurationError that says what is wrong. */
export function readIpamOptions(flags: IpamFlags): IpamOptions | undefined {
  if (flags.ipam === false) return undefined;
  const { "ipam-cert": certFile, "ipam-key": keyFile, "ipam-callback-actions": callbackActions = "session" } = flags;
  if ((certFile === undefined) !== (keyFile === undefined)) throw new ConfigurationError("--ipam-cert and --ipam-key go together");
  if (callbackActions !== "session" && callbackActions !== "callback") {
    throw new ConfigurationError(`--ipam-callback-actions is one of session, callback, not "${callbackActions}"`);
  }
  return {
    port: flags["ipam-port"] === undefined ? undefined : readPort(flags["ipam-port"]),
    rolesFile: flags["ipam-roles"],
    securityIds: readSecurityIds(flags["ipam-caller"]),
    tls: certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile },
    callbackActions,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigurationError(`--ipam-port is a whole number from 0 to 65535, not "${text}"`);
}

function readSecurityIds(text: string | undefined): readonly string[] | undefined {
  const ids = text?.split(",").map((id) => id.trim());
  const wrong = ids?.find((id) => !/^S-1-\d+(-\d+)+$/.test(id));
  if (wrong !== undefined) throw new ConfigurationError(`--ipam-caller: "${wrong}" is not a security identifier`);
  return ids;
}

/** A running service. */
export interface ServedIpam {
  readonly url: string;
  readonly service: IpamService;
  readonly progress: ProgressStore;
  /** Ends sessions and operations, for at most `grace` milliseconds. */
  close(grace: number): Promise<void>;
}

/** Starts the service; undefined where the port that nobody chose is taken. Throws a ConfigurationError for files that are wrong. */
export async function openIpam(options: IpamOptions, host: string, store: InstanceStore, log: Log): Promise<ServedIpam | undefined> {
  const { roles, caller } = await readAuthorization(options);
  const upgrades = await readUpgrades(options);
  const port = options.port ?? defaultPort;
  // Several servers of one machine may share a database: the port is what each has for itself.
  const progress = createStoredProgress({ store, server: `${hostname()}:${port}` });
  const service = createIpamService({
    registry: createRegistry({}, createDemonstrationRunner(pause)),
    ...roles,
    store: progress,
    log: ({ message, cause }) => log.error({ err: cause }, message),
  });
  const accept = acceptIpamSessions({ service, callerOf: () => caller, callbackActions: options.callbackActions });
  const listening = await startListening(options, {
    host,
    port,
    endpoints: { [path]: accept },
    upgrades,
    upgradeRequired: upgrades.length > 0,
    onRefused: (reason, address) => log.warn({ address, reason: reason.message }, "net.tcp connection ended"),
  });
  if (listening === undefined) {
    log.warn({ port: defaultPort }, "IPAM is left out: its port is taken; --ipam-port chooses another");
    return undefined;
  }
  // Another process with this store and name would not have let the port be had.
  const interrupted = await markInterrupted(progress, Date.now());
  if (interrupted > 0) log.warn({ count: interrupted }, "IPAM operations were interrupted when the server stopped");
  return {
    url: `${listening.url}${path}`,
    service,
    progress,
    close: async (grace) => {
      await Promise.race([service.close(), new Promise((resolve) => setTimeout(resolve, grace).unref())]);
      await listening.close(1000);
    },
  };
}

async function startListening({ port }: IpamOptions, options: Parameters<typeof listenNetTcp>[0]): Promise<NetTcpListening | undefined> {
  try {
    return await listenNetTcp(options);
  } catch (error) {
    if (port === undefined && error instanceof Error && "code" in error && error.code === "EADDRINUSE") return undefined;
    throw new ConfigurationError(
      `cannot listen at ${options.host}:${options.port}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function pause(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, demonstrationPause);
    signal.addEventListener("abort", end);
  });
}

/** Whoever calls is the same caller, since the transport authenticates nobody. */
async function readAuthorization({ rolesFile, securityIds }: IpamOptions): Promise<{ roles: Roles; caller: CallerIdentity }> {
  if (rolesFile === undefined) {
    const administrators = "S-1-5-21-0-0-0-1000";
    const roles: Roles = {
      policy: { groups: { IpamAdministrators: administrators }, roles: {}, accessPolicies: [] },
      scopes: { accessScopeOf: () => undefined },
    };
    return { roles, caller: { name: "demonstration", userSid: "S-1-5-7", groupSids: [administrators] } };
  }
  const [userSid = "S-1-5-7", ...groupSids] = securityIds ?? [];
  const result = readRoles(await readNamedFile(rolesFile, "utf8"));
  if (!result.ok) throw new ConfigurationError(`"${rolesFile}" cannot be used: ${result.problems.join("; ")}`);
  return { roles: result.roles, caller: { name: userSid, userSid, groupSids } };
}

async function readUpgrades({ tls }: IpamOptions): Promise<readonly ServerUpgrade[]> {
  if (tls === undefined) return [];
  const [cert, key] = await Promise.all([readNamedFile(tls.certFile, "utf8"), readNamedFile(tls.keyFile, "utf8")]);
  try {
    return [tlsServerUpgrade({ cert, key })];
  } catch (error) {
    throw new ConfigurationError(`the certificate cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readNamedFile(file: string, encoding: "utf8"): Promise<string> {
  try {
    return await readFile(file, encoding);
  } catch (error) {
    throw new ConfigurationError(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

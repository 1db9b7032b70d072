/**
 * The IPAM service on net.tcp, beside the HTTP services: its own port, roles, certificate and progress.
 */
import { hostname } from "node:os";
import { errorCode, errorText } from "../error-text.js";
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
import { ConfigurationError, ListenError, readConfiguration } from "./configuration.js";
import type { Log } from "./log.js";

/** The port that the service's own documentation shows. */
const defaultPort = 48_885;
const path = "/Ipam/OperationWithProgress";
/** Milliseconds between two reports of the demonstration. */
const demonstrationPause = 250;

/** How IPAM is served. */
export interface IpamOptions {
  /** Undefined: the usual port, and IPAM is left out if that is taken. */
  readonly port: number | undefined;
  /** JSON of groups, roles and policies; undefined: everybody may run everything. */
  readonly rolesFile: string | undefined;
  /** Security identifiers of the caller, the user's first: the transport authenticates nobody. Undefined: anonymous. */
  readonly securityIds: readonly string[] | undefined;
  /** PEM files of a certificate; clients must use TLS then. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Actions of callbacks: of the session's port type, or of the callbacks' own. */
  readonly callbackActions: CallbackActions;
}

/** A running service. */
export interface ServedIpam {
  readonly url: string;
  readonly service: IpamService;
  readonly progress: ProgressStore;
  /** Ends sessions and operations, for at most `grace` milliseconds. */
  close(grace: number): Promise<void>;
}

/** Starts the service; undefined if no port was chosen and the usual one is taken. Throws a ConfigurationError for files that are wrong. */
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
  // Listening succeeded, so no other process with this name is running these operations.
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
    if (port === undefined && errorCode(error) === "EADDRINUSE") return undefined;
    throw new ListenError(options, { host: "host", port: "ipamPort" }, error);
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

/** Every caller is the same one, since the transport authenticates nobody. */
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
  const result = await readConfiguration(rolesFile, readRoles);
  if (!result.ok) throw new ConfigurationError(`"${rolesFile}" cannot be used: ${result.problems.join("; ")}`);
  return { roles: result.roles, caller: { name: userSid, userSid, groupSids } };
}

async function readUpgrades({ tls }: IpamOptions): Promise<readonly ServerUpgrade[]> {
  if (tls === undefined) return [];
  const asText = (text: string): string => text;
  const [cert, key] = await Promise.all([readConfiguration(tls.certFile, asText), readConfiguration(tls.keyFile, asText)]);
  try {
    return [tlsServerUpgrade({ cert, key })];
  } catch (error) {
    throw new ConfigurationError(`the certificate cannot be used: ${errorText(error)}`);
  }
}

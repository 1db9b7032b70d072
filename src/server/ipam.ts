/**
 * The IPAM service on net.tcp, beside the HTTP services: its own port, roles, certificate and progress.
 */
import { hostname } from "node:os";
import { errorCode } from "../error-text.js";
import { listenNetTcp, type NetTcpListening } from "../node/net-tcp-listener.js";
import {
  acceptIpamSessions,
  type CallbackActions,
  createDemonstrationRunner,
  createIpamService,
  createRegistry,
  createStoredProgress,
  type IpamService,
  markInterrupted,
  type ProgressStore,
} from "../services/ipam/index.js";
import type { InstanceStore } from "../stores/store.js";
import { ListenError } from "./configuration.js";
import { type IpamAuthentication, readAuthorization, readUpgrades } from "./ipam-authentication.js";
import type { Log } from "./log.js";

/** The port that the service's own documentation shows. */
const defaultPort = 48_885;
const path = "/Ipam/OperationWithProgress";
/** Milliseconds between two reports of the demonstration. */
const demonstrationPause = 250;

/** How IPAM is served. */
export interface IpamOptions extends IpamAuthentication {
  /** Undefined: the usual port, and IPAM is left out if that is taken. */
  readonly port: number | undefined;
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

/** What the service has from its server. */
export interface IpamEnvironment {
  readonly store: InstanceStore;
  readonly log: Log;
  /** Called with the rule for which a message or a connection was refused. */
  readonly onRefused: (rule: string) => void;
}

/** Starts the service; undefined if no port was chosen and the usual one is taken. Throws a ConfigurationError for files that are wrong. */
export async function openIpam(
  options: IpamOptions,
  host: string,
  { store, log, onRefused }: IpamEnvironment,
): Promise<ServedIpam | undefined> {
  const { roles, callerOf } = await readAuthorization(options);
  const upgrades = await readUpgrades(options);
  const port = options.port ?? defaultPort;
  // Several servers of one machine may share a database: the port is what each has for itself.
  const progress = createStoredProgress({ store, server: `${hostname()}:${port}` });
  const service = createIpamService({
    registry: createRegistry({}, createDemonstrationRunner(pause)),
    ...roles,
    store: progress,
    onRefused,
    log: ({ message, cause }) => log.error({ err: cause }, message),
    onSessionEnded: ({ sessionId, caller, operationId, reason, refusal }) => {
      const line = { session: sessionId, caller: caller.name, operation: operationId, refused: refusal?.exceptionId, end: reason };
      log.info(line, "IPAM session ended");
    },
  });
  const accept = acceptIpamSessions({ service, callerOf, callbackActions: options.callbackActions });
  const listening = await startListening(options, {
    host,
    port,
    endpoints: { [path]: accept },
    upgrades,
    upgradeRequired: upgrades.length > 0,
    onRefused: (reason, address) => {
      const code = errorCode(reason);
      if (code?.startsWith("framing-")) onRefused(code);
      log.warn({ address, reason: reason.message }, "net.tcp connection ended");
    },
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

/**
 * The IPAM operation-with-progress service: takes sessions from transports and holds them until they end.
 *
 * Knows no transport, no SOAP and no files: sessions, runners, policies, stores and the clock are handed in. [MS-IPAMM2] 3.19
 */
import type { AccessScopeDirectory, AuthorizationPolicy } from "./authorization.js";
import type { Inventory } from "./checks.js";
import { type Clock, systemClock } from "./clock.js";
import type { DuplexSession, SessionHandler } from "./duplex-session.js";
import { defaultGrace } from "./inactivity.js";
import type { SessionState } from "./machine.js";
import { createMemoryProgressStore, type ProgressStore } from "./progress-store.js";
import type { OperationRegistry } from "./runner.js";
import { type Gates, ServerSession } from "./server-session.js";

/** Something for the server's log; `cause` stays on the server. */
export interface IpamLogEntry {
  readonly message: string;
  readonly cause: unknown;
}

/** What the service is made of. */
export interface IpamServiceOptions {
  readonly registry: OperationRegistry;
  readonly policy: AuthorizationPolicy;
  readonly scopes: AccessScopeDirectory;
  /** Default: in memory. */
  readonly store?: ProgressStore;
  /** Default: the platform's time. */
  readonly clock?: Clock;
  /** Default: provisioned, no conversion pending. */
  readonly gates?: Gates;
  /** Default: none, which leaves checks against stored data to the runners. */
  readonly inventory?: Inventory;
  /** ADM_KeepaliveGraceCountInitialValue; default 3. */
  readonly grace?: number;
  readonly log?: (entry: IpamLogEntry) => void;
}

/** A session that the service holds. */
export interface HeldSession extends SessionHandler {
  readonly state: SessionState;
}

/** A running service. */
export interface IpamService {
  /** Takes a new, authenticated session; the handler is for everything that the transport receives on it. */
  open(session: DuplexSession): HeldSession;
  /** Sessions that have not ended. */
  readonly sessionCount: number;
  /** Operations that have not ended, observed or not. */
  readonly operationCount: number;
  /** Closes all sessions, lets the running operations end, and takes no new session. */
  close(): Promise<void>;
}

const openGates: Gates = { isConfigured: () => true, isSchemaConversionRequired: () => false };

/** Makes a service. */
export function createIpamService(options: IpamServiceOptions): IpamService {
  const { registry, policy, scopes, inventory, clock = systemClock, gates = openGates, grace = defaultGrace } = options;
  const complain = (message: string, cause: unknown): void => options.log?.({ message, cause });
  const environment = {
    registry,
    policy,
    scopes,
    inventory,
    clock,
    gates,
    grace,
    complain,
    store: options.store ?? createMemoryProgressStore(),
  };
  const sessions = new Set<ServerSession>();
  const operations = new Set<Promise<void>>();
  let isClosed = false;

  const hold = (operation: Promise<void>): void => {
    const held = operation.finally(() => operations.delete(held));
    operations.add(held);
  };

  return {
    open: (transport) => {
      const session: ServerSession = new ServerSession(transport, environment, {
        running: hold,
        ended: () => sessions.delete(session),
      });
      if (isClosed) {
        transport.abort("the server has shut down");
        return session;
      }
      sessions.add(session);
      session.begin();
      return session;
    },
    get sessionCount() {
      return sessions.size;
    },
    get operationCount() {
      return operations.size;
    },
    close: async () => {
      isClosed = true;
      await Promise.allSettled([...sessions].map((session) => session.close("the server shuts down")));
      await Promise.allSettled(operations);
    },
  };
}

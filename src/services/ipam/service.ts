/**
 * The IPAM operation-with-progress service: takes sessions from transports and holds them until they end.
 *
 * Knows no transport, no SOAP and no files: sessions, runners, policies, stores and the clock are handed in. [MS-IPAMM2] 3.19
 */
import type { DuplexSession } from "../../protocols/duplex/handler.js";
import type { AccessScopeDirectory, AuthorizationPolicy } from "./authorization.js";
import type { CallerIdentity } from "./caller.js";
import type { Inventory } from "./checks.js";
import { type Clock, systemClock } from "./clock.js";
import type { Gates } from "./gates.js";
import { defaultGrace } from "./inactivity.js";
import type { IpamCallbacks } from "./messages.js";
import { createMemoryProgressStore, type ProgressStore } from "./progress-store.js";
import type { OperationRegistry } from "./runner.js";
import { type EndOfSession, type HeldSession, ServerSession } from "./server-session.js";

/** Something for the server's log; `cause` stays on the server. */
export interface IpamLogEntry {
  readonly message: string;
  readonly cause: unknown;
}

/** A session that is over. */
export interface EndedSession extends EndOfSession {
  readonly sessionId: string;
  readonly caller: CallerIdentity;
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
  /** Called for each message that is refused, with the rule of the contract that it breaks, the id of an exception or the code of a fault. */
  readonly onRefused?: (rule: string) => void;
  /** Called once for each session, when it is over. */
  readonly onSessionEnded?: (session: EndedSession) => void;
}

/** A running service. */
export interface IpamService {
  /** Takes a new session of a caller who is authenticated; what comes back is for everything that is received on it. */
  open(session: DuplexSession<IpamCallbacks>, caller: CallerIdentity): HeldSession;
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
  const logError = (message: string, cause: unknown): void => options.log?.({ message, cause });
  const dependencies = {
    registry,
    policy,
    scopes,
    inventory,
    clock,
    gates,
    grace,
    logError,
    store: options.store ?? createMemoryProgressStore(),
  };
  const sessions = new Set<ServerSession>();
  const operations = new Set<Promise<void>>();
  const records = new Set<Promise<void>>();
  let isClosed = false;

  const hold = (pending: Promise<void>, all: Set<Promise<void>>): void => {
    const held = pending.finally(() => all.delete(held));
    all.add(held);
  };
  const recordEnd = async ({ sessionId, caller, operationId, reason, refusal }: EndedSession): Promise<void> => {
    const about = {
      caller: caller.name,
      reason,
      ...(operationId !== undefined && { operationId }),
      ...(refusal !== undefined && { refusal }),
    };
    try {
      await dependencies.store.append({ kind: "sessionEnded", runId: sessionId, at: clock.now(), ...about });
    } catch (cause) {
      logError(`the end of session "${sessionId}" could not be kept`, cause);
    }
  };

  return {
    open: (opened, caller) => {
      const session: ServerSession = new ServerSession(opened, caller, dependencies, {
        running: (operation) => hold(operation, operations),
        refused: (rule) => options.onRefused?.(rule),
        ended: (end) => {
          sessions.delete(session);
          const ended = { sessionId: opened.id, caller, ...end };
          hold(recordEnd(ended), records);
          options.onSessionEnded?.(ended);
        },
      });
      if (isClosed) {
        opened.abort("the server has shut down");
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
      await Promise.allSettled(records);
    },
  };
}

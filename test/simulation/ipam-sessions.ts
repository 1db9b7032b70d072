/**
 * IPAM operations on a server that is killed now and then, over connections that are cut, for clients that watch every message.
 */
import {
  acceptIpamSessions,
  createIpamService,
  createRegistry,
  createStoredProgress,
  type IpamLogEntry,
  type IpamService,
  markInterrupted,
  type OperationProgress,
  type OperationRunner,
  runOperation,
} from "soapwright/services/ipam";
import { defineSimulation, type Environment } from "soapwright/testing";
import { NetTcpIIpamOperationWithProgress } from "../../generated/ipam/service.js";
import { administrator, createFilters, noPolicy } from "../support/ipam-stage.js";
import { openOverWire, type WireEnd } from "./wire.js";

/** What a client has seen of one session. */
interface SeenSession {
  /** Names of the callbacks, in the order of their arrival. */
  readonly callbacks: string[];
  readonly breaches: string[];
}

/** The server that is up, and all that clients and the log have seen. */
interface IpamWorld {
  server: (WireEnd & { readonly service: IpamService }) | undefined;
  readonly sessions: SeenSession[];
  readonly log: IpamLogEntry[];
}

const minute = 60_000;
const callbackNames = new Map(Object.entries(NetTcpIIpamOperationWithProgress.actions).map(([name, action]) => [action, name]));

export const ipamSessions = defineSimulation<object, IpamWorld>({
  name: "ipamSessions",
  createWorld: () => ({ server: undefined, sessions: [], log: [] }),
  processes: 1,
  start: startServer,
  clients: 2,
  client: actAsClient,
  invariants: {
    "the first callback is StartProgressCallback, and there is no other one": ({ sessions }) => {
      for (const { callbacks } of sessions) {
        if (callbacks.length > 0 && callbacks.lastIndexOf("startProgressCallback") !== 0) throw new Error(callbacks.join(", "));
      }
    },
    "nothing follows SetOverallStatus": ({ sessions }) => {
      for (const { callbacks } of sessions) {
        const end = callbacks.indexOf("setOverallStatus");
        if (end >= 0 && end < callbacks.length - 1) throw new Error(callbacks.join(", "));
      }
    },
    "callbacks follow the rules of progress": ({ sessions }) => {
      for (const { breaches } of sessions) if (breaches.length > 0) throw new Error(breaches.join(", "));
    },
    "the tables decide everything": ({ log }) => {
      const undecided = log.find(({ message }) => message.startsWith("internal:"));
      if (undecided !== undefined) throw new Error(`${undecided.message} ${undecided.cause}`);
    },
    "the only server of its name is the only one that writes": ({ log }) => {
      for (const { cause } of log) if (cause instanceof Error && cause.message.includes("another server")) throw cause;
    },
  },
  afterwards: {
    "nothing is left of sessions and operations": (_, { server }) => {
      if (server === undefined) throw new Error("the server is not up");
      const { sessionCount, operationCount } = server.service;
      if (sessionCount + operationCount > 0) throw new Error(`${sessionCount} sessions, ${operationCount} operations`);
    },
    "no run of an earlier life is running": async ({ store, faults }) => {
      // What could not be written for want of a store is not known.
      if (faults.storeFailures + faults.storeLostAnswers + faults.storeOutages > 0) return;
      const runs = await createStoredProgress({ store, server: "one" }).runs();
      for (const { id, state } of runs) if (state === "running") throw new Error(`${id} is running`);
    },
  },
  settleTime: 30 * minute,
});

async function startServer(process: Environment<object>, world: IpamWorld): Promise<object> {
  const { store, now, setTimer, signal } = process;
  const progress = createStoredProgress({ store, server: "one" });
  await markInterrupted(progress, now());
  const service = createIpamService({
    registry: createRegistry({}, createRunner(process)),
    policy: noPolicy,
    scopes: { accessScopeOf: () => undefined },
    store: progress,
    clock: { now, setTimer },
    log: (entry) => {
      process.note(`logs ${entry.message}`);
      world.log.push(entry);
    },
  });
  const accept = acceptIpamSessions({ service, callerOf: () => administrator });
  const server = { service, environment: process, accept };
  world.server = server;
  signal.addEventListener("abort", () => {
    if (world.server === server) world.server = undefined;
  });
  return {};
}

/** An operation of random steps that fails now and then, and at times reports what it must not. */
function createRunner({ random, sleep }: Environment<object>): OperationRunner {
  return {
    async *run(): AsyncGenerator<OperationProgress, undefined, undefined> {
      const steps = random.below(5);
      for (let step = 0; step < steps; step++) {
        await sleep(random.chance(0.2) ? random.below(2 * minute) : random.below(100));
        const key = `step ${step}`;
        yield { kind: "subTask", key, name: key, uniqueId: 1 };
        yield { kind: "status", key, status: "InProgress", percent: random.below(100) };
        if (random.chance(0.05)) throw new Error("the operation fails");
        if (random.chance(0.05)) yield { kind: "status", key: "unknown", status: "InProgress" };
        yield { kind: "status", key, status: "CompletedWithSuccess", percent: 100 };
        yield { kind: "percentage", percent: ((step + 1) * 100) / steps };
      }
      return undefined;
    },
  };
}

async function actAsClient(client: Environment<object>, world: IpamWorld): Promise<void> {
  const { random, sleep, now, setTimer, note } = client;
  for (let count = 0; count < 2; count++) {
    await sleep(random.below(1000));
    while (world.server === undefined) await sleep(1000);
    const { server } = world;
    const seen: SeenSession = { callbacks: [], breaches: [] };
    world.sessions.push(seen);
    const controller = new AbortController();
    if (random.chance(0.1)) client.schedule(random.below(minute), () => controller.abort("given up"));
    try {
      const outcome = await runOperation({
        open: openOverWire(client, server, (action) => {
          const name = callbackNames.get(action);
          if (name !== undefined) seen.callbacks.push(name);
        }),
        parameters: createFilters,
        onBreach: (problem) => seen.breaches.push(problem),
        clock: { now, setTimer },
        // A reply to what was given up is one that the client did not ask for. A stalled store may keep a reply for minutes.
        replyTimeout: 60 * minute,
        signal: controller.signal,
      });
      note(`sees ${outcome.kind}`);
    } catch (error) {
      note(`sees ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/**
 * What the console shows of the running server: requests as the access log has them, counts of the store, operations with progress.
 */
import type {
  InstancePage,
  InstanceQuery,
  LiveSnapshot,
  LiveSource,
  SeenRun,
  ShownBuyer,
  WaitingMessage,
  WaitingWork,
} from "../../console/live.js";
import type { Machine } from "../../machine/machine.js";
import type { IpamService, OperationRun, ProgressStore } from "../../services/ipam/index.js";
import type { InstanceStore, StoreCensus, TransitionRecord } from "../../stores/store.js";
import type { Log } from "../log.js";
import type { RequestCount } from "../routes.js";
import { findInstances } from "./find-instances.js";
import { type LoggedRequest, SeenRequests } from "./seen-requests.js";

const runsShown = 20;
/** Reading all of the store may take this part of the time. */
const shareOfTime = 0.02;
const leastPause = 900;

/** What is seen of IPAM. */
export interface SeenIpam {
  readonly progress: ProgressStore;
  readonly service: Pick<IpamService, "sessionCount">;
}

/** What live data is read from. */
export interface LiveSources {
  readonly store: InstanceStore;
  readonly machines: readonly Machine[];
  /** Undefined while IPAM is not served. */
  readonly ipam: () => SeenIpam | undefined;
  /** The kind of store, in a few words. */
  readonly kind: string;
  readonly outbox: () => Promise<readonly WaitingMessage[]>;
  readonly buyers: () => readonly ShownBuyer[];
}

/** Collects what happens from the start on, and reads the store when somebody looks. */
export class LiveData implements LiveSource {
  readonly machines: readonly Machine[];
  readonly #sources: LiveSources;
  readonly #closing = new AbortController();
  readonly #requests = new SeenRequests();
  readonly #census: Rarely<StoreCensus>;
  readonly #runs: Rarely<readonly SeenRun[]>;
  #running = 0;

  constructor(sources: LiveSources) {
    this.#sources = sources;
    this.machines = sources.machines;
    this.#census = new Rarely(() => sources.store.census(Date.now()));
    this.#runs = new Rarely(async () => readRuns(sources.ipam()?.progress));
  }

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends all streams. */
  close(): void {
    this.#closing.abort();
  }

  /** A log that notes the requests in it. */
  watchLog(log: Log): Log {
    return {
      ...log,
      info: (fields, message) => {
        // The routes log nothing else by this message.
        if (message === "request") this.#note(fields as LoggedRequest);
        log.info(fields, message);
      },
      warn: (fields, message) => log.warn(fields, message),
      error: (fields, message) => log.error(fields, message),
    };
  }

  watchCount(count: RequestCount): RequestCount {
    return {
      requestBegins: () => {
        this.#running++;
        count.requestBegins();
      },
      requestEnds: (path, status) => {
        this.#running--;
        count.requestEnds(path, status);
      },
    };
  }

  /** Notes a message of net.tcp that was refused by a rule. */
  readonly fault = (rule: string): void => this.#requests.fault(rule);

  async snapshot(after?: string): Promise<LiveSnapshot> {
    const at = Date.now();
    const [census, runs] = await Promise.all([this.#census.read(), this.#runs.read()]);
    const { instances = [] } = census.value ?? {};
    return {
      ...this.#requests.since(after),
      at,
      counts: instances.map(({ machine, state, stateName, count }) => ({ machine, state: stateName ?? String(state), count })),
      work: census.value === undefined ? [] : readWork(census.value),
      store: { kind: this.#sources.kind, fails: census.fails, countedAt: census.readAt, countedIn: census.took },
      running: this.#running,
      perSecond: this.#requests.perSecond(at),
      latency: this.#requests.latency(),
      faults: this.#requests.faults(),
      runs: runs.value ?? [],
      sessions: this.#sources.ipam()?.service.sessionCount ?? 0,
    };
  }

  instances(query: InstanceQuery): Promise<InstancePage> {
    return findInstances(this.#sources.store, query);
  }

  history(id: string): Promise<readonly TransitionRecord[]> {
    return this.#sources.store.history(id, 500);
  }

  outbox(): Promise<readonly WaitingMessage[]> {
    return this.#sources.outbox();
  }

  async buyers(): Promise<readonly ShownBuyer[]> {
    return this.#sources.buyers();
  }

  #note(request: LoggedRequest): void {
    // The console would be shown what it asks for itself.
    if (request.path !== "/" && request.path !== "/console/") this.#requests.note(request, Date.now());
  }
}

function readWork({ overdue, messages }: StoreCensus): readonly WaitingWork[] {
  const machines = new Set([...overdue, ...messages].map(({ machine }) => machine));
  return [...machines].map((machine) => {
    const waiting = messages.find((each) => each.machine === machine);
    return {
      machine,
      overdue: overdue.find((each) => each.machine === machine)?.count ?? 0,
      messages: waiting?.count ?? 0,
      oldestMessage: waiting?.oldest,
    };
  });
}

async function readRuns(progress: ProgressStore | undefined): Promise<readonly SeenRun[]> {
  const runs = (await progress?.runs()) ?? [];
  return runs.slice(0, runsShown).map((run) => ({
    id: run.id,
    operation: run.operationId ?? "",
    caller: run.caller,
    state: run.state,
    startedAt: run.startedAt,
    changedAt: run.changedAt,
    percent: run.percent,
    note: noteOf(run),
    subTasks: run.subTasks.map(({ id, name, status, percent, message }) => ({ id, name, status, percent, message })),
  }));
}

function noteOf({ failure, refusal, unobserved, sessionEnd }: OperationRun): string | undefined {
  return failure?.exceptionId ?? refusal?.exceptionId ?? unobserved ?? sessionEnd;
}

/** What was read last. */
interface LastRead<T> {
  readonly value: T | undefined;
  /** Did the reading after it fail? */
  readonly fails: boolean;
  /** When it was read: milliseconds since 1970. */
  readonly readAt: number | undefined;
  readonly took: number | undefined;
}

/** Something costly, read no more often than its share of time allows; between reads, and while reading fails, the last result holds. */
class Rarely<T> {
  readonly #readNow: () => Promise<T>;
  #last: LastRead<T> = { value: undefined, fails: false, readAt: undefined, took: undefined };
  #first: Promise<void> | undefined;
  #nextAt = 0;

  constructor(readNow: () => Promise<T>) {
    this.#readNow = readNow;
  }

  async read(): Promise<LastRead<T>> {
    const now = performance.now();
    if (now >= this.#nextAt) {
      this.#nextAt = Number.POSITIVE_INFINITY;
      const reading = this.#keep(now);
      this.#first ??= reading;
    }
    // Only the first readers wait.
    await this.#first;
    return this.#last;
  }

  async #keep(start: number): Promise<void> {
    try {
      const value = await this.#readNow();
      const took = performance.now() - start;
      this.#last = { value, fails: false, readAt: Date.now(), took: Math.round(took) };
      this.#nextAt = performance.now() + Math.max(leastPause, took / shareOfTime);
    } catch {
      this.#last = { ...this.#last, fails: true };
      this.#nextAt = performance.now() + leastPause;
    }
  }
}

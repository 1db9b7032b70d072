/**
 * What the console shows of the running server: requests as the access log has them, counts of the store, operations with progress.
 */
import type {
  InstancePage,
  InstanceQuery,
  LiveSnapshot,
  LiveSource,
  SeenRequest,
  SeenRun,
  ShownBuyer,
  WaitingMessage,
} from "../../console/live.js";
import type { Machine } from "../../machine/machine.js";
import type { ProgressStore } from "../../services/ipam/index.js";
import type { InstanceStore, StoreCensus, TransitionRecord } from "../../stores/store.js";
import type { Log } from "../log.js";
import type { RequestCount } from "../routes.js";
import { findInstances } from "./find-instances.js";

const secondsShown = 60;
const requestsShown = 50;
/** Requests whose times count for the median. */
const requestsTimed = 500;
const runsShown = 20;
/** Reading all of the store may take this part of the time. */
const shareOfTime = 0.02;
const leastPause = 900;

/** What live data is read from. */
export interface LiveSources {
  readonly store: InstanceStore;
  readonly machines: readonly Machine[];
  /** Undefined while IPAM is not served. */
  readonly progress: () => ProgressStore | undefined;
  readonly outbox: () => Promise<readonly WaitingMessage[]>;
  readonly buyers: () => readonly ShownBuyer[];
}

/** Fields of the access log. */
interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly operation?: string;
  readonly code?: number;
}

/** Collects what happens from the start on, and reads the store when somebody looks. */
export class LiveData implements LiveSource {
  readonly machines: readonly Machine[];
  readonly #sources: LiveSources;
  readonly #closing = new AbortController();
  readonly #requests: SeenRequest[] = [];
  readonly #times: number[] = [];
  readonly #perSecond = new Map<number, number>();
  readonly #census: Rarely<StoreCensus>;
  readonly #runs: Rarely<readonly SeenRun[]>;
  #running = 0;

  constructor(sources: LiveSources) {
    this.#sources = sources;
    this.machines = sources.machines;
    this.#census = new Rarely(() => sources.store.census(Date.now()));
    this.#runs = new Rarely(async () => readRuns(sources.progress()));
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

  async snapshot(): Promise<LiveSnapshot> {
    const at = Date.now();
    const [census, runs] = await Promise.all([this.#census.read(), this.#runs.read()]);
    const second = Math.floor(at / 1000);
    const sorted = [...this.#times].sort((left, right) => left - right);
    const sum = (counted: StoreCensus["overdue"]): number => counted.reduce((all, { count }) => all + count, 0);
    return {
      at,
      counts: census.instances.map(({ machine, state, stateName, count }) => ({ machine, state: stateName ?? String(state), count })),
      overdue: sum(census.overdue),
      waitingMessages: sum(census.messages),
      running: this.#running,
      perSecond: Array.from({ length: secondsShown }, (_, index) => this.#perSecond.get(second - secondsShown + index) ?? 0),
      median: sorted[Math.floor(sorted.length / 2)],
      slowest: sorted[Math.floor(sorted.length * 0.99)],
      requests: [...this.#requests].reverse(),
      runs,
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

  #note({ method, path, status, ms, operation, code }: LoggedRequest): void {
    // The console would be shown what it asks for itself.
    if (path === "/" || path === "/console/") return;
    const at = Date.now();
    const second = Math.floor(at / 1000);
    this.#perSecond.set(second, (this.#perSecond.get(second) ?? 0) + 1);
    for (const old of this.#perSecond.keys()) if (old < second - secondsShown - 1) this.#perSecond.delete(old);
    this.#requests.push({ at, method, path, status, ms, operation, code });
    if (this.#requests.length > requestsShown) this.#requests.shift();
    this.#times.push(ms);
    if (this.#times.length > requestsTimed) this.#times.shift();
  }
}

async function readRuns(progress: ProgressStore | undefined): Promise<readonly SeenRun[]> {
  const runs = (await progress?.runs()) ?? [];
  return runs.slice(0, runsShown).map(({ id, operationId, caller, state, startedAt, percent, subTasks }) => ({
    id,
    operation: operationId ?? "",
    caller,
    state,
    startedAt,
    percent,
    subTasks: subTasks.map((task) => ({ id: task.id, name: task.name, status: task.status, percent: task.percent })),
  }));
}

/** Something costly, read no more often than its share of time allows; between reads the last result holds. */
class Rarely<T> {
  readonly #readNow: () => Promise<T>;
  #last: Promise<T> | undefined;
  #nextAt = 0;

  constructor(readNow: () => Promise<T>) {
    this.#readNow = readNow;
  }

  read(): Promise<T> {
    const now = performance.now();
    if (this.#last !== undefined && now < this.#nextAt) return this.#last;
    this.#nextAt = Number.POSITIVE_INFINITY;
    const reading = this.#readNow();
    const before = this.#last;
    const done = (): void => {
      const took = performance.now() - now;
      this.#nextAt = performance.now() + Math.max(leastPause, took / shareOfTime);
      this.#last = reading;
    };
    reading.then(done, () => {
      this.#nextAt = performance.now() + leastPause;
    });
    // Only the first reader waits.
    if (before === undefined) this.#last = reading;
    return before ?? reading;
  }
}

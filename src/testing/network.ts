/**
 * Calls from one process to another, to other systems and to the store, with everything that can happen to them on the way.
 */
import { type Faults, noFaults, SimulatedFault } from "./faults.js";
import type { Random } from "./random.js";
import type { Life, Scheduler } from "./scheduler.js";

/** An object of another process: its methods, called over the network. */
export type Remote<T> = {
  readonly [Name in keyof T as T[Name] extends (...given: never) => unknown ? Name : never]: T[Name] extends (
    ...given: infer Given
  ) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

/** What is called. */
export interface Callee {
  /** For the trace. */
  readonly name: string;
  /** The object at the moment when a request arrives; undefined: nobody is there. */
  readonly find: () => object | undefined;
}

/** How a call fares on its way. */
interface Way {
  readonly requests: 0 | 1 | 2;
  readonly isAnswered: boolean;
  /** Does the caller see at once that something was lost? Otherwise it waits in vain. */
  readonly failsAtOnce: boolean;
  /** Milliseconds that a late message takes at most. */
  readonly latest: number;
  /** Who has to live for the request to arrive. */
  readonly carrier: Life;
}

/** Milliseconds after which a caller stops waiting. */
const callTimeout = 45_000;
/** Milliseconds that a late message takes at most. */
const latest = 120_000;
/** The same for the store, whose callers live to see the answer: what has failed there is not done later. */
const latestOfStore = 20_000;
const longestOutage = 120_000;

export class Network {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #life: Life = { name: "network", isAlive: true };
  #faults: Faults;
  #storeOutageEnd = 0;

  constructor(scheduler: Scheduler, random: Random, faults: Faults) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#faults = faults;
  }

  /** From now on nothing goes wrong. */
  calmDown(): void {
    this.#faults = noFaults;
    this.#storeOutageEnd = 0;
  }

  /** Every call of the store fails for a while. */
  failStore(): void {
    const time = this.#random.below(longestOutage);
    this.#storeOutageEnd = this.#scheduler.time + time;
    this.#scheduler.note("store", `is not available for ${time} ms`);
  }

  /** Another system or process, as the caller sees it. */
  connect<T extends object>(caller: Life, callee: Callee): Remote<T> {
    return proxyOf<Remote<T>>((method, given) => this.#call(caller, callee, method, given, this.#networkWay()));
  }

  /** The store, as a process sees it. What a process has asked of it dies with the process, unless the store has done it already. */
  connectStore<T extends object>(caller: Life, store: T): Remote<T> {
    const callee = { name: "store", find: () => (this.#scheduler.time < this.#storeOutageEnd ? undefined : store) };
    return proxyOf<Remote<T>>((method, given) => this.#call(caller, callee, method, given, this.#storeWay(caller)));
  }

  #networkWay(): Way {
    const { lostRequests, doubledRequests, lostAnswers } = this.#faults;
    const requests = this.#random.chance(lostRequests) ? 0 : this.#random.chance(doubledRequests) ? 2 : 1;
    return { requests, isAnswered: !this.#random.chance(lostAnswers), failsAtOnce: false, latest, carrier: this.#life };
  }

  #storeWay(caller: Life): Way {
    const { storeFailures, storeLostAnswers } = this.#faults;
    return {
      requests: this.#random.chance(storeFailures) ? 0 : 1,
      isAnswered: !this.#random.chance(storeLostAnswers),
      failsAtOnce: true,
      latest: latestOfStore,
      carrier: caller,
    };
  }

  #call(caller: Life, { name, find }: Callee, method: string, given: readonly unknown[], way: Way): Promise<unknown> {
    const label = `${name}.${method}`;
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new SimulatedFault(`no answer from ${label}`));
      const cancelTimeout = this.#scheduler.add(caller, callTimeout, `stops waiting for ${label}`, fail);
      const answer = (what: string, finish: () => void): void => {
        this.#scheduler.add(caller, this.#latency(way), `${what} ${label}`, () => {
          cancelTimeout();
          finish();
        });
      };
      const lose = (what: string): void => {
        if (way.failsAtOnce) answer(what, fail);
      };
      const arrive = (): void => {
        const target = find();
        if (target === undefined) {
          answer("cannot reach", fail);
          return;
        }
        invoke(target, method, given).then(
          (value) => (way.isAnswered ? answer("has the answer of", () => resolve(value)) : lose("has lost the answer of")),
          (error: unknown) => (way.isAnswered ? answer("has the failure of", () => reject(error)) : lose("has lost the answer of")),
        );
      };
      for (let count = 0; count < way.requests; count++) {
        this.#scheduler.add(way.carrier, this.#latency(way), `${caller.name} calls ${label}`, arrive);
      }
      if (way.requests === 0) lose("has lost the request of");
    });
  }

  /** Milliseconds that a message takes: mostly none or few, so that the scheduler decides what comes first. */
  #latency({ latest: longest }: Way): number {
    return this.#random.chance(this.#faults.lateMessages) ? this.#random.below(longest) : this.#random.below(3);
  }
}

async function invoke(target: object, method: string, given: readonly unknown[]): Promise<unknown> {
  // The types of `connect` allow the names of methods alone.
  const found = (target as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>)[method];
  if (found === undefined) throw new TypeError(`there is no method "${method}"`);
  return found.apply(target, [...given]);
}

/** An object that has every method. */
function proxyOf<T extends object>(call: (method: string, given: readonly unknown[]) => Promise<unknown>): T {
  const get = (_: object, name: string | symbol): unknown =>
    // A promise that resolves with the object asks if it is one itself.
    typeof name === "symbol" || name === "then" ? undefined : (...given: readonly unknown[]) => call(name, given);
  return new Proxy({}, { get }) as T; // what it is typed as decides which methods are called
}

/**
 * The latest requests as the access log has them: who connects again gets those that came in the meantime.
 */
import { randomBytes } from "node:crypto";
import type { CountedFault, Latency, SeenRequest } from "../../console/live.js";

/** Requests that a new reader gets. */
const requestsShown = 50;
/** Requests that are kept for readers that come back. */
const requestsKept = 1000;
/** Requests whose times count. */
const requestsTimed = 2000;
const secondsShown = 60;
/** Rules that are counted apart. Their names come from contracts, so they are few. */
const mostRules = 200;
const rulesShown = 20;
/** Milliseconds. */
const latencyBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

/** Fields of the access log. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly operation?: string;
  readonly code?: number;
  /** The rule for which it was refused. */
  readonly rule?: string;
  readonly buyer?: string;
  readonly address?: string;
}

/** Requests since a reader was here before. */
export interface NewRequests {
  /** Where the next reading goes on. */
  readonly id: string;
  /** The latest first. */
  readonly requests: readonly SeenRequest[];
  /** Requests that came in the meantime and are no longer kept. */
  readonly missed: number;
}

/** Notes requests. */
export class SeenRequests {
  /** Another server, or this one after a restart, counts from 0 again. */
  readonly #start = randomBytes(6).toString("base64url");
  readonly #requests: SeenRequest[] = [];
  readonly #times: number[] = [];
  readonly #perSecond = new Map<number, number>();
  readonly #faults = new Map<string, number>();
  #count = 0;

  note({ method, path, status, ms, operation, code, rule, buyer, address }: LoggedRequest, at: number): void {
    const second = Math.floor(at / 1000);
    const inSecond = this.#perSecond.get(second);
    this.#perSecond.set(second, (inSecond ?? 0) + 1);
    if (inSecond === undefined) this.#forgetSecondsBefore(second - secondsShown - 1);
    this.#count++;
    this.#requests.push({ at, method, path, status, ms, operation, code, caller: buyer ?? address });
    if (this.#requests.length > requestsKept) this.#requests.shift();
    this.#times.push(ms);
    if (this.#times.length > requestsTimed) this.#times.shift();
    if (rule !== undefined) this.fault(rule);
    else if (code !== undefined && code >= 400) this.fault(`ResponseCode ${code}`);
  }

  #forgetSecondsBefore(first: number): void {
    for (const second of this.#perSecond.keys()) if (second < first) this.#perSecond.delete(second);
  }

  /** Counts a message that was refused by a rule. */
  fault(rule: string): void {
    if (this.#faults.size < mostRules || this.#faults.has(rule)) this.#faults.set(rule, (this.#faults.get(rule) ?? 0) + 1);
  }

  /** What is new since a reading; without one, the latest. */
  since(id: string | undefined): NewRequests {
    const [start, count] = id?.split(".") ?? [];
    const seen = start === this.#start ? Number(count) : Number.NaN;
    const isKnown = Number.isInteger(seen) && seen >= 0 && seen <= this.#count;
    const fresh = isKnown ? this.#count - seen : Math.min(this.#count, requestsShown);
    const kept = Math.min(fresh, this.#requests.length);
    const requests = kept === 0 ? [] : this.#requests.slice(-kept).reverse();
    return { id: `${this.#start}.${this.#count}`, requests, missed: fresh - kept };
  }

  /** Requests that ended in each of the last seconds, oldest first. */
  perSecond(now: number): readonly number[] {
    const second = Math.floor(now / 1000);
    return Array.from({ length: secondsShown }, (_, index) => this.#perSecond.get(second - secondsShown + index) ?? 0);
  }

  latency(): Latency {
    const sorted = [...this.#times].sort((left, right) => left - right);
    const counts = latencyBounds.map((bound, index) => {
      const above = latencyBounds[index - 1] ?? Number.NEGATIVE_INFINITY;
      return sorted.filter((ms) => ms > above && ms <= bound).length;
    });
    const slower = sorted.length - counts.reduce((sum, count) => sum + count, 0);
    return {
      median: sorted[Math.floor(sorted.length / 2)],
      slowest: sorted[Math.floor(sorted.length * 0.99)],
      bounds: latencyBounds,
      counts: [...counts, slower],
    };
  }

  /** The most frequent ones first. */
  faults(): readonly CountedFault[] {
    const counted = [...this.#faults].map(([rule, count]) => ({ rule, count }));
    return counted.sort((one, other) => other.count - one.count).slice(0, rulesShown);
  }
}

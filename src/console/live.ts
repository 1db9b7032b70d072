/**
 * What runs, as a console shows it: snapshots as server-sent events, machines with their drawings, instances by page, and their history.
 *
 * A snapshot is whole but for requests, of which it has those that came since the reader's last one: who connects again names that one (Last-Event-ID),
 * and has missed nothing. Nothing is queued for a slow reader; when it reads on, it gets the newest snapshot and all requests up to it.
 */
import { drawMachine } from "../machine/draw.js";
import type { Machine } from "../machine/machine.js";
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import type { InstanceHead, OutboxMessage, TransitionRecord } from "../stores/store.js";
import { type ActName, instanceActs } from "./acts.js";

/** Everything that moves. */
export interface LiveSnapshot {
  /** Names the snapshot for a reader that connects again. */
  readonly id: string;
  readonly at: number;
  readonly counts: readonly { readonly machine: string; readonly state: string; readonly count: number }[];
  /** Work that waits, by machine; those without any are left out. */
  readonly work: readonly WaitingWork[];
  readonly store: StoreHealth;
  readonly running: number;
  /** Requests that ended in each of the last seconds, oldest first. */
  readonly perSecond: readonly number[];
  readonly latency: Latency;
  /** What requests were refused for since the server started, the most frequent first. */
  readonly faults: readonly CountedFault[];
  /** Those that came since the reader's last snapshot, the latest first. */
  readonly requests: readonly SeenRequest[];
  /** Requests that came since then and are no longer kept. */
  readonly missed: number;
  readonly runs: readonly SeenRun[];
  /** Sessions of IPAM that are open. */
  readonly sessions: number;
}

/** Deadlines that have passed, and messages that are still to be sent. */
export interface WaitingWork {
  readonly machine: string;
  readonly overdue: number;
  readonly messages: number;
  /** Since when the oldest message waits: milliseconds since 1970. */
  readonly oldestMessage?: number | undefined;
}

/** Does the store answer? */
export interface StoreHealth {
  readonly kind: string;
  /** Did it fail when it was asked last? What is counted is from before then. */
  readonly fails: boolean;
  /** When counts were read, and how many milliseconds that took. Undefined: not yet. */
  readonly countedAt: number | undefined;
  readonly countedIn: number | undefined;
}

/** How many milliseconds the latest requests took. */
export interface Latency {
  /** Half of them, and 99 of 100, took no longer. */
  readonly median: number | undefined;
  readonly slowest: number | undefined;
  readonly bounds: readonly number[];
  /** Requests up to each bound and above the one before; the last ones are above all bounds. */
  readonly counts: readonly number[];
}

/** A rule that requests have broken. */
export interface CountedFault {
  /** The rule of the schema, the code of the fault, or the ResponseCode. */
  readonly rule: string;
  readonly count: number;
}

/** A request without its query, body and headers. */
export interface SeenRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  readonly operation?: string | undefined;
  readonly code?: number | undefined;
  /** Who says to have asked, or where from. */
  readonly caller?: string | undefined;
}

/** An operation with progress. */
export interface SeenRun {
  readonly id: string;
  readonly operation: string;
  readonly caller: string;
  readonly state: string;
  readonly startedAt: number;
  readonly changedAt: number;
  readonly percent: string;
  /** How its session or the operation ended, where there is more to say than the state. */
  readonly note?: string | undefined;
  readonly subTasks: readonly SeenSubTask[];
}

/** A part of an operation. */
export interface SeenSubTask {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly percent: string;
  readonly message?: string | undefined;
}

/** Which instances are wanted; absent: all. */
export interface InstanceQuery {
  readonly machine: string;
  readonly state?: string | undefined;
  readonly owner?: string | undefined;
  /** The page begins where another one said that it ends. */
  readonly after?: string | undefined;
}

export interface InstancePage {
  readonly instances: readonly InstanceHead[];
  /** How many were looked at. */
  readonly looked: number;
  /** Where the next page begins; absent: this was the last one. */
  readonly next?: string | undefined;
}

/** A message that waits to be sent, without what it says. */
export type WaitingMessage = Omit<OutboxMessage, "payload" | "revision">;

/** A buyer as an operator sees it. */
export interface ShownBuyer {
  /** The owner of the buyer's instances. */
  readonly owner: string;
  readonly isDisabled: boolean;
}

/** Where a console gets live data. */
export interface LiveSource {
  readonly machines: readonly Machine[];
  /** `after`: the id of the reader's last snapshot. */
  snapshot(after?: string): Promise<LiveSnapshot>;
  instances(query: InstanceQuery): Promise<InstancePage>;
  history(id: string): Promise<readonly TransitionRecord[]>;
  /** Messages that are still to be sent, those that are due first; some of them where there are many. */
  outbox(): Promise<readonly WaitingMessage[]>;
  /** Those who may call; empty where they cannot be changed. */
  buyers(): Promise<readonly ShownBuyer[]>;
  /** Aborted when the server closes: streams end. */
  readonly closed: AbortSignal;
}

/** A machine as the page draws it. */
export interface ShownMachine {
  readonly name: string;
  readonly states: readonly { readonly name: string; readonly number?: number | undefined; readonly acts: readonly ActName[] }[];
  readonly svg: string;
}

/** Milliseconds between two snapshots. */
const interval = 1000;
/** Streams at once; a console needs one. */
const mostStreams = 20;

/** Answers requests for live data. */
export class LiveAnswers {
  readonly #source: LiveSource;
  #streams = 0;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  /** `isSeen`: may the sender still see it? A stream ends when not. Undefined: there is no such data. */
  async answer(name: string, { query, signal, headers }: HttpRequest, isSeen: () => boolean): Promise<HttpAnswer | undefined> {
    const parameters = new URLSearchParams(query);
    const given = (key: string): string | undefined => parameters.get(key) || undefined;
    switch (name) {
      case "events":
        return this.#stream(signal, isSeen, headers.get("last-event-id") ?? given("after"));
      case "machines":
        return json(this.#source.machines.map(shownMachine));
      case "instances": {
        const {
          machine = "",
          state,
          owner,
          after,
        } = Object.fromEntries(["machine", "state", "owner", "after"].map((key) => [key, given(key)]));
        return json(await this.#source.instances({ machine, state, owner, after }));
      }
      case "history":
        return json(await this.#source.history(given("id") ?? ""));
      case "outbox":
        return json(await this.#source.outbox());
      case "buyers":
        return json(await this.#source.buyers());
      default:
        return undefined;
    }
  }

  #stream(signal: AbortSignal, isSeen: () => boolean, after: string | undefined): HttpAnswer {
    if (this.#streams >= mostStreams) return { status: 503, headers: { "retry-after": "5" } };
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-content-type-options": "nosniff" };
    return { status: 200, headers, body: this.#events(AbortSignal.any([signal, this.#source.closed]), isSeen, after) };
  }

  async *#events(signal: AbortSignal, isSeen: () => boolean, after: string | undefined): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    let last = after;
    this.#streams++;
    try {
      yield encoder.encode("retry: 1000\n\n");
      while (!signal.aborted && isSeen()) {
        const snapshot = await this.#source.snapshot(last);
        last = snapshot.id;
        yield encoder.encode(`id: ${snapshot.id}\ndata: ${JSON.stringify(snapshot)}\n\n`);
        await pause(interval, signal);
      }
    } finally {
      this.#streams--;
    }
  }
}

function shownMachine(machine: Machine): ShownMachine {
  return {
    name: machine.name,
    states: machine.states.map((name) => ({ name, number: machine.facts[name]?.number, acts: instanceActs(machine, name) })),
    svg: drawMachine(machine, "svg"),
  };
}

/** An answer that nobody keeps. */
export function json(value: unknown, status = 200, more: Readonly<Record<string, string>> = {}): HttpAnswer {
  const headers = { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff", ...more };
  return { status, headers, body: JSON.stringify(value) };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}

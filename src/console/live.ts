/**
 * What runs, as a console shows it: snapshots as server-sent events, machines with their drawings, instances by page, and their history.
 *
 * A snapshot is whole: who connects again has missed nothing. Nothing is queued for a slow reader; it gets the newest snapshot when it reads on.
 */
import { drawMachine } from "../machine/draw.js";
import type { Machine } from "../machine/machine.js";
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import type { InstanceHead, OutboxMessage, TransitionRecord } from "../stores/store.js";
import { type ActName, instanceActs } from "./acts.js";

/** Everything that moves. */
export interface LiveSnapshot {
  readonly at: number;
  readonly counts: readonly { readonly machine: string; readonly state: string; readonly count: number }[];
  readonly overdue: number;
  readonly waitingMessages: number;
  readonly running: number;
  /** Requests that ended in each of the last seconds, oldest first. */
  readonly perSecond: readonly number[];
  /** Milliseconds of the latest requests: half of them, and 99 of 100, took no longer. */
  readonly median: number | undefined;
  readonly slowest: number | undefined;
  /** The latest first. */
  readonly requests: readonly SeenRequest[];
  readonly runs: readonly SeenRun[];
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
}

/** An operation with progress. */
export interface SeenRun {
  readonly id: string;
  readonly operation: string;
  readonly caller: string;
  readonly state: string;
  readonly startedAt: number;
  readonly percent: string;
  readonly subTasks: readonly { readonly id: number; readonly name: string; readonly status: string; readonly percent: string }[];
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
  snapshot(): Promise<LiveSnapshot>;
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
  async answer(name: string, { query, signal }: HttpRequest, isSeen: () => boolean): Promise<HttpAnswer | undefined> {
    const parameters = new URLSearchParams(query);
    const given = (key: string): string | undefined => parameters.get(key) || undefined;
    switch (name) {
      case "events":
        return this.#stream(signal, isSeen);
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

  #stream(signal: AbortSignal, isSeen: () => boolean): HttpAnswer {
    if (this.#streams >= mostStreams) return { status: 503, headers: { "retry-after": "5" } };
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-content-type-options": "nosniff" };
    return { status: 200, headers, body: this.#events(AbortSignal.any([signal, this.#source.closed]), isSeen) };
  }

  async *#events(signal: AbortSignal, isSeen: () => boolean): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    this.#streams++;
    try {
      yield encoder.encode("retry: 1000\n\n");
      while (!signal.aborted && isSeen()) {
        const snapshot = await this.#source.snapshot();
        yield encoder.encode(`id: ${snapshot.at}\ndata: ${JSON.stringify(snapshot)}\n\n`);
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

/**
 * What runs, as a console shows it: snapshots as server-sent events, machines with their drawings, instances by page, and their history.
 *
 * A snapshot is whole: who connects again has missed nothing. Nothing is queued for a slow reader; it gets the newest snapshot when it reads on.
 */
import { drawMachine } from "../machine/draw.js";
import type { Machine } from "../machine/machine.js";
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import type { InstanceHead, TransitionRecord } from "../stores/store.js";

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
  /** The page begins after this id. */
  readonly after?: string | undefined;
}

export interface InstancePage {
  readonly instances: readonly InstanceHead[];
  /** Where the next page begins; absent: this was the last one. */
  readonly next?: string | undefined;
}

/** Where a console gets live data. */
export interface LiveSource {
  readonly machines: readonly Machine[];
  snapshot(): Promise<LiveSnapshot>;
  instances(query: InstanceQuery): Promise<InstancePage>;
  history(id: string): Promise<readonly TransitionRecord[]>;
  /** Aborted when the server closes: streams end. */
  readonly closed: AbortSignal;
}

/** A machine as the page draws it. */
export interface ShownMachine {
  readonly name: string;
  readonly states: readonly { readonly name: string; readonly number?: number | undefined }[];
  readonly svg: string;
}

/** Milliseconds between two snapshots. */
const interval = 1000;
/** Streams at once; a console needs one. */
const mostStreams = 20;

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Tests if a request comes from this machine by its name: not through a proxy, nor from a page of another site whose name leads here.
 */
export function isFromHere({ origin, headers, peer }: HttpRequest): boolean {
  if (!URL.canParse(origin) || !loopbackNames.has(new URL(origin).hostname)) return false;
  if (peer !== undefined && !/^(127\.|::1|::ffff:127\.|0:0:0:0$|::)/.test(peer)) return false;
  if (["forwarded", "x-forwarded-for", "via", "x-real-ip"].some((name) => headers.get(name) !== null)) return false;
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}

/** Answers requests for live data. */
export class LiveAnswers {
  readonly #source: LiveSource;
  #streams = 0;

  constructor(source: LiveSource) {
    this.#source = source;
  }

  async answer(name: string, { query, signal }: HttpRequest): Promise<HttpAnswer | undefined> {
    const parameters = new URLSearchParams(query);
    const given = (key: string): string | undefined => parameters.get(key) || undefined;
    switch (name) {
      case "events":
        return this.#stream(signal);
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
      default:
        return undefined;
    }
  }

  #stream(signal: AbortSignal): HttpAnswer {
    if (this.#streams >= mostStreams) return { status: 503, headers: { "retry-after": "5" } };
    const headers = { "content-type": "text/event-stream", "cache-control": "no-store", "x-content-type-options": "nosniff" };
    return { status: 200, headers, body: this.#events(AbortSignal.any([signal, this.#source.closed])) };
  }

  async *#events(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    this.#streams++;
    try {
      yield encoder.encode("retry: 1000\n\n");
      while (!signal.aborted) {
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
    states: machine.states.map((name) => ({ name, number: machine.facts[name]?.number })),
    svg: drawMachine(machine, "svg"),
  };
}

function json(value: unknown): HttpAnswer {
  const headers = { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff" };
  return { status: 200, headers, body: JSON.stringify(value) };
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

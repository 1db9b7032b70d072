/**
 * Paths of the server -> handlers, with a log line for each request.
 */
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import { lendingOf, type ServiceHandler, toLendingHandler } from "../service/fetch-adapter.js";
import type { LendingHandler } from "../service/lending-answer.js";
import { andThen, type Soon } from "../service/soon.js";
import type { Log } from "./log.js";

export interface Routes {
  readonly handle: ServiceHandler;
  /** From now on `/readyz` answers 503. */
  readonly drain: () => void;
  /** Resolves when no handler is running. Some go on after their client has left. */
  readonly idle: () => Promise<void>;
}

export interface RouteOptions {
  readonly handlers: Readonly<Record<string, ServiceHandler>>;
  /** Rejects when nothing can be stored. */
  readonly ping: () => Promise<void>;
  /** Answers at `/` and for everything under `/console/`. */
  readonly console: ServiceHandler;
  readonly log: Log;
  /** Fields of the access log for a request that was answered. */
  readonly describe?: (request: HttpRequest) => object;
  /** Hears of each request that is logged. */
  readonly count?: RequestCount;
}

/** Counts requests: one begins, and ends with an HTTP status. */
export interface RequestCount {
  requestBegins(): void;
  requestEnds(path: string, status: number): void;
}

/** Everything of the console but its page at `/`. */
const consolePath = "/console/";

/** Milliseconds for the answer to a ping. It takes some turns of a loop that may be busy. */
const pingTime = 5000;

/** Milliseconds for which the result of a ping is good: a ping writes, and anybody may ask. */
const pingInterval = 1000;

/** Makes the routes: the given handlers, `/livez`, `/readyz`, and the console at `/`. */
export function createRoutes(options: RouteOptions): Routes {
  let isDraining = false;
  const readiness = new Readiness(options);
  const running = new Set<Promise<HttpAnswer>>();
  const routes: ReadonlyMap<string, LendingHandler> = new Map([
    ...Object.entries(options.handlers).map(([path, { direct }]): [string, LendingHandler] => [path, lendingOf(direct)]),
    ["/", options.console.direct],
    ["/livez", readOnly(() => textAnswer(200, "alive"))],
    ["/readyz", readOnly(() => (isDraining ? textAnswer(503, "draining") : readiness.answer()))],
  ]);
  const route: LendingHandler = (request) => {
    const { path } = request;
    const handler = routes.get(path);
    if (path === "/livez" || path === "/readyz") return handler?.(request) ?? notFound();
    if (path.startsWith(consolePath)) return logged(options.console.direct, request, consolePath, options);
    // A path that is not served may be anything, for example a query without its question mark.
    return handler === undefined ? logged(notFound, request, "?", options) : logged(handler, request, path, options);
  };
  return {
    handle: toLendingHandler(
      (request) => {
        const answer = route(request);
        if (!(answer instanceof Promise)) return answer;
        running.add(answer);
        const forget = (): void => void running.delete(answer);
        answer.then(forget, forget);
        return answer;
      },
      async () => {
        for (const handler of Object.values(options.handlers)) await handler.warmUp?.();
      },
    ),
    drain: () => {
      isDraining = true;
    },
    idle: async () => void (await Promise.allSettled(running)),
  };
}

/** Handlers do not reject. */
function logged(
  handler: LendingHandler,
  request: HttpRequest,
  path: string,
  { log, describe, count }: Pick<RouteOptions, "log" | "describe" | "count">,
): Soon<HttpAnswer> {
  const start = performance.now();
  count?.requestBegins();
  return andThen(handler(request), (answer) => {
    count?.requestEnds(path, answer.status);
    const ms = Math.round(performance.now() - start);
    log.info({ method: request.method, path, status: answer.status, ms, ...describe?.(request) }, "request");
    return answer;
  });
}

function notFound(): HttpAnswer {
  return textAnswer(404, "not found");
}

function readOnly(answer: () => Soon<HttpAnswer>): LendingHandler {
  return ({ method }) => (method === "GET" || method === "HEAD" ? answer() : { status: 405, headers: { allow: "GET, HEAD" } });
}

/** Whether anything can be stored, asked now and then. */
class Readiness {
  readonly #options: RouteOptions;
  #answer: Promise<HttpAnswer> | undefined;
  #askedAt = 0;

  constructor(options: RouteOptions) {
    this.#options = options;
  }

  answer(): Promise<HttpAnswer> {
    const now = performance.now();
    if (this.#answer !== undefined && now - this.#askedAt < pingInterval) return this.#answer;
    this.#askedAt = now;
    this.#answer = ask(this.#options);
    return this.#answer;
  }
}

async function ask({ ping, log }: RouteOptions): Promise<HttpAnswer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), pingTime);
  });
  try {
    await Promise.race([ping(), late]);
    return textAnswer(200, "ready");
  } catch (error) {
    log.error({ err: error }, "nothing can be stored");
    return textAnswer(503, "nothing can be stored");
  } finally {
    clearTimeout(timer);
  }
}

function textAnswer(status: number, text: string): HttpAnswer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }, body: `${text}\n` };
}

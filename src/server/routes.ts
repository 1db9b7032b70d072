/**
 * Paths of the server -> handlers, with a log line for each request.
 */
import type { FetchHandler } from "../node/http-server.js";
import type { Log } from "./log.js";

export interface Routes {
  readonly handle: FetchHandler;
  /** From now on `/readyz` says no. */
  readonly drain: () => void;
  /** Resolves when no handler runs any more: some go on after their client has left. */
  readonly idle: () => Promise<void>;
}

export interface RouteOptions {
  readonly handlers: Readonly<Record<string, FetchHandler>>;
  /** Rejects when the store cannot be used. */
  readonly ping: () => Promise<void>;
  /** The page at `/`, as it is now. */
  readonly page: () => string;
  readonly log: Log;
}

/** Milliseconds that the store has for its answer to `/readyz`. */
const pingTime = 2000;

/** Makes the routes: the given handlers, `/livez`, `/readyz` and a page at `/`. */
export function createRoutes(options: RouteOptions): Routes {
  let isDraining = false;
  const running = new Set<Promise<Response>>();
  const routes: Readonly<Record<string, FetchHandler>> = {
    ...options.handlers,
    "/": readOnly(async () => pageResponse(options.page())),
    "/livez": readOnly(async () => textResponse(200, "alive")),
    "/readyz": readOnly(async () => (isDraining ? textResponse(503, "draining") : readiness(options))),
  };
  const route = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const handler = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined;
    return handler === undefined ? textResponse(404, "not found") : handler(request);
  };
  return {
    handle(request) {
      const response = logged(route, request, options.log);
      running.add(response);
      const forget = (): void => void running.delete(response);
      response.then(forget, forget);
      return response;
    },
    drain: () => {
      isDraining = true;
    },
    idle: async () => void (await Promise.allSettled(running)),
  };
}

async function logged(route: FetchHandler, request: Request, log: Log): Promise<Response> {
  const start = performance.now();
  const response = await route(request);
  const { pathname: path } = new URL(request.url);
  const ms = Math.round(performance.now() - start);
  if (path !== "/livez" && path !== "/readyz") log.info({ method: request.method, path, status: response.status, ms }, "request");
  return response;
}

function readOnly(answer: () => Promise<Response>): FetchHandler {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
    const response = await answer();
    return request.method === "HEAD" ? new Response(null, response) : response;
  };
}

async function readiness({ ping, log }: RouteOptions): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the store does not answer")), pingTime);
  });
  try {
    await Promise.race([ping(), late]);
    return textResponse(200, "ready");
  } catch (error) {
    log.error({ err: error }, "the store cannot be used");
    return textResponse(503, "the store cannot be used");
  } finally {
    clearTimeout(timer);
  }
}

function textResponse(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" } });
}

function pageResponse(page: string): Response {
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
    },
  });
}

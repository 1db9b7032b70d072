/**
 * `/metrics` for Prometheus: at a port of its own, so that it is not public by mistake, or beside the services.
 */
import { type Listening, listen } from "../../node/http-server.js";
import { type ServiceHandler, toFetchHandler } from "../../service/fetch-adapter.js";
import { ListenError } from "../configuration.js";
import type { MetricsAddress } from "../options.js";
import { textFormat } from "./registry.js";

export const metricsPath = "/metrics";

/** Answers GET with what `write` gives. */
export function serveMetrics(write: () => Promise<string>): ServiceHandler {
  return toFetchHandler(async ({ method, path }) => {
    if (path !== metricsPath) return { status: 404 };
    if (method !== "GET" && method !== "HEAD") return { status: 405, headers: { allow: "GET, HEAD" } };
    return { status: 200, headers: { "content-type": textFormat, "cache-control": "no-store" }, body: await write() };
  });
}

/** Listens at the port of its own, if metrics have one. Throws a ListenError for a port that cannot be had. */
export async function listenForMetrics(address: MetricsAddress | undefined, handler: ServiceHandler): Promise<Listening | undefined> {
  if (address === undefined || address === "public") return undefined;
  try {
    return await listen(handler, { ...address, maxConcurrent: 10, maxConnections: 100 });
  } catch (error) {
    throw new ListenError(address, { host: "metricsHost", port: "metricsPort" }, error);
  }
}

/**
 * The server that `soapwright serve --memory` starts, in this process: with the demonstration's buyer and items.
 */
import type { ServerOptions } from "../../src/server/options.js";
import { type Server, startServer } from "../../src/server/start-server.js";

/** Starts it at a port of the system's choice. */
export function startDemonstration(options: Partial<ServerOptions> = {}): Promise<Server> {
  const log = { info: () => undefined, warn: () => undefined, error: console.error };
  return startServer({ port: 0, store: { kind: "memory" }, ipam: undefined, log, ...options });
}

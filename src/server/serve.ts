/**
 * A handler as a server of its own: `serve(console({ services }))`.
 */
import { type Listening, type ListenOptions, listen } from "../node/http-server.js";
import type { FetchHandler } from "../service/fetch-adapter.js";

/** The port of `soapwright serve`. */
const usualPort = 8080;

/** Serves a handler by HTTP: at port 8080 of 127.0.0.1, if the options say nothing else. Rejects with node's error if the port is not available. */
export function serve(handler: FetchHandler, options: Partial<ListenOptions> = {}): Promise<Listening> {
  return listen(handler, { port: usualPort, ...options });
}

/**
 * The server that `soapwright serve --memory` starts, in this process: its routes with the demonstration's buyer and items.
 */

import { readServeOptions } from "../../src/cli/serve-options.js";
import { createRoutes } from "../../src/cli/serve-routes.js";
import { openVeloconnect } from "../../src/cli/serve-veloconnect.js";
import { type Listening, listen } from "../../src/node/http-server.js";

/** Starts it at a port of the system's choice; `log` gets what the server would log. */
export async function startDemonstration(log: string[] = []): Promise<Listening> {
  const note = (fields: object, message: string): void => void log.push(`${message} ${JSON.stringify(fields)}`);
  const quiet = { info: note, warn: note, error: note };
  const { binding, soap, store } = await openVeloconnect(readServeOptions({ memory: true, "seller-name": "Example Wholesale" }, {}), quiet);
  const handlers = { "/veloconnect": binding, "/soap/veloconnect": soap };
  const { handle } = createRoutes({ handlers, ping: () => store.ping(), page: () => "", log: quiet });
  return listen(handle, { port: 0 });
}

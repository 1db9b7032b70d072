/**
 * The server that `soapwright serve --memory` starts, in this process: its routes with the demonstration's buyer and items.
 */

import { type Listening, listen } from "../../src/node/http-server.js";
import { readServeOptions } from "../../src/server/options.js";
import { createRoutes } from "../../src/server/routes.js";
import { openVeloconnect } from "../../src/server/veloconnect.js";

type Flags = Parameters<typeof readServeOptions>[0];

/** Starts it at a port of the system's choice. */
export async function startDemonstration(flags: Flags = {}): Promise<Listening> {
  const quiet = { info: () => undefined, warn: () => undefined, error: console.error };
  const { binding, soap, store } = await openVeloconnect(
    readServeOptions({ memory: true, "seller-name": "Example Wholesale", ...flags }, {}),
    quiet,
  );
  const handlers = { "/veloconnect": binding, "/soap/veloconnect": soap };
  const { handle } = createRoutes({ handlers, ping: () => store.ping(), page: () => "", log: quiet });
  return listen(handle, { port: 0 });
}

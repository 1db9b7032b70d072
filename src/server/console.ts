/**
 * The console of the server: its own services, and the page at `/`.
 */
import { BuiltFiles } from "../console/built-files.js";
import { type ConsoleService, console, type LiveSource } from "../console/index.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";
import { version } from "../version.js";
import { demonstrationBuyer, isLoopback } from "./buyers.js";
import type { ServerOptions } from "./options.js";
import { writePage } from "./page.js";
import { describeStore } from "./store.js";

/** Makes the console. The address of IPAM is known once it listens. What runs is shown only by a server that others do not reach. */
export function openConsole(options: ServerOptions, ipamUrl: () => string | undefined, live: LiveSource): ServiceHandler {
  const { store, buyersFile, ipam, host, trustForwarded, publicUrl } = options;
  const files = new BuiltFiles();
  const demonstration = buyersFile === undefined ? demonstrationBuyer : undefined;
  const veloconnect: ConsoleService = {
    id: "veloconnect",
    title: "veloconnect",
    contract: () => files.contract("veloconnect"),
    path: "/soap/veloconnect",
    httpPath: "/veloconnect",
    prefill: demonstration && { BuyersID: demonstration.buyersId, Password: demonstration.password },
  };
  const ipamService: ConsoleService = { id: "ipam", title: "IPAM", contract: () => files.contract("ipam") };
  return console({
    live: isLoopback(host) && !trustForwarded && publicUrl === undefined ? live : undefined,
    services: ipam === undefined ? [veloconnect] : [veloconnect, ipamService],
    fallback: () => writePage({ version, store: describeStore(store), ipam: ipamUrl(), demonstration }),
  });
}

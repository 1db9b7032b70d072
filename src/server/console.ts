/**
 * The console of the server: its own services, and the page at `/`.
 */
import { BuiltFiles } from "../console/built-files.js";
import { type ConsoleService, console } from "../console/index.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";
import { version } from "../version.js";
import { demonstrationBuyer } from "./buyers.js";
import type { ServerOptions } from "./options.js";
import { writePage } from "./page.js";
import { describeStore } from "./store.js";

/** Makes the console. The address of IPAM is known once it listens. */
export function openConsole({ store, buyersFile, ipam }: ServerOptions, ipamUrl: () => string | undefined): ServiceHandler {
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
    services: ipam === undefined ? [veloconnect] : [veloconnect, ipamService],
    fallback: () => writePage({ version, store: describeStore(store), ipam: ipamUrl(), demonstration }),
  });
}

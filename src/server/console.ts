/**
 * The console of the server: its own services, the page at `/`, and who may see what runs and act on it.
 */
import { BuiltFiles } from "../console/built-files.js";
import { type ConsoleService, console, type LiveSource, type OperatorActs } from "../console/index.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";
import type { VerifyPassword } from "../services/veloconnect/index.js";
import { version } from "../version.js";
import { demonstrationBuyer, isLoopback } from "./buyers.js";
import { ConfigurationError } from "./configuration.js";
import { openAccounts, type ServedAccounts } from "./console-accounts.js";
import { openActFile } from "./observe/act-file.js";
import { type ActDependencies, createActs } from "./operator-acts.js";
import type { ServerOptions } from "./options.js";
import { writePage } from "./page.js";
import { describeStore } from "./store.js";

/** Who may act, and what may be done. */
export interface ServedOperators {
  readonly accounts: ServedAccounts | undefined;
  readonly acts: OperatorActs | undefined;
  readonly close: () => void;
}

/** Opens the accounts and the file of acts. Throws a ConfigurationError for files that cannot be used. */
export async function openOperators(
  { console: { accountsFile, actsFile, proxy }, host, tls, publicUrl, trustForwarded }: ServerOptions,
  verify: VerifyPassword,
  dependencies: Omit<ActDependencies, "acts">,
): Promise<ServedOperators> {
  const { log } = dependencies;
  if (accountsFile === undefined) return { accounts: undefined, acts: undefined, close: () => undefined };
  if (actsFile === undefined)
    throw new ConfigurationError("operators' acts need a file beside this kind of store: name it with --console-acts");
  const isSecret = isLoopback(host) || tls !== undefined || trustForwarded || publicUrl?.startsWith("https:") === true;
  if (!isSecret)
    log.warn({ host }, "passwords of the console's accounts travel in clear text: use --cert and --key, or a proxy that ends TLS");
  const acts = createActs({ ...dependencies, acts: await openActFile(actsFile, log) });
  const accounts = await openAccounts(accountsFile, verify, log);
  if (proxy !== undefined) log.info({ address: proxy.address, header: proxy.header }, "the console believes this proxy who somebody is");
  return { accounts, acts, close: accounts.close };
}

/** What the console shows. The address of IPAM is known once it listens. */
interface Shown {
  readonly ipamUrl: () => string | undefined;
  readonly live: LiveSource;
  readonly operators: ServedOperators;
}

/** Makes the console. Without a login, what runs is shown only by a server that others do not reach. */
export function openConsole(options: ServerOptions, { ipamUrl, live, operators: { accounts, acts } }: Shown): ServiceHandler {
  const { store, buyersFile, ipam, host, trustForwarded, publicUrl } = options;
  const { proxy } = options.console;
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
    live,
    access: { isOpenHere: isLoopback(host) && !trustForwarded && publicUrl === undefined, accounts, proxy },
    acts,
    services: ipam === undefined ? [veloconnect] : [veloconnect, ipamService],
    fallback: () => writePage({ version, store: describeStore(store), ipam: ipamUrl(), demonstration }),
  });
}

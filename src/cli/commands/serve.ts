/**
 * `soapwright serve`: the services, until a signal ends it.
 */

import { createInterface } from "node:readline/promises";
import { defineCommand } from "citty";
import { version } from "../../../codegen/version.js";
import { type Listening, listen } from "../../node/http-server.js";
import { demonstrationBuyer } from "../../server/buyers.js";
import { type IpamOptions, ipamFlags, openIpam, readIpamOptions, type ServedIpam } from "../../server/ipam.js";
import { type Log, openLog } from "../../server/log.js";
import { readServeOptions, type ServeOptions, serveFlags } from "../../server/options.js";
import { packageFile } from "../../server/package-files.js";
import { writePage } from "../../server/page.js";
import { hashPassword } from "../../server/passwords.js";
import { createRoutes, type Routes } from "../../server/routes.js";
import { openVeloconnect, type ServedVeloconnect } from "../../server/veloconnect.js";
import { ExitCode, UsageError } from "../exit-code.js";

/** Milliseconds between two looks for transactions whose time is over. */
const expiryInterval = 60_000;
/** Milliseconds that running requests have for their end. */
const grace = 20_000;
/** Milliseconds that everything has for its end, whatever hangs: less than the 30 seconds after which others kill the process. */
const graceOfAll = 25_000;

/** How the server itself is, however busy it is. */
const alwaysServed = new Set(["/livez", "/readyz"]);

/** Shown behind the usage. */
export const examples = `  soapwright serve
  soapwright serve --port 9000 --data /var/lib/soapwright --buyers buyers.json
  soapwright serve --database postgres://user@host/shop --orders /srv/orders --host 0.0.0.0
  echo -n secret | soapwright serve --hash-password`;

export const serveCommand = defineCommand({
  meta: {
    name: "serve",
    description: "run the veloconnect server, and IPAM on net.tcp",
  },
  args: { ...serveFlags, ...ipamFlags },
  async run({ args }) {
    const [stray] = args._;
    if (stray !== undefined) throw new UsageError(`"${stray}" is not expected: everything is told by flags`);
    if (args["hash-password"]) {
      process.stdout.write(`${await hashPassword(await readPassword())}\n`);
      return;
    }
    await serve(readServeOptions(args, process.env), readIpamOptions(args));
  },
});

async function serve(options: ServeOptions, ipamOptions: IpamOptions | undefined): Promise<void> {
  const log = await openLog();
  const veloconnect = await openVeloconnect(options, log);
  let ipam: ServedIpam | undefined;
  const routes = createRoutes({
    handlers: { "/veloconnect": veloconnect.binding, "/soap/veloconnect": veloconnect.soap },
    ping: () => veloconnect.store.ping(),
    page: () =>
      writePage({
        version,
        store: storeText(options),
        ipam: ipam?.url,
        demonstration: options.buyersFile === undefined ? demonstrationBuyer : undefined,
      }),
    log,
  });
  let listening: Listening | undefined;
  try {
    listening = await startListening(options, routes, log);
    ipam = ipamOptions && (await openIpam(ipamOptions, options.host, veloconnect.store, log));
  } catch (error) {
    // What was opened before would keep the process from ending.
    await listening?.close(0);
    await veloconnect.close();
    throw error;
  }
  const expiry = setInterval(() => expire(veloconnect, log), expiryInterval);
  announce(options, listening, ipam);
  log.info({ url: listening.url, ipam: ipam?.url, store: options.store.kind }, "listening");
  endOnSignal(log, async () => {
    routes.drain();
    clearInterval(expiry);
    await Promise.all([listening.close(grace), ipam?.close(grace)]);
    await routes.idle();
    await veloconnect.close();
  });
}

async function startListening(options: ServeOptions, routes: Routes, log: Log): Promise<Listening> {
  const { host, port, maxConcurrent, timeout, trustForwarded } = options;
  const onError = (error: unknown): void => log.error({ err: error }, "internal error");
  try {
    return await listen(routes.handle, { host, port, maxConcurrent, alwaysServed, trustForwarded, requestTimeout: timeout, onError });
  } catch (error) {
    throw new UsageError(`cannot listen at ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function expire(veloconnect: ServedVeloconnect, log: Log): Promise<void> {
  try {
    const count = await veloconnect.expire();
    if (count > 0) log.info({ count }, "deleted transactions whose time was over");
  } catch (error) {
    log.error({ err: error }, "transactions whose time is over could not be deleted");
  }
}

/** Ends once on the first signal, finishing what runs; at once on the second. */
function endOnSignal(log: Log, end: () => Promise<void>): void {
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isEnding) process.exit(ExitCode.findings);
    isEnding = true;
    log.info({ signal }, "ending: finishing running requests");
    setTimeout(() => {
      log.error({}, "not everything came to its end in time");
      process.exit(ExitCode.findings);
    }, graceOfAll).unref();
    end().then(
      () => log.info({}, "ended"),
      (error: unknown) => {
        log.error({ err: error }, "could not end cleanly");
        process.exitCode = ExitCode.bug;
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}

function announce(options: ServeOptions, { url }: Listening, ipam: ServedIpam | undefined): void {
  const lines = [
    `soapwright serves veloconnect at ${url}/veloconnect and ${url}/soap/veloconnect?wsdl`,
    `store: ${storeText(options)}; stop with Ctrl+C`,
  ];
  if (options.ordersFolder === undefined) lines.push("orders that are placed get a number and are kept nowhere else: use --orders");
  if (options.buyersFile === undefined) {
    const { buyersId, password } = demonstrationBuyer;
    lines.push(
      `demonstration buyer: BuyersID ${buyersId}, password ${password}; use --buyers for your own`,
      `  curl '${url}/veloconnect?RequestName=GetStatusRequest&BuyersID=${buyersId}&Password=${password}'`,
    );
  }
  if (ipam !== undefined) {
    lines.push(
      `IPAM operations with progress at ${ipam.url}`,
      `  soapwright ipam run RenameSuperscope --params ${packageFile("schemas/ipam/demonstration-parameters.xml")} --endpoint ${ipam.url}`,
    );
  }
  process.stderr.write(`${lines.join("\n")}\n`);
}

function storeText({ store }: ServeOptions): string {
  switch (store.kind) {
    case "sqlite":
      return `SQLite in "${store.folder}"`;
    case "postgres":
      return "PostgreSQL";
    case "memory":
      return "memory, nothing survives the process";
  }
}

/** One line of stdin. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("password (it is shown while you type): ");
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new UsageError("no password came in");
}

/**
 * The server as a process: says where it listens, runs until a signal ends it.
 */

import { demonstrationBuyer } from "../../server/buyers.js";
import { ListenError } from "../../server/configuration.js";
import { type Log, openLog } from "../../server/log.js";
import type { ServerOptions } from "../../server/options.js";
import { packageFile } from "../../server/package-files.js";
import { type Server, startServer } from "../../server/start-server.js";
import { describeStore } from "../../server/store.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { flagName } from "../flags.js";
import { printLines } from "../report/print.js";

/** Milliseconds that closing may take, whatever hangs: less than the 30 seconds after which supervisors kill the process. */
const longestClose = 25_000;

/** Resolves with the exit code when the server has ended. */
export async function runServer(options: ServerOptions): Promise<ExitCode> {
  const log = await openLog();
  const server = await startServer({ ...options, log }).catch((error: unknown) => {
    if (error instanceof ListenError) throw new UsageError(`${error.message}; ${flagName(error.setting)} chooses another one`);
    throw error;
  });
  announce(options, server);
  const signal = await firstSignal();
  log.info({ signal }, "ending: finishing running requests");
  exitWhenLate(log);
  try {
    await server.close();
    log.info({}, "ended");
    return ExitCode.clean;
  } catch (error) {
    log.error({ err: error }, "could not end cleanly");
    return ExitCode.bug;
  }
}

function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve(signal));
  });
}

/** A second signal, or something that hangs, ends the process at once. */
function exitWhenLate(log: Log): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(ExitCode.findings));
  setTimeout(() => {
    log.error({}, "the server did not close in time");
    process.exit(ExitCode.findings);
  }, longestClose).unref();
}

function announce({ store, ordersFolder, buyersFile }: ServerOptions, { url, ipamUrl }: Server): void {
  const lines = [
    `soapwright serves veloconnect at ${url}/veloconnect and ${url}/soap/veloconnect?wsdl`,
    `open ${url}/ in a browser to try it`,
    `store: ${describeStore(store)}; stop with Ctrl+C`,
  ];
  if (ordersFolder === undefined) lines.push("orders that are placed get a number and are kept nowhere else: use --orders");
  if (buyersFile === undefined) {
    const { buyersId, password } = demonstrationBuyer;
    lines.push(
      `demonstration buyer: BuyersID ${buyersId}, password ${password}; use --buyers for your own`,
      `  curl '${url}/veloconnect?RequestName=GetStatusRequest&BuyersID=${buyersId}&Password=${password}'`,
    );
  }
  if (ipamUrl !== undefined) {
    const parameters = packageFile("schemas/ipam/demonstration-parameters.xml");
    lines.push(
      `IPAM operations with progress at ${ipamUrl}`,
      `  soapwright ipam run RenameSuperscope --params ${parameters} --endpoint ${ipamUrl}`,
    );
  }
  printLines(process.stderr, lines.join("\n"));
}

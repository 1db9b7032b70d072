/**
 * The server of the package: veloconnect over HTTP, IPAM over net.tcp, one store, one log.
 */
import { createSecureContext } from "node:tls";
import { errorText } from "../error-text.js";
import { type Listening, listen } from "../node/http-server.js";
import { sessionMachine } from "../services/ipam/index.js";
import { transactionMachines } from "../services/veloconnect/machines.js";
import { ConfigurationError, ListenError, readConfiguration } from "./configuration.js";
import { openConsole, openOperators, type ServedOperators } from "./console.js";
import { startExpiry } from "./expiry.js";
import { openIpam, type ServedIpam } from "./ipam.js";
import { type Log, openLog } from "./log.js";
import { openAudit } from "./observe/audit.js";
import { LiveData } from "./observe/live-data.js";
import { listenForMetrics, metricsPath, serveMetrics } from "./observe/metrics-server.js";
import { Observer } from "./observe/observer.js";
import { openTracing } from "./observe/tracing.js";
import { readBuyersOf, readOutbox } from "./operator-acts.js";
import { completeOptions, type ServerOptions } from "./options.js";
import { createRoutes, type Routes } from "./routes.js";
import { describeStore } from "./store.js";
import { openVeloconnect, type ServedVeloconnect } from "./veloconnect.js";

/** Milliseconds that running requests have to finish when the server is closed. */
const defaultGrace = 20_000;

/** Health endpoints are served even when the request limit is reached. */
const alwaysServed = new Set(["/livez", "/readyz"]);

/** A running server. */
export interface Server {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** `net.tcp://127.0.0.1:48885/Ipam/OperationWithProgress`; undefined: IPAM is not served. */
  readonly ipamUrl: string | undefined;
  /** `http://127.0.0.1:9464/metrics`; undefined: metrics are not served. */
  readonly metricsUrl: string | undefined;
  /** Takes no new requests, lets running ones finish for at most `grace` milliseconds, and closes the store. */
  readonly close: (grace?: number) => Promise<void>;
}

/** Starts the server. Throws a ConfigurationError, with everything closed again, for an option or a file that cannot be used. */
export async function startServer(given: Partial<ServerOptions> = {}): Promise<Server> {
  const options = completeOptions(given);
  const log = options.log ?? (await openLog());
  const observer = new Observer(await openTracing(), await openAudit(options.audit, log));
  const veloconnect = await openVeloconnect(options, log, observer);
  const metrics = serveMetrics(() => observer.write(veloconnect.store, Date.now()));
  const operators = await openOperatorsOf(options, veloconnect, log);
  let ipam: ServedIpam | undefined;
  const { store, buyers } = veloconnect;
  const live = new LiveData({
    store,
    machines: [...transactionMachines, sessionMachine],
    ipam: () => ipam,
    kind: describeStore(options.store),
    outbox: () => readOutbox(store),
    buyers: () => readBuyersOf(buyers.file),
  });
  const routes = createRoutes({
    handlers: {
      "/veloconnect": veloconnect.binding,
      "/soap/veloconnect": veloconnect.soap,
      ...(options.metrics === "public" && { [metricsPath]: metrics }),
    },
    ping: () => veloconnect.ping(),
    console: openConsole(options, { ipamUrl: () => ipam?.url, live, operators }),
    log: live.watchLog(log),
    describe: observer.describe,
    count: live.watchCount(observer.metrics),
  });
  let listening: Listening | undefined;
  let metricsListening: Listening | undefined;
  try {
    listening = await startListening(options, routes, log);
    metricsListening = await listenForMetrics(options.metrics, metrics);
    ipam = options.ipam && (await openIpam(options.ipam, options.host, { store, log, onRefused: live.fault }));
  } catch (error) {
    // What was opened before would keep the process from ending.
    await listening?.close(0);
    await metricsListening?.close(0);
    operators.close();
    await veloconnect.close();
    throw error;
  }
  const metricsUrl =
    options.metrics === "public" ? `${listening.url}${metricsPath}` : metricsListening && `${metricsListening.url}${metricsPath}`;
  log.info({ url: listening.url, ipam: ipam?.url, metrics: metricsUrl, store: options.store.kind }, "listening");
  const close = closerOf({ listening, metricsListening, routes, veloconnect, operators, ipam, live, log });
  return { url: listening.url, ipamUrl: ipam?.url, metricsUrl, close };
}

interface Parts {
  readonly listening: Listening;
  readonly metricsListening: Listening | undefined;
  readonly routes: Routes;
  readonly veloconnect: ServedVeloconnect;
  readonly operators: ServedOperators;
  readonly ipam: ServedIpam | undefined;
  readonly live: LiveData;
  readonly log: Log;
}

/** Expires transactions until the server is closed. */
function closerOf({ listening, metricsListening, routes, veloconnect, operators, ipam, live, log }: Parts): Server["close"] {
  const stopExpiry = startExpiry(veloconnect.expire, log);
  return async (grace = defaultGrace) => {
    routes.drain();
    live.close();
    stopExpiry();
    operators.close();
    await Promise.all([listening.close(grace), ipam?.close(grace)]);
    await routes.idle();
    await metricsListening?.close(0);
    await veloconnect.close();
  };
}

/** What was opened before is closed again when the accounts cannot be used. */
async function openOperatorsOf(
  options: ServerOptions,
  { store, buyers, expire, close }: ServedVeloconnect,
  log: Log,
): Promise<ServedOperators> {
  try {
    return await openOperators(options, buyers.verify, { store, buyersFile: buyers.file, doDue: expire, log });
  } catch (error) {
    await close();
    throw error;
  }
}

async function startListening(options: ServerOptions, routes: Routes, log: Log): Promise<Listening> {
  const { host, port, maxConcurrent, connectionsPerAddress, timeout, trustForwarded, publicUrl } = options;
  const publicOrigin = publicUrl === undefined ? undefined : readOrigin(publicUrl);
  const onError = (error: unknown): void => log.error({ err: error }, "internal error");
  const tls = options.tls && (await readCertificate(options.tls));
  try {
    return await listen(routes.handle, {
      host,
      port,
      ...(tls && { tls }),
      maxConcurrent,
      ...(connectionsPerAddress !== undefined && { maxConnectionsPerAddress: connectionsPerAddress }),
      alwaysServed,
      trustForwarded,
      ...(publicOrigin !== undefined && { publicOrigin }),
      requestTimeout: timeout,
      onError,
    });
  } catch (error) {
    throw new ListenError({ host, port }, { host: "host", port: "port" }, error);
  }
}

/** Reads a certificate and its key. Throws a ConfigurationError for files that do not go together. */
async function readCertificate({ certFile, keyFile }: NonNullable<ServerOptions["tls"]>): Promise<{ cert: string; key: string }> {
  const asText = (text: string): string => text;
  const [cert, key] = await Promise.all([readConfiguration(certFile, asText), readConfiguration(keyFile, asText)]);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigurationError(`the certificate "${certFile}" with the key "${keyFile}" cannot be used: ${errorText(error)}`);
  }
  return { cert, key };
}

/** Paths are those of the contract. */
function readOrigin(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new ConfigurationError(`the public URL "${publicUrl}" is not a scheme and a host like https://shop.example`);
}

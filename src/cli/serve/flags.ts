/**
 * Flags and environment of `soapwright serve` -> options of a server.
 */
import { isIP } from "node:net";
import type { IpamOptions } from "../../server/ipam.js";
import { completeOptions, defaultOptions, type MetricsAddress, type ServerOptions } from "../../server/options.js";
import type { StoreOptions } from "../../server/store.js";
import { defaultWrongPasswordLimits } from "../../wrong-passwords.js";
import { UsageError } from "../exit-code.js";
import { choice, type FlagValues, list, number, readNumber, text, toggle, toggledOff } from "../flags.js";
import { checkDatabaseUrl } from "./database-url.js";

const port = { min: 0, max: 65_535, initial: undefined };
const hour = 3_600_000;
const day = 24 * hour;
const hours = { min: 0.001, fractions: true, initial: 24 } as const;

export const serveFlags = {
  port: number("port", `TCP port; default ${defaultOptions.port} or $PORT`, port),
  host: text("address", "address to listen at; 0.0.0.0 for all of IPv4", defaultOptions.host),
  data: text("folder", "folder of the embedded store and of placed orders", "data"),
  memory: toggle("keep everything in memory: nothing survives the process"),
  database: text("postgres://...", "PostgreSQL database instead of the embedded store"),
  orders: text("folder", "folder for placed orders, a JSON file each; the folder orders in that of --data if left out"),
  buyers: text("file", "JSON file of buyers; a demonstration buyer if left out"),
  demo: toggle("serve the demonstration buyer beyond this machine, too: anybody may order then"),
  hashPassword: toggle("read a password from stdin, print its hash for the file of buyers, and end"),
  catalogue: text("file", "JSON or CSV file of items; the demonstration catalogue if left out"),
  receipts: text("folder", "folder of documents for buyers; receipts are not served if left out"),
  reports: text("folder", "folder for buyers' reports of stock and sales; not taken if left out"),
  merchandise: text("postgres://...", "PostgreSQL database of items, orders, documents and reports, in place of these"),
  sellerName: text("name", "name of the seller in the profile", defaultOptions.sellerName),
  onlineShop: text("id", "offer OrderInOnlineShop: the TransactionID of every buyer's basket, online-basket for instance"),
  sellersId: text("number", "the seller's number, for clients that still send SellersID"),
  release: choice(["1.1", "1.3", "1.4", "1.5", "1.6"], "release in whose terms URL requests are answered"),
  secure: toggle("the profile names the TLS bindings: the server is behind a proxy that ends TLS"),
  language: choice(["en", "de"], "language of ResponseMessages for clients that ask for neither German nor English"),
  tolerant: toggle("accept documents whose namespaces are missing, misspelled or of an older revision, and forms in ISO-8859-1"),
  hideBuyers: toggledOff("an unknown BuyersID is answered with 410, and only a wrong password with 411"),
  wrongPasswords: number("number", "wrong passwords of one address in a minute; more are not checked", {
    min: 1,
    initial: defaultOptions.passwordLimits.wrongPerAddress,
  }),
  senderFaultStatus: choice(["400", "500"], "HTTP status of SOAP 1.2's Sender faults: .NET's clients read them only with 500"),
  listFinal: toggledOff("GetStatus leaves finished transactions out"),
  idleHours: number("hours", "hours until an open transaction that nobody uses is deleted", hours),
  retentionHours: number("hours", "hours that a finished transaction is kept", hours),
  openPerBuyer: number("number", "open transactions a buyer may have at once", { min: 1, initial: defaultOptions.openPerBuyer }),
  hitsPerSearch: number("number", "hits that a search keeps; further ones are not counted", {
    min: 1,
    initial: defaultOptions.hitsPerSearch,
  }),
  hitsPerAnswer: number("number", "hits that an answer has at most", { min: 1, initial: defaultOptions.hitsPerAnswer }),
  maxOrderBytes: number("bytes", "bytes that one transaction may take in the store", { min: 1, initial: defaultOptions.maxOrderBytes }),
  maxBuyerBytes: number("bytes", "bytes that all transactions of a buyer may take", { min: 1, initial: defaultOptions.maxBuyerBytes }),
  maxConcurrent: number("number", "requests at once; more are refused with 503", { min: 1, initial: defaultOptions.maxConcurrent }),
  connectionsPerAddress: number("number", "connections of one address at once; default 1000, or any number with --trust-forwarded", {
    min: 1,
    initial: undefined,
  }),
  maxBody: number("bytes", "bytes of a request's body", { min: 1, initial: defaultOptions.maxBodyBytes }),
  merchandiseTimeout: number("seconds", "seconds that the merchandise system may take for an answer", {
    min: 0.1,
    max: 3600,
    fractions: true,
    initial: 10,
  }),
  timeout: number("seconds", "seconds for reading a request and answering it", { min: 0.1, max: 3600, fractions: true, initial: 30 }),
  trustForwarded: toggle("believe X-Forwarded-For, -Proto and -Host of a proxy"),
  publicUrl: text("https://host", "scheme and host under which clients reach the server, for ?wsdl; those of the request if left out"),
  cert: text("file", "PEM file of a certificate, with those that vouch for it: the HTTP services speak TLS alone"),
  key: text("file", "PEM file of the certificate's key"),
  metricsPort: number("port", "TCP port of its own for /metrics; not served if left out", port),
  metricsHost: text("address", "address of that port", "127.0.0.1"),
  publicMetrics: toggle("serve /metrics beside the services: everybody who reaches them may read it"),
  audit: text("folder", "folder of the audit log, a file a day; in the log if left out"),
  auditDays: number("days", "days that files of the audit log are kept", { min: 1, initial: 365 }),
  consoleAccounts: text("file", "JSON file of those who may log in to the console; its documentation has the format"),
  consoleActs: text("file", "file that operators' acts are added to; acts.jsonl in the folder of --data if left out"),
  consoleProxy: text("address", "network address of a proxy that says who somebody is: the console believes its header"),
  consoleUserHeader: text("name", "header of that proxy with the user's name", "x-forwarded-user"),
  historyDays: number("days", "days that the steps of transactions are recorded", { min: 0.001, fractions: true, initial: 90 }),
  ipam: toggledOff("IPAM is not served"),
  ipamPort: number("port", "TCP port of IPAM; default 48885, left out if that is taken", port),
  ipamRoles: text("file", "JSON file of IPAM's groups, roles and policies; everybody may run everything if left out"),
  ipamCaller: text(
    "S-1-...,S-1-...",
    "security identifiers of callers who are not authenticated, the user's first; default S-1-5-7, anonymous",
  ),
  ipamKeytab: text("file", "key table of the service: clients authenticate by Kerberos"),
  ipamSpn: list("HOST/name", "name under which clients may ask for the service by Kerberos; all that the key table opens if left out"),
  ipamAccounts: text("file", "JSON file of accounts with NT hashes: clients authenticate by NTLM"),
  hashNt: toggle("read a password from stdin, print its NT hash for the file of accounts, and end"),
  ipamCert: text("file", "PEM file of the certificate for TLS, which clients must use then"),
  ipamKey: text("file", "PEM file of the certificate's key"),
  ipamCallbackActions: choice(["session", "callback"], "actions of callbacks: of the session's port type, or of the callbacks' own"),
};

export type ServeFlags = FlagValues<typeof serveFlags>;

/** Throws a UsageError for flags that do not go together. */
export function readServerOptions(flags: ServeFlags, environment: NodeJS.ProcessEnv): ServerOptions {
  const tls = readTls(flags);
  return completeOptions({
    host: flags.host,
    port: flags.port ?? readPort(environment.PORT) ?? defaultOptions.port,
    store: readStore(flags),
    ...(flags.orders !== undefined && { ordersFolder: flags.orders }),
    buyersFile: flags.buyers,
    demo: flags.demo,
    ...readMerchandise(flags),
    sellerName: flags.sellerName,
    shopId: flags.onlineShop,
    sellersId: flags.sellersId,
    release: flags.release,
    bindings: flags.secure || tls !== undefined ? ["URL-S", "XML-POST-S"] : ["URL", "XML-POST"],
    tls,
    language: flags.language,
    tolerant: flags.tolerant,
    hideBuyers: flags.hideBuyers,
    passwordLimits: { ...defaultOptions.passwordLimits, wrongPerAddress: flags.wrongPasswords },
    senderFaultStatus: flags.senderFaultStatus === "500" ? 500 : 400,
    listFinal: flags.listFinal,
    idleTime: flags.idleHours * hour,
    retention: flags.retentionHours * hour,
    openPerBuyer: flags.openPerBuyer,
    hitsPerSearch: flags.hitsPerSearch,
    hitsPerAnswer: flags.hitsPerAnswer,
    maxOrderBytes: flags.maxOrderBytes,
    maxBuyerBytes: flags.maxBuyerBytes,
    maxConcurrent: flags.maxConcurrent,
    connectionsPerAddress: flags.connectionsPerAddress,
    maxBodyBytes: flags.maxBody,
    timeout: flags.timeout * 1000,
    merchandiseTimeout: flags.merchandiseTimeout * 1000,
    trustForwarded: flags.trustForwarded,
    publicUrl: flags.publicUrl,
    metrics: readMetricsAddress(flags),
    audit: flags.audit === undefined ? undefined : { folder: flags.audit, keep: flags.auditDays * day },
    historyTime: flags.historyDays * day,
    console: readConsoleOptions(flags),
    ipam: flags.ipam ? readIpamOptions(flags) : undefined,
  });
}

function readConsoleOptions({ consoleAccounts, consoleActs, consoleProxy, consoleUserHeader }: ServeFlags): ServerOptions["console"] {
  if (consoleProxy !== undefined && isIP(consoleProxy) === 0)
    throw new UsageError(`--console-proxy: "${consoleProxy}" is not a network address`);
  if (!/^[\w-]+$/.test(consoleUserHeader))
    throw new UsageError(`--console-user-header: "${consoleUserHeader}" is not the name of a header`);
  const proxy = consoleProxy === undefined ? undefined : { address: consoleProxy, header: consoleUserHeader };
  return { accountsFile: consoleAccounts, actsFile: consoleActs, proxy };
}

function readPort(given: string | undefined): number | undefined {
  return given === undefined ? undefined : readNumber(given, "$PORT", port);
}

function readTls({ cert, key }: ServeFlags): ServerOptions["tls"] {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError("--cert and --key go together");
  return cert === undefined || key === undefined ? undefined : { certFile: cert, keyFile: key };
}

function readStore({ memory, database, data }: ServeFlags): StoreOptions {
  if (memory && database !== undefined) throw new UsageError("--memory and --database exclude each other");
  if (memory) return { kind: "memory" };
  if (database === undefined) return { kind: "sqlite", folder: data };
  checkDatabaseUrl("--database", database);
  return { kind: "postgres", url: database };
}

type MerchandiseFlags = Pick<ServerOptions, "catalogueFile" | "receiptsFolder" | "reportsFolder" | "merchandiseUrl">;

function readMerchandise({ catalogue, orders, receipts, reports, merchandise }: ServeFlags): MerchandiseFlags {
  const others = { catalogue, orders, receipts, reports };
  const other = Object.entries(others).find(([, value]) => value !== undefined)?.[0];
  if (merchandise !== undefined && other !== undefined) throw new UsageError(`--merchandise and --${other} exclude each other`);
  if (merchandise !== undefined) checkDatabaseUrl("--merchandise", merchandise);
  return { catalogueFile: catalogue, receiptsFolder: receipts, reportsFolder: reports, merchandiseUrl: merchandise };
}

function readMetricsAddress({ publicMetrics, metricsPort, metricsHost }: ServeFlags): MetricsAddress | undefined {
  if (publicMetrics && metricsPort !== undefined) throw new UsageError("--public-metrics and --metrics-port exclude each other");
  if (publicMetrics) return "public";
  return metricsPort === undefined ? undefined : { host: metricsHost, port: metricsPort };
}

function readIpamOptions(flags: ServeFlags): IpamOptions {
  const { ipamPort, ipamRoles, ipamCaller, ipamCert, ipamKey, ipamAccounts, ipamCallbackActions, wrongPasswords } = flags;
  if ((ipamCert === undefined) !== (ipamKey === undefined)) throw new UsageError("--ipam-cert and --ipam-key go together");
  const kerberos = readKerberos(flags);
  if (ipamCaller !== undefined && (kerberos !== undefined || ipamAccounts !== undefined)) {
    throw new UsageError("--ipam-caller is for servers without --ipam-keytab and --ipam-accounts: there, callers say who they are");
  }
  return {
    port: ipamPort,
    rolesFile: ipamRoles,
    securityIds: readSecurityIds(ipamCaller),
    tls: ipamCert === undefined || ipamKey === undefined ? undefined : { certFile: ipamCert, keyFile: ipamKey },
    kerberos,
    accountsFile: ipamAccounts,
    wrongPasswords: { ...defaultWrongPasswordLimits, perAddress: wrongPasswords },
    callbackActions: ipamCallbackActions,
  };
}

function readKerberos({ ipamKeytab, ipamSpn }: ServeFlags): IpamOptions["kerberos"] {
  const wrong = ipamSpn.find((name) => !/^[^/@\s]+\/[^/@\s]+$/.test(name));
  if (wrong !== undefined) throw new UsageError(`--ipam-spn: "${wrong}" is not a name like HOST/server.example`);
  if (ipamKeytab === undefined && ipamSpn.length > 0) throw new UsageError("--ipam-spn needs --ipam-keytab");
  return ipamKeytab === undefined ? undefined : { keytabFile: ipamKeytab, services: ipamSpn };
}

function readSecurityIds(given: string | undefined): readonly string[] | undefined {
  const ids = given?.split(",").map((id) => id.trim());
  const wrong = ids?.find((id) => !/^S-1-\d+(-\d+)+$/.test(id));
  if (wrong !== undefined) throw new UsageError(`--ipam-caller: "${wrong}" is not a security identifier`);
  return ids;
}

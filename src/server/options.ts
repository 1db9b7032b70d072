/**
 * The options of a server, and their defaults.
 */
import { join } from "node:path";
import type { BindingName, Language, MerchandiseSystem, Release } from "../services/veloconnect/index.js";
import { defaultSearchLimits } from "../services/veloconnect/text-search-operations.js";
import type { IpamOptions } from "./ipam.js";
import type { Log } from "./log.js";
import type { AuditOptions } from "./observe/audit.js";
import { defaultPasswordLimits, type PasswordLimits } from "./password-queue.js";
import type { StoreOptions } from "./store.js";

/** Who may see what runs, and act on it, at the console. */
export interface ConsoleOptions {
  /** JSON file of those who may log in; undefined: nobody can. */
  readonly accountsFile: string | undefined;
  /** A proxy that says in a header who somebody is; undefined: none. */
  readonly proxy: { readonly address: string; readonly header: string } | undefined;
  /** The file that operators' acts are added to; undefined: none, so operators can do nothing. */
  readonly actsFile: string | undefined;
}

/** The options of a server. Times are in milliseconds. */
export interface ServerOptions {
  readonly host: string;
  /** 0: any port that is free. */
  readonly port: number;
  readonly store: StoreOptions;
  /** The folder of placed orders; undefined: an order gets a number, and is kept in its transaction only. */
  readonly ordersFolder: string | undefined;
  /** The folder of documents for buyers, offers and invoices for instance; undefined: receipts are not served. */
  readonly receiptsFolder: string | undefined;
  /** The folder for reports of stock and sales; undefined: they are not taken. */
  readonly reportsFolder: string | undefined;
  /** A program's own system, in place of the catalogue file, the folders and the database; undefined: these. */
  readonly merchandise: MerchandiseSystem | undefined;
  /** How long the merchandise system may take for an answer; then ResponseCode 500. */
  readonly merchandiseTimeout: number;
  /** A PostgreSQL database with items, orders, documents and reports, in place of the file and the folders; undefined: these. */
  readonly merchandiseUrl: string | undefined;
  /** Undefined: a demonstration buyer. */
  readonly buyersFile: string | undefined;
  /** The demonstration buyer, whose password everybody knows, may be served beyond this machine. */
  readonly demo: boolean;
  /** Undefined: the demonstration catalogue. */
  readonly catalogueFile: string | undefined;
  /** The name of the seller in the profile. */
  readonly sellerName: string;
  /** The TransactionID of every buyer's basket; undefined: OrderInOnlineShop is not offered. */
  readonly shopId: string | undefined;
  /** The seller's number, for clients that still send SellersID. */
  readonly sellersId: string | undefined;
  /** The release in whose terms URL requests are answered. */
  readonly release: Release;
  /** The bindings that the profile names. */
  readonly bindings: readonly BindingName[];
  /** The language of ResponseMessages for clients that ask for neither German nor English. */
  readonly language: Language;
  /** Requests whose namespaces are missing, misspelled or of an older revision are accepted. */
  readonly tolerant: boolean;
  /** GetStatus lists finished transactions, too. */
  readonly listFinal: boolean;
  /** An unknown BuyersID is answered like a wrong password. */
  readonly hideBuyers: boolean;
  /** Work on passwords that have not been right before. */
  readonly passwordLimits: PasswordLimits;
  /** The HTTP status of SOAP 1.2's Sender faults. .NET's clients read such faults only with 500. */
  readonly senderFaultStatus: 400 | 500;
  /** How long an open transaction may be unused before it is deleted. */
  readonly idleTime: number;
  /** How long a finished transaction is kept. */
  readonly retention: number;
  /** Open transactions that a buyer may have at once. */
  readonly openPerBuyer: number;
  /** Hits that a search keeps; further ones are not counted either. */
  readonly hitsPerSearch: number;
  /** Hits that an answer has at most, however many a client asks for. */
  readonly hitsPerAnswer: number;
  /** Bytes that one transaction may take in the store. */
  readonly maxOrderBytes: number;
  /** Bytes that all transactions of a buyer may take in the store, each with 1 KiB beside what it holds. */
  readonly maxBuyerBytes: number;
  /** Requests at once; more are refused with 503. */
  readonly maxConcurrent: number;
  /** Connections of one address; undefined: 1,000, or any number with `trustForwarded`, when they are the proxy's. */
  readonly connectionsPerAddress: number | undefined;
  readonly maxBodyBytes: number;
  /** The time for reading a request and answering it. */
  readonly timeout: number;
  /** X-Forwarded-For, -Proto and -Host are believed: a proxy sets them. */
  readonly trustForwarded: boolean;
  /** The scheme, host and port under which clients reach the server, for `?wsdl`. Undefined: what the request says. */
  readonly publicUrl: string | undefined;
  /** Where `/metrics` is served; undefined: nowhere. */
  readonly metrics: MetricsAddress | undefined;
  /** Where the audit log is kept; undefined: in the log. */
  readonly audit: AuditOptions | undefined;
  /** How long transitions of transactions are recorded. */
  readonly historyTime: number;
  /** PEM files of a certificate and its key: the HTTP services are reached over TLS alone. Undefined: over plain HTTP. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly console: ConsoleOptions;
  /** Undefined: IPAM is not served. */
  readonly ipam: IpamOptions | undefined;
  /** Undefined: JSON lines on the standard output. */
  readonly log: Log | undefined;
}

/** Where Prometheus asks for metrics: a port of its own, or the path `/metrics` at the server's. */
export type MetricsAddress = { readonly host: string; readonly port: number } | "public";

const hour = 3_600_000;

/** The options of a server that is started without any; `ordersFolder` follows the store. */
export const defaultOptions: Omit<ServerOptions, "ordersFolder"> = {
  host: "127.0.0.1",
  port: 8080,
  store: { kind: "sqlite", folder: "data" },
  receiptsFolder: undefined,
  reportsFolder: undefined,
  merchandiseUrl: undefined,
  merchandise: undefined,
  merchandiseTimeout: 10_000,
  buyersFile: undefined,
  demo: false,
  catalogueFile: undefined,
  sellerName: "Example Wholesale",
  shopId: undefined,
  sellersId: undefined,
  release: "1.1",
  bindings: ["URL", "XML-POST"],
  language: "en",
  tolerant: false,
  listFinal: true,
  hideBuyers: true,
  passwordLimits: defaultPasswordLimits,
  senderFaultStatus: 400,
  idleTime: 24 * hour,
  retention: 24 * hour,
  openPerBuyer: 1000,
  hitsPerSearch: defaultSearchLimits.perSearch,
  hitsPerAnswer: defaultSearchLimits.perAnswer,
  maxOrderBytes: 4 * 1024 ** 2,
  maxBuyerBytes: 64 * 1024 ** 2,
  maxConcurrent: 1000,
  connectionsPerAddress: undefined,
  maxBodyBytes: 2 * 1024 ** 2,
  timeout: 30_000,
  trustForwarded: false,
  publicUrl: undefined,
  tls: undefined,
  metrics: undefined,
  audit: undefined,
  historyTime: 90 * 24 * hour,
  console: { accountsFile: undefined, proxy: undefined, actsFile: undefined },
  ipam: {
    port: undefined,
    rolesFile: undefined,
    securityIds: undefined,
    tls: undefined,
    callbackActions: "session",
  },
  log: undefined,
};

/** Adds what is missing. Beside an embedded store, orders and operators' acts are kept in the store's folder. */
export function completeOptions(given: Partial<ServerOptions>): ServerOptions {
  const options = { ...defaultOptions, ...given };
  const { store } = options;
  const ordersFolder = store.kind === "sqlite" ? join(store.folder, "orders") : undefined;
  const actsFile = options.console.actsFile ?? (store.kind === "sqlite" ? join(store.folder, "acts.jsonl") : undefined);
  return { ordersFolder, ...options, console: { ...options.console, actsFile } };
}

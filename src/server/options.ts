/**
 * Flags and environment of `soapwright serve` -> options, checked.
 */
import { join } from "node:path";
import type { BindingName, Release } from "../services/veloconnect/index.js";
import { ConfigurationError } from "./configuration.js";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Where the store is: a folder, a PostgreSQL database, or nowhere. */
  readonly store:
    | { readonly kind: "sqlite"; readonly folder: string }
    | { readonly kind: "postgres"; readonly url: string }
    | { readonly kind: "memory" };
  /** The folder of placed orders; undefined: they get numbers and are kept nowhere else. */
  readonly ordersFolder: string | undefined;
  readonly buyersFile: string | undefined;
  readonly catalogueFile: string | undefined;
  readonly sellerName: string;
  readonly sellersId: string | undefined;
  readonly release: Release;
  readonly bindings: readonly BindingName[];
  readonly tolerant: boolean;
  readonly listFinal: boolean;
  readonly hideBuyers: boolean;
  readonly senderFaultStatus: 400 | 500;
  readonly idleTime: number;
  readonly retention: number;
  readonly perBuyer: number;
  readonly maxConcurrent: number;
  readonly maxBodyBytes: number;
  readonly timeout: number;
  readonly trustForwarded: boolean;
}

export const serveFlags = {
  port: { type: "string", description: "TCP port; default 8080 or $PORT", valueHint: "port" },
  host: { type: "string", description: "address to listen at; 0.0.0.0 for all of IPv4", default: "127.0.0.1", valueHint: "address" },
  data: { type: "string", description: "folder of the embedded store and of placed orders", default: "data", valueHint: "folder" },
  memory: { type: "boolean", description: "keep everything in memory: nothing survives the process", default: false },
  database: { type: "string", description: "PostgreSQL database instead of the embedded store", valueHint: "postgres://..." },
  orders: {
    type: "string",
    description: "folder for placed orders, a JSON file each; the folder orders in that of --data when left out",
    valueHint: "folder",
  },
  buyers: { type: "string", description: "JSON file of buyers; a demonstration buyer when left out", valueHint: "file" },
  "hash-password": {
    type: "boolean",
    description: "read a password from stdin, print its hash for the file of buyers, and end",
    default: false,
  },
  catalogue: { type: "string", description: "JSON file of items; the demonstration catalogue when left out", valueHint: "file" },
  "seller-name": { type: "string", description: "name of the seller in the profile", default: "Example Wholesale", valueHint: "name" },
  "sellers-id": { type: "string", description: "the seller's number, for clients that still send SellersID", valueHint: "number" },
  release: {
    type: "string",
    description: "release in whose terms URL requests are answered",
    default: "1.1",
    valueHint: "1.1|1.4|1.5|1.6",
  },
  secure: {
    type: "boolean",
    description: "the profile names the TLS bindings: the server is behind a proxy that ends TLS",
    default: false,
  },
  tolerant: {
    type: "boolean",
    description: "take XML-POST requests whose namespaces are missing, misspelled or of an older revision",
    default: false,
  },
  "hide-buyers": { type: "boolean", description: "an unknown BuyersID is answered like a wrong password, 411", default: false },
  "sender-fault-status": {
    type: "string",
    description: "HTTP status of SOAP 1.2's Sender faults: .NET's clients read them only with 500",
    default: "400",
    valueHint: "400|500",
  },
  "list-final": { type: "boolean", description: "GetStatus lists finished transactions too", default: true },
  "idle-hours": {
    type: "string",
    description: "hours until an open transaction that nobody uses is deleted",
    default: "24",
    valueHint: "hours",
  },
  "retention-hours": { type: "string", description: "hours that a finished transaction is kept", default: "24", valueHint: "hours" },
  "open-per-buyer": { type: "string", description: "open transactions a buyer may have at once", default: "1000", valueHint: "number" },
  "max-concurrent": { type: "string", description: "requests at once; more are told 503", default: "1000", valueHint: "number" },
  "max-body": { type: "string", description: "bytes of a request's body", default: "10485760", valueHint: "bytes" },
  timeout: { type: "string", description: "seconds for reading a request and answering it", default: "30", valueHint: "seconds" },
  "trust-forwarded": { type: "boolean", description: "believe X-Forwarded-Proto and -Host of a proxy", default: false },
} as const;

type Flags = {
  readonly [Name in keyof typeof serveFlags]?: (typeof serveFlags)[Name]["type"] extends "boolean"
    ? boolean | undefined
    : string | undefined;
};

/** Checks flags. Throws a ConfigurationError that says what is wrong. */
export function readServeOptions(flags: Flags, environment: NodeJS.ProcessEnv): ServeOptions {
  const hour = 3600_000;
  const store = readStore(flags);
  return {
    host: flags.host ?? "127.0.0.1",
    port: readNumber("--port", flags.port ?? environment.PORT ?? "8080", { integer: true, min: 0, max: 65_535 }),
    store,
    ordersFolder: flags.orders ?? (store.kind === "sqlite" ? join(store.folder, "orders") : undefined),
    buyersFile: flags.buyers,
    catalogueFile: flags.catalogue,
    sellerName: flags["seller-name"] ?? "",
    sellersId: flags["sellers-id"],
    release: readRelease(flags.release ?? "1.1"),
    bindings: flags.secure ? ["URL-S", "XML-POST-S"] : ["URL", "XML-POST"],
    tolerant: flags.tolerant ?? false,
    hideBuyers: flags["hide-buyers"] ?? false,
    senderFaultStatus: readSenderFaultStatus(flags["sender-fault-status"] ?? "400"),
    listFinal: flags["list-final"] ?? true,
    idleTime: hour * readNumber("--idle-hours", flags["idle-hours"] ?? "24", { min: 0.001 }),
    retention: hour * readNumber("--retention-hours", flags["retention-hours"] ?? "24", { min: 0.001 }),
    perBuyer: readNumber("--open-per-buyer", flags["open-per-buyer"] ?? "1000", { integer: true, min: 1 }),
    maxConcurrent: readNumber("--max-concurrent", flags["max-concurrent"] ?? "1000", { integer: true, min: 1 }),
    maxBodyBytes: readNumber("--max-body", flags["max-body"] ?? "10485760", { integer: true, min: 1 }),
    timeout: 1000 * readNumber("--timeout", flags.timeout ?? "30", { min: 0.1, max: 3600 }),
    trustForwarded: flags["trust-forwarded"] ?? false,
  };
}

function readStore(flags: Flags): ServeOptions["store"] {
  if (flags.memory && flags.database !== undefined) throw new ConfigurationError("--memory and --database exclude each other");
  if (flags.memory) return { kind: "memory" };
  if (flags.database === undefined) return { kind: "sqlite", folder: flags.data ?? "data" };
  if (!/^postgres(ql)?:\/\//.test(flags.database))
    throw new ConfigurationError("--database is a URL: postgres://user:password@host/database");
  return { kind: "postgres", url: flags.database };
}

interface NumberRule {
  readonly integer?: true;
  readonly min: number;
  readonly max?: number;
}

function readNumber(flag: string, text: string, { integer, min, max = 1e12 }: NumberRule): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= min && number <= max) || (integer && !Number.isInteger(number))) {
    throw new ConfigurationError(`${flag} is ${integer ? "a whole number" : "a number"} from ${min} to ${max}, not "${text}"`);
  }
  return number;
}

function readSenderFaultStatus(text: string): 400 | 500 {
  if (text === "400") return 400;
  if (text === "500") return 500;
  throw new ConfigurationError(`--sender-fault-status is one of 400, 500, not "${text}"`);
}

function readRelease(text: string): Release {
  const releases: readonly Release[] = ["1.1", "1.4", "1.5", "1.6"];
  const release = releases.find((each) => each === text);
  if (release === undefined) throw new ConfigurationError(`--release is one of ${releases.join(", ")}, not "${text}"`);
  return release;
}

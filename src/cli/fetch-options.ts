/**
 * Flags of `soapwright fetch` -> what fetching needs.
 */
import { pathToFileURL } from "node:url";
import { readCatalog } from "../../codegen/load/catalog.js";
import { fileHost, standardCatalogPath } from "../../codegen/load/file-host.js";
import type { ContractLock } from "../../codegen/tools/fetch/contract-lock.js";
import { type Network, systemNetwork } from "../../codegen/tools/fetch/download.js";
import { type VendoredContract, type VendorOptions, vendorContract } from "../../codegen/tools/fetch/vendor-contract.js";
import { UsageError } from "./exit-code.js";

/** Limits of one document and of the contract. */
export type FetchLimits = Pick<VendorOptions, "maxBytes" | "maxTotalBytes" | "maxDocuments" | "maxDepth" | "maxRedirects" | "timeout">;

type LimitFlag = "max-documents" | "max-depth" | "max-bytes" | "max-total-bytes" | "max-redirects" | "timeout";

/** Reads whole numbers above zero: zero could be taken for "no limit". */
export function readLimits(flags: Readonly<Record<LimitFlag, string>>): FetchLimits {
  const read = (name: LimitFlag, most: number): number => {
    const value = flags[name];
    if (!/^\d{1,12}$/.test(value) || Number(value) < 1 || Number(value) > most)
      throw new UsageError(`--${name} is a whole number from 1 to ${most}, not "${value}"`);
    return Number(value);
  };
  return {
    maxDocuments: read("max-documents", 100_000),
    maxDepth: read("max-depth", 100_000),
    maxBytes: read("max-bytes", 1024 ** 3),
    maxTotalBytes: read("max-total-bytes", 1024 ** 4),
    maxRedirects: read("max-redirects", 100),
    timeout: read("timeout", 3600) * 1000,
  };
}

/** The URLs of the command line and those of the lock. A path is a local document. */
export function readEntries(given: readonly string[], lock: ContractLock | undefined, out: string): readonly string[] {
  const entries = [...new Set([...(lock?.entries ?? []), ...given.map(toUrl)])];
  if (entries.length === 0) throw new UsageError(`name a URL: soapwright fetch https://example.org/service?wsdl --out ${out}`);
  return entries;
}

function toUrl(text: string): string {
  const url = URL.canParse(text) && !/^[A-Za-z]:[\\/]/.test(text) ? new URL(text) : pathToFileURL(text);
  if (!["http:", "https:", "file:"].includes(url.protocol)) throw new UsageError(`"${text}" is not a URL of http, https or file`);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError('a password in a URL would be written into the lock file; use --header "Authorization: ..."');
  }
  url.hash = "";
  return url.href;
}

/** Reads `--header "Name: value"`: values by name. */
export function readHeaders(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((header) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e]*)$/.exec(header) ?? [];
      if (name === undefined || value === undefined) throw new UsageError('--header is "Name: value" in ASCII');
      return [name, value];
    }),
  );
}

/** Everything beside the entries. */
export interface FetchOptions {
  readonly limits: FetchLimits;
  readonly headers: ReadonlyMap<string, string>;
  /** File names of an earlier run by URL. */
  readonly names: ReadonlyMap<string, string>;
  /** Documents may lead from public addresses to others. */
  readonly allowPrivate: boolean;
  readonly network?: Network;
}

/** Fetches everything. Throws a DownloadError where a limit on the whole is exceeded. */
export async function fetchContract(entries: readonly string[], options: FetchOptions): Promise<VendoredContract> {
  const { limits, headers, names, allowPrivate, network = systemNetwork } = options;
  const localEntry = entries.find((entry) => entry.startsWith("file:"));
  const progress = startProgress();
  try {
    return await vendorContract({
      ...limits,
      entries,
      headers,
      names,
      trustedOrigins: new Set(entries.map((entry) => new URL(entry).origin)),
      known: packagedLocations(),
      allowPrivate,
      network,
      localRoot: new URL(".", localEntry ?? "file:///").href,
      signal: AbortSignal.timeout(20 * limits.timeout),
      onProgress: progress.show,
    });
  } finally {
    progress.end();
  }
}

/** Locations of documents that come with the package, so that every run of the compiler has them. */
function packagedLocations(): ReadonlySet<string> {
  const path = standardCatalogPath();
  return new Set(path === undefined ? [] : readCatalog(path, fileHost(), () => undefined).locations.keys());
}

/** Shows one line, overwritten each time, on a terminal only. */
function startProgress(): { readonly show: (done: number, url: string) => void; readonly end: () => void } {
  const { stderr } = process;
  const isShown = stderr.isTTY === true && process.env.CI === undefined;
  return {
    show(done, url) {
      if (isShown) stderr.write(`\r\x1b[K${done} ${url.slice(0, Math.max(20, (stderr.columns ?? 80) - 10))}`);
    },
    end() {
      if (isShown) stderr.write("\r\x1b[K");
    },
  };
}

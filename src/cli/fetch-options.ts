/**
 * Flags of `soapwright fetch` -> what fetching needs.
 */
import { pathToFileURL } from "node:url";
import { readCatalog } from "../../codegen/load/catalog.js";
import { fileHost, standardCatalogPath } from "../../codegen/load/file-host.js";
import type { ContractLock } from "../../codegen/tools/fetch/contract-lock.js";
import type { DownloadOptions } from "../../codegen/tools/fetch/download.js";
import { type VendoredContract, vendorContract } from "../../codegen/tools/fetch/vendor-contract.js";
import { UsageError } from "./exit-code.js";

export interface FetchLimits extends Pick<DownloadOptions, "maxBytes" | "maxRedirects" | "timeout"> {
  readonly maxDocuments: number;
}

/** Whole numbers above zero; a limit of nothing would be no limit or no fetch. */
export function readLimits(flags: Readonly<Record<"max-documents" | "max-bytes" | "max-redirects" | "timeout", string>>): FetchLimits {
  const read = (name: keyof typeof flags, most: number): number => {
    const value = flags[name];
    if (!/^\d{1,12}$/.test(value) || Number(value) < 1 || Number(value) > most)
      throw new UsageError(`--${name} is a whole number from 1 to ${most}, not "${value}"`);
    return Number(value);
  };
  return {
    maxDocuments: read("max-documents", 100_000),
    maxBytes: read("max-bytes", 1024 ** 3),
    maxRedirects: read("max-redirects", 100),
    timeout: read("timeout", 3600) * 1000,
  };
}

/** The URLs that are given and those of the lock. A path is a local document. */
export function readEntries(given: readonly string[], lock: ContractLock | undefined, out: string): readonly string[] {
  const entries = [...new Set([...(lock?.entries ?? []), ...given.map(toUrl)])];
  if (entries.length === 0) throw new UsageError(`name a URL: soapwright fetch https://example.org/service?wsdl --out ${out}`);
  return entries;
}

function toUrl(text: string): string {
  const url = URL.canParse(text) && !/^[A-Za-z]:[\\/]/.test(text) ? new URL(text) : pathToFileURL(text);
  if (!["http:", "https:", "file:"].includes(url.protocol)) throw new UsageError(`"${text}" is no URL of http, https or file`);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError('a password in a URL would be written into the lock file; use --header "Authorization: ..."');
  }
  url.hash = "";
  return url.href;
}

/** Headers by name. */
export function readHeaders(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((header) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e]*)$/.exec(header) ?? [];
      if (name === undefined || value === undefined) throw new UsageError('--header is "Name: value" in ASCII');
      return [name, value];
    }),
  );
}

export interface FetchOptions {
  readonly limits: FetchLimits;
  readonly headers: ReadonlyMap<string, string>;
  /** File names of an earlier run by URL. */
  readonly names: ReadonlyMap<string, string>;
}

/** Fetches everything. Throws a DownloadError where a limit on the whole is exceeded. */
export async function fetchContract(entries: readonly string[], { limits, headers, names }: FetchOptions): Promise<VendoredContract> {
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
      maxTotalBytes: 8 * limits.maxBytes,
      localRoot: new URL(".", localEntry ?? "file:///").href,
      signal: AbortSignal.timeout(20 * limits.timeout),
      onProgress: progress.show,
    });
  } finally {
    progress.end();
  }
}

/** Locations that every run of the compiler has: the package brings the documents. */
function packagedLocations(): ReadonlySet<string> {
  const path = standardCatalogPath();
  return new Set(path === undefined ? [] : readCatalog(path, fileHost(), () => undefined).locations.keys());
}

/** One line that is written over, on a terminal only. */
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

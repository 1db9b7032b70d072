/**
 * URLs -> a contract with everything that it imports, under limits.
 */
import { readCatalog } from "../../load/catalog.js";
import { fileHost, standardCatalogPath } from "../../load/file-host.js";
import { type Network, systemNetwork } from "./network.js";
import { type VendoredContract, type VendorOptions, vendorContract } from "./vendor-contract.js";

/** Limits of one document and of the contract. `timeout` is milliseconds for one document; the contract has twenty times that. */
export type FetchLimits = Pick<VendorOptions, "maxBytes" | "maxTotalBytes" | "maxDocuments" | "maxDepth" | "maxRedirects" | "timeout">;

/** Everything beside the entries. */
export interface FetchOptions {
  readonly limits: FetchLimits;
  readonly headers: ReadonlyMap<string, string>;
  /** File names of an earlier run by URL. */
  readonly names: ReadonlyMap<string, string>;
  /** Documents may lead from public addresses to others. */
  readonly allowPrivate: boolean;
  readonly network?: Network;
  readonly onProgress?: VendorOptions["onProgress"];
}

/** Fetches everything. Throws a DownloadError where a limit on the whole is exceeded. */
export async function fetchContract(entries: readonly string[], options: FetchOptions): Promise<VendoredContract> {
  const { limits, headers, names, allowPrivate, network = systemNetwork, onProgress = () => undefined } = options;
  const localEntry = entries.find((entry) => entry.startsWith("file:"));
  return vendorContract({
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
    onProgress,
  });
}

/** Locations of documents that come with the package, so that every run of the compiler has them. */
function packagedLocations(): ReadonlySet<string> {
  const path = standardCatalogPath();
  return new Set(path === undefined ? [] : readCatalog(path, fileHost(), () => undefined).locations.keys());
}

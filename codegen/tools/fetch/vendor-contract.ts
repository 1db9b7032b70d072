/**
 * URLs -> all documents of a contract, fetched level by level with what they import.
 *
 * Documents are known by the URL where they were found in the end, so loops end and two ways to a document give one. Results do not
 * depend on which server answers first.
 */
import { hasScheme } from "../../load/host.js";
import { DownloadError, type Downloaded, type DownloadOptions, download, type Target } from "./download.js";
import { type DocumentReference, findReferences } from "./find-references.js";
import { type DocumentKind, VendoredNames } from "./vendored-names.js";

/** What to fetch, and how much of it. */
export interface VendorOptions extends DownloadOptions {
  readonly entries: readonly string[];
  /** Locations that need no fetching, since every run of the compiler has them. */
  readonly known: ReadonlySet<string>;
  readonly maxDocuments: number;
  /** References from an entry to the farthest document. */
  readonly maxDepth: number;
  /** Bytes of all documents. */
  readonly maxTotalBytes: number;
  /** File names of an earlier run by URL: they stay. */
  readonly names: ReadonlyMap<string, string>;
  /** The folder that local documents are named from: a file: URL. */
  readonly localRoot: string;
  readonly onProgress: (done: number, url: string) => void;
}

/** A document that was fetched. */
export interface VendoredDocument {
  readonly url: string;
  /** Relative to the output folder, with "/". */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A reference to a document that could not be fetched. */
export interface FailedReference {
  readonly url: string;
  readonly reason: string;
  /** Where it is referred to; undefined for an entry. */
  readonly from: { readonly url: string; readonly line: number; readonly element: string } | undefined;
}

/** All documents of a contract. */
export interface VendoredContract {
  readonly documents: readonly VendoredDocument[];
  /** File by every URL and location that leads to it. */
  readonly locations: ReadonlyMap<string, string>;
  readonly failures: readonly FailedReference[];
}

/** Throws a DownloadError where a limit on the whole is exceeded. */
export function vendorContract(options: VendorOptions): Promise<VendoredContract> {
  return new Vendor(options).run();
}

/** Requests at a time: enough for a slow server, few enough for a weak one. */
const parallel = 6;

interface Wanted extends Target {
  readonly from: FailedReference["from"];
}

class Vendor {
  readonly #options: VendorOptions;
  readonly #names: VendoredNames;
  readonly #documents = new Map<string, VendoredDocument>();
  readonly #locations = new Map<string, string>();
  readonly #failures: FailedReference[] = [];
  readonly #seen = new Set<string>();
  /** As written -> URL, where they differ. */
  readonly #spellings = new Map<string, string>();
  #bytes = 0;

  constructor(options: VendorOptions) {
    this.#options = options;
    this.#names = new VendoredNames(options.localRoot, options.names.values());
  }

  async run(): Promise<VendoredContract> {
    const { entries, maxDepth } = this.#options;
    let level = this.#notSeen(entries.map((url) => ({ url, privateOrigin: new URL(url).origin, from: undefined })));
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > maxDepth) throw new DownloadError(`documents refer to each other more than ${maxDepth} deep`);
      const next: Wanted[] = [];
      for (let start = 0; start < level.length; start += parallel)
        next.push(...(await this.#fetchSome(level.slice(start, start + parallel))));
      level = this.#notSeen(next);
    }
    for (const [spelling, url] of this.#spellings) {
      const file = this.#locations.get(url);
      if (file !== undefined) this.#locations.set(spelling, file);
    }
    const failures = this.#failures.sort((left, right) => (left.url < right.url ? -1 : 1));
    return { documents: [...this.#documents.values()], locations: this.#locations, failures };
  }

  #notSeen(wanted: readonly Wanted[]): readonly Wanted[] {
    return wanted.filter(({ url }) => {
      if (this.#seen.has(url)) return false;
      this.#seen.add(url);
      if (this.#seen.size > this.#options.maxDocuments)
        throw new DownloadError(`the contract has more than ${this.#options.maxDocuments} documents`);
      return true;
    });
  }

  async #fetchSome(some: readonly Wanted[]): Promise<readonly Wanted[]> {
    const results = await Promise.all(some.map((wanted) => this.#fetch(wanted)));
    return results.flatMap((downloaded, index) => {
      const wanted = some[index];
      return downloaded === undefined || wanted === undefined ? [] : this.#add(wanted, downloaded);
    });
  }

  async #fetch(wanted: Wanted): Promise<Downloaded | undefined> {
    try {
      return await download(wanted, this.#options);
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      this.#failures.push({ url: wanted.url, reason: error.message, from: wanted.from });
      return undefined;
    }
  }

  #add({ url, from }: Wanted, { url: found, privateOrigin, bytes }: Downloaded): readonly Wanted[] {
    this.#options.onProgress(this.#documents.size + 1, url);
    const known = this.#documents.get(found);
    if (known !== undefined) {
      this.#locations.set(url, known.file);
      return [];
    }
    this.#bytes += bytes.length;
    if (this.#bytes > this.#options.maxTotalBytes)
      throw new DownloadError(`the contract has more than ${this.#options.maxTotalBytes} bytes`);
    const content = findReferences(bytes, found);
    if (typeof content === "string") {
      this.#failures.push({ url, reason: content, from });
      return [];
    }
    const file = this.#fileFor(found, content.kind);
    this.#documents.set(found, { url: found, file, bytes });
    this.#seen.add(found);
    for (const location of [url, found]) this.#locations.set(location, file);
    return content.references.flatMap((reference) => this.#follow(reference, { url: found, privateOrigin }));
  }

  #fileFor(url: string, kind: DocumentKind): string {
    return this.#options.names.get(url) ?? this.#names.name(url, kind);
  }

  #follow({ location, line, element }: DocumentReference, { url: base, privateOrigin }: Target): readonly Wanted[] {
    const from = { url: base, line, element };
    if (this.#options.known.has(location)) return [];
    if (!URL.canParse(location, base)) {
      this.#failures.push({ url: location, reason: "this is not a URL", from });
      return [];
    }
    const target = new URL(location, base);
    if (this.#options.known.has(target.href)) return [];
    const reason = refusal(target, new URL(base));
    if (reason !== undefined) {
      this.#failures.push({ url: location, reason, from });
      return [];
    }
    if (hasScheme(location) && location !== target.href) this.#spellings.set(location, target.href);
    return [{ url: target.href, privateOrigin, from }];
  }
}

/** Why a document at `base` may not refer to `target`. */
function refusal(target: URL, base: URL): string | undefined {
  if (target.username !== "" || target.password !== "") return "a location with a password in it is not followed";
  if (target.protocol !== "file:") return undefined;
  if (base.protocol !== "file:") return "a document of the network refers to a local file";
  // On Windows a host in a file: URL is another machine, which would get the user's credentials.
  return target.host === base.host ? undefined : "a local document refers to a file of another machine";
}

/**
 * `soapwright fetch`: copies a contract and everything that it imports into a folder, with a lock file of hashes and a catalogue.
 *
 * Nothing in a document is rewritten: the catalogue says which file stands for which URL, so that later commands need no network.
 */

import {
  type ContractChange,
  type ContractLock,
  catalogFile,
  changeTexts,
  compareFolder,
  compareLocks,
  lockContract,
  readLock,
} from "../../../codegen/tools/fetch/contract-lock.js";
import { DownloadError } from "../../../codegen/tools/fetch/download.js";
import { type FetchLimits, fetchContract } from "../../../codegen/tools/fetch/fetch-contract.js";
import type { FailedReference } from "../../../codegen/tools/fetch/vendor-contract.js";
import { writeVendored } from "../../../codegen/tools/fetch/write-vendored.js";
import { defineCommand } from "../command.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { readEntry, readHeaders } from "../fetch/arguments.js";
import { choice, list, number, required, toggle } from "../flags.js";
import { printJson, printLine } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";

export const command = defineCommand({
  flags: {
    out: required("folder", "folder for the documents, the lock file and the catalogue"),
    check: toggle("write nothing; exit 1 if the server or the folder differs from the lock"),
    offline: toggle("with --check: compare the folder with the lock only"),
    update: toggle("accept what changed since the lock file was written"),
    allowMissing: toggle("an import that cannot be fetched is a warning"),
    allowPrivate: toggle("documents may lead from public addresses to private, loopback and link-local ones"),
    force: toggle("replace files that are not the contract's"),
    header: list("Name: value", "request header for the servers of the contract"),
    maxDocuments: number("count", "documents of the contract", { min: 1, max: 100_000, initial: 1000 }),
    maxDepth: number("count", "references from an entry to the farthest document", { min: 1, max: 100_000, initial: 100 }),
    maxBytes: number("count", "bytes of one document", { min: 1, max: 1024 ** 3, initial: 32 * 1024 ** 2 }),
    maxTotalBytes: number("count", "bytes of all documents", { min: 1, max: 1024 ** 4, initial: 256 * 1024 ** 2 }),
    maxRedirects: number("count", "redirects on the way to one document", { min: 1, max: 100, initial: 10 }),
    timeout: number("seconds", "seconds for one document; the contract has twenty times that", { min: 1, max: 3600, initial: 30 }),
    format: choice(["text", "json"], "text or json"),
  },
  operands: { usage: "[URL...]" },
  examples: `  soapwright fetch https://example.org/orders?wsdl --out contracts/orders
  soapwright generate "https://example.org/orders?wsdl" --catalog contracts/orders/catalog.json --out src/generated/orders
  soapwright fetch --check --out contracts/orders       exit 1 if the server or somebody here has changed it
  soapwright fetch --check --offline --out contracts/orders
  soapwright fetch --update --out contracts/orders      take what the server has now`,
  async run(flags, urls) {
    const { out, check, update, offline } = flags;
    if (check && update) throw new UsageError("--check writes nothing and --update writes; choose one");
    if (offline && !check) throw new UsageError("--offline goes with --check");
    const headers = readHeaders(flags.header);
    const lock = await readLock(out);
    if (check && lock === undefined) throw new UsageError(`there is no lock file in "${out}"; fetch the contract first`);
    if (offline && lock) return report(flags, { ...nothing, changes: await compareFolder(out, lock) });
    const entries = [...new Set([...(lock?.entries ?? []), ...urls.map(readEntry)])];
    if (entries.length === 0) throw new UsageError(`name a URL: soapwright fetch https://example.org/service?wsdl --out ${out}`);
    const limits = { ...flags, timeout: flags.timeout * 1000 };
    try {
      const outcome = await fetchInto(flags, { entries, lock, limits, headers });
      const exitCode = report(flags, outcome);
      if (outcome.documents > 0 && flags.format === "text")
        printLine(process.stderr, `next: soapwright generate "${entries[0]}" --catalog ${out}/${catalogFile} --out DIR`);
      return exitCode;
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      printLine(process.stderr, `soapwright: ${error.message}; nothing was written`);
      return ExitCode.unreadable;
    }
  },
});

interface FetchFlags {
  readonly out: string;
  readonly check: boolean;
  readonly update: boolean;
  readonly allowMissing: boolean;
  readonly allowPrivate: boolean;
  readonly force: boolean;
}

interface FetchTask {
  readonly entries: readonly string[];
  readonly lock: ContractLock | undefined;
  readonly limits: FetchLimits;
  readonly headers: ReadonlyMap<string, string>;
}

interface Outcome {
  readonly changes: readonly ContractChange[];
  readonly failures: readonly FailedReference[];
  /** The failures keep the contract from being used. */
  readonly isUnreadable: boolean;
  /** How many were written; 0: nothing was. */
  readonly documents: number;
}

const nothing: Outcome = { changes: [], failures: [], isUnreadable: false, documents: 0 };

/** Throws a DownloadError where a limit on the whole is exceeded. */
async function fetchInto(flags: FetchFlags, { entries, lock, limits, headers }: FetchTask): Promise<Outcome> {
  const { out, check, update, allowMissing, allowPrivate, force } = flags;
  const names = new Map(lock?.documents.map(({ url, file }) => [url, file]));
  const progress = new ProgressLine();
  const onProgress = (done: number, url: string): void => progress.update(`${done} ${url}`);
  const contract = await fetchContract(entries, { limits, headers, names, allowPrivate, onProgress }).finally(() => progress.end());
  const { documents, failures } = contract;
  const isWhole = failures.length === 0 || (allowMissing && failures.every(({ from }) => from !== undefined));
  if (!isWhole) return { ...nothing, failures, isUnreadable: true };
  const next = lockContract(entries, contract);
  const changes = lock === undefined ? [] : [...compareLocks(lock, next), ...(await compareFolder(out, lock))];
  const hasNewEntry = entries.some((entry) => lock?.entries.includes(entry) !== true);
  if (check || (!update && changes.some(({ kind }) => needsUpdate(kind, hasNewEntry)))) return { ...nothing, changes, failures };
  await writeVendored(out, { contract, lock: next, before: lock, mayReplace: update, force });
  return { ...nothing, changes, failures, documents: documents.length };
}

/** Without --update, a file that was deleted here is restored, and a new entry may bring documents. Nothing else may differ. */
function needsUpdate(kind: ContractChange["kind"], hasNewEntry: boolean): boolean {
  return kind !== "deleted" && !(kind === "added" && hasNewEntry);
}

function report({ out, format }: { readonly out: string; readonly format: "text" | "json" }, outcome: Outcome): ExitCode {
  const { changes, failures, isUnreadable, documents } = outcome;
  const written = documents > 0;
  const exitCode = isUnreadable ? ExitCode.unreadable : changes.length > 0 && !written ? ExitCode.findings : ExitCode.clean;
  if (format === "json") printJson({ out, ok: exitCode === ExitCode.clean, written, documents, changes, failures });
  else printOutcome(out, outcome);
  return exitCode;
}

function printOutcome(out: string, { changes, failures, documents }: Outcome): void {
  const written = documents > 0;
  for (const { kind, url, file } of changes) printLine(process.stdout, `${out}/${file}: ${changeTexts[kind]} (${url})`);
  for (const { url, reason, from } of failures) {
    const place = from === undefined ? "" : `, ${from.element} in ${from.url}:${from.line}`;
    printLine(process.stderr, `${written ? "warning" : "error"}: "${url}" cannot be fetched: ${reason}${place}`);
  }
  if (written) printLine(process.stdout, `${out}: ${documents} document${documents === 1 ? "" : "s"}`);
  else if (changes.length > 0) printLine(process.stderr, "nothing was written; --update takes what the server has now");
  else if (failures.length > 0) {
    // Without an entry there is no contract.
    const advice = failures.every(({ from }) => from !== undefined) ? "; --allow-missing does without imports that cannot be fetched" : "";
    printLine(process.stderr, `nothing was written${advice}`);
  }
}

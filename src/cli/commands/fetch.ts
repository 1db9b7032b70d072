/**
 * `soapwright fetch`: copies a contract and everything that it imports into a folder, with a lock file of hashes and a catalogue.
 *
 * Nothing in a document is rewritten: the catalogue says which file stands for which URL, so that later commands need no network.
 */
import { defineCommand } from "citty";
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
import type { FailedReference, VendoredContract } from "../../../codegen/tools/fetch/vendor-contract.js";
import { writeVendored } from "../../../codegen/tools/fetch/write-vendored.js";
import { listArgument, readFormat } from "../arguments.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { type FetchLimits, fetchContract, readEntries, readHeaders, readLimits } from "../fetch-options.js";
import { printJson, printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright fetch https://example.org/orders?wsdl --out contracts/orders
  soapwright generate "https://example.org/orders?wsdl" --catalog contracts/orders/catalog.json --out src/generated/orders
  soapwright fetch --check --out contracts/orders       has the server changed it, or somebody here? exit 1 when so
  soapwright fetch --check --offline --out contracts/orders
  soapwright fetch --update --out contracts/orders      take what the server has now`;

export const fetchCommand = defineCommand({
  meta: {
    name: "fetch",
    description: "copy a contract with all its imports into a folder, with a lock file of hashes and a catalogue",
  },
  args: {
    out: { type: "string", description: "folder for the documents, the lock file and the catalogue", valueHint: "folder", required: true },
    check: { type: "boolean", description: "write nothing; exit 1 when the server or the folder differs from the lock", default: false },
    offline: { type: "boolean", description: "with --check: compare the folder with the lock only", default: false },
    update: { type: "boolean", description: "accept what changed since the lock file was written", default: false },
    "allow-missing": { type: "boolean", description: "an import that cannot be fetched is a warning", default: false },
    header: { type: "string", description: "request header for the servers of the contract; may be repeated", valueHint: "Name: value" },
    "max-documents": { type: "string", description: "documents of the contract", default: "1000", valueHint: "count" },
    "allow-private": {
      type: "boolean",
      description: "documents may lead from public addresses to private, loopback and link-local ones",
      default: false,
    },
    "max-bytes": { type: "string", description: "bytes of one document", default: "33554432", valueHint: "count" },
    "max-total-bytes": { type: "string", description: "bytes of all documents", default: "268435456", valueHint: "count" },
    "max-depth": { type: "string", description: "references from an entry to the farthest document", default: "100", valueHint: "count" },
    "max-redirects": { type: "string", description: "redirects on the way to one document", default: "10", valueHint: "count" },
    timeout: {
      type: "string",
      description: "seconds for one document; the contract has twenty times that",
      default: "30",
      valueHint: "seconds",
    },
    format: { type: "string", description: "text or json", default: "text", valueHint: "text|json" },
  },
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, ["text", "json"]);
    if (args.check && args.update) throw new UsageError("--check writes nothing and --update writes; choose one");
    if (args.offline && !args.check) throw new UsageError("--offline goes with --check");
    const flags = { allowMissing: args["allow-missing"], allowPrivate: args["allow-private"], check: args.check, update: args.update };
    const limits = readLimits(args);
    // Values of repeated flags are no URLs.
    const headerValues = listArgument(rawArgs, "header");
    const urls = args._.filter((argument) => !headerValues.includes(argument));
    const lock = await readLock(args.out);
    if (args.offline)
      return printOutcome({ out: args.out, changes: await checkOffline(args.out, lock), failures: [], documents: 0, format });
    const entries = readEntries(urls, lock, args.out);
    await fetchInto(args.out, { entries, lock, limits, headers: readHeaders(headerValues), format, ...flags });
  },
});

interface FetchTask {
  readonly entries: readonly string[];
  readonly lock: ContractLock | undefined;
  readonly limits: FetchLimits;
  readonly headers: ReadonlyMap<string, string>;
  readonly format: "text" | "json";
  readonly allowMissing: boolean;
  readonly allowPrivate: boolean;
  readonly check: boolean;
  readonly update: boolean;
}

interface Outcome {
  readonly out: string;
  readonly changes: readonly ContractChange[];
  readonly failures: readonly FailedReference[];
  /** How many were written; 0: nothing was. */
  readonly documents: number;
  readonly format: "text" | "json";
}

async function checkOffline(out: string, lock: ContractLock | undefined): Promise<readonly ContractChange[]> {
  if (lock === undefined) throw new UsageError(`there is no lock file in "${out}"; fetch the contract first`);
  return compareFolder(out, lock);
}

async function fetchInto(out: string, task: FetchTask): Promise<void> {
  const { lock, check, update, format, allowMissing } = task;
  if (check && lock === undefined) throw new UsageError(`there is no lock file in "${out}"; fetch the contract first`);
  const contract = await fetchOrReport(task);
  if (contract === undefined) return;
  const { failures } = contract;
  const isWhole = failures.length === 0 || (allowMissing && failures.every(({ from }) => from !== undefined));
  if (!isWhole) {
    process.exitCode = ExitCode.unreadable;
    return printOutcome({ out, changes: [], failures, documents: 0, format });
  }
  const next = lockContract(task.entries, contract);
  const changes = lock === undefined ? [] : await changesSince(out, lock, next);
  if (check || (!update && changes.some((change) => isRefused(change, lock, task.entries)))) {
    return printOutcome({ out, changes, failures, documents: 0, format });
  }
  await writeVendored(out, { contract, lock: next, before: lock, mayReplace: update });
  printOutcome({ out, changes, failures, documents: contract.documents.length, format });
  if (format === "text")
    printLine(process.stderr, `next: soapwright generate "${task.entries[0]}" --catalog ${out}/${catalogFile} --out DIR`);
}

/** Undefined, after saying why, where a limit stopped everything. */
async function fetchOrReport(task: FetchTask): Promise<VendoredContract | undefined> {
  try {
    return await fetchContract(task.entries, { ...task, names: new Map(task.lock?.documents.map(({ url, file }) => [url, file])) });
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    process.exitCode = ExitCode.unreadable;
    printLine(process.stderr, `soapwright: ${error.message}; nothing was written`);
    return undefined;
  }
}

async function changesSince(out: string, lock: ContractLock, next: ContractLock): Promise<readonly ContractChange[]> {
  return [...compareLocks(lock, next), ...(await compareFolder(out, lock))];
}

/** Without --update: a file that was deleted here comes back, and a new entry may bring documents. Nothing else may differ. */
function isRefused({ kind }: ContractChange, lock: ContractLock | undefined, entries: readonly string[]): boolean {
  const hasNewEntry = entries.some((entry) => lock?.entries.includes(entry) !== true);
  return kind !== "deleted" && !(kind === "added" && hasNewEntry);
}

function printOutcome({ out, changes, failures, documents, format }: Outcome): void {
  const written = documents > 0;
  if (changes.length > 0 && !written) process.exitCode = ExitCode.findings;
  if (format === "json") {
    const ok = process.exitCode === undefined || process.exitCode === ExitCode.clean;
    printJson({ out, ok, written, documents, changes, failures });
    return;
  }
  for (const { kind, url, file } of changes) printLine(process.stdout, `${out}/${file}: ${changeTexts[kind]} (${url})`);
  for (const { url, reason, from } of failures) {
    const place = from === undefined ? "" : `, ${from.element} in ${from.url}:${from.line}`;
    printLine(process.stderr, `${written ? "warning" : "error"}: "${url}" cannot be fetched: ${reason}${place}`);
  }
  if (written) printLine(process.stdout, `${out}: ${documents} document${documents === 1 ? "" : "s"}`);
  else if (changes.length > 0) printLine(process.stderr, "nothing was written; --update takes what the server has now");
  else if (failures.length > 0)
    printLine(process.stderr, "nothing was written; --allow-missing does without imports that cannot be fetched");
}

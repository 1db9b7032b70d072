/**
 * soapwright.lock.json: which documents a vendored contract consists of, where they are from, and their SHA-256 hashes.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode, reasonText } from "../../../src/error-text.js";
import { ToolError } from "../tool-error.js";
import type { VendoredContract } from "./vendor-contract.js";

/** The file's name in the folder of the contract. */
export const lockFile = "soapwright.lock.json";
/** The catalogue beside it, for `generate --catalog`. */
export const catalogFile = "catalog.json";

/** A document as it was fetched. */
export interface LockedDocument {
  readonly url: string;
  readonly file: string;
  /** `sha256-` and 64 hexadecimal digits. */
  readonly hash: string;
}

/** The content of the lock file. */
export interface ContractLock {
  readonly lockfileVersion: 1;
  readonly entries: readonly string[];
  /** By URL. */
  readonly documents: readonly LockedDocument[];
  /** Locations that could not be fetched, and were accepted as missing. */
  readonly missing: readonly string[];
  /** Hash of the catalogue; locks of former versions have none. */
  readonly catalog?: string;
}

/** A difference between a lock and what is there now. */
export interface ContractChange {
  readonly kind: "added" | "removed" | "changed" | "modified" | "deleted";
  readonly url: string;
  readonly file: string;
}

/** The kinds of changes, for people. */
export const changeTexts: Readonly<Record<ContractChange["kind"], string>> = {
  added: "new",
  removed: "no longer part of the contract",
  changed: "changed at its server",
  modified: "edited in this folder",
  deleted: "deleted in this folder",
};

/** Makes the lock of what was fetched. */
export function lockContract(entries: readonly string[], contract: VendoredContract): ContractLock {
  const { documents, failures } = contract;
  const locked = documents.map(({ url, file, bytes }) => ({ url, file, hash: hashBytes(bytes) }));
  return {
    lockfileVersion: 1,
    entries: [...entries].sort(),
    documents: locked.sort((left, right) => (left.url < right.url ? -1 : 1)),
    missing: [...new Set(failures.map(({ url }) => url))].sort(),
    catalog: hashBytes(writeCatalog(contract)),
  };
}

/** A catalogue with the locations of all documents, and with the URL of each, so that locations in it are resolved as at its server. */
export function writeCatalog({ documents, locations }: VendoredContract): string {
  const sorted = (pairs: readonly (readonly [string, string])[]): object =>
    Object.fromEntries([...pairs].sort(([left], [right]) => (left < right ? -1 : 1)));
  const catalog = { locations: sorted([...locations]), bases: sorted(documents.map(({ url, file }) => [file, url])) };
  return `${JSON.stringify(catalog, undefined, 2)}\n`;
}

/** The hash as the lock has it. */
export function hashBytes(bytes: Uint8Array | string): string {
  return `sha256-${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Reads the lock; undefined if the file does not exist. Throws a ToolError for a file that is not a lock, or that names files outside of the folder. */
export async function readLock(folder: string): Promise<ContractLock | undefined> {
  const path = join(folder, lockFile);
  const bytes = await readIfThere(path);
  if (bytes === undefined) return undefined;
  const lock = parseJson(new TextDecoder().decode(bytes));
  if (!isLock(lock)) throw new ToolError(`"${path}" is not a lock file of this version; restore it, or delete it and fetch again`);
  return lock;
}

/** The bytes of a file; undefined if it does not exist. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) return undefined;
    throw new ToolError(`"${path}" cannot be read: ${reasonText(error)}`);
  }
}

/** What has changed at the server. */
export function compareLocks(before: ContractLock, now: ContractLock): readonly ContractChange[] {
  const hashes = new Map(now.documents.map((document) => [document.url, document.hash]));
  const known = new Set(before.documents.map(({ url }) => url));
  const gone = before.documents.flatMap(({ url, file, hash }): ContractChange[] => {
    const found = hashes.get(url);
    if (found === undefined) return [{ kind: "removed", url, file }];
    return found === hash ? [] : [{ kind: "changed", url, file }];
  });
  const added = now.documents.filter(({ url }) => !known.has(url)).map(({ url, file }): ContractChange => ({ kind: "added", url, file }));
  return [...gone, ...added];
}

/** What has changed in the folder. */
export async function compareFolder(folder: string, { documents }: ContractLock): Promise<readonly ContractChange[]> {
  const changes: ContractChange[] = [];
  for (const { url, file, hash } of documents) {
    const bytes = await readIfThere(join(folder, file));
    if (bytes === undefined) changes.push({ kind: "deleted", url, file });
    else if (hashBytes(bytes) !== hash) changes.push({ kind: "modified", url, file });
  }
  return changes;
}

function isLock(value: unknown): value is ContractLock {
  if (!isRecord(value) || value.lockfileVersion !== 1) return false;
  const { entries, documents, missing, catalog } = value;
  if (catalog !== undefined && typeof catalog !== "string") return false;
  return isTextList(entries) && isTextList(missing) && Array.isArray(documents) && documents.every(isLockedDocument);
}

function isLockedDocument(value: unknown): value is LockedDocument {
  if (!isRecord(value)) return false;
  const { url, file, hash } = value;
  return typeof url === "string" && URL.canParse(url) && typeof hash === "string" && typeof file === "string" && staysInside(file);
}

/** A lock file may come from somebody else's repository: its names are not trusted. */
function staysInside(file: string): boolean {
  return file.split("/").every((step) => step !== "" && step !== "." && step !== ".." && !/[\\:]/.test(step));
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

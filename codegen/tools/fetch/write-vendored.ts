/**
 * A vendored contract -> files: documents, catalogue, and last the lock file that vouches for them.
 */
import { lstat, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFiles } from "../output/write-files.js";
import { ToolError } from "../tool-error.js";
import { type ContractLock, catalogFile, hashBytes, lockFile, readIfThere, writeCatalog } from "./contract-lock.js";
import type { VendoredContract } from "./vendor-contract.js";

/** What to write, and what was there before. */
export interface WriteTask {
  readonly contract: VendoredContract;
  readonly lock: ContractLock;
  readonly before: ContractLock | undefined;
  /** Files that were edited here may be replaced. */
  readonly mayReplace: boolean;
  /** So may files that are not the contract's. */
  readonly force: boolean;
}

/** Writes what differs. Throws a ToolError, before it writes anything, where files that are not the contract's, or links, are in the way. */
export async function writeVendored(folder: string, { contract, lock, before, mayReplace, force }: WriteTask): Promise<void> {
  const pending = new Map<string, string | Uint8Array>();
  const foreign: string[] = [];
  const wanted = [...contract.documents.map(({ file, bytes }) => [file, bytes] as const), [catalogFile, writeCatalog(contract)] as const];
  for (const [file, content] of wanted) {
    const path = join(folder, file);
    await refuseLinks(folder, file);
    const found = await readIfThere(path);
    const hash = found && hashBytes(found);
    if (hash === hashBytes(content)) continue;
    if (hash !== undefined && !force && !isOurs(file, hash, before, mayReplace)) foreign.push(path);
    pending.set(path, content);
  }
  await refuseLinks(folder, lockFile);
  if (foreign.length > 0) throw inTheWay(foreign, "; --force replaces what is there");
  await replaceFiles(pending);
  await removeOld(folder, before, lock);
  await replaceFiles(new Map([[join(folder, lockFile), `${JSON.stringify(lock, undefined, 2)}\n`]]));
}

/** Tests if the lock file vouches for a file, or names it where edits may be replaced. Locks of former versions do not vouch for the catalogue. */
function isOurs(file: string, hash: string, before: ContractLock | undefined, mayReplace: boolean): boolean {
  if (before === undefined) return false;
  const locked = file === catalogFile ? { hash: before.catalog ?? hash } : before.documents.find((document) => document.file === file);
  return locked !== undefined && (mayReplace || locked.hash === hash);
}

/** A symbolic link within the folder would lead writing out of it. */
async function refuseLinks(folder: string, file: string): Promise<void> {
  let path = folder;
  for (const step of file.split("/")) {
    path = join(path, step);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return;
    if (found.isSymbolicLink()) throw inTheWay([path]);
  }
}

function inTheWay(paths: readonly string[], advice = ""): ToolError {
  const names = paths.map((path) => `"${path}"`).join(", ");
  return new ToolError(
    `${names} ${paths.length === 1 ? "is" : "are"} in the way; move ${paths.length === 1 ? "it" : "them"}, or choose another --out${advice}`,
  );
}

/** Removes documents that are no longer part of the contract, unless somebody edited them. */
async function removeOld(folder: string, before: ContractLock | undefined, lock: ContractLock): Promise<void> {
  const kept = new Set(lock.documents.map(({ file }) => file));
  for (const { file, hash } of before?.documents ?? []) {
    if (kept.has(file)) continue;
    const found = await readIfThere(join(folder, file));
    if (found !== undefined && hashBytes(found) === hash) await rm(join(folder, file));
  }
}

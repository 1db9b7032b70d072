/**
 * A vendored contract -> files: documents, catalogue, and last the lock file that vouches for them.
 */
import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorText } from "../../../src/error-text.js";
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
}

/** Writes what differs. Throws a ToolError, before it writes anything, where a file that is not the contract's, or a symbolic link, is in the way. */
export async function writeVendored(folder: string, { contract, lock, before, mayReplace }: WriteTask): Promise<void> {
  const ours = new Set(before?.documents.map(({ file }) => file));
  const pending: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  for (const { file, bytes } of contract.documents) {
    const path = join(folder, file);
    await refuseLinks(folder, file);
    const found = await readIfThere(path);
    if (found !== undefined && hashBytes(found) === hashBytes(bytes)) continue;
    if (found !== undefined && !(mayReplace && ours.has(file))) throw inTheWay(path);
    pending.push({ path, bytes });
  }
  for (const file of [catalogFile, lockFile]) await refuseLinks(folder, file);
  const catalogPath = join(folder, catalogFile);
  if (before === undefined && (await readIfThere(catalogPath)) !== undefined) throw inTheWay(catalogPath);
  for (const { path, bytes } of pending) await write(path, bytes);
  await write(catalogPath, writeCatalog(contract));
  await removeOld(folder, before, lock);
  await write(join(folder, lockFile), `${JSON.stringify(lock, undefined, 2)}\n`);
}

/** A symbolic link within the folder would lead writing out of it. */
async function refuseLinks(folder: string, file: string): Promise<void> {
  let path = folder;
  for (const step of file.split("/")) {
    path = join(path, step);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return;
    if (found.isSymbolicLink()) throw inTheWay(path);
  }
}

function inTheWay(path: string): ToolError {
  return new ToolError(`"${path}" is in the way; move it, or choose another --out`);
}

async function write(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  } catch (cause) {
    throw new ToolError(`"${path}" cannot be written: ${errorText(cause)}`);
  }
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

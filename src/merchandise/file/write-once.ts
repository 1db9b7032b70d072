/**
 * Files that appear in one step, are on the disk before that, and are never replaced.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, open, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../error-text.js";

const draftName = /^\.[0-9a-f]{16}\.draft$/;

function draftIn(folder: string): string {
  return join(folder, `.${randomBytes(8).toString("hex")}.draft`);
}

/** Writes a file of a folder. Returns false if it is there already. */
export async function writeOnce(folder: string, name: string, mode: number, text: string): Promise<boolean> {
  const draft = draftIn(folder);
  try {
    await writeDurably(draft, mode, text);
    // Unlike a rename, a link does not replace a file that another process has just made.
    await link(draft, join(folder, name));
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return true;
}

/** As long as an order: an empty file has room on a full disk. */
const sample = " ".repeat(4096);

/** Rejects where a file of the folder could not be written. */
export async function tryWriting(folder: string): Promise<void> {
  const draft = draftIn(folder);
  try {
    await writeFile(draft, sample, { flag: "wx", mode: 0o600 });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes what processes that were killed before a time have left half written. */
export async function removeDrafts(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!draftName.test(name)) continue;
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < before) await rm(join(folder, name), { force: true });
  }
}

async function writeDurably(file: string, mode: number, text: string): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a new file is part of the folder's data. Windows has no such operation, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Files that only the server's user may read: what buyers order is nobody else's business.
 */
import { chmod, open, stat } from "node:fs/promises";
import { errorCode } from "../error-text.js";
import { makeFolder } from "../node/make-folder.js";
import type { Log } from "./log.js";

/** Permissions of a group and of all others. */
const othersMask = 0o077;

/** How far a path is tightened. */
interface Tightening {
  /** Permissions that others keep. */
  readonly allowed?: number;
  /** Hears of what cannot be tightened. */
  readonly log?: Log | undefined;
}

/** Makes a folder that nobody else may enter, or tightens the one that is there. */
export async function makePrivateFolder(folder: string, log: Log): Promise<void> {
  await makeFolder(folder, 0o700);
  await tighten(folder, { log });
}

/** Makes an empty file that nobody else may read, or tightens the one that is there. */
export async function makePrivateFile(file: string, log: Log): Promise<void> {
  await (await open(file, "a", 0o600)).close();
  await tighten(file, { log });
}

/** Takes a file's or folder's permissions from everybody but its owner. One of another user stays as it is, and so does one that is not there. */
export async function tighten(path: string, { allowed = 0, log }: Tightening = {}): Promise<void> {
  try {
    const { mode } = await stat(path);
    const surplus = mode & othersMask & ~allowed;
    if (surplus !== 0) await chmod(path, mode & 0o7777 & ~surplus);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    if (errorCode(error) !== "EPERM") throw error;
    log?.warn({ path }, "others may read this, and only its owner can change that");
  }
}

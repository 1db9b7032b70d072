/**
 * One process at a time works in a data folder. What it finds half done at its start is then a thing of the past.
 *
 * The lock is one of SQLite on a file of its own, so the system lets go of it when the process ends, however it ends.
 */

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import type DatabaseConstructor from "libsql";
import { errorText } from "../error-text.js";
import { StoreUnavailableError } from "./store.js";

/** Held until the process ends: a database that nobody refers to would be closed by the collector. */
const held: DatabaseConstructor.Database[] = [];

/** Takes the folder, waiting some seconds for a process that is about to end. Throws a StoreUnavailableError when another one keeps it. */
export async function lockFolder(folder: string): Promise<void> {
  const { default: Database } = await import("libsql").catch((cause: unknown) => {
    throw new StoreUnavailableError('the SQLite store needs the package "libsql": run "npm install libsql"', { cause });
  });
  // SQLite's own error names no reason.
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  const database = new Database(join(folder, "lock"));
  try {
    database.exec("PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE;");
  } catch (cause) {
    const isHeld = cause instanceof Error && "code" in cause && cause.code === "SQLITE_BUSY";
    const reason = errorText(cause);
    throw new StoreUnavailableError(
      isHeld ? `another process works in the folder "${folder}"` : `"${join(folder, "lock")}" cannot be used: ${reason}`,
      { cause },
    );
  }
  held.push(database);
}

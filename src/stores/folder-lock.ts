/**
 * A lock on a data folder: one process at a time works in it, so work that it finds half done at its start was interrupted.
 *
 * It is a SQLite lock on a file of its own. The operating system releases it when the process ends, even by a kill.
 */

import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";
import type DatabaseConstructor from "libsql";
import { errorText } from "../error-text.js";
import { loadLibsql } from "./sqlite-database.js";
import { StoreUnavailableError } from "./store.js";

/** Keeps the databases open until the process ends: the garbage collector closes unreferenced ones. */
const held: DatabaseConstructor.Database[] = [];

/** Locks the folder. Waits some seconds for a process that is about to end, then throws a StoreUnavailableError. */
export async function lockFolder(folder: string): Promise<void> {
  const Database = await loadLibsql();
  // The error of SQLite does not give the reason.
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

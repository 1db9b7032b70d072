/**
 * Opens a SQLite database of ours: checked before anything is served from it, and with the tables of this version.
 */
import type DatabaseConstructor from "libsql";
import { errorText } from "../error-text.js";
import { migrate } from "./sqlite-schema.js";
import { StoreUnavailableError } from "./store.js";

type Database = DatabaseConstructor.Database;

/** Opens the file, or makes it. Throws a StoreUnavailableError for a file that is damaged or is not a store. */
export async function openDatabase(file: string): Promise<Database> {
  const Database = await loadLibsql();
  let database: Database | undefined;
  try {
    database = new Database(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
    checkPages(database);
    migrate(database);
    return database;
  } catch (cause) {
    database?.close();
    throw cause instanceof StoreUnavailableError ? cause : new StoreUnavailableError(describeFailure(file, cause), { cause });
  }
}

/** The package, which is loaded when a database is opened. */
export async function loadLibsql(): Promise<typeof DatabaseConstructor> {
  try {
    return (await import("libsql")).default;
  } catch (cause) {
    throw new StoreUnavailableError('the SQLite store needs the package "libsql": run "npm install libsql"', { cause });
  }
}

/** What SQLite finds wrong with the pages of a database, a line each; none: nothing. https://sqlite.org/pragma.html#pragma_quick_check */
export function faultsOf(database: Database, most: number): readonly string[] {
  // The pragma names its one column so; the driver cannot know.
  const rows = database.prepare(`PRAGMA quick_check(${most})`).all() as { readonly quick_check: string }[];
  return rows.map(({ quick_check }) => quick_check).filter((text) => text !== "ok");
}

class DamagedError extends Error {}

function checkPages(database: Database): void {
  const [fault] = faultsOf(database, 1);
  if (fault !== undefined) throw new DamagedError(fault.replaceAll(/\s+/g, " "));
}

function describeFailure(file: string, cause: unknown): string {
  const isDamaged = cause instanceof DamagedError || (cause instanceof Error && "code" in cause && cause.code === "SQLITE_CORRUPT");
  const reason = `"${file}" cannot be used: ${errorText(cause)}`;
  return isDamaged ? `${reason}; the file is damaged: put the last backup in its place with "soapwright restore --force"` : reason;
}

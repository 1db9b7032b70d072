/**
 * Where a server keeps its state: SQLite in a folder, a PostgreSQL database, or memory.
 */
import { join } from "node:path";
import { adviceText } from "../error-text.js";
import { lockFolder } from "../stores/folder-lock.js";
import { createMemoryStore } from "../stores/memory.js";
import { openPostgresStore } from "../stores/postgres.js";
import { markSuffix, openSqliteStore } from "../stores/sqlite.js";
import { type InstanceStore, StoreUnavailableError } from "../stores/store.js";
import { ConfigurationError } from "./configuration.js";
import type { Log } from "./log.js";
import { makePrivateFile, makePrivateFolder, tighten } from "./private-files.js";

/** The kind of store, and where it is. */
export type StoreOptions =
  | { readonly kind: "sqlite"; readonly folder: string }
  | { readonly kind: "postgres"; readonly url: string }
  | { readonly kind: "memory" };

/** The database in a data folder. */
export const databaseName = "soapwright.db";

/** Opens the store. Throws a ConfigurationError if it cannot be used. */
export async function openStore(store: StoreOptions, log: Log): Promise<InstanceStore> {
  try {
    if (store.kind === "memory") return createMemoryStore();
    if (store.kind === "postgres") return await openPostgresStore(store.url);
    return await openFolder(store.folder, log);
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw new ConfigurationError(error.message);
    const target = store.kind === "sqlite" ? `the folder "${store.folder}"` : "the database";
    throw new ConfigurationError(`${target} cannot be opened: ${adviceText(error)}`);
  }
}

/** SQLite gives its further files the permissions of the database. */
async function openFolder(folder: string, log: Log): Promise<InstanceStore> {
  await makePrivateFolder(folder, log);
  await makePrivateFile(join(folder, "lock"), log);
  await lockFolder(folder);
  const database = join(folder, databaseName);
  await makePrivateFile(database, log);
  for (const suffix of ["-wal", "-shm", markSuffix]) await tighten(`${database}${suffix}`, { log });
  return openSqliteStore(database, (writes) =>
    log.error(
      { writes, database },
      "the last writes that were acknowledged are not in the database: its write-ahead log was cut short, or an older file was put in its place",
    ),
  );
}

/** The store, in a few words. The address of a database is not shown: it has a password. */
export function describeStore(store: StoreOptions): string {
  switch (store.kind) {
    case "sqlite":
      return `SQLite in "${store.folder}"`;
    case "postgres":
      return "PostgreSQL";
    case "memory":
      return "memory, nothing survives the process";
  }
}

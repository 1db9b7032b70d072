/**
 * Flags of the commands that back a store up, restore and verify it: they name it as `soapwright serve` does.
 */
import { join } from "node:path";
import type { BackupSubject } from "../../server/backup.js";
import { type FlagValues, text } from "../flags.js";
import { checkDatabaseUrl } from "./database-url.js";

export const storeFlags = {
  data: text("folder", "folder of the embedded store", "data"),
  database: text("postgres://...", "PostgreSQL database instead of the embedded store"),
  orders: text("folder", "folder of placed orders; the folder orders in that of --data if left out"),
};

/** The store and the orders that flags name. Throws a UsageError for a database that is not a URL. */
export function readSubject({ data, database, orders }: FlagValues<typeof storeFlags>): BackupSubject {
  if (database === undefined) return { store: { kind: "sqlite", folder: data }, ordersFolder: orders ?? join(data, "orders") };
  checkDatabaseUrl("--database", database);
  return { store: { kind: "postgres", url: database }, ordersFolder: orders };
}

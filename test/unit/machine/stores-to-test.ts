/**
 * Each store that a driver can have: memory, SQLite in a file, and PostgreSQL where SOAPWRIGHT_POSTGRES names a database.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createMemoryStore } from "../../../src/stores/memory.js";
import { openPostgresStore } from "../../../src/stores/postgres.js";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import type { InstanceStore } from "../../../src/stores/store.js";

const postgres = process.env.SOAPWRIGHT_POSTGRES;
const folder = mkdtempSync(join(tmpdir(), "soapwright-machine-"));
const opened: InstanceStore[] = [];
afterAll(async () => {
  for (const store of opened) await store.close();
  rmSync(folder, { recursive: true });
});

const kept = async (store: InstanceStore): Promise<InstanceStore> => {
  opened.push(store);
  return store;
};
let postgresStore: Promise<InstanceStore> | undefined;

/** Name, how often a property is tried, and the store; closed when the tests of the file are over. */
export const stores: readonly (readonly [string, number, () => Promise<InstanceStore>])[] = [
  ["memory", 150, async () => createMemoryStore()],
  ["SQLite", 25, async () => kept(await openSqliteStore(join(folder, `${opened.length}.db`)))],
  ...(postgres === undefined ? [] : [["PostgreSQL", 20, () => (postgresStore ??= openPostgresStore(postgres).then(kept))] as const]),
];

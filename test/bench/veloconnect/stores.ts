/**
 * Stores with so many orders of many buyers, fifty of each.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import { openPostgresStore } from "../../../src/stores/postgres.js";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import type { InstanceStore } from "../../../src/stores/store.js";

export interface FilledStore {
  readonly store: InstanceStore;
  /** Removes everything. */
  readonly close: () => Promise<void>;
}

/** Opens a store of a kind with so many instances, whose ids are `id-0` and so on; the first fifty are the buyer B1's. */
export type FillStore = (count: number) => Promise<FilledStore>;

const perBuyer = 50;
const later = Date.UTC(2100, 0, 1);
/** What is in them is read by no GetStatus: an empty order fills a million of them in a minute. */
const data = JSON.stringify({ isTest: false, lines: [] });
const idOf = (index: number): string => `id-${index}`;
const ownerOf = (index: number): string => JSON.stringify([index < perBuyer ? "B1" : `buyer-${Math.floor(index / perBuyer)}`, null]);

export const fillSqlite: FillStore = async (count) => {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-bench-"));
  const file = join(folder, "bench.db");
  await (await openSqliteStore(file)).close();
  const database = new Database(file);
  database.exec("PRAGMA synchronous = OFF");
  const insert = database.prepare(
    `INSERT INTO instance (id, owner, machine, state, state_name, data, size, created_at, used_at, deadline, revision)
     VALUES (?, ?, 'Order', 2, 'open', ?, ?, ?, 0, ?, 1)`,
  );
  database.exec("BEGIN");
  for (let index = 0; index < count; index++) insert.run(idOf(index), ownerOf(index), data, data.length, index, later);
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  const store = await openSqliteStore(file);
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, close };
};

/** Fills a database of its own on the server of a URL. */
export function fillPostgres(server: string): FillStore {
  return async (count) => {
    const name = `bench_${process.pid}`;
    const admin = new pg.Client(server);
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const store = await openPostgresStore(url.href);
    const client = new pg.Client(url.href);
    await client.connect();
    await client.query(
      `INSERT INTO soapwright_instance (id, owner, machine, state, state_name, data, created_at, used_at, deadline, revision)
       SELECT 'id-' || i, CASE WHEN i < $2 THEN '["B1",null]' ELSE '["buyer-' || i / $2 || '",null]' END, 'Order', 2, 'open', $3, i, 0, $4, 1
       FROM generate_series(0, $1 - 1) i`,
      [count, perBuyer, data, later],
    );
    await client.query("ANALYZE");
    await client.end();
    const close = async (): Promise<void> => {
      await store.close();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    };
    return { store, close };
  };
}

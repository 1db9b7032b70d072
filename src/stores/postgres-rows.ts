/**
 * The rows of a PostgreSQL store, as one transaction sees them. Reading does not hold up servers that write.
 */
import type { PoolClient } from "pg";
import { openPool } from "./postgres.js";
import { takeDatabase } from "./postgres-lock.js";
import { columnsOf, type StoredRow, type StoredRows, type StoredTable, storedTables, type TableRow, tableNames } from "./stored-rows.js";

/** Rows that are read at once: of the largest, some hundreds of megabytes. */
const pageSize = 50;

/** Connects, and makes the tables that are missing. Throws a StoreUnavailableError where the package `pg` is not installed. */
export async function openPostgresRows(url: string): Promise<StoredRows> {
  const pool = await openPool(url);
  const client = await pool.connect();
  return {
    read: () => read(client),
    isEmpty: async () => {
      const there = await Promise.all(tableNames.map((table) => pool.query(`SELECT 1 FROM soapwright_${table} LIMIT 1`)));
      return there.every(({ rows }) => rows.length === 0);
    },
    replace: (rows) => replace(client, rows),
    close: async () => {
      client.release();
      await pool.end();
    },
  };
}

async function* read(client: PoolClient): AsyncGenerator<TableRow, void> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    for (const table of tableNames) for await (const row of readTable(client, table)) yield { table, row };
  } finally {
    await client.query("ROLLBACK");
  }
}

async function* readTable(client: PoolClient, table: StoredTable): AsyncGenerator<StoredRow, void> {
  const { key, numbers } = storedTables[table];
  const order = key.join(", ");
  const after = `WHERE (${order}) > (${key.map((_, index) => `$${index + 1}`).join(", ")})`;
  let last: StoredRow | undefined;
  for (;;) {
    const query = `SELECT ${columnsOf(table).join(", ")} FROM soapwright_${table} ${last === undefined ? "" : after} ORDER BY ${order} LIMIT ${pageSize}`;
    const { rows } = await client.query<StoredRow>(query, last === undefined ? [] : key.map((column) => last?.[column]));
    // The driver gives columns of type bigint as text.
    for (const row of rows) {
      yield {
        ...row,
        ...Object.fromEntries(
          numbers.map((column) => [column, typeof row[column] === "string" ? Number(row[column]) : (row[column] ?? null)]),
        ),
      };
    }
    last = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

async function replace(client: PoolClient, rows: AsyncIterable<TableRow>): Promise<void> {
  await client.query("BEGIN");
  try {
    await takeDatabase(client);
    for (const table of tableNames) await client.query(`DELETE FROM soapwright_${table}`);
    for await (const { table, row } of rows) {
      const columns = columnsOf(table);
      const places = columns.map((_, index) => `$${index + 1}`).join(", ");
      const values = columns.map((column) => row[column] ?? null);
      await client.query(`INSERT INTO soapwright_${table} (${columns.join(", ")}) VALUES (${places})`, values);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

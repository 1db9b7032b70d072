/**
 * The rows of a SQLite store. Reading does not hold up a server that writes.
 */
import type DatabaseConstructor from "libsql";
import { openDatabase } from "./sqlite-database.js";
import { columnsOf, type StoredRow, type StoredRows, type StoredTable, type TableRow, tableNames } from "./stored-rows.js";

type Database = DatabaseConstructor.Database;

/** Opens the file, or creates it. Throws a StoreUnavailableError for a file that is not a store or is damaged. */
export async function openSqliteRows(file: string): Promise<StoredRows> {
  const database = await openDatabase(file);
  return {
    read: () => read(database),
    isEmpty: async () => tableNames.every((table) => database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).all().length === 0),
    replace: (rows) => replace(database, rows),
    close: async () => void database.close(),
  };
}

async function* read(database: Database): AsyncGenerator<TableRow, void> {
  // One transaction sees the database as it is at its first query.
  database.exec("BEGIN");
  try {
    for (const table of tableNames) {
      const rows = database.prepare(`SELECT ${columnsOf(table).join(", ")} FROM ${table}`).iterate();
      // The columns of these tables are texts, numbers and NULL; the driver cannot know.
      for (const row of rows as Iterable<StoredRow>) yield { table, row };
    }
  } finally {
    database.exec("ROLLBACK");
  }
}

async function replace(database: Database, rows: AsyncIterable<TableRow>): Promise<void> {
  const insertInto = (table: StoredTable) => {
    const columns = columnsOf(table);
    const statement = database.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`);
    return (row: StoredRow) => statement.run(...columns.map((column) => row[column] ?? null));
  };
  const inserts = { instance: insertInto("instance"), outbox: insertInto("outbox"), history: insertInto("history") };
  database.exec("BEGIN IMMEDIATE");
  try {
    for (const table of tableNames) database.exec(`DELETE FROM ${table}`);
    for await (const { table, row } of rows) inserts[table](row);
    database.exec("UPDATE instance SET size = octet_length(data)");
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

/**
 * The tables of a small wholesaler, as they might be there already: items in one, orders in another.
 */
import Database from "libsql";

export type Tables = InstanceType<typeof Database>;

/** Opens the database, and fills it where it is new. */
export function openTables(file: string): Tables {
  const tables = new Database(file);
  tables.exec(`
    CREATE TABLE IF NOT EXISTS item (number TEXT PRIMARY KEY, name TEXT NOT NULL, price TEXT NOT NULL, retail TEXT NOT NULL, ean TEXT, pieces INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS sale (id INTEGER PRIMARY KEY, transaction_id TEXT NOT NULL UNIQUE, dealer TEXT NOT NULL, lines TEXT NOT NULL);
    INSERT OR IGNORE INTO item VALUES
      ('T-28', 'Tyre 28 x 1.75, reflective', '11.40', '21.90', '4000000200208', 240),
      ('T-26', 'Tyre 26 x 2.00', '10.20', '19.90', NULL, 0),
      ('B-1', 'Bell, brass', '6.50', '12.95', NULL, 31);
  `);
  return tables;
}

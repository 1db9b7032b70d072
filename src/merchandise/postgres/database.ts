/**
 * The database of a merchandise system: its tables, and their migration.
 */
import type { Pool } from "pg";
import { BackendUnavailable } from "../../services/veloconnect/index.js";
import { createPool, inTransaction } from "../../stores/postgres-connection.js";

/**
 * The migrations, each of which leads from a version to the next one. A published one is never changed; a new version only adds, so that servers of the
 * previous version can keep using the database.
 */
const migrations: readonly string[] = [
  `CREATE TABLE soapwright_item (number text COLLATE "C" PRIMARY KEY, entry jsonb NOT NULL);
   CREATE TABLE soapwright_item_text (number text COLLATE "C" PRIMARY KEY, position integer NOT NULL, folded text COLLATE "C" NOT NULL);
   CREATE TABLE soapwright_stock (number text COLLATE "C" PRIMARY KEY, level jsonb NOT NULL);
   CREATE TABLE soapwright_scheme (id text COLLATE "C" PRIMARY KEY, position integer NOT NULL, scheme jsonb NOT NULL);
   CREATE SEQUENCE soapwright_order_number;
   CREATE TABLE soapwright_order (
     transaction_id text COLLATE "C" PRIMARY KEY, order_id text NOT NULL UNIQUE, buyer text NOT NULL, placed_at timestamptz NOT NULL DEFAULT now(),
     placed jsonb NOT NULL
   );
   CREATE TABLE soapwright_report (
     key text COLLATE "C" PRIMARY KEY, kind text NOT NULL, buyer text NOT NULL, taken_at timestamptz NOT NULL DEFAULT now(), report jsonb NOT NULL,
     taken jsonb NOT NULL
   );
   CREATE TABLE soapwright_receipt (
     buyer text COLLATE "C" NOT NULL, kind text NOT NULL, number text COLLATE "C" NOT NULL, issue_date text COLLATE "C" NOT NULL,
     header jsonb NOT NULL, document jsonb NOT NULL, PRIMARY KEY (buyer, kind, number)
   );
   CREATE INDEX soapwright_receipt_age ON soapwright_receipt (buyer, kind, issue_date);`,
  // Characters and pairs of them, except those that no word has. A call costs so much that no plan reads all items with it; statistics would need many calls.
  `CREATE FUNCTION soapwright_short_words(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
     SELECT letters || ARRAY(SELECT a || b FROM unnest(letters, letters[2:]) AS pair(a, b) WHERE a NOT IN (' ', E'\\n') AND b NOT IN (' ', E'\\n'))
     FROM string_to_array($1, NULL) AS letters
   $$;
   CREATE INDEX soapwright_item_text_short ON soapwright_item_text USING gin (soapwright_short_words(folded));
   ALTER INDEX soapwright_item_text_short ALTER COLUMN 1 SET STATISTICS 0;`,
];

/** Servers that start at the same time take turns: IF NOT EXISTS alone does not keep them apart. */
const takeLock = "SELECT pg_advisory_xact_lock(hashtextextended('soapwright_merchandise', 0))";

/** Searches read the texts of items alone, which are short. The index of trigrams leaves fewer of them to compare than that of short words; but the extension may be missing, or not be permitted. */
const searchIndex = `
  ${takeLock};
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX IF NOT EXISTS soapwright_item_text_folded ON soapwright_item_text USING gin (folded gin_trgm_ops);
`;

/** An index of many items takes its time, and servers that start meanwhile wait for it. */
const migrationTimeout = 600_000;

/** A database with the tables. */
export interface Database {
  readonly pool: Pool;
  /** False: there is no index of trigrams. */
  readonly hasSearchIndex: boolean;
}

/** Connects, and brings the tables up to date. Rejects with an error of `pg`, or one that says to install it. */
export async function openDatabase(url: string): Promise<Database> {
  const migrating = await createPool(url, needsDriver, { query_timeout: migrationTimeout });
  try {
    await migrate(migrating);
    const hasSearchIndex = await addSearchIndex(migrating);
    return { pool: await createPool(url, needsDriver), hasSearchIndex };
  } finally {
    await migrating.end();
  }
}

function needsDriver(cause: unknown): Error {
  return new Error('the PostgreSQL backend needs the package "pg": run "npm install pg"', { cause });
}

/** Returns whether there is an index: a user who may not make one may use it. */
async function addSearchIndex(pool: Pool): Promise<boolean> {
  await pool.query(searchIndex).catch(() => undefined);
  const { rows } = await pool.query<{ there: boolean }>("SELECT to_regclass('soapwright_item_text_folded') IS NOT NULL AS there");
  return rows[0]?.there ?? false;
}

/** One transaction with a lock. */
async function migrate(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(takeLock);
    await client.query("CREATE TABLE IF NOT EXISTS soapwright_merchandise_version (version integer NOT NULL)");
    const { rows } = await client.query<{ version: number }>("SELECT version FROM soapwright_merchandise_version");
    const version = rows[0]?.version ?? 0;
    if (version >= migrations.length) return;
    for (const migration of migrations.slice(version)) await client.query(migration);
    await client.query("DELETE FROM soapwright_merchandise_version");
    await client.query("INSERT INTO soapwright_merchandise_version VALUES ($1)", [migrations.length]);
  });
}

/** Turns failures of the database into what ports reject with: it is not known what it has done. */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new BackendUnavailable("the merchandise database has failed", { cause });
  }
}

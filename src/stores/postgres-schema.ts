/**
 * The tables of a PostgreSQL store, and the migration of databases of earlier versions.
 *
 * Each version only adds, so that servers of the previous version can keep using the database.
 */
import type { Pool } from "pg";
import { StoreUnavailableError } from "./store.js";

const version = 2;

/** One transaction with a lock, for servers that start at the same time: IF NOT EXISTS alone does not keep them apart. */
const schema = `
  SELECT pg_advisory_xact_lock(hashtextextended('soapwright_instance', 0));
  CREATE TABLE IF NOT EXISTS soapwright_instance (
    id text PRIMARY KEY, owner text NOT NULL, machine text NOT NULL, state integer NOT NULL, data text NOT NULL,
    created_at bigint NOT NULL, used_at bigint NOT NULL, deadline bigint, revision integer NOT NULL
  );
  CREATE INDEX IF NOT EXISTS soapwright_instance_owner ON soapwright_instance (owner, created_at, id);
  ALTER TABLE soapwright_instance ADD COLUMN IF NOT EXISTS state_name text;
  CREATE INDEX IF NOT EXISTS soapwright_instance_due ON soapwright_instance (machine, deadline) WHERE deadline IS NOT NULL;
  CREATE TABLE IF NOT EXISTS soapwright_outbox (
    key text PRIMARY KEY, instance_id text NOT NULL, machine text NOT NULL, effect text NOT NULL, payload text NOT NULL,
    created_at bigint NOT NULL, due_at bigint NOT NULL, attempts integer NOT NULL, revision integer NOT NULL
  );
  CREATE INDEX IF NOT EXISTS soapwright_outbox_instance ON soapwright_outbox (instance_id, created_at);
  CREATE INDEX IF NOT EXISTS soapwright_outbox_due ON soapwright_outbox (machine, due_at);
  CREATE TABLE IF NOT EXISTS soapwright_history (
    instance_id text NOT NULL, revision integer NOT NULL, owner text NOT NULL, machine text NOT NULL, at bigint NOT NULL,
    actor text NOT NULL, from_state text NOT NULL, command text NOT NULL, to_state text NOT NULL,
    PRIMARY KEY (instance_id, revision)
  );
  CREATE INDEX IF NOT EXISTS soapwright_history_age ON soapwright_history (machine, at);
  CREATE TABLE IF NOT EXISTS soapwright_schema (version integer NOT NULL);
  DELETE FROM soapwright_schema;
  INSERT INTO soapwright_schema VALUES (${version});
`;

/** SQLSTATE insufficient_privilege. */
const notPermitted = "42501";

/** Creates the tables, or adds what a database of an earlier version lacks. An up-to-date database needs no right to create tables. */
export async function migrate(pool: Pool): Promise<void> {
  if ((await versionOf(pool)) >= version) return;
  try {
    await pool.query(schema);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === notPermitted)) throw cause;
    throw new StoreUnavailableError(
      `the database has no tables of version ${version}: start the server once as a user who may create and alter them`,
      { cause },
    );
  }
}

async function versionOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ table: string | null }>("SELECT to_regclass('soapwright_schema')::text AS table");
  if (typeof rows[0]?.table !== "string") return 0;
  const versions = await pool.query<{ version: number }>("SELECT version FROM soapwright_schema");
  return versions.rows[0]?.version ?? 0;
}

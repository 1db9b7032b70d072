/**
 * Instances in PostgreSQL: several machines serve the same instances.
 */
import type { Pool } from "pg";
import { type Instance, type InstanceStore, type OwnerLimit, StoreUnavailableError } from "./store.js";

/** One transaction, in which servers that start at once take turns: IF NOT EXISTS alone does not keep two of them apart. */
const schema = `
  SELECT pg_advisory_xact_lock(hashtextextended('soapwright_instance', 0));
  CREATE TABLE IF NOT EXISTS soapwright_instance (
    id text PRIMARY KEY, owner text NOT NULL, machine text NOT NULL, state integer NOT NULL, data text NOT NULL,
    created_at bigint NOT NULL, used_at bigint NOT NULL, deadline bigint, revision integer NOT NULL
  );
  CREATE INDEX IF NOT EXISTS soapwright_instance_owner ON soapwright_instance (owner, created_at, id);
  CREATE INDEX IF NOT EXISTS soapwright_instance_deadline ON soapwright_instance (deadline) WHERE deadline IS NOT NULL;
`;
const columns = "id, owner, machine, state, data, created_at, used_at, deadline, revision";

interface InstanceRow {
  readonly id: string;
  readonly owner: string;
  readonly machine: string;
  readonly state: number;
  readonly data: string;
  /** bigint columns arrive as text. */
  readonly created_at: string;
  readonly used_at: string;
  readonly deadline: string | null;
  readonly revision: number;
}

/** Connects and makes the table where it is missing. Throws a StoreUnavailableError where the package `pg` is not installed. */
export async function openPostgresStore(url: string): Promise<InstanceStore> {
  const pool = await openPool(url);
  const select = async (condition: string, values: readonly unknown[]): Promise<Instance[]> =>
    (await pool.query<InstanceRow>(`SELECT ${columns} FROM soapwright_instance WHERE ${condition}`, [...values])).rows.map(toInstance);
  const changed = async (statement: string, values: readonly unknown[]): Promise<boolean> =>
    (await pool.query(statement, [...values])).rowCount === 1;
  return {
    get: async (id) => (await select("id = $1", [id]))[0],
    list: (owner) => select("owner = $1 ORDER BY created_at, id", [owner]),
    insert: (one, limit) => insertLimited(pool, one, limit),
    update: (one) =>
      changed(
        "UPDATE soapwright_instance SET state = $1, data = $2, used_at = $3, deadline = $4, revision = $5 WHERE id = $6 AND revision = $5 - 1",
        [one.state, one.data, one.usedAt, one.deadline ?? null, one.revision, one.id],
      ),
    remove: (id, revision) => changed("DELETE FROM soapwright_instance WHERE id = $1 AND revision = $2", [id, revision]),
    due: (now, limit) => select("deadline <= $1 ORDER BY deadline LIMIT $2", [now, limit]),
    ping: async () => void (await pool.query("SELECT 1")),
    close: () => pool.end(),
  };
}

/** The owner's lock keeps two machines from both seeing one place left. */
async function insertLimited(pool: Pool, one: Instance, limit: OwnerLimit): Promise<boolean> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [one.owner]);
    const result = await client.query(
      `INSERT INTO soapwright_instance (${columns}) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
       WHERE (SELECT count(*) FROM soapwright_instance WHERE owner = $2 AND state < $10) < $11 ON CONFLICT DO NOTHING`,
      [
        one.id,
        one.owner,
        one.machine,
        one.state,
        one.data,
        one.createdAt,
        one.usedAt,
        one.deadline ?? null,
        one.revision,
        limit.statesBelow,
        limit.count,
      ],
    );
    await client.query("COMMIT");
    return result.rowCount === 1;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // The end of a connection is the end of its transaction: nobody waits for a database that does not answer.
    client.release(failure);
  }
}

/** A database that does not answer must hold neither callers nor the end of the process. */
const timeouts = { connectionTimeoutMillis: 5_000, query_timeout: 15_000 };

async function openPool(url: string): Promise<Pool> {
  const pg = await import("pg").catch((cause: unknown) => {
    throw new StoreUnavailableError('the PostgreSQL store needs the package "pg": run "npm install pg"', { cause });
  });
  const pool = new pg.default.Pool({ connectionString: url, ...timeouts, keepAlive: true });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  try {
    // Where the table is, the server may be a user who must not make any.
    const { rows } = await pool.query<{ table: string | null }>("SELECT to_regclass('soapwright_instance')::text AS table");
    if (typeof rows[0]?.table !== "string") await pool.query(schema);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}

function toInstance(row: InstanceRow): Instance {
  return {
    id: row.id,
    owner: row.owner,
    machine: row.machine,
    state: row.state,
    data: row.data,
    createdAt: Number(row.created_at),
    usedAt: Number(row.used_at),
    deadline: row.deadline === null ? undefined : Number(row.deadline),
    revision: row.revision,
  };
}

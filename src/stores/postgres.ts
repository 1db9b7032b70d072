/**
 * Instances, messages and history in PostgreSQL: several machines serve the same instances.
 */
import type { Pool, PoolClient, PoolConfig, QueryResult } from "pg";
import { createPool, inTransaction } from "./postgres-connection.js";
import { shareDatabase } from "./postgres-lock.js";
import { migrate } from "./postgres-schema.js";
import {
  type Change,
  type Instance,
  type InstanceChange,
  type InstanceHead,
  type InstanceStore,
  isTooLarge,
  type OutboxMessage,
  type OwnerLimit,
  StoreUnavailableError,
  sizeOf,
  type WriteResult,
} from "./store.js";

const headColumns = `id, owner, machine, state, state_name AS "stateName", created_at AS "createdAt", used_at AS "usedAt", deadline, revision`;
const messageColumns = `key, instance_id AS "instanceId", machine, effect, payload, created_at AS "createdAt", due_at AS "dueAt", attempts, revision`;
const historyColumns = `instance_id AS "instanceId", revision, owner, machine, at, actor AS "by", from_state AS "from", command, to_state AS "to"`;

/** A row as the driver gives it: bigint columns are text, SQL's NULL is null. */
type Row<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : T[Key] | string | null };

/** Connects, and creates the tables that are missing. Throws a StoreUnavailableError where the package `pg` is not installed. */
export async function openPostgresStore(url: string): Promise<InstanceStore> {
  const pool = await openPool(url, { min: 1, onConnect: shareDatabase });
  // The columns are those of the types, and `fromRow` turns their values into what the types have.
  const rows = async <T>(query: string, ...values: readonly unknown[]): Promise<readonly T[]> =>
    (await pool.query<Row<T>>(query, [...values])).rows.map((row) => fromRow<T>(row));
  return {
    write: (change) =>
      inTransaction(
        pool,
        (client) => writeChange(client, change),
        (result) => result === "written",
      ),
    get: async (id) => (await rows<Instance>(`SELECT ${headColumns}, data FROM soapwright_instance WHERE id = $1`, id))[0],
    find: async (id) => (await rows<InstanceHead>(`SELECT ${headColumns} FROM soapwright_instance WHERE id = $1`, id))[0],
    list: (owner, limit, after) =>
      rows(
        `SELECT ${headColumns} FROM soapwright_instance WHERE owner = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4`,
        owner,
        after?.createdAt ?? Number.MIN_SAFE_INTEGER,
        after?.id ?? "",
        limit,
      ),
    due: async (machine, now, limit) => {
      const query = "SELECT id FROM soapwright_instance WHERE machine = $1 AND deadline <= $2 ORDER BY deadline LIMIT $3";
      return (await rows<Pick<Instance, "id">>(query, machine, now, limit)).map(({ id }) => id);
    },
    messagesOf: (instanceId) =>
      rows(`SELECT ${messageColumns} FROM soapwright_outbox WHERE instance_id = $1 ORDER BY created_at, key`, instanceId),
    dueMessages: (machine, now, limit) =>
      rows(
        `SELECT ${messageColumns} FROM soapwright_outbox WHERE machine = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3`,
        machine,
        now,
        limit,
      ),
    reschedule: async (message, attempts, dueAt) =>
      isOne(
        await pool.query("UPDATE soapwright_outbox SET attempts = $1, due_at = $2 WHERE key = $3 AND attempts = $4 AND revision = $5", [
          attempts,
          dueAt,
          message.key,
          message.attempts,
          message.revision,
        ]),
      ),
    history: (instanceId, limit, afterRevision = 0) =>
      rows(
        `SELECT ${historyColumns} FROM soapwright_history WHERE instance_id = $1 AND revision > $2 ORDER BY revision LIMIT $3`,
        instanceId,
        afterRevision,
        limit,
      ),
    forget: async (machine, before, limit) => {
      const old = "SELECT ctid FROM soapwright_history WHERE machine = $1 AND at < $2 ORDER BY at LIMIT $3";
      return (await pool.query(`DELETE FROM soapwright_history WHERE ctid = ANY(ARRAY(${old}))`, [machine, before, limit])).rowCount ?? 0;
    },
    scan: (limit, afterId = "") =>
      rows(`SELECT ${headColumns} FROM soapwright_instance WHERE id > $1 ORDER BY id LIMIT $2`, afterId, limit),
    census: async (now) => ({
      instances: await rows(
        `SELECT machine, state, state_name AS "stateName", count(*) AS count FROM soapwright_instance GROUP BY machine, state, state_name`,
      ),
      overdue: await rows(
        "SELECT machine, count(*) AS count, min(deadline) AS oldest FROM soapwright_instance WHERE deadline <= $1 GROUP BY machine",
        now,
      ),
      messages: await rows("SELECT machine, count(*) AS count, min(created_at) AS oldest FROM soapwright_outbox GROUP BY machine"),
    }),
    // Fails where the database is read-only.
    ping: async () => void (await pool.query("DELETE FROM soapwright_instance WHERE false")),
    close: () => pool.end(),
  };
}

/** The instance first, then messages: transactions that lock the same rows lock them in the same order. */
async function writeChange(client: PoolClient, { instance, settled, messages = [], transition }: Change): Promise<WriteResult> {
  const result = instance === undefined ? "written" : await changeInstance(client, instance);
  if (result !== "written") return result;
  if (settled !== undefined) {
    const values = [settled.key, settled.attempts, settled.revision];
    const removed = await client.query("DELETE FROM soapwright_outbox WHERE key = $1 AND attempts = $2 AND revision = $3", values);
    if (!isOne(removed)) return "lost";
  }
  for (const message of messages) if (!isOne(await send(client, message))) return "busy";
  if (transition === undefined) return "written";
  const { instanceId, revision, owner, machine, at, by, from, command, to } = transition;
  await client.query(
    `INSERT INTO soapwright_history (instance_id, revision, owner, machine, at, actor, from_state, command, to_state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [instanceId, revision, owner, machine, at, by, from, command, to],
  );
  return "written";
}

async function changeInstance(client: PoolClient, change: InstanceChange): Promise<WriteResult> {
  if (change.kind === "remove") {
    const removed = await client.query("DELETE FROM soapwright_instance WHERE id = $1 AND revision = $2", [change.id, change.revision]);
    return isOne(removed) ? "written" : "outdated";
  }
  const { instance: one, limit } = change;
  const refusal = limit && (await checkLimit(client, change.kind, one, limit));
  if (refusal !== undefined) return refusal;
  const changeable = [one.state, one.stateName ?? null, one.data, one.usedAt, one.deadline ?? null, one.revision, one.id];
  if (change.kind === "update") {
    const updated = await client.query(
      `UPDATE soapwright_instance SET state = $1, state_name = $2, data = $3, used_at = $4, deadline = $5, revision = $6
       WHERE id = $7 AND revision = $6 - 1`,
      changeable,
    );
    return isOne(updated) ? "written" : "outdated";
  }
  const inserted = await client.query(
    `INSERT INTO soapwright_instance (state, state_name, data, used_at, deadline, revision, id, owner, machine, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [...changeable, one.owner, one.machine, one.createdAt],
  );
  return isOne(inserted) ? "written" : "outdated";
}

async function checkLimit(
  client: PoolClient,
  kind: "insert" | "update",
  one: Instance,
  limit: OwnerLimit,
): Promise<"full" | "tooLarge" | undefined> {
  // Under the owner's lock two servers cannot both use the last place.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [one.owner]);
  const { rows } = await client.query<Record<"open" | "others" | "bytes" | "before", string>>(
    `SELECT count(*) FILTER (WHERE state < $1) AS open, count(*) FILTER (WHERE id <> $2) AS others,
       coalesce(sum(octet_length(data)) FILTER (WHERE id <> $2), 0) AS bytes, coalesce(max(octet_length(data)) FILTER (WHERE id = $2), 0) AS before
     FROM soapwright_instance WHERE owner = $3`,
    [limit.statesBelow, one.id, one.owner],
  );
  const { open, others, bytes, before } = rows[0] ?? { open: 0, others: 0, bytes: 0, before: 0 };
  if (kind === "insert" && Number(open) >= limit.count) return "full";
  const stored = { open: Number(open), others: Number(others), othersBytes: Number(bytes), before: Number(before) };
  return isTooLarge(limit, sizeOf(one), stored) ? "tooLarge" : undefined;
}

function send(client: PoolClient, one: OutboxMessage): Promise<QueryResult> {
  return client.query(
    `INSERT INTO soapwright_outbox (key, instance_id, machine, effect, payload, created_at, due_at, attempts, revision)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, created_at = excluded.created_at, due_at = excluded.due_at,
       attempts = excluded.attempts, revision = excluded.revision
     WHERE soapwright_outbox.due_at <= excluded.created_at`,
    [one.key, one.instanceId, one.machine, one.effect, one.payload, one.createdAt, one.dueAt, one.attempts, one.revision],
  );
}

function isOne({ rowCount }: Pick<QueryResult, "rowCount">): boolean {
  return rowCount === 1;
}

/** Columns of times and counts. */
const bigints: readonly string[] = ["createdAt", "usedAt", "deadline", "dueAt", "at", "count", "oldest"];

function fromRow<T>(row: Row<T>): T {
  const values = Object.entries(row).map(([name, value]) => [
    name,
    value === null ? undefined : bigints.includes(name) ? Number(value) : value,
  ]);
  // Each column of T is there under its name, with its type once times are numbers and NULL is `undefined`.
  return Object.fromEntries(values) as T;
}

/** Connects to a database with our tables. `servers` is what connections of a server do. */
export async function openPool(url: string, servers: Pick<PoolConfig, "min" | "onConnect"> = {}): Promise<Pool> {
  const pool = await createPool(url, needsDriver, servers);
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}

function needsDriver(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError('the PostgreSQL store needs the package "pg": run "npm install pg"', { cause });
}

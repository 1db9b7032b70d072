/**
 * Instances, messages and history in a SQLite file: one machine, survives a kill at any moment.
 *
 * Write-ahead log with `synchronous = FULL`: a commit is on the disk before it is acknowledged. https://sqlite.org/pragma.html#pragma_synchronous
 */

import type DatabaseConstructor from "libsql";
import { errorText } from "../error-text.js";
import { migrate } from "./sqlite-schema.js";
import {
  type Change,
  type Instance,
  type InstanceChange,
  type InstanceHead,
  type InstanceStore,
  type OutboxMessage,
  StoreUnavailableError,
  type TransitionRecord,
  type WriteResult,
} from "./store.js";

type Database = DatabaseConstructor.Database;

const headColumns = `id, owner, machine, state, state_name AS "stateName", created_at AS "createdAt", used_at AS "usedAt", deadline, revision`;
const messageColumns = `key, instance_id AS "instanceId", machine, effect, payload, created_at AS "createdAt", due_at AS "dueAt", attempts, revision`;
const historyColumns = `instance_id AS "instanceId", revision, owner, machine, at, actor AS "by", from_state AS "from", command, to_state AS "to"`;

/** SQL's NULL in place of `undefined`. */
type Row<T> = { readonly [Key in keyof T]: undefined extends T[Key] ? Exclude<T[Key], undefined> | null : T[Key] };

/** Opens the file, or creates it. Throws a StoreUnavailableError for a file that is not a store, and where the package `libsql` is not installed. */
export async function openSqliteStore(file: string): Promise<InstanceStore> {
  const database = openDatabase(await loadLibsql(), file);
  const get = database.prepare(`SELECT ${headColumns}, data FROM instance WHERE id = ?`);
  const find = database.prepare(`SELECT ${headColumns} FROM instance WHERE id = ?`);
  const list = database.prepare(
    `SELECT ${headColumns} FROM instance WHERE owner = ? AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?`,
  );
  const due = database.prepare("SELECT id FROM instance WHERE machine = ? AND deadline <= ? ORDER BY deadline LIMIT ?");
  const messagesOf = database.prepare(`SELECT ${messageColumns} FROM outbox WHERE instance_id = ? ORDER BY created_at, key`);
  const dueMessages = database.prepare(`SELECT ${messageColumns} FROM outbox WHERE machine = ? AND due_at <= ? ORDER BY due_at LIMIT ?`);
  const reschedule = database.prepare("UPDATE outbox SET attempts = ?, due_at = ? WHERE key = ? AND attempts = ? AND revision = ?");
  const history = database.prepare(
    `SELECT ${historyColumns} FROM history WHERE instance_id = ? AND revision > ? ORDER BY revision LIMIT ?`,
  );
  const forget = database.prepare(
    "DELETE FROM history WHERE rowid IN (SELECT rowid FROM history WHERE machine = ? AND at < ? ORDER BY at LIMIT ?)",
  );
  // The statements above select exactly these columns; the driver cannot know.
  const heads = (rows: unknown[]): InstanceHead[] => (rows as Row<InstanceHead>[]).map(fromRow);
  const instances = (rows: unknown[]): Instance[] => (rows as Row<Instance>[]).map(fromRow);
  return {
    write: prepareWrite(database),
    get: async (id) => instances(get.all(id))[0],
    find: async (id) => heads(find.all(id))[0],
    list: async (owner, limit, after) => heads(list.all(owner, after?.createdAt ?? Number.MIN_SAFE_INTEGER, after?.id ?? "", limit)),
    due: async (machine, now, limit) => (due.all(machine, now, limit) as { readonly id: string }[]).map(({ id }) => id),
    messagesOf: async (instanceId) => messagesOf.all(instanceId) as OutboxMessage[],
    dueMessages: async (machine, now, limit) => dueMessages.all(machine, now, limit) as OutboxMessage[],
    reschedule: async (message, attempts, dueAt) =>
      reschedule.run(attempts, dueAt, message.key, message.attempts, message.revision).changes === 1,
    history: async (instanceId, limit, afterRevision = 0) => history.all(instanceId, afterRevision, limit) as TransitionRecord[],
    forget: async (machine, before, limit) => forget.run(machine, before, limit).changes,
    ping: async () => void database.prepare("SELECT 1").get(),
    close: async () => void database.close(),
  };
}

/** Thrown to roll a transaction back. */
class NotWritten extends Error {
  readonly result: WriteResult;

  constructor(result: WriteResult) {
    super();
    this.result = result;
  }
}

function prepareWrite(database: Database): (change: Change) => Promise<WriteResult> {
  const changeInstance = prepareInstanceChange(database);
  const settle = database.prepare("DELETE FROM outbox WHERE key = ? AND attempts = ? AND revision = ?");
  const send = database.prepare(
    `INSERT INTO outbox (key, instance_id, machine, effect, payload, created_at, due_at, attempts, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, created_at = excluded.created_at, due_at = excluded.due_at,
       attempts = excluded.attempts, revision = excluded.revision
     WHERE outbox.due_at <= excluded.created_at`,
  );
  const record = database.prepare(
    "INSERT INTO history (instance_id, revision, owner, machine, at, actor, from_state, command, to_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const transaction = database.transaction(({ instance, settled, messages = [], transition }: Change): void => {
    if (instance !== undefined) changeInstance(instance);
    if (settled !== undefined) expectOne(settle.run(settled.key, settled.attempts, settled.revision), "lost");
    for (const one of messages) {
      const values = [one.key, one.instanceId, one.machine, one.effect, one.payload, one.createdAt, one.dueAt, one.attempts, one.revision];
      expectOne(send.run(...values), "busy");
    }
    if (transition === undefined) return;
    const { instanceId, revision, owner, machine, at, by, from, command, to } = transition;
    record.run(instanceId, revision, owner, machine, at, by, from, command, to);
  });
  return async (change) => {
    try {
      transaction.immediate(change);
      return "written";
    } catch (error) {
      if (error instanceof NotWritten) return error.result;
      throw error;
    }
  };
}

function prepareInstanceChange(database: Database): (change: InstanceChange) => void {
  const count = database.prepare("SELECT count(*) AS number FROM instance WHERE owner = ? AND state < ?");
  const insert = database.prepare(
    `INSERT INTO instance (id, owner, machine, state, state_name, data, created_at, used_at, deadline, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const update = database.prepare(
    `UPDATE instance SET state = ?, state_name = ?, data = ?, used_at = ?, deadline = ?, revision = ? WHERE id = ? AND revision = ?`,
  );
  const remove = database.prepare("DELETE FROM instance WHERE id = ? AND revision = ?");
  return (change) => {
    if (change.kind === "remove") return expectOne(remove.run(change.id, change.revision), "outdated");
    const { instance: one } = change;
    const name = one.stateName ?? null;
    const deadline = one.deadline ?? null;
    if (change.kind === "update") {
      const result = update.run(one.state, name, one.data, one.usedAt, deadline, one.revision, one.id, one.revision - 1);
      return expectOne(result, "outdated");
    }
    // The query names its one column so; the driver cannot know.
    const open = change.limit && (count.get(one.owner, change.limit.statesBelow) as { readonly number: number }).number;
    if (change.limit !== undefined && open !== undefined && open >= change.limit.count) throw new NotWritten("full");
    const values = [one.id, one.owner, one.machine, one.state, name, one.data, one.createdAt, one.usedAt, deadline, one.revision];
    return expectOne(insert.run(...values), "outdated");
  };
}

function expectOne({ changes }: { readonly changes: number }, otherwise: WriteResult): void {
  if (changes !== 1) throw new NotWritten(otherwise);
}

function fromRow<T extends InstanceHead>(row: Row<T>): T {
  // SQL's NULL becomes `undefined` again, and nothing else changes.
  return { ...row, stateName: row.stateName ?? undefined, deadline: row.deadline ?? undefined } as T;
}

function openDatabase(Database: typeof DatabaseConstructor, file: string): Database {
  try {
    const database = new Database(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
    migrate(database);
    return database;
  } catch (cause) {
    throw new StoreUnavailableError(`"${file}" cannot be used: ${errorText(cause)}`, { cause });
  }
}

async function loadLibsql(): Promise<typeof DatabaseConstructor> {
  try {
    return (await import("libsql")).default;
  } catch (cause) {
    throw new StoreUnavailableError('the SQLite store needs the package "libsql": run "npm install libsql"', { cause });
  }
}
